"""What mechanisms of the user's own propose, held against the world of the run before any month is
run: what may be proposed in a phase, what there is to propose, its shape and kind of number, and
whether another mechanism proposes it already.

Shapes alone are looked at, so that nothing is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import jax
import numpy as np
from jaxtyping import Array

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.engine.step import Rules, Setting, propose
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.own_mechanism import OwnMechanism
from partystate.scenario.own_places import POSTS, Place, fields_of, places_of
from partystate.world.accountant.settled import SETTLED
from partystate.world.effect import Effect
from partystate.world.inputs import Inputs
from partystate.world.layout import Layout
from partystate.world.proposed import KINDS
from partystate.world.state import World

ACT = "act"
VALUES, POST = "values", "posts"
OF_A_PHASE = {
    "perceive": (VALUES, POST),
    "decide": (VALUES, POST),
    ACT: KINDS,
    "report": (VALUES,),
}
ONE_PROPOSER = (VALUES, POST, "destinations")
TRACED = (jax.errors.ConcretizationTypeError, jax.errors.TracerArrayConversionError)
MOST_SAID = 200  # characters of an error of the user's code

EffectOf = Callable[[Mechanism], Effect]


def check_proposals(
    rules: Rules, own: Sequence[OwnMechanism], world: World, inputs: Inputs, setting: Setting
) -> None:
    """UserError for the first mistake in what mechanisms of the user's own propose under some
    rules; `inputs` are those of one month."""

    @cache
    def effect_of(mechanism: Mechanism) -> Effect:
        return jax.eval_shape(lambda: propose(mechanism, rules, world, inputs, setting))

    ids = {one.id for one in own}
    for mechanism in (m for m in rules.mechanisms if m.id in ids):
        effect = _tried(mechanism, effect_of, world)
        _check_kinds(mechanism, effect)
        for kind, key, value in _entries(effect):
            place = _place(mechanism, kind, key, world, setting.layout)
            _check_array(mechanism, f"{kind}:{key}", value, place)
        for kind in ONE_PROPOSER:
            for key in getattr(effect, kind):
                _check_alone(mechanism, kind, key, rules, effect_of)
    if any(one.replaces for one in own) and world.power is not None:
        _check_all_posts(rules, ids, effect_of)


def _tried(mechanism: Mechanism, effect_of: EffectOf, world: World) -> Effect:
    """What a mechanism proposes; UserError where it breaks or returns something else."""
    try:
        found = effect_of(mechanism)
    except UserError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
        raise UserError(
            f"the mechanism {mechanism.id} broke when it was tried on the first month",
            found=said[:MOST_SAID],
            expected=_hint(error, world),
            action="The error above this one says in which line.",
        ) from error
    if not isinstance(found, Effect):
        raise UserError(
            f"the mechanism {mechanism.id} proposes no Effect",
            found=type(found).__name__,
            expected="Effect(...), and Effect() for nothing",
            action="Return one from propose.",
        )
    return found


def _hint(error: Exception, world: World) -> str:
    """What is likely to be meant."""
    if isinstance(error, TRACED):
        return "jnp.where in place of if, and jax.numpy in place of numpy: values are not yet known"
    missing = [part for part, there in vars(world).items() if there is None]
    if isinstance(error, AttributeError) and "NoneType" in str(error):
        return f"parts of the world that this run has; it has no {', '.join(missing)}"
    return "a pure function of view and params"


def _entries(effect: Effect) -> Iterator[tuple[str, str, Array]]:
    for kind in KINDS:
        for key, value in getattr(effect, kind).items():
            yield kind, key, value


def _check_kinds(mechanism: Mechanism, effect: Effect) -> None:
    """Nothing is proposed in a phase in which nobody would take it."""
    for kind in KINDS:
        if getattr(effect, kind) and kind not in OF_A_PHASE[mechanism.phase]:
            raise UserError(
                f"the mechanism {mechanism.id} proposes {kind}, which are not taken in its phase",
                found=f"phase = {mechanism.phase!r}",
                expected=f"there {' or '.join(OF_A_PHASE[mechanism.phase])}; all in {ACT!r}",
                action="Let it run in another phase, or propose something else.",
            )


def _place(mechanism: Mechanism, kind: str, key: str, world: World, layout: Layout) -> Place:
    """What an entry must be; UserError where there is no such thing to propose, or the accountant
    alone may set it."""
    if kind == VALUES and key in SETTLED:
        raise UserError(
            f"the mechanism {mechanism.id} sets what the accountant alone sets",
            found=f"{kind}:{key}",
            expected="hazards, births, inflows, claims or posts, which it carries out so that the "
            "books balance",
            action="Propose one of these.",
        )
    known = fields_of(world) if kind == VALUES else places_of(kind, world, layout)
    if key not in known:
        raise UserError(
            f"the mechanism {mechanism.id} proposes {kind} that there are not",
            found=repr(key),
            expected=nearest(str(key), known),
            action="Mend the name; `Effect` says what can be proposed.",
        )
    return known[key]


def _check_array(mechanism: Mechanism, entry: str, value: Array, place: Place) -> None:
    """Shape and kind of number of one entry."""
    if np.shape(value) != place.shape:
        raise UserError(
            f"the mechanism {mechanism.id} proposes {entry} in another shape",
            found=str(list(np.shape(value))),
            expected=f"{list(place.shape)} [{place.axes}]",
            action="Mend what it returns.",
        )
    if not place.takes(value.dtype):
        wanted = getattr(place.number, "__name__", str(place.number))
        raise UserError(
            f"the mechanism {mechanism.id} proposes {entry} in another kind of number",
            found=str(value.dtype),
            expected=wanted,
            action="Convert it with .astype.",
        )


def _check_alone(
    mechanism: Mechanism, kind: str, key: str, rules: Rules, effect_of: EffectOf
) -> None:
    """A value has one proposer a phase, a kind of posts and a destination one a month."""
    for other in rules.mechanisms:
        is_met = kind != VALUES or other.phase == mechanism.phase
        if other.id != mechanism.id and is_met and key in getattr(effect_of(other), kind):
            raise UserError(
                f"the mechanism {mechanism.id} sets what {other.id} sets already",
                found=f"{kind}:{key} in the phase {other.phase!r}",
                expected="one that sets it",
                action=f"Give it the id {other.id!r} to stand in its place, or let it set "
                "something else.",
            )


def _check_all_posts(rules: Rules, ids: set[str], effect_of: EffectOf) -> None:
    """Posts that the accountant waits for are still proposed by what stands in the place of their
    proposer."""
    there = {kind for m in rules.mechanisms for kind in effect_of(m).posts}
    lacking = [kind for kind in POSTS if kind not in there]
    if lacking:
        names = ", ".join(m.id for m in rules.mechanisms if m.id in ids)
        raise UserError(
            "nobody proposes some posts any more",
            found=f"no {POST}:{lacking[0]}",
            expected=f"it from what stands in place of its proposer, one of {names}",
            action="Propose all posts that the mechanism of the catalogue proposes.",
        )

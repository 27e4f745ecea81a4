"""A country and what-ifs become a world, inputs, rules and parameters, ready to run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import dates, draws
from partystate.core.draws import Draws
from partystate.core.errors import UserError
from partystate.core.pytree import check_shapes
from partystate.core.runtime import need_64_bits
from partystate.country.country import Country
from partystate.country.what_ifs import WhatIf
from partystate.engine import wrappers
from partystate.engine.run import PLAINLY, inputs_at, months_between
from partystate.engine.step import Rules, Setting
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.information.erasure import opening_memory
from partystate.mechanisms.information.secrecy import nothing_secret
from partystate.mechanisms.registry import STREAMS
from partystate.scenario import parameters
from partystate.scenario.drift import drift_of, scaled
from partystate.scenario.edit_checks import check_run, read_what_ifs
from partystate.scenario.edits import (
    edit_endowment,
    edit_inputs,
    edit_mechanisms,
    edit_parameters,
)
from partystate.scenario.inputs import build_endowment, build_inputs, months_of
from partystate.scenario.opening import opening_people, opening_society, quiet
from partystate.scenario.own_mechanism import OwnMechanism, shipped, streams_of
from partystate.scenario.own_parameters import own_values
from partystate.scenario.own_proposals import check_proposals
from partystate.scenario.parts import LEADERSHIP, REVOLUTION, SOCIETY, mechanisms_of, parts_of
from partystate.scenario.party_inputs import axes_of, entrance
from partystate.scenario.party_opening import Coded, code, opening_creed, opening_power
from partystate.scenario.population import census_cells, layout_of, nationality_shares
from partystate.scenario.revolution import (
    months_of_revolution,
    opening_revolution,
    revolution_endowment,
    revolution_inputs,
    revolution_layout,
)
from partystate.scenario.war import build_war, has_war, opening_war
from partystate.world import drift as drifts
from partystate.world.causes import CAUSES
from partystate.world.drift import Drift
from partystate.world.endowment import Endowment
from partystate.world.inputs import Inputs, War
from partystate.world.intelligence import Intelligence
from partystate.world.keep import left_out
from partystate.world.layout import Layout
from partystate.world.party_axes import PartyAxes
from partystate.world.state import World
from partystate.world.stocks import FODDER, LOST, OCCUPIER

EXPECTED, COUNTED = "expected", "counted"
COUNTING = (EXPECTED, COUNTED)
# the rulers' line on the village: as recorded, or their own
RECORDED, ENDOGENOUS = "recorded", "endogenous"
LINES = (RECORDED, ENDOGENOUS)
OPENING = "power_opening"


@dataclass(frozen=True)
class Onward:
    """How a run goes on beyond the country's usual end, after its first `at` months: under its own
    rules and layout, with what the war brings from outside in each further month (left out where
    the country has none). The months before know nothing of it, so that they are those of a run
    that stops there, to the last bit."""

    at: int
    rules: Rules
    layout: Layout
    war: War = left_out()


@dataclass(frozen=True)
class Assembled:
    """Everything a run needs but its luck and its parameter values."""

    country: Country
    what_ifs: tuple[WhatIf, ...]
    parts: tuple[str, ...]
    line: str
    rules: Rules
    layout: Layout
    inputs: Inputs
    endowment: Endowment
    months: np.ndarray
    census: np.ndarray
    drift: Drift | None = None
    coded: Coded = left_out()
    entered: int = left_out()  # month in which the leadership enters
    replay_until: str | None = None
    acting: dict[str, bool] | None = None  # of mechanisms with a switch; see `scenario.alike`
    onward: Onward | None = None  # None where the run does not go beyond the country's end
    own: tuple[OwnMechanism, ...] = ()  # what the user brings

    def values(self, kind: str, seed: int, run: int) -> dict[str, float]:
        """Named parameter values: `central`, or a draw from the `prior` or the `posterior`;
        what-ifs have the last word, after what mechanisms of the user's own bring."""
        return self.edited(self._choices.of_kind(kind, seed, run), kind, seed, run)

    def edited(
        self, values: dict[str, float], kind: str, seed: int = 0, run: int = 0
    ) -> dict[str, float]:
        """Values of the country's, those of the user's own mechanisms over them, under what-ifs."""
        brought = [one for own in self.own for one in own.parameters]
        return edit_parameters(values | own_values(brought, kind, seed, run), self.what_ifs)

    def start(self, values: dict[str, float], seed: int, run: int = 0) -> tuple[World, Setting]:
        """The first world and the setting of one run."""
        luck, numbers = draws.luck(seed, run), np.array(list(values.values()), float)
        persons = None
        if SOCIETY in self.parts:
            persons = np.rint(opening_people(self.census, self.layout, values))
        world, tree, drift = self._open(
            tuple(values),
            numbers,
            luck,
            persons,
            self.inputs,
            self.endowment,
            self.layout,
            self.drift,
        )
        given = given_to(self.rules, tree)
        acting = None
        if self.acting is not None:
            acting = {name: jnp.asarray(acts) for name, acts in self.acting.items()}
        return world, Setting(given, luck, self.endowment, self.layout, drift=drift, acting=acting)

    @property
    def acting_mechanisms(self) -> tuple[Mechanism, ...]:
        """All that act in some month of the run."""
        return (self.rules if self.onward is None else self.onward.rules).mechanisms

    def carry_on(
        self, world: World, values: dict[str, float], setting: Setting
    ) -> tuple[World, Inputs, Setting]:
        """The world as the further months find it, their inputs, and their setting."""
        if self.onward is None:
            raise ValueError("this run ends where its country does")
        rest = replace(months_between(self.inputs, self.onward.at, None), war=self.onward.war)
        if self.onward.war is not None:
            first = inputs_at(rest, 0)
            world = opening_war(world, first, self.onward.layout, self.endowment)
        tree = parameters.tree(values, self.onward.rules.mechanisms)
        given = given_to(self.onward.rules, tree)
        return world, rest, replace(setting, layout=self.onward.layout, parameters=given)

    @cached_property
    def _choices(self) -> parameters.Choices:
        return parameters.Choices(self.country)

    @property
    def _open(self):
        return _opener(self.rules, int(self.months[0]), self.coded)


def given_to(rules: Rules, tree: dict) -> dict[str, Any]:
    """Parameters as the mechanisms of some rules take them."""
    return {m.id: wrappers.given(m, tree[m.id]) for m in rules.mechanisms}


@lru_cache(maxsize=8)
def _opener(rules: Rules, month: int, coded: Coded | None):
    """The opening, compiled whole: one by one its hundreds of small steps take seconds."""

    def opened(names, numbers, luck, persons, inputs, endowment, layout, drift):
        values = dict(zip(names, numbers, strict=True))
        tree = parameters.tree(values, rules.mechanisms)
        at_first = tree | parameters.tree(values, shipped(rules.mechanisms))
        first = inputs_at(inputs, 0)
        if first.revolution is not None:
            began = opening_revolution(first, endowment.revolution)
            world = World(jnp.asarray(month, jnp.int32), quiet(first), revolution=began)
        elif persons is None:
            world = World(jnp.asarray(month, jnp.int32), quiet(first))
        else:
            world = opening_society(month, persons, layout, first, endowment, values, at_first)
        if coded is not None:
            start = f"{OPENING}."
            facts = {n.removeprefix(start): v for n, v in values.items() if n.startswith(start)}
            power = opening_power(coded, endowment.party, luck, facts)
            memory = opening_memory(power, endowment.party, facts["fame"])
            none = Intelligence(jnp.zeros_like(first.foreign.contact))
            secrets = None if persons is None else nothing_secret()
            world = world.with_power(power, memory, none, opening_creed(), secrets)
        if drift is not None:
            drift = scaled(drift, values)
            draws = Draws(luck, rules.stream("drift"), jnp.asarray(month))
            world = world.with_drift(drifts.opened(drift, draws))
        check_shapes(world, layout.axes.lengths)
        return world, tree, drift

    return jax.jit(opened, static_argnums=0, compiler_options=PLAINLY)


def assemble(
    country: Country,
    counting: str = EXPECTED,
    what_ifs: Sequence[str | WhatIf] | None = None,
    until: str | None = None,
    thesis: str | None = None,
    parts: tuple[str, ...] | None = None,
    line: str = RECORDED,
    replay_until: str | None = None,
    enters: str | None = None,
    own: tuple[OwnMechanism, ...] = (),
) -> Assembled:
    """What a `Scenario` describes, ready to run.

    `counting` is `expected` or `counted`; `what_ifs` are names, paths or what they hold; `until` is
    the last month, YYYY-MM; `parts` are those of the model that run, all if not given; `line` is
    `recorded` or `endogenous`; posts and politics are recorded ones before the month
    `replay_until`; the leadership enters in the month `enters`, with posts as recorded in it;
    `own` are mechanisms of the user's. Edits of a thesis come first, so that a what-if on top of it
    has the last word."""
    need_64_bits()
    check_words(counting, line)
    edits = read_what_ifs(country, what_ifs or (), thesis, own)
    parts = parts_of(country, parts)
    axes, entered = None, left_out()
    if LEADERSHIP in parts:
        axes, entered = axes_of(country), entrance(country, enters)
    is_revolution = REVOLUTION in parts
    months = (months_of_revolution if is_revolution else months_of)(country, until)
    if LEADERSHIP in parts and SOCIETY not in parts:
        months = months[months >= entered]
    check_run(edits, months, parts, entered, _reaches_war(country, months, parts), own)
    rules = Rules(
        mechanisms=edit_mechanisms(mechanisms_of(parts, own=own), edits, country),
        streams=tuple(sorted((STREAMS | streams_of(own)).items())),
        state_order=tuple(country.meta.rules.state_order),
        granary_order=tuple(country.meta.rules.granary_order),
        counted=counting == COUNTED,
    )
    replayed = _replayed_before(replay_until, months, entered)
    if line == ENDOGENOUS and parts != parts_of(country, (SOCIETY, LEADERSHIP)):
        raise UserError(
            "a line of the rulers' own needs both parts of the model",
            found=", ".join(parts),
            action="Leave --parts out.",
        )
    if is_revolution:
        inputs, layout = revolution_inputs(country, months), revolution_layout(country)
        facts = revolution_endowment(country)
    else:
        inputs = build_inputs(
            country, months, axes, entered, replayed, line == ENDOGENOUS, SOCIETY not in parts
        )
        layout = layout_of(country, axes)
        facts = build_endowment(country, months, axes, entered)
    inputs = edit_inputs(inputs, axes, edits, country)
    endowment = edit_endowment(facts, edits, nationality_shares(country))
    for built in (inputs, endowment):
        check_shapes(built, layout.axes.lengths)
    made = Assembled(
        country=country,
        what_ifs=edits,
        parts=parts,
        line=line,
        rules=rules,
        layout=layout,
        inputs=inputs,
        endowment=endowment,
        months=months,
        census=census_cells(country, layout),
        drift=drift_of(country, rules.mechanisms, layout),
        coded=code(country, axes, entered) if axes else left_out(),
        entered=entered,
        replay_until=replay_until,
        onward=_onward(country, months, axes, edits, rules, parts, own),
        own=own,
    )
    if own:
        _check_own(made)
    return made


def _check_own(made: Assembled) -> None:
    """Refuse mechanisms of the user's own that would not act in the run, or that propose what
    cannot be carried out."""
    acting = {m.id for m in (*made.rules.mechanisms, *made.acting_mechanisms)}
    for one in made.own:
        if one.id not in acting:
            raise UserError(
                f"the mechanism {one.id} would not act in this run",
                found=f"theme = {one.mechanism.theme!r}",
                expected=f"a theme of {' or '.join(made.parts)}, and for one of the war a run that "
                "goes beyond the end of the country",
                action="Leave it out, or run the part of the model to which it belongs.",
            )
    values = made.values(parameters.CENTRAL, 0, 0)
    world, setting = made.start(values, 0)
    check_proposals(made.rules, made.own, world, inputs_at(made.inputs, 0), setting)
    if made.onward is not None:
        later, rest, setting = made.carry_on(world, values, setting)
        check_proposals(made.onward.rules, made.own, later, inputs_at(rest, 0), setting)


def _reaches_war(country: Country, months: np.ndarray, parts: tuple[str, ...]) -> bool:
    """Whether a run has months in which a war of the country's may be fought."""
    last = dates.month_number(country.meta.end)
    return SOCIETY in parts and int(months[-1]) > last and has_war(country)


def _onward(
    country: Country,
    months: np.ndarray,
    axes: PartyAxes | None,
    edits: tuple[WhatIf, ...],
    rules: Rules,
    parts: tuple[str, ...],
    own: tuple[OwnMechanism, ...],
) -> Onward | None:
    """How a run of society over `months` goes on beyond the country's end; None where it does
    not."""
    at = dates.month_number(country.meta.end) + 1 - int(months[0])
    if SOCIETY not in parts or at >= len(months):
        return None
    if not _reaches_war(country, months, parts):
        return Onward(at, rules, layout_of(country, axes))
    return Onward(
        at,
        replace(
            rules,
            mechanisms=edit_mechanisms(mechanisms_of(parts, True, own), edits, country),
            state_order=(LOST, FODDER, *rules.state_order),
            granary_order=(OCCUPIER, *rules.granary_order),
        ),
        layout_of(country, axes, CAUSES),
        build_war(country, months[at:]),
    )


def _replayed_before(replay_until: str | None, months: np.ndarray, entered: int | None) -> int:
    """Month number before which politics are recorded ones; 0 where there is no replay."""
    if replay_until is None:
        return 0
    if entered is None:
        raise UserError(
            "there are no politics to replay",
            found=repr(replay_until),
            expected="a run of the leadership",
            action="Leave --replay-until out, or --parts.",
        )
    month, first, last = dates.month_number(replay_until), entered + 1, int(months[-1]) + 1
    if not first <= month <= last:
        raise UserError(
            "recorded politics cannot end here",
            found=repr(replay_until),
            expected=f"a month from {dates.month_text(first)} to {dates.month_text(last)}",
            action="Give another --replay-until, or leave it out.",
        )
    return month


def check_words(counting: str, line: str) -> None:
    """Refuse a way of counting people, or a line, that there is not."""
    _one_of(counting, COUNTING, "way of counting people")
    _one_of(line, LINES, "line")


def _one_of(found: str, known: tuple[str, ...], what: str) -> None:
    if found not in known:
        raise UserError(
            f"unknown {what}", found=repr(found), expected=" or ".join(known), action="Use one."
        )

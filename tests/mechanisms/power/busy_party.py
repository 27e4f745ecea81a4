"""The party of six in full swing, drawn at random; the same party with its persons in another order
or with one person more; and every mechanism of the leadership compiled for it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.core.pytree import axes_of
from partystate.mechanisms.registry import of_leadership
from partystate.world.effect import Effect
from partystate.world.endowment import Endowment, PartyFacts
from partystate.world.power import EXPELLED, FREE, IMPRISONED, NOBODY, Power
from partystate.world.records import MEDIA, Memory
from tests.mechanisms.power.small_party import (
    ANN,
    BEN,
    CAT,
    CENTRE,
    DAN,
    EVE,
    PERSONS,
    POLICE,
    SmallParty,
    ask,
    plain_facts,
    quiet_inputs,
    quiet_memory,
    quiet_power,
    small_party,
)

# what they propose needs society
OF_BOTH = ("village_line",)
ALL = tuple(m.id for m in of_leadership() if m.id not in OF_BOTH) + ("peril",)
# fields whose values are persons
WHO = (
    "holder",
    "sponsor",
    "patron",
    "principal",
    "leader",
    "strongest",
    "subject",
    "founder",
    "honoured",
)
PERSON, OFFICE, BODY = "persons", "offices", "bodies"
# axes of proposals that are no fields of the state, and those of them whose values are persons
POSTS = {
    **dict.fromkeys(("deaths", "status", "arrested", "executed", "killed_abroad"), (PERSON,)),
    **dict.fromkeys(("chief_score", "slate"), (PERSON,)),
    **dict.fromkeys(("leave_office", "moved", "dismissed", "sideways", "sponsor"), (OFFICE,)),
    **dict.fromkeys(("leave_seat", "not_reelected"), (BODY, PERSON)),
    **dict.fromkeys(("seat_score", "candidate_score"), (BODY, PERSON)),
    "office_score": (OFFICE, PERSON),
}
AXES = axes_of(Power) | axes_of(Memory)
WHO_IN_POSTS = ("sideways", "sponsor", "slate")


@cache  # of hundreds of arrays, which nobody changes
def busy_party(seed: int) -> SmallParty:
    """A congress without the founder: seats, offices, followings, feuds, motions, a prisoner."""
    rng = np.random.default_rng(seed)
    people, offices = len(PERSONS), 6

    def signed(*shape):
        return rng.uniform(-1, 1, shape)

    def share(*shape):
        return rng.uniform(0, 1, shape)

    capital, patron = 9 * share(people), rng.integers(0, people, people)
    traits = ("skill", "caution", "ruthlessness", "commitment", "compromised", "tied", "own")
    holder = rng.integers(NOBODY, people, offices)
    case = small_party().with_(
        capital=capital,
        standing=capital + share(people),
        belief=signed(people, 2),
        position=signed(people, 2),
        trust=signed(people, people),
        **{name: share(people) for name in (*traits, "bloc", "outlook")},
        committee_bloc=share(people) / people,
        seats=rng.integers(0, 3, (3, people)),
        holder=holder,
        sponsor=rng.integers(NOBODY, people, people),
        patron=patron,
        principal=patron[patron],
        apparatus=share(2, people) / people,
        opposing={CAT: True},
        ever_opposed={CAT: True, DAN: True, EVE: bool(rng.integers(2))},
        recanted={DAN: True},
        ruling={ANN: True, BEN: True},
        steps=rng.integers(0, 3, people),
        status={DAN: EXPELLED},
        months_out={DAN: 9},
        motion=rng.integers(0, 5, people),
        beaten={EVE: True},
        strongest=ANN,
        leader=ANN,
        leading_months=9,
        testament=rng.integers(0, 5),
        subject=rng.integers(NOBODY, people),
        presence=float(rng.choice([0, 0.5])),
        faction_ban=bool(rng.integers(2)),
        line=signed(2),
        danger=8 * share(),
        shock=share(),
        names=share(),
        established=share(),
        wanted=share() / 4,
        intensity=share() / 4,
        order=float(rng.integers(0, 3)),
        disruption=share() / 4,
        accused=rng.integers(0, 2, people) > 0,
        custody={EVE: int(rng.choice([FREE, IMPRISONED]))},
        term={EVE: int(rng.integers(1, 60))},
        experience=share(3),
        networks=7 * share(),
        conformity=share(),
        bereft=share(2),
        trace=share(people, len(MEDIA)),
        left=share(people),
        credit=share(people) / people,
        strength=share(2),
        townspeople=[30, 30],
    )
    case = case.with_(holder={CENTRE: ANN, POLICE: BEN})
    case = case.told(
        congress=True,
        elapsed=24.0,
        founder_capacity=float(case.power.presence),
        disputes=share(),
        contact=share(2),
        murder=float(rng.integers(2)),
        places=rng.integers(0, 4, (3, 2)),
        shortfall=share(),
    )
    said = ("devotion", "image", "founder_share", "meaning", "distance", "transfer", "licence")
    case = case.with_(
        **{name: share() for name in (*said, "one_country")},
        praise=2 * share(),
        honoured=int(rng.integers(NOBODY, people)),
    )
    case = case.given(age=rng.uniform(30, 90, people), ties=signed(people, people))
    return case.beside(
        information={
            "known_towns": 60 * share(3),
            "known_unrest": share(),
            "known_support": share(),
            "known_shortfall": share(),
            "reported_output": share(),
            "known_population": 60 * share(3),
            "known_collectivised_share": share(3),
        },
        policy={"output_target": 1.0},
        repression={
            "brake": share(),
            "campaign": 1.0,
            "term": 3 * share(),
            "threat": share(),
            "blame": share(),
        },
    )


def _turned(tree: eqx.Module, order: np.ndarray) -> eqx.Module:
    """`tree` with person `order[k]` in place k."""
    place = np.append(np.argsort(order), NOBODY)
    changes = {}
    for name, axes in axes_of(type(tree)).items():
        value = np.asarray(getattr(tree, name))
        if name in WHO:
            value = np.where(value >= 0, place[value], value).astype(value.dtype)
        for i, axis in enumerate(axes):
            if axis == PERSON:
                value = value.take(order, axis=i - len(axes))
        changes[name] = jnp.asarray(value)
    return replace(tree, **changes)


def turned(case: SmallParty, order: np.ndarray) -> SmallParty:
    """The same party, its persons in another order."""
    inputs, world = case.inputs, case.world
    forced = replace(inputs.forced, posts=_turned(inputs.forced.posts, order))
    return SmallParty(
        replace(
            world,
            power=_turned(world.power, order),
            memory=_turned(world.memory, order),
            creed=_turned(world.creed, order),
        ),
        replace(inputs, party=_turned(inputs.party, order), forced=forced),
        _turned(case.facts, order),
    )


def turned_back(proposals: dict[str, np.ndarray], order: np.ndarray) -> dict[str, np.ndarray]:
    """Proposals of the turned party in the order of the first."""
    back, found = np.argsort(order), {}
    for name, value in proposals.items():
        is_who = name in WHO_IN_POSTS or (name in WHO and name not in POSTS)
        axes = POSTS.get(name) or AXES.get(name, ())
        if name == "sponsor":
            axes = (OFFICE,)
        if is_who:
            value = np.where(value >= 0, order[np.maximum(value, 0)], value)
        for i, axis in enumerate(axes):
            if axis == PERSON:
                value = value.take(back, axis=i)
        found[name] = value
    return found


def _widened(old: eqx.Module, quiet: eqx.Module) -> eqx.Module:
    """`quiet`, of one person more, with what `old` says of the others."""
    changes = {}
    for name, axes in axes_of(type(old)).items():
        value, wide = np.asarray(getattr(old, name)), np.array(getattr(quiet, name))
        if PERSON in axes:
            wide[tuple(slice(n) for n in value.shape)] = value
            value = wide
        changes[name] = jnp.asarray(value)
    return replace(old, **changes)


def with_one_more(case: SmallParty) -> SmallParty:
    """The same party with a member more, who has nothing and is not to be had for any post."""
    persons = (*PERSONS, "zoe")
    inputs, quiet = case.inputs, quiet_inputs(len(persons))
    quiet = eqx.tree_at(lambda i: i.party.available, quiet, quiet.party.available.at[-1].set(False))
    forced = replace(inputs.forced, posts=_widened(inputs.forced.posts, quiet.forced.posts))
    facts = _widened(case.facts, plain_facts(persons))
    seats = [f"body={b};person={p}" for b in ("committee", "inner", "secretariat") for p in persons]
    nobody_more = replace(quiet_memory(len(persons)), credit=jnp.zeros(len(persons)))
    seat_ids = jnp.asarray(stable_ids(seats).reshape(3, len(persons), 2))
    return SmallParty(
        replace(
            case.world,
            power=_widened(case.power, quiet_power(len(persons))),
            memory=_widened(case.world.memory, nobody_more),
        ),
        replace(inputs, party=_widened(inputs.party, quiet.party), forced=forced),
        replace(facts, seat_ids=seat_ids),
    )


def without_the_last(proposals: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Proposals for the first six persons."""
    found = {}
    for name, value in proposals.items():
        axes = POSTS.get(name) or AXES.get(name, ())
        found[name] = value[tuple(slice(6) if a == PERSON else slice(None) for a in axes)]
    return found


@cache
def _compiled(mechanism: str):
    @jax.jit
    def proposed(
        power, creed, peril, memory, intelligence, heard, inputs, facts: PartyFacts, params, luck
    ) -> Effect:
        case = small_party().beside(**heard)
        world = replace(
            case.world,
            power=power,
            creed=creed,
            peril=peril,
            memory=memory,
            intelligence=intelligence,
        )
        return ask(mechanism, world, inputs, Endowment(None, None, facts), params, luck)

    return proposed


def proposals(case: SmallParty, mechanism: str, params: eqx.Module) -> dict[str, np.ndarray]:
    """What a mechanism proposes, by name; compiled once a mechanism."""
    world = case.world
    heard = {part: vars(getattr(world, part)) for part in ("information", "policy", "repression")}
    effect = _compiled(mechanism)(
        world.power,
        world.creed,
        world.peril,
        world.memory,
        world.intelligence,
        heard,
        case.inputs,
        case.facts,
        params,
        draws.luck(1, 0),
    )
    values = {path.split(".")[1]: value for path, value in effect.values.items()}
    return {name: np.asarray(value) for name, value in (values | effect.posts).items()}

"""A party of six persons, small enough to work out its mechanisms with a pencil.

Nothing is true of it but what a test says: everybody is alive and a member, nobody trusts, sits,
holds or follows anybody, and every parameter is zero. Fields are set by a number for all, or by a
dictionary for some: `standing={ANN: 5}`, `trust={(ANN, BEN): 0.5}`, `holder={CENTRE: ANN}`."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import SimpleNamespace

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from scipy import stats

from partystate.core import draws
from partystate.core.axes import stable_ids
from partystate.mechanisms.registry import MECHANISMS, STREAMS
from partystate.scenario.party_opening import calm, opening_creed
from partystate.world.effect import Effect
from partystate.world.endowment import Endowment, PartyFacts
from partystate.world.inputs import Calendar, Forced, ForcedPosts, Foreign, Inputs, Party
from partystate.world.intelligence import Intelligence
from partystate.world.power import NOBODY, UNWRITTEN, Power
from partystate.world.records import MEDIA, Memory
from partystate.world.repression import Peril
from partystate.world.state import World
from partystate.world.view import View

FOUNDER, ANN, BEN, CAT, DAN, EVE = range(6)
PERSONS = ("founder", "ann", "ben", "cat", "dan", "eve")
# fill posts; head a region each; the police; the army; the lightest
CENTRE, NORTH, SOUTH, POLICE, ARMY, ARCHIVE = range(6)
OFFICES = ("centre", "north", "south", "police", "army", "archive")
COMMITTEE, INNER, SECRETARIAT = range(3)
BODIES = ("committee", "inner", "secretariat")
MARKET, REGIME = range(2)
ISSUES, REGIONS, RANKS = 2, 2, 3
PEOPLES, POWERS = 2, 2
DELEGATES = [0.6, 0.4]  # share of a congress of each region
LEFT_ALONE = -1
MONTH = 300
FALSE_ALARM = 1e-6  # of one comparison of a frequency with its probability
BY_ID = {m.id: m for m in MECHANISMS}


def ask(mechanism: str, world: World, inputs: Inputs, facts: Endowment, params, luck) -> Effect:
    """What a mechanism proposes: the one place where tests of the party's top call one."""
    found = BY_ID[mechanism]
    its_own = draws.Draws(luck, STREAMS[found.stream], world.month)
    return found.propose(View(world, inputs, facts, None, its_own), params)


def _zeros(*shape, dtype=float):
    return jnp.zeros(shape, dtype)


def quiet_power(people: int = len(PERSONS)) -> Power:
    """Everybody alive and a member, and nothing else; the founder's presence is gone."""
    whole, single = jnp.int32, jnp.float32
    everyone = jnp.arange(people, dtype=whole)
    nobody = jnp.asarray(NOBODY, whole)
    flags = ("opposing", "ever_opposed", "recanted", "yielded", "ruling", "beaten")
    traits = ("skill", "caution", "ruthlessness", "commitment", "compromised")
    measures = ("capital", "standing", "own", "bloc", "outlook", "committee_bloc")
    return Power(
        alive=jnp.ones(people, bool),
        **{name: _zeros(people, dtype=bool) for name in flags},
        **{name: _zeros(people, dtype=single) for name in traits},
        **{name: _zeros(people) for name in measures},
        **{name: _zeros(people, dtype=whole) for name in ("status", "steps", "months_out")},
        belief=_zeros(people, ISSUES),
        position=_zeros(people, ISSUES),
        trust=_zeros(people, people, dtype=single),
        seats=_zeros(len(BODIES), people, dtype=whole),
        holder=jnp.full(len(OFFICES), NOBODY, whole),
        sponsor=jnp.full(people, NOBODY, whole),
        patron=everyone,
        principal=everyone,
        apparatus=_zeros(REGIONS, people),
        presence=_zeros(),
        leader=nobody,
        leading_months=_zeros(dtype=whole),
        strongest=nobody,
        line=_zeros(ISSUES),
        faction_ban=_zeros(dtype=bool),
        testament=jnp.asarray(UNWRITTEN, whole),
        subject=nobody,
        motion=_zeros(people, dtype=whole),
        vote_for=jnp.full(people, -1.0),
        division=jnp.asarray(-1.0),
        challenge=jnp.asarray(-1.0),
        delegates=jnp.asarray(DELEGATES),
        townspeople=_zeros(REGIONS),
        bereft=_zeros(REGIONS),
        **calm(people, RANKS),
    )


def quiet_memory(people: int = len(PERSONS)) -> Memory:
    """Everybody stands everywhere, and all have the same credit."""
    return Memory(
        trace=jnp.ones((people, len(MEDIA))),
        left=jnp.ones(people),
        erased=_zeros(people, dtype=bool),
        credit=jnp.full(people, 1 / people),
    )


def quiet_inputs(people: int = len(PERSONS)) -> Inputs:
    """A month without a meeting, in which nothing comes from outside and nothing is forced. What
    no mechanism of the top looks at is not there."""
    offices, bodies = len(OFFICES), len(BODIES)
    forced = ("status", "opposing", "ruling", "dead")
    month = dict.fromkeys((f.name for f in fields(Calendar)), _zeros())
    return Inputs(
        calendar=Calendar(**(month | {"month": jnp.asarray(MONTH, jnp.int32)})),
        foreign=Foreign(
            **{name: _zeros() for name in ("disputes", "foreign_events")},
            kin_points=_zeros(PEOPLES),
            contact=_zeros(POWERS),
        ),
        murder=_zeros(),
        forced=Forced(
            line=jnp.asarray(jnp.nan),
            shortfall=_zeros(),
            posts=ForcedPosts(
                seats=jnp.full((bodies, people), LEFT_ALONE, jnp.int32),
                holder=jnp.full(offices, LEFT_ALONE, jnp.int32),
                **{name: jnp.full(people, LEFT_ALONE, jnp.int32) for name in forced},
            ),
        ),
        controlled=_zeros(0),
        towns_ranked=_zeros(),
        weather=None,
        trade=None,
        party=Party(
            seated=jnp.ones((), bool),
            elapsed=_zeros(),
            **{name: _zeros(dtype=bool) for name in ("congress", "conference", "plenum")},
            founder_capacity=_zeros(),
            founder_dies=_zeros(),
            scandal=_zeros(),
            testament_read=_zeros(),
            ban_barred=_zeros(),
            places=_zeros(bodies, 2),
            office_open=jnp.ones(offices, bool),
            available=jnp.ones(people, bool),
        ),
    )


# where an input stands that `told` names
PARTS_OF_INPUTS = {
    "murder": lambda inputs: inputs,
    "shortfall": lambda inputs: inputs.forced,
    "disputes": lambda inputs: inputs.foreign,
    "foreign_events": lambda inputs: inputs.foreign,
    "kin_points": lambda inputs: inputs.foreign,
    "contact": lambda inputs: inputs.foreign,
}


def _input(inputs: Inputs, name: str):
    """The field of an input: of the party, but for a few; `forced_*` are of the forced posts."""
    if name.startswith("forced_"):
        return getattr(inputs.forced.posts, name.removeprefix("forced_"))
    return getattr(PARTS_OF_INPUTS.get(name, lambda i: i.party)(inputs), name)


def plain_facts(persons: tuple[str, ...] = PERSONS) -> PartyFacts:
    """Everybody 45 years old and without ties; two regions, six offices, three ranks."""
    people = len(persons)
    seats = [f"body={b};person={p}" for b in BODIES for p in persons]
    pairs = [f"{a};{b}" for a in persons for b in persons]
    return PartyFacts(
        person_ids=jnp.asarray(stable_ids(list(persons))),
        office_ids=jnp.asarray(stable_ids(list(OFFICES))),
        seat_ids=jnp.asarray(stable_ids(seats).reshape(len(BODIES), people, 2)),
        pair_ids=jnp.asarray(stable_ids(pairs).reshape(people, people, 2)),
        age=jnp.full(people, 45.0),
        named=jnp.ones(people, bool),
        founder=jnp.asarray(persons.index("founder"), jnp.int32),
        ties=_zeros(people, people, dtype=jnp.float32),
        office_weight=jnp.asarray([1.0, 0.5, 0.4, 0.6, 0.6, 0.2]),
        office_region=jnp.asarray([NOBODY, 0, 1, NOBODY, NOBODY, NOBODY], jnp.int32),
        filled_by_office=jnp.asarray([False, True, True, False, False, False]),
        delegates=jnp.asarray(DELEGATES),
        of_industry=jnp.arange(len(OFFICES)) == ARCHIVE,
        # of three regions of the country the north has two
        party_region=jnp.asarray([0, 0, 1], jnp.int32),
        urban=jnp.asarray([0.8, 0.3]),
        appointments=jnp.asarray(CENTRE, jnp.int32),
        exposed=jnp.asarray(NORTH, jnp.int32),
        police=jnp.asarray(POLICE, jnp.int32),
        army=jnp.asarray(ARMY, jnp.int32),
        officers=jnp.asarray([10.0, 100.0, 1000.0]),
        body_weight=jnp.asarray([0.25, 1.0, 0.5]),
        candidate_weight=jnp.asarray([0.125, 0.6, 0.3]),
        committee=COMMITTEE,
        inner=INNER,
        secretariat=SECRETARIAT,
        market=MARKET,
        regime=REGIME,
    )


def _put(tree: eqx.Module, changes: dict, field=getattr) -> eqx.Module:
    """`tree` with fields set: a number or array for all, a dictionary for some places."""
    for name, value in changes.items():
        old = field(tree, name)
        if isinstance(value, dict):
            new = np.array(old)
            for place, one in value.items():
                new[place] = one
        else:
            new = np.broadcast_to(np.asarray(value), old.shape)
        tree = eqx.tree_at(lambda t, n=name: field(t, n), tree, jnp.asarray(new, old.dtype))
    return tree


def strengths(mechanism: str, given: dict[str, float]) -> eqx.Module:
    """Parameters of a mechanism: zero but for those given."""
    names = [f.name for f in fields(BY_ID[mechanism].Params)]
    unknown = set(given) - set(names)
    if unknown:
        raise KeyError(f"{mechanism} has no parameter {sorted(unknown)}")
    return BY_ID[mechanism].Params(**{n: jnp.asarray(float(given.get(n, 0))) for n in names})


def flat(effect: Effect) -> dict[str, np.ndarray]:
    """Proposals by their last name: `standing`, `deaths`."""
    values = {path.split(".")[1]: value for path, value in effect.values.items()}
    return {name: np.asarray(value) for name, value in (values | effect.posts).items()}


def state(world: World, name: str):
    """The field of the state: of the party, but for the memory of dangers and of a murder, for what
    is left of persons in print, for networks, and for what is said in public."""
    parts = (world.peril, world.memory, world.intelligence, world.creed, world.power)
    return getattr(next(part for part in parts if hasattr(part, name)), name)


@dataclass(frozen=True)
class SmallParty:
    """The party in one month: its state, what comes from outside, and what is fixed."""

    world: World
    inputs: Inputs
    facts: PartyFacts

    @property
    def power(self) -> Power:
        return self.world.power

    def state(self, name: str):
        """A field of the state, by the names of `state`."""
        return state(self.world, name)

    def with_(self, **changes) -> SmallParty:
        """Other fields of the state, by the names of `state`."""
        return replace(self, world=_put(self.world, changes, state))

    def told(self, **changes) -> SmallParty:
        """Other inputs of the month, by the names of `_input`."""
        return replace(self, inputs=_put(self.inputs, changes, _input))

    def given(self, **changes) -> SmallParty:
        """Other fixed facts."""
        return replace(self, facts=_put(self.facts, changes))

    def beside(self, **parts: dict) -> SmallParty:
        """With parts of society that hold nothing but what is said: `information={...}`."""
        held = {
            part: SimpleNamespace(**{name: jnp.asarray(v) for name, v in values.items()})
            for part, values in parts.items()
        }
        return replace(self, world=replace(self.world, **held))

    def effect(self, mechanism: str, params: eqx.Module, luck) -> Effect:
        """What a mechanism proposes."""
        facts = Endowment(land=None, people=None, party=self.facts)
        return ask(mechanism, self.world, self.inputs, facts, params, luck)

    def propose(self, mechanism: str, run: int = 0, **given: float) -> dict[str, np.ndarray]:
        """What a mechanism proposes, by name."""
        return flat(self.effect(mechanism, strengths(mechanism, given), draws.luck(1, run)))

    def under_many(self, mechanism: str, name: str, runs: int = 4000, **given: float) -> np.ndarray:
        """One proposal [runs, ...] under so many lucks."""
        keys = np.random.default_rng(1).integers(0, 2**32, (runs, 2), np.uint32)
        params = strengths(mechanism, given)

        def one(luck):
            effect = self.effect(mechanism, params, luck)
            values = {path.split(".")[1]: value for path, value in effect.values.items()}
            return (values | effect.posts)[name]

        return np.asarray(jax.jit(jax.vmap(one))(jnp.asarray(keys)))


def small_party() -> SmallParty:
    """The quiet party, alone in the world."""
    world = World(
        month=jnp.asarray(MONTH, jnp.int32),
        peril=Peril(danger=_zeros(), shock=_zeros(), kin=_zeros(PEOPLES)),
        power=quiet_power(),
        memory=quiet_memory(),
        intelligence=Intelligence(_zeros(POWERS)),
        creed=opening_creed(),
    )
    return SmallParty(world, quiet_inputs(), plain_facts())


def full_members(*persons: int, body: int = COMMITTEE) -> dict:
    """Full seats of a body, for `seats=`."""
    return {(body, person): 2 for person in persons}


def is_frequency(happened: np.ndarray, probability: float) -> bool:
    """Whether a count is one that independent trials of `probability` give; wrong once in a
    million."""
    trials = happened.size
    low, high = stats.binom.interval(1 - FALSE_ALARM, trials, probability)
    return bool(low <= happened.sum() <= high)

"""What is decided reads only what was known, as the traces show; every mechanism says what it rests
on."""

import sys
from dataclasses import dataclass

import equinox as eqx
import jax
import pytest

from partystate.engine import wrappers
from partystate.engine.run import inputs_at
from partystate.engine.step import view_of
from partystate.mechanisms.contract import PHASES, Mechanism
from partystate.mechanisms.registry import MECHANISMS, STREAMS, is_of_the_leadership
from partystate.mechanisms.traced import trace
from partystate.world.accountant.settled import SETTLED
from partystate.world.effect import Effect

BY_ID = {m.id: m for m in MECHANISMS}
KINDS_THAT_DECIDE = ("perceive", "decide")
# what a decision may look at: what reached the centre, its own earlier decisions, the calendar, and
# inputs
MAY_DECIDE_FROM = ("information.", "policy.", "peril.", "inputs.", "month")
# of repression: what was decided before, and the books in which the organs count what they did
# themselves
DECIDED_OR_BOOKED = tuple(
    f"repression.{field}"
    for field in (
        "threat",
        "pressure",
        "failure",
        "blame",
        "distrust_people",
        "kin_danger",
        "distrust_status",
        "staff",
        "campaign",
        "brake",
        "untold",
        "crowding",
        "term",
        "limit",
        "line",
        "orders",
        "filled",
        "cards",
        "booked",
        "arrests",
        "climate",
        "cadres",
    )
)
# a party knows its own stance and whether its rising failed; voters come and go by date
KNOWN_TO_THE_PARTY = tuple(
    f"revolution.{field}" for field in ("stance", "line", "rose", "in_power")
)
# what anybody can hear and read; what praise still tells is known to those who are praised
SAID_IN_PUBLIC = tuple(
    f"creed.{field}" for field in ("image", "meaning", "one_country", "licence", "concord")
)
# the leadership knows its own affairs
LEADERSHIP_MAY_DECIDE_FROM = (*MAY_DECIDE_FROM, "power.", "memory.", *SAID_IN_PUBLIC)
# and everybody what it has done to its committee and its army
DONE_BY_THE_LEADERSHIP = ("power.disruption", "power.experience")


class NoParams(eqx.Module):
    pass


class Peeking(Mechanism[NoParams]):
    """Reads one field that reaches what it proposes, one that does not, and draws."""

    id = "peeking"
    theme = "land"
    phase = "decide"
    stream = "harvest"
    claims = ()
    citations = ()

    def propose(self, view, params):
        land = view.world.land
        _ = land.peasant_grain + 1
        chance = view.draws.uniform(1, view.layout.region_ids)
        return Effect(
            values={"policy.plan": view.world.policy.plan + 0 * land.state_grain},
            claims={"peasant_grain.collection": chance * view.inputs.controlled},
        )


@dataclass(frozen=True, repr=False)
class PeekingWith(wrappers.Wrapped):
    """Another mechanism that also looks at the state's grain."""

    def propose(self, view, params):
        effect = self.inner.propose(view, params)
        effect.hazards["death"] = effect.hazards["death"] + 0 * view.world.land.state_grain
        return effect


@pytest.fixture(scope="module")
def first_month(toy_scenario):
    """A function: the trace of a mechanism in the first month of toyland."""
    world, setting = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    month = inputs_at(toy_scenario.inputs, 0)

    def traced(mechanism, params=None):
        params = setting.parameters[mechanism.id] if params is None else params
        return trace(
            mechanism, view_of(mechanism, toy_scenario.rules, world, month, setting), params
        )

    return traced


def test_a_trace_shows_what_reaches_a_proposal_and_nothing_else(first_month):
    found = first_month(Peeking(), NoParams())
    assert set(found.reads) == {"month", "land.state_grain", "policy.plan", "inputs.controlled"}
    assert found.proposes == ("values:policy.plan", "claims:peasant_grain.collection")


def test_a_peek_by_a_mechanism_of_the_catalogue_is_found(first_month):
    births = BY_ID["births_deaths"]
    more = set(first_month(PeekingWith(births)).reads) - set(first_month(births).reads)
    assert more == {"land.state_grain"}


@pytest.mark.parametrize(
    "mechanism",
    [m for m in MECHANISMS if m.phase in KINDS_THAT_DECIDE],
    ids=lambda m: m.id,
)
def test_decisions_read_only_lagged_known(mechanism, traced):
    reads = traced[mechanism.id].reads
    allowed = LEADERSHIP_MAY_DECIDE_FROM if is_of_the_leadership(mechanism) else MAY_DECIDE_FROM
    known = (*DECIDED_OR_BOOKED, *DONE_BY_THE_LEADERSHIP, *KNOWN_TO_THE_PARTY)
    wrong = [r for r in reads if not r.startswith(allowed) and r not in known]
    assert not wrong, f"{mechanism.id} decides from the truth: {wrong}"


def test_known_is_lagged(traced):
    """Nothing of the current month's truth is in `information` when a month's decisions are taken:
    it is written last."""
    phases = {
        m.phase for m in MECHANISMS if any("information." in p for p in traced[m.id].proposes)
    }
    assert phases == {"report"}


def test_what_the_accountant_sets_nobody_proposes_as_a_value(traced):
    proposed = {entry for found in traced.values() for entry in found.proposes}
    assert not {f"values:{path}" for path in SETTLED} & proposed


def test_every_mechanism_is_traced_and_proposes_something(traced):
    assert set(traced) == set(BY_ID)
    assert all(found.proposes for found in traced.values())


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.id)
def test_every_mechanism_says_where_it_comes_from(mechanism):
    module = sys.modules[type(mechanism).__module__]
    assert module.__name__.rpartition(".")[2] == mechanism.id
    assert mechanism.Params is module.Params
    assert mechanism.claims
    assert mechanism.citations
    assert mechanism.stream in STREAMS
    assert mechanism.phase in PHASES
    for heading in ("Shapes:", "Assumptions:", "Rival accounts:", "Sources:"):
        assert heading in module.__doc__, f"{mechanism.id} lacks {heading}"


def test_mechanisms_are_values(toy_scenario):
    """Equal ones compile once: a mechanism may be a static argument."""
    births, harvest = BY_ID["births_deaths"], BY_ID["harvest"]
    assert births == type(births)()
    assert hash(births) == hash(type(births)())
    assert births != harvest
    assert wrappers.scale(births, 0.5) == wrappers.scale(births, 0.5)
    assert wrappers.scale(births, 0.5) != wrappers.scale(births, 0.25)
    assert wrappers.scale(births, 0.5) != births
    compiled = []

    def times(mechanism, x):
        compiled.append(mechanism.id)
        return x * len(mechanism.parameters)

    jitted = jax.jit(times, static_argnums=0)
    jitted(births, 1.0)
    jitted(type(births)(), 2.0)
    assert compiled == ["births_deaths"]


def test_a_wrapped_mechanism_runs_under_the_name_of_the_inner():
    births = BY_ID["births_deaths"]
    late = wrappers.delay(wrappers.delay(wrappers.scale(births, 0.5), 2), 1)
    assert (late.id, late.phase, late.stream) == (births.id, births.phase, births.stream)
    assert late.parameters == births.parameters
    assert late.delay == 3

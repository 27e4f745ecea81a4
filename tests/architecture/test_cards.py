"""Declared reads and proposals equal those traced; what is decided reads only what was known."""

import jax
import jax.numpy as jnp
import pytest

from partystate.engine.run import inputs_at
from partystate.engine.step import Setting
from partystate.mechanisms.registry import MECHANISMS, STREAMS, is_of_the_top
from partystate.scenario.assemble_power import assemble_power
from partystate.world.inputs import View

BY_ID = {m.card.id: m for m in MECHANISMS}
KINDS_THAT_DECIDE = ("perceive", "decide")
# what a decision may look at: what reached the centre, its own earlier decisions, the calendar, and
# inputs
MAY_DECIDE_FROM = ("information.", "policy.", "inputs.", "month")
# of repression: what was decided before, and the books in which the organs count what they did
# themselves
DECIDED_OR_BOOKED = tuple(
    f"repression.{field}"
    for field in (
        "threat",
        "pressure",
        "danger",
        "shock",
        "failure",
        "distrust_people",
        "distrust_status",
        "staff",
        "campaign",
        "brake",
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
# the party's top knows its own affairs
TOP_MAY_DECIDE_FROM = (*MAY_DECIDE_FROM, "power.")


@pytest.fixture(scope="module")
def view(toy_scenario):
    world, setting = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    return View(
        world, inputs_at(toy_scenario.inputs, 0), setting.endowment, setting.layout
    ), setting


@pytest.fixture(scope="module")
def top_view(toyland):
    """The first month of the party's top, which runs apart from people and land."""
    scenario = assemble_power(toyland)
    worlds, params, lucks, shared = scenario.start([scenario.values("central", 1, 0)], 1, range(1))

    def first(tree):
        return jax.tree.map(lambda leaf: leaf[0], tree)

    setting = Setting(first(params), lucks[0], shared.endowment)
    return View(first(worlds), inputs_at(scenario.inputs, 0), setting.endowment, None), setting


@pytest.fixture
def view_of(view, top_view):
    return lambda mechanism: top_view if is_of_the_top(mechanism) else view


def leaf_names(view):
    """Dotted names of the leaves of the world and the inputs, in flattened order."""
    paths = jax.tree_util.tree_flatten_with_path((view.world, view.inputs))[0]
    names = []
    for path, _ in paths:
        keys = [getattr(k, "name", getattr(k, "key", getattr(k, "idx", None))) for k in path]
        part = keys[1:] if keys[0] == 0 else ["inputs", *keys[1:]]
        names.append(".".join(str(k) for k in part[:2]))
    return names


def used_inputs(jaxpr):
    """Positions of the inputs of a jaxpr that reach an output, by going back from the outputs."""
    needed = {v for v in jaxpr.outvars if not hasattr(v, "val")}
    for equation in reversed(jaxpr.eqns):
        if any(v in needed for v in equation.outvars):
            needed |= {v for v in equation.invars if not hasattr(v, "val")}
    return {i for i, v in enumerate(jaxpr.invars) if v in needed}


def traced(mechanism, view, setting):
    """(reads, proposals) of a mechanism as its trace shows them."""
    leaves, tree = jax.tree.flatten((view.world, view.inputs))
    params, stream = setting.parameters[mechanism.card.id], STREAMS[mechanism.card.stream]
    proposed = {}

    def flat(*flat_leaves):
        world, inputs = jax.tree.unflatten(tree, flat_leaves)
        effect = mechanism.propose(
            View(world, inputs, view.endowment, view.layout), params, setting.luck, stream
        )
        proposed.update(effect.entries())
        return list(effect.entries().values())

    jaxpr = jax.make_jaxpr(flat)(*leaves).jaxpr
    names = leaf_names(view)
    return {names[i] for i in used_inputs(jaxpr)}, set(proposed)


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_declared_equals_traced(name, view_of):
    reads, proposals = traced(BY_ID[name], *view_of(BY_ID[name]))
    assert set(BY_ID[name].card.proposes) == proposals
    assert set(BY_ID[name].card.reads) == reads


def test_an_undeclared_read_is_found(view):
    """The guard itself: a mechanism that peeks at a field it does not declare is caught."""
    base = BY_ID["births_deaths"]

    def peeking(v, params, luck, stream):
        effect = base.propose(v, params, luck, stream)
        effect.hazards["death"] = effect.hazards["death"] + 0 * v.world.land.state_grain
        return effect

    from dataclasses import replace

    reads, _ = traced(replace(base, propose=peeking), *view)
    assert "land.state_grain" in reads - set(base.card.reads)


@pytest.mark.parametrize(
    "mechanism",
    [m for m in MECHANISMS if m.card.phase in KINDS_THAT_DECIDE],
    ids=lambda m: m.card.id,
)
def test_decisions_read_only_lagged_known(mechanism, view_of):
    reads, _ = traced(mechanism, *view_of(mechanism))
    allowed = TOP_MAY_DECIDE_FROM if is_of_the_top(mechanism) else MAY_DECIDE_FROM
    wrong = [r for r in reads if not r.startswith(allowed) and r not in DECIDED_OR_BOOKED]
    assert not wrong, f"{mechanism.card.id} decides from the truth: {wrong}"


def test_known_is_lagged(view):
    """Nothing of the current month's truth is in `information` when a month's decisions are taken:
    it is written last."""
    phases = {m.card.phase for m in MECHANISMS if any("information." in p for p in m.card.proposes)}
    assert phases == {"report"}


def test_every_mechanism_says_where_it_comes_from():
    for mechanism in MECHANISMS:
        card, doc = mechanism.card, __import__(mechanism.propose.__module__, fromlist=["x"]).__doc__
        assert card.claims and card.sources and card.stream in STREAMS, card.id
        for heading in ("Shapes:", "Assumptions:", "Rival accounts:", "Sources:"):
            assert heading in doc, f"{card.id} lacks {heading}"
        assert jnp.isfinite(STREAMS[card.stream])

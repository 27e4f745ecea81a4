"""The revolution by itself: strength zero is absence, books balance, and it joins no other part."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from partystate.core.errors import UserError
from partystate.country.check import list_problems
from partystate.country.country import load
from partystate.engine import wrappers
from partystate.engine.phases import in_phase
from partystate.engine.run import inputs_at
from partystate.engine.step import first_pending, propose, step
from partystate.experiments.histories import run_and_write, simulate
from partystate.experiments.questions import asked_in
from partystate.history.series import blocks_of
from partystate.mechanisms.registry import MECHANISMS, is_of_revolution
from partystate.report.page import write_report
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import ALL, REVOLUTION, parts_of
from partystate.world.accountant.values import set_values
from partystate.world.effect import combine

OURS = [m for m in MECHANISMS if is_of_revolution(m)]


@pytest.fixture(scope="module")
def months(toy_revolution):
    """(rules, world, inputs, setting, proposals) of the months of one history, step by step."""
    values = toy_revolution.values("central", 1, 0) | {"insurrection.bold": -5.0}
    world, setting = toy_revolution.start(values, 1)
    rules, found = toy_revolution.rules, []
    with jax.disable_jit():
        for at in range(len(toy_revolution.months)):
            inputs = inputs_at(toy_revolution.inputs, at)
            pending = first_pending(rules, world, inputs, setting)
            after, _, _, _, proposed = step(rules, world, pending, inputs, setting)
            found.append((rules, world, inputs, setting, proposed))
            world = after
    return found[:4] + found[-12:]


@pytest.mark.parametrize("mechanism", OURS, ids=lambda m: m.id)
def test_zero_strength_is_absence(mechanism, months):
    nothing = wrappers.scale(mechanism, 0)
    for rules, world, inputs, setting, proposed in months:
        others = [
            proposed[m.id]
            for m in in_phase(rules.mechanisms, mechanism.phase)
            if m.id != mechanism.id
        ]
        with jax.disable_jit():
            own = propose(nothing, rules, world, inputs, setting)
            one, other = (
                set_values(world, combine(effects).values) for effects in ([*others, own], others)
            )
        for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
            assert np.array_equal(a, b)


def test_the_mechanisms_are_those_of_the_theme(toy_revolution):
    assert set(toy_revolution.rules.mechanisms) == set(OURS)
    whole = assemble(toy_revolution.country)
    assert not set(whole.rules.mechanisms) & set(OURS)


def test_it_runs_by_itself_and_only_where_there_is_one(toyland):
    assert parts_of(toyland) == ALL
    assert parts_of(toyland, (REVOLUTION,)) == (REVOLUTION,)
    with pytest.raises(UserError, match="by itself"):
        parts_of(toyland, (REVOLUTION, "society"))
    without = replace(toyland, meta=toyland.meta.model_copy(update={"revolution": None}))
    with pytest.raises(UserError, match="no revolution"):
        parts_of(without, (REVOLUTION,))


def test_land_is_whole_in_every_month_of_twenty_histories(toy_revolution):
    for number in range(20):
        made = simulate(toy_revolution, 2, number, "prior").trajectory
        held = np.asarray(made["revolution.held"])
        np.testing.assert_allclose(held.sum(1), 1, atol=1e-9)
        assert held.min() >= -1e-12
        assert np.asarray(made["revolution.army"]).min() >= 0


def test_no_war_before_power_is_taken(toy_revolution):
    values = toy_revolution.values("central", 1, 0) | {"insurrection.bold": 5.0}
    made = simulate(toy_revolution, 1, values=values).trajectory
    assert not np.asarray(made["revolution.in_power"]).any()
    assert not np.asarray(made["revolution.army"]).any()
    assert np.asarray(made["revolution.held"])[:, 1].all()


def mistakes(toyland, tmp_path, name, old, new):
    """Problems of a copy of toyland whose file `name` has `new` for `old`."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in toyland.path.iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            if path.name == name:
                assert old in text
                text = text.replace(old, new, 1)
            (folder / path.name).write_text(text, encoding="utf-8")
    return [str(error) for error in list_problems(folder)]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("revolution.csv", "entering,hill men", "entering,hil men", "Did you mean 'hill men'"),
        (
            "revolution.csv",
            "unity,,1918-01/1919-12,,0.2",
            "unity,,1918-01/1919-12,,1.2",
            "above one",
        ),
        ("revolution.csv", ",8000,,persons", ",8000,,share", "unit of another kind"),
        ("revolution.csv", "garrison,,", "garrison,hill men,", "a group where the series has none"),
        ("armies.csv", "owners,Steppe", "owners,Step", "Did you mean 'Steppe'"),
        ("voters.csv", "ash,5,0.9", "ash,5,1.9", "-1 to 1"),
        ("voters.csv", "ash,5", "oak,5", "founder who is no voter"),
        ("country.toml", 'seats = ["Harbour"]', 'seats = ["Harbor"]', "no region"),
    ],
)
def test_mistakes_in_its_files_are_told(toyland, tmp_path, name, old, new, told):
    found = mistakes(toyland, tmp_path, name, old, new)
    assert len(found) == 1
    assert told in found[0]
    assert name in found[0]


def test_what_is_asked_of_it_is_what_it_writes():
    """Every question of the bundled country on its revolution has a value in a run of it."""
    country = load("ussr")
    asked = asked_in(country, (REVOLUTION,))
    assert len(asked) == sum(len(q.times) for q in country.uprising.questions)
    scenario = assemble(country, parts=(REVOLUTION,))
    blocks = blocks_of(simulate(scenario, 1).trajectory, scenario)
    written = {
        (block.observable, time, group)
        for block in blocks
        for time in block.times
        for group in block.groups
    }
    assert {(a.row.observable, a.row.time, a.row.group) for a in asked} <= written
    assert asked_in(country, ("leadership",)) == []


def test_its_page_has_a_title_and_cautions_of_its_own(toy_revolution, tmp_path):
    directory = run_and_write(toy_revolution, 1, tmp_path / "run")
    page = write_report(directory, toy_revolution.country).read_text(encoding="utf-8")
    assert f"<h1>{toy_revolution.country.meta.revolution.title}</h1>" in page
    assert "free trade and force" not in page

"""The party's top: what may not change a history, what must, and what is true of any of them
(toyland)."""

from dataclasses import replace

import jax
import numpy as np
import polars as pl
import pytest

from partystate.core import dates
from partystate.engine import wrappers
from partystate.engine.run import inputs_at, months_of_run, run_batch
from partystate.engine.step import Setting
from partystate.experiments.placebo import shuffled, with_placebo
from partystate.experiments.power_histories import simulate_batch
from partystate.mechanisms.registry import of_power
from partystate.scenario.assemble_power import assemble_power
from partystate.scenario.power_inputs import roster_at
from partystate.world.power import FULL, MEMBER

RUNS = range(12)


@pytest.fixture(scope="module")
def top(toyland):
    return assemble_power(toyland)


@pytest.fixture(scope="module")
def kept(top):
    return simulate_batch(top, 3, RUNS, "prior")[0]


def with_persons(country, persons):
    return replace(country, tables=country.tables | {"persons": persons})


def by_name(kept, field):
    """Array with persons in alphabetical order of their names."""
    return kept.fields[field][..., np.argsort(kept.names)]


def test_a_batch_is_its_runs(top, kept):
    """vmap changes no bit: each run alone gives the same history."""
    values = [top.values("prior", 3, run) for run in RUNS]
    worlds, params, lucks, shared = top.start(values, 3, RUNS)

    def pick(tree, i):
        return jax.tree.map(lambda leaf: leaf[i], tree)

    alone = jax.jit(
        lambda w, p, luck: (
            months_of_run(top.rules, w, top.inputs, Setting(p, luck, shared.endowment)).record
        )
    )
    for i in (0, 5):
        record = alone(pick(worlds, i), pick(params, i), lucks[i])
        for name in ("seats", "holder", "status", "ruling", "leader"):
            assert np.array_equal(record.power[name], kept.fields[name][i]), name


def test_cut_and_resumed_is_uncut(top, kept):
    values = [top.values("prior", 3, run) for run in RUNS]
    worlds, params, lucks, shared = top.start(values, 3, RUNS)
    half = len(top.months) // 2

    def part(a, b):
        return jax.tree.map(lambda leaf: leaf[a:b], top.inputs)

    first = run_batch(top.rules, worlds, part(0, half), params, lucks, shared)
    second = run_batch(top.rules, first.world, part(half, None), params, lucks, shared)
    assert np.array_equal(second.record.power["seats"], kept.fields["seats"][:, half:])
    assert int(inputs_at(top.inputs, half).month) == int(top.months[half])


def test_permuted_persons_permute_the_result_and_nothing_else(toyland, kept):
    other = simulate_batch(
        assemble_power(with_persons(toyland, toyland.tables["persons"].reverse())), 3, RUNS, "prior"
    )[0]
    for field in ("seats", "status", "ruling", "opposing", "alive"):
        assert np.array_equal(by_name(kept, field), by_name(other, field)), field
    assert np.allclose(by_name(kept, "standing"), by_name(other, "standing"), atol=1e-4)


def test_a_person_who_never_enters_changes_nothing_for_the_others(toyland, kept):
    rows = toyland.tables["persons"]
    late = rows.head(1).with_columns(
        person=pl.lit("nobody-yet"), name=pl.lit("Nobody Yet"), entry=pl.lit("1950")
    )
    other = simulate_batch(
        assemble_power(with_persons(toyland, pl.concat([rows, late]))), 3, RUNS, "prior"
    )[0]
    mine = [other.names.index(name) for name in kept.names]
    for field in ("seats", "status", "ruling", "opposing"):
        assert np.array_equal(kept.fields[field], other.fields[field][..., mine]), field


def test_what_is_true_of_every_history(kept):
    fields, people = kept.fields, len(kept.names)
    assert np.all((fields["standing"] >= 0) & (fields["standing"] <= 10))
    assert np.all(np.abs(kept.circle_trust) <= 1)
    held = fields["holder"]
    alive = np.take_along_axis(fields["alive"], np.maximum(held, 0), 2)
    member = np.take_along_axis(fields["status"], np.maximum(held, 0), 2) == MEMBER
    assert np.all((held < 0) | (alive & member))
    assert held.max() < people
    seated = (fields["seats"] > 0).any(2)
    assert not np.any(seated & ~fields["alive"])
    assert not np.any(seated & (fields["status"] != MEMBER))
    places = np.asarray(kept.scenario.inputs.party.places)
    full = (fields["seats"] == FULL).sum(3)
    most = np.maximum.accumulate(places[None, :, :, 1], axis=1)
    assert np.all(full <= np.maximum(most, (kept.before["seats"] == FULL).sum(2)[:, None]))
    # the three weights of power, drawn for each run, need not sum to one
    whole = fields["bloc"].sum(2)
    assert np.all((whole > 1 / 2) & (whole < 3 / 2))
    assert np.all(fields["bloc"] >= 0)
    assert not np.any(~fields["alive"][:, :-1] & fields["alive"][:, 1:])


@pytest.mark.parametrize("name", [m.id for m in of_power()])
def test_each_mechanism_can_be_taken_out_and_is_missed(name, top, kept):
    """Without `standing` and `issues` nobody's numbers move; without the others other people sit
    and rule."""
    mechanisms = tuple(wrappers.ablate(m) if m.id == name else m for m in top.rules.mechanisms)
    other = simulate_batch(
        replace(top, rules=replace(top.rules, mechanisms=mechanisms)), 3, RUNS, "prior"
    )[0]
    differs = [f for f in kept.fields if not np.array_equal(kept.fields[f], other.fields[f])]
    assert differs, name


def test_replay_is_the_record_until_it_lets_go(toyland):
    until = "1929-07"
    kept = simulate_batch(assemble_power(toyland, replay_until=until), 3, RUNS, "prior")[0]
    axes, months = kept.scenario.axes, kept.months
    record = roster_at(toyland, axes, months)
    forced = months < dates.month_number(until)
    assert np.array_equal(kept.fields["seats"][0][forced], record["seats"][forced])
    assert np.array_equal(kept.fields["seats"][3][forced], record["seats"][forced])
    holder = np.where(record["holder"] >= 0, record["holder"], -1)
    assert np.array_equal(kept.fields["holder"][5][forced], holder[forced])
    assert np.array_equal(kept.fields["opposing"][0][forced], record["opposing"][forced] > 0)


def test_the_placebo_deals_out_facts_among_persons_of_one_entry_year(top):
    owner = shuffled(top, 1)
    entry = top.country.tables["persons"]["entry"].to_list()

    def year(i):
        return entry[i][:4] if i < len(entry) else ""

    assert sorted(owner) == list(range(len(owner)))
    assert all(year(i) == year(int(owner[i])) for i in range(len(owner)))
    dealt = with_placebo(top, 1)
    assert sorted(dealt.coded.earned) == sorted(top.coded.earned)
    assert np.array_equal(dealt.coded.seats, top.coded.seats)


def test_a_shuffle_of_the_reserve_is_no_change(top, kept):
    """The anonymous reserve has no facts: every shuffle leaves it where it is."""
    assert np.array_equal(
        shuffled(top, 5)[top.axes.named :], np.arange(top.axes.named, len(top.axes.persons))
    )

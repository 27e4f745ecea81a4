"""The line of the village out of the party's top, and back: paths that agree, and what stays as it
was."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import dates
from partystate.experiments.free_line import (
    STILL,
    FreeScenario,
    at_months,
    free_histories,
    lines_of,
    shortfall,
    with_line,
)
from partystate.experiments.histories import simulate
from partystate.experiments.power_histories import simulate_batch
from partystate.scenario.assemble_power import assemble_power

RUNS = range(2)


@pytest.fixture(scope="module")
def free(toy_scenario, toyland):
    return FreeScenario(toy_scenario, assemble_power(toyland))


@pytest.fixture(scope="module")
def found(free):
    return free_histories(free, 3, RUNS, "central")


def test_paths_agree_in_the_end(found, free):
    """The land's last line is the top's own, month by month."""
    assert (found.moved < STILL).all()
    own = lines_of(found.top, free.land)
    for i, kept in enumerate(found.land):
        again, _ = simulate(with_line(free.land, own[i]), 3, RUNS[i], "central")
        assert np.abs(again.famine_deaths.sum() - kept.famine_deaths.sum()) <= 0.05 * max(
            kept.famine_deaths.sum(), 1
        )


def test_the_recorded_line_stands_before_the_top_and_its_last_one_after(found, free):
    own, months, top = lines_of(found.top, free.land), free.land.months, found.top.months
    recorded = np.asarray(free.land.inputs.market_line)
    before, after = months < top[0], months > top[-1]
    assert np.array_equal(own[0][before], recorded[before])
    last = found.top.fields["line"][0, -1, int(free.top.endowment.market)]
    assert (own[0][after] == last).all()


def test_the_same_line_gives_the_same_history(free):
    """A land under its recorded line, given as a free one, is the run as it was."""
    same = with_line(free.land, np.asarray(free.land.inputs.market_line))
    one, other = (simulate(s, 3, 0, "central")[0] for s in (free.land, same))
    assert np.array_equal(one.population, other.population)


def test_a_shortfall_is_against_the_same_month_a_year_before(found, free):
    """Collections of the second year are three quarters of the first's: a quarter is told from the
    month half is due."""
    season = np.tile(np.arange(1, 13) / 12, 2)
    got = np.concatenate([12 * season[:12], 9 * season[12:]])[:, None]
    made = type("Trajectory", (), {"world": {"land.collected": got}})()
    told = shortfall(made, season)
    assert (told[:17] == 0).all()
    assert told[17:] == pytest.approx(0.25)


def test_own_series_reach_each_run_of_a_batch(free):
    """Runs given the recorded shortfall as their own are the runs as they were; another one changes
    its run alone."""
    top = free.top
    given = np.asarray(top.inputs.collections_short)
    plain, _ = simulate_batch(top, 3, RUNS)
    same, _ = simulate_batch(
        top, 3, RUNS, own={"collections_short": jnp.asarray(np.stack([given, given]))}
    )
    other, _ = simulate_batch(
        top, 3, RUNS, own={"collections_short": jnp.asarray(np.stack([given, given + 0.5]))}
    )
    assert np.array_equal(plain.fields["line"], same.fields["line"])
    assert np.array_equal(plain.fields["line"][0], other.fields["line"][0])
    assert not np.array_equal(plain.fields["line"][1], other.fields["line"][1])


def test_months_outside_take_what_is_said():
    months = np.arange(dates.month_number("1900-01"), dates.month_number("1900-04"))
    assert at_months(np.array([1.0, 2.0, 3.0]), months, months + 2, -1.0).tolist() == [
        3.0,
        -1.0,
        -1.0,
    ]

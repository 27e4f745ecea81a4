"""Free politics of the village: the line comes out of the party's top, what the top hears of
collections out of the land.

The two parts are two scans that read each other's past. They are run in turn under the same luck,
each with the other's last paths, until the lines stay where they are (waveform relaxation:
Lelarasmee, Ruehli and Sangiovanni-Vincentelli 1982). Since each reads the other's past alone, the
first year on which both agree grows with every sweep. The price of their agreement is what `moved`
says: how far the line of a run still moved in the last sweep."""

from __future__ import annotations

from dataclasses import dataclass, replace

import equinox as eqx
import jax.numpy as jnp
import numpy as np

from partystate.experiments.histories import simulate
from partystate.experiments.power_histories import simulate_batch
from partystate.history.power_kept import PowerKept
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Scenario
from partystate.scenario.assemble_power import PowerScenario
from partystate.world.agricultural_clock import MONTHS

SWEEPS = 4
STILL = 0.02  # movement of a line, on its scale of -1 to 1, below which it stays where it is
# share of the year's collections due, from which a shortfall against the year before is told
HALF = 1 / 2


@dataclass(frozen=True)
class FreeScenario:
    """People and land, and the party's top, ready to run together."""

    land: Scenario
    top: PowerScenario

    @property
    def country(self):
        return self.land.country

    @property
    def months(self):
        return self.land.months

    @property
    def what_ifs(self):
        return self.land.what_ifs

    @property
    def rules(self):
        """Who acts in both parts."""
        return replace(
            self.land.rules, mechanisms=self.land.rules.mechanisms + self.top.rules.mechanisms
        )


@dataclass(frozen=True)
class FreeHistories:
    """Histories of both parts; `moved` [runs] is the largest movement of each line in the last
    sweep."""

    land: list[Trajectory]
    top: PowerKept
    values: list[dict[str, float]]
    moved: np.ndarray
    sweeps: int


def free_histories(
    scenario: FreeScenario, seed: int, runs: range, parameters: str = "prior", sweeps: int = SWEEPS
) -> FreeHistories:
    """Run `runs` of both parts until their paths agree, or for `sweeps` rounds."""
    short = np.zeros((len(runs), len(scenario.top.months)))
    top_alone = without_recorded_shortfall(scenario.top)
    lines = None
    for sweep in range(1, sweeps + 1):
        top, _ = simulate_batch(
            top_alone, seed, runs, parameters, {"collections_short": jnp.asarray(short)}
        )
        found = lines_of(top, scenario.land)
        moved = np.full(len(runs), np.inf) if lines is None else np.abs(found - lines).max(1)
        lines = found
        if (moved < STILL).all():
            break
        land = [
            simulate(with_line(scenario.land, line), seed, run, parameters)
            for run, line in zip(runs, lines, strict=True)
        ]
        season = np.asarray(scenario.land.inputs.collection_season)
        short = np.stack(
            [
                at_months(shortfall(kept, season), scenario.land.months, scenario.top.months, 0.0)
                for kept, _ in land
            ]
        )
    return FreeHistories(
        [kept for kept, _ in land], top, [values for _, values in land], moved, sweep
    )


def without_recorded_shortfall(top: PowerScenario) -> PowerScenario:
    """The top that hears of no shortfall but the land's, so that its ledger tells of none
    either."""
    return replace(
        top,
        inputs=eqx.tree_at(
            lambda i: i.collections_short, top.inputs, jnp.zeros_like(top.inputs.collections_short)
        ),
    )


def lines_of(top: PowerKept, land: Scenario) -> np.ndarray:
    """The line on the market [runs, T of the land]: the top's own while it runs, the recorded one
    before, its last one after."""
    own = top.fields["line"][:, :, int(top.scenario.endowment.market)]
    recorded = np.asarray(land.inputs.market_line)
    before = land.months < top.months[0]
    return np.stack(
        [
            np.where(before, recorded, at_months(line, top.months, land.months, line[-1]))
            for line in own
        ]
    )


def at_months(
    values: np.ndarray, months: np.ndarray, wanted: np.ndarray, outside: float
) -> np.ndarray:
    """Values of `months` at the months wanted; `outside` where there is none."""
    known = dict(zip(months.tolist(), values.tolist(), strict=True))
    return np.array([known.get(int(month), outside) for month in wanted])


def with_line(land: Scenario, line: np.ndarray) -> Scenario:
    """The same land under another line."""
    return replace(
        land, inputs=eqx.tree_at(lambda i: i.market_line, land.inputs, jnp.asarray(line))
    )


def shortfall(kept: Trajectory, season: np.ndarray) -> np.ndarray:
    """Share [T] by which collections fall short of the same month a year before; told when half of
    the year's is due, kept till then."""
    got = kept.world["land.collected"].sum(1)
    before = np.concatenate([np.full(MONTHS, np.nan), got[:-MONTHS]])
    told, last = np.zeros(len(got)), 0.0
    for t, (now, then) in enumerate(zip(got, before, strict=True)):
        if season[t] >= HALF and np.isfinite(then) and then > 0:
            last = max(1 - now / then, 0.0)
        told[t] = last
    return told

"""Deaths of hunger counted against expected: where they must agree, and what would make them part.
By hand, minutes on one core.

    python -m verification.counted_gap [country [histories [pieces ...]]]

One history with expected people, and histories with counted people under the same weather and the
same parameters, in which only the accountant's draws differ. `pieces` cuts every nationality into
so many alike ones: the same country in smaller cells.
The rows:

    all feedbacks        as the model runs
    decisions given      what the rulers decide is that of the expected history: no threshold of
        theirs can be crossed earlier or later
    hunger cut           and hunger and hands do not act on harvest, herds, flight and unrest
    hazards given        every hazard and weight as proposed in the expected history: people are
        linear, so that the mean of counted histories is the expected one
    suspects             one by one, decisions given: an integer rule of an earlier trial in place
        of the model's own

Rows that must agree are judged by Student's t at an alarm of one in a thousand for the whole table
(Bonferroni); exit status 1 if one fails. The others are reported with a 95 per cent interval."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from unittest.mock import patch

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import polars as pl
from scipy import stats

from partystate.core import draws
from partystate.country.country import Country, load
from partystate.engine import wrappers
from partystate.engine.run import inputs_at, months_of_run
from partystate.scenario.assemble import Assembled, assemble
from partystate.scenario.traces import traces
from partystate.world import causes
from partystate.world.effect import Effect
from partystate.world.view import View

COUNTRY, PIECES = "toyland", (1, 4, 16)
HISTORIES, SEED = 16, 1
ALARM, INTERVAL = 1e-3, 0.95
ALL, DECIDED, CUT, GIVEN = "all feedbacks", "decisions given", "hunger cut", "hazards given"
MUST_AGREE = (DECIDED, CUT, GIVEN)
FEEDBACK = (
    "harvest.hunger_loss",
    "harvest.late",
    "herds.eaten",
    "flight.rate",
    "collectivisation.unrest_hunger",
)
FAR = 10**6  # a month number no run reaches
TERMS = 40  # of a distribution summed from below: enough where the mean is under SMALL
SMALL = 9.0
MOVES_PEOPLE = ("hazards:", "births:", "destinations:")


@dataclass(frozen=True)
class Row:
    """Deaths of hunger by year: expected [Y], and counted [histories, Y]."""

    name: str
    expected: np.ndarray
    counted: np.ndarray

    def gap(self, confidence: float) -> tuple[float, float]:
        """Gap of the mean of all years over the expected one, and half the width of its interval,
        per cent."""
        totals, told = self.counted.sum(1), self.expected.sum()
        error = totals.std(ddof=1) / np.sqrt(len(totals))
        return 100 * (totals.mean() / told - 1), 100 * stats.t.ppf(
            (1 + confidence) / 2, len(totals) - 1
        ) * error / told

    def agrees(self, rows: int) -> bool:
        """Whether the interval at the alarm shared by `rows` holds zero."""
        gap, half = self.gap(1 - ALARM / rows)
        return abs(gap) <= half


def in_pieces(country: Country, pieces: int) -> Country:
    """The same country with each nationality cut into `pieces` alike: smaller cells and nothing
    else."""
    if pieces == 1:
        return country

    def named(table):
        return pl.concat(
            [table.with_columns(nationality=pl.col("nationality") + f" {i}") for i in range(pieces)]
        )

    shares = [pl.col(c) / pieces for c in ("share", "share_low", "share_high")]
    tables = {
        "nationalities": named(country.tables["nationalities"]),
        "communities": named(country.tables["communities"]).with_columns(shares),
    }
    rules = country.meta.rules.model_copy(
        update={"large_community_persons": country.meta.rules.large_community_persons // pieces}
    )
    return replace(
        country,
        tables=country.tables | tables,
        meta=country.meta.model_copy(update={"rules": rules}),
    )


@dataclass(frozen=True, repr=False)
class UnderOneLuck(wrappers.Wrapped):
    """The mechanism under the luck of `seed`, whatever that of the run: its weather is held, and
    the accountant alone draws anew."""

    seed: int

    def propose(self, view: View, params: eqx.Module) -> Effect:
        held = replace(view.draws, luck=draws.luck(self.seed))
        return self.inner.propose(replace(view, draws=held), params)


class Histories:
    """Deaths of hunger by year of one scenario, expected and counted."""

    def __init__(self, scenario: Assembled, values: dict[str, float]):
        held = tuple(UnderOneLuck(m, SEED) for m in scenario.rules.mechanisms)
        self.rules, self.inputs = replace(scenario.rules, mechanisms=held), scenario.inputs
        self.world, self.setting = scenario.start(values, SEED)
        self.years = np.asarray(scenario.months) // 12
        self.cells = scenario.layout.cell_region.shape[0]

    def by_year(self, months) -> np.ndarray:
        """Sum [..., T] by calendar year [..., Y]."""
        months = np.asarray(months)
        return np.stack([months[..., self.years == y].sum(-1) for y in np.unique(self.years)], -1)

    def deaths(self, rules, lucks, setting) -> np.ndarray:
        """Deaths [runs, Y] under each luck, one after another in one program, compiled afresh."""

        @jax.jit
        def each(lucks, setting):
            def one(luck):
                return months_of_run(
                    rules, self.world, self.inputs, replace(setting, luck=luck)
                ).record.famine_deaths.sum(1)

            return jax.lax.map(one, lucks)

        return self.by_year(each(lucks, setting))

    def expected(self) -> np.ndarray:
        return self.deaths(
            replace(self.rules, counted=False), draws.luck(SEED)[None], self.setting
        )[0]

    def counted(self, histories: int, given: tuple[str, ...] = ()) -> np.ndarray:
        """Counted people; the mechanisms `given` propose what they proposed in the expected
        history."""
        mechanisms = tuple(
            wrappers.replay(m, FAR) if m.id in given else m for m in self.rules.mechanisms
        )
        setting = replace(self.setting, recorded=self.proposed(given)) if given else self.setting
        return self.deaths(
            replace(self.rules, mechanisms=mechanisms, counted=True),
            other_lucks(histories),
            setting,
        )

    def proposed(self, given: tuple[str, ...]) -> dict:
        """Effects [T, ...] of mechanisms in the expected history."""
        world, inputs, rules = self.world, self.inputs, replace(self.rules, counted=False)
        return dict(
            jax.jit(
                lambda setting: (
                    months_of_run(rules, world, inputs, setting, keep_effects=given).effects
                )
            )(self.setting)
        )

    @property
    def deciding(self) -> tuple[str, ...]:
        """Mechanisms by which rulers decide."""
        return tuple(m.id for m in self.rules.mechanisms if m.phase == "decide")

    @property
    def moving(self) -> tuple[str, ...]:
        """Mechanisms that move people."""
        found = traces(self.rules, self.world, inputs_at(self.inputs, 0), self.setting)
        return tuple(
            name
            for name, traced in found.items()
            if any(p.startswith(MOVES_PEOPLE) for p in traced.proposes)
        )


def other_lucks(histories: int):
    return jnp.stack([draws.luck(SEED, run) for run in range(1, histories + 1)])


def rounded(luck, stream, site, month, ids, n, p):
    """Suspect: every flow is the expected one, rounded."""
    return jnp.rint(n * jnp.clip(p, 0, 1))


def rounded_deaths(luck, stream, site, month, ids, n, p, count=draws.count):
    """Suspect: deaths of hunger alone are the expected ones, rounded."""
    return jnp.where(
        site == causes.CAUSE["famine_death"].number,
        jnp.rint(n * jnp.clip(p, 0, 1)),
        count(luck, stream, site, month, ids, n, p),
    )


def from_below(luck, stream, site, month, ids, n, p, count=draws.count):
    """Suspect: counts of small mean by summing the distribution from below in 32 bits, where 1 - u
    and rare tails round away."""
    u, whole, rate = (
        jnp.asarray(x, jnp.float32)
        for x in (draws.uniform(luck, stream, site, month, ids), n, jnp.clip(p, 0, 0.999))
    )
    term, reached = jnp.exp(whole * jnp.log1p(-rate)), jnp.zeros_like(u)
    counted, odds = jnp.zeros_like(u), rate / (1 - rate)
    for k in range(TERMS):
        reached = reached + term
        counted = counted + (reached < u)
        term = term * odds * jnp.maximum(whole - k, 0) / (k + 1)
    low = jnp.minimum(counted.astype(n.dtype), n)
    return jnp.where(n * p < SMALL, low, count(luck, stream, site, month, ids, n, p))


def not_drawn(at: float):
    """Suspect: whole movers between regions by rounding of cumulative shares (`at` 1/2; 0 gives the
    rest to the last place)."""
    uniform = draws.uniform
    return lambda luck, stream, site, month, ids: jnp.where(
        site > causes.SHARING_SITE, at, uniform(luck, stream, site, month, ids)
    )


SUSPECTS = {
    "movers: rounded shares": ("uniform", not_drawn(1 / 2)),
    "movers: rest to the last": ("uniform", not_drawn(0.0)),
    "counts: 32 bits from below": ("count", from_below),
    "deaths of hunger: rounded": ("count", rounded_deaths),
    "every flow: rounded": ("count", rounded),
}


def scenario_and_values(country: Country) -> tuple[Assembled, dict[str, float]]:
    scenario = assemble(country)
    return scenario, scenario.values("central", SEED, 0)


def block(country: Country, histories: int) -> list[Row]:
    """Rows without suspects."""
    scenario, values = scenario_and_values(country)
    whole, cut = (
        Histories(scenario, values),
        Histories(scenario, values | dict.fromkeys(FEEDBACK, 0.0)),
    )
    told = whole.expected()
    return [
        Row(ALL, told, whole.counted(histories)),
        Row(DECIDED, told, whole.counted(histories, whole.deciding)),
        Row(CUT, cut.expected(), cut.counted(histories, cut.deciding)),
        Row(GIVEN, told, whole.counted(histories, whole.moving)),
    ]


def suspects(country: Country, expected: np.ndarray, histories: int) -> list[Row]:
    """A row for each suspect, in place of the model's own rule."""
    whole, rows = Histories(*scenario_and_values(country)), []
    for name, (replaced, rule) in SUSPECTS.items():
        with patch.object(draws, replaced, rule):
            rows.append(Row(name, expected, whole.counted(histories, whole.deciding)))
    return rows


def told(row: Row, judged: int) -> str:
    """One line of the table."""
    gap, half = row.gap(INTERVAL)
    verdict = ("agrees" if row.agrees(judged) else "FAILS") if row.name in MUST_AGREE else ""
    return (
        f"  {row.name:28} expected {row.expected.sum():10.0f}  counted "
        f"{row.counted.sum(1).mean():10.0f}  gap {gap:+7.2f} +- {half:.2f} %  {verdict}"
    )


def told_by_year(row: Row, years) -> str:
    """The years of a row, one a line."""
    error = (
        stats.t.ppf((1 + INTERVAL) / 2, len(row.counted) - 1)
        * row.counted.std(0, ddof=1)
        / np.sqrt(len(row.counted))
    )
    lines = [
        f"    {y}: expected {row.expected[i]:10.0f}  counted "
        f"{row.counted[:, i].mean():10.0f} +- {error[i]:.0f}"
        for i, y in enumerate(years)
    ]
    return "\n".join([f"  {row.name}, by year", *lines])


def main() -> None:
    name, *numbers = sys.argv[1:] or [COUNTRY]
    histories, pieces = (
        int(numbers[0]) if numbers else HISTORIES,
        tuple(map(int, numbers[1:])) or PIECES,
    )
    country, judged, failed = load(name), len(MUST_AGREE) * len(pieces), 0
    for k in pieces:
        smaller = in_pieces(country, k)
        h = Histories(*scenario_and_values(smaller))
        print(
            f"\n{name}, nationalities in {k}: {h.cells} cells, "
            f"{float(h.world.people.persons.sum()) / h.cells:.0f} persons a cell, "
            f"{histories} histories"
        )
        rows = block(smaller, histories)
        for row in rows + suspects(smaller, rows[0].expected, histories):
            print(told(row, judged), flush=True)
        failed += sum(row.name in MUST_AGREE and not row.agrees(judged) for row in rows)
        print("\n".join(told_by_year(row, np.unique(h.years)) for row in rows[:2]), flush=True)
    print(
        f"\nrows that must agree: {judged}, of which fail {failed}; false alarm {ALARM:g} "
        "for the table"
    )
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

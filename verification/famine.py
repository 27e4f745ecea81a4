"""Deaths of hunger in an ensemble, as tables: by year, by month of the worst year, by settlement,
by place, and every figure of the record beside what the model says of it.

    python -m verification.famine ENSEMBLE [country]

Thousand persons; medians over histories with 90 per cent intervals. Attributed deaths are those
whose cause is hunger in the model; excess deaths are those above what ordinary years would have
had, as the record counts them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.evidence import compile_rows, load_observables
from partystate.history.runs import Runs, parts_of, read_runs
from partystate.scoring.aggregate import open_ensemble, value_of
from partystate.scoring.ranges import range_of

ATTRIBUTED, EXCESS = "famine.deaths_attributed", "famine.deaths"
BAND = (0.5, 0.05, 0.95)
THOUSAND = 1e-3
LARGEST = 12  # regions shown


def band(values: np.ndarray) -> str:
    """Median and interval of values [runs], in thousands."""
    middle, low, high = np.quantile(values * THOUSAND, BAND)
    return f"{middle:,.0f} [{low:,.0f}, {high:,.0f}]"


def summed(runs: Runs, chosen: Callable[[str, str], bool]) -> np.ndarray:
    """Sum [runs] over the months and groups chosen by (group, time)."""
    use = [chosen(g, t) for g, t in runs.keys.select("group", "time").iter_rows()]
    return runs.values[np.array(use)].sum(0)


def by_year(runs: Runs) -> None:
    years = sorted({time[:4] for time in runs.keys["time"]})
    print("| year | attributed | villages | towns |\n|---|---|---|---|")
    for year in years:
        cells = [
            band(summed(runs, lambda g, t, y=year, s=settled: g == s and t.startswith(y)))
            for settled in ("", "settlement=rural", "settlement=urban")
        ]
        print(f"| {year} | {' | '.join(cells)} |")


def by_month(runs: Runs, first: str, last: str) -> None:
    print("| month | attributed |\n|---|---|")
    for month in sorted({t for t in runs.keys["time"] if first <= t <= last}):
        print(f"| {month} | {band(summed(runs, lambda g, t, m=month: g == '' and t == m))} |")


def by_region(runs: Runs, years: tuple[str, ...]) -> None:
    regions = sorted({g for g in runs.keys["group"] if g.startswith("region=") and ";" not in g})
    found = {
        region: summed(runs, lambda g, t, r=region: g == r and t.startswith(years))
        for region in regions
    }
    whole = np.maximum(sum(found.values()), 1)
    print("| region | attributed | per cent of the country |\n|---|---|---|")
    for region in sorted(found, key=lambda r: -np.median(found[r]))[:LARGEST]:
        share = 100 * np.median(found[region] / whole)
        print(f"| {region.removeprefix('region=')} | {band(found[region])} | {share:.0f} |")


def against_record(ensemble: Path, country: str) -> None:
    evidence = load(country).path / "evidence"
    observables = load_observables(evidence)
    rows = [r for r in compile_rows(evidence) if r.observable in (ATTRIBUTED, EXCESS)]
    opened = open_ensemble(ensemble, rows)
    print("| figure | role | time | place | record | model |\n|---|---|---|---|---|---|")
    for row in sorted(rows, key=lambda r: (r.group, r.time)):
        values, bounds = value_of(row, opened, observables), range_of(row)
        if values is None or bounds is None or row.base:
            continue
        ends = ["" if v is None else f"{v * THOUSAND:,.0f}" for v in (bounds.low, bounds.high)]
        place = row.group or "the country"
        print(
            f"| {row.id} | {row.role} | {row.time} | {place} | {' to '.join(ends)} | "
            f"{band(values)} |"
        )


def main(ensemble: str, country: str = "ussr") -> None:
    configure()
    runs = read_runs(parts_of(Path(ensemble)), [ATTRIBUTED])
    by_year(runs)
    by_month(runs, "1932-07", "1934-06")
    by_region(runs, ("1932", "1933"))
    against_record(Path(ensemble), country)


if __name__ == "__main__":
    main(*sys.argv[1:])

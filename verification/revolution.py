"""What comes of the revolution in many histories: the chance of taking power by month, territory
beside the record, deserters, both commands of the foreign war, and what-ifs under the same luck. By
hand, half a minute.

    python -m verification.revolution [country [histories]]

Parameters are drawn from their priors. Intervals are of 90 per cent. What follows the taking of
power is told over the histories in which it is taken."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable

import numpy as np

from partystate.country.country import Country, load
from partystate.experiments.histories import simulate
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import REVOLUTION
from partystate.world.revolution import OTHERS, REGIME

COUNTRY, HISTORIES, SEED = "ussr", 200, 1
BAND = (0.05, 0.5, 0.95)
RECORD = "evidence/record/territory_share_1917_22.csv"
STARTS = 12  # months in which power is looked at, from the second on
MILLION = 1e6


class Histories:
    """Kept fields of many histories, [runs, months, ...], by name."""

    def __init__(self, country: Country, runs: int, what_ifs: tuple[str, ...] = ()):
        scenario = assemble(country, what_ifs=what_ifs, parts=(REVOLUTION,))
        self.people = np.asarray(scenario.endowment.revolution.population)
        self._runs = [simulate(scenario, SEED, k, "prior").trajectory for k in range(runs)]
        self.months = self._runs[0].months.texts()
        self._kept: dict[str, np.ndarray] = {}

    def __getitem__(self, field: str) -> np.ndarray:
        if field not in self._kept:
            found = [np.asarray(run[f"revolution.{field}"]) for run in self._runs]
            self._kept[field] = np.stack(found)
        return self._kept[field]

    @property
    def took(self) -> np.ndarray:
        """[runs] whether power was ever taken."""
        return self["in_power"].max(1) > 0

    @property
    def territory(self) -> np.ndarray:
        """Share [runs, months] of the people under the regime."""
        return self["held"][:, :, REGIME] @ self.people / self.people.sum()

    def of_year(self, field: str, year: str) -> np.ndarray:
        """Sums [runs, ...] of a flow over the months of a year."""
        mine = [t for t, month in enumerate(self.months) if month.startswith(year)]
        return self[field][:, mine].sum(1)


def band(values: np.ndarray, scale: float = 1.0) -> str:
    """Median and interval."""
    low, middle, high = np.quantile(values, BAND) * scale
    return f"{middle:.2f} [{low:.2f}, {high:.2f}]"


def recorded(country: Country) -> dict[str, float]:
    """Share on record by month; none where the country has no such record."""
    path = country.path / RECORD
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {r["period_start"]: float(r["central"]) / 100 for r in csv.DictReader(file)}


def power(all_: Histories) -> None:
    """By month: the line, support, the chance of those who are out, who rises, who is in."""
    print("month    line                 support              chance where out     rise  in power")
    inside, rose = all_["in_power"], all_["rose"]
    for t, month in enumerate(all_.months[:STARTS]):
        out = inside[:, t - 1] < 1 if t else np.ones(len(inside), bool)
        told = [band(all_["line"][:, t]), band(all_["support"][:, t])]
        told.append(band(all_["chance"][out, t]) if out.any() else "")
        print(month, *(f"{text:20}" for text in told), f"{rose[:, t].mean():.2f}", end="  ")
        print(f"{inside[:, t].mean():.2f}")
    risings = rose.sum(1)
    print(
        f"power is ever taken in {all_.took.mean():.2f} of histories, held at the end in", end=" "
    )
    print(f"{inside[:, -1].mean():.2f}; risings a history {risings.mean():.2f}")
    sign = np.sign(all_["line"][:, :STARTS])
    turned = (sign[:, 1:] * sign[:, :-1] < 0).sum(1)
    print(f"reversals of the line in these months: {band(turned)}")


def land(all_: Histories, country: Country) -> None:
    """Territory beside the record, over histories in which power is taken."""
    held, found = all_.territory[all_.took], recorded(country)
    inside = 0
    spoken = [m for m in found if m in all_.months]
    for month in spoken or all_.months[-1:]:
        mine = held[:, all_.months.index(month)]
        low, _, high = np.quantile(mine, BAND)
        inside += low <= found.get(month, np.nan) <= high
        print(month, "held", band(mine), "record", f"{found.get(month, np.nan):.2f}")
    print(f"{inside} of {len(spoken)} figures of the record lie in the interval")
    army = all_["army"][all_.took]
    for t in range(11, len(all_.months), 6):
        others = army[:, t, OTHERS:].sum(1)
        print(all_.months[t], "army, millions", band(army[:, t, REGIME], 1 / MILLION), end=" ")
        print("others", band(others, 1 / MILLION))
    for year in sorted({month[:4] for month in all_.months})[1:-1]:
        mine = all_.of_year("deserted", year)[all_.took]
        shot = all_.of_year("executed", year)[all_.took]
        print(year, "deserted, millions", band(mine, 1 / MILLION), end="; executed, thousands: ")
        print(band(shot[:, REGIME], 1e-3), "others", band(shot[:, OTHERS:].sum(1), 1e-3))


def commands(all_: Histories) -> None:
    """Battles of both commands, by whether the second obeyed."""
    decided = all_.took & (all_["decided"][:, -1] > 0)
    print(f"battles in {decided.sum()} of {all_.took.sum()} histories in which power was taken")
    won, obeyed = all_["won"][:, -1], all_["cohesion"][:, -1]
    for name, mine in (("obeyed", decided & (obeyed > 0)), ("refused", decided & (obeyed < 1))):
        n = max(int(mine.sum()), 1)
        lost = int((won[mine].sum(1) == 0).sum())
        # an interval of a share by the prior of Jeffreys, drawn
        draws = np.random.default_rng(SEED).beta(lost + 0.5, n - lost + 0.5, 10_000)
        print(f"{name}: {n} histories, both lost in {lost / n:.2f} (share {band(draws)});", end=" ")
        print("won", won[mine].mean(0).round(2), "standing at its lowest", end=" ")
        print(all_["standing"][mine].min(1).mean(0).round(2))


def what_ifs(plain: Histories, country: Country, runs: int) -> None:
    """Each what-if of the revolution against the plain run, under the same luck and draws."""
    at_end: dict[str, Callable[[Histories], np.ndarray]] = {
        "power taken": lambda h: h.took.astype(float),
        "in power at the end": lambda h: h["in_power"][:, -1],
        "territory, last month": lambda h: h.territory[:, -1],
        "deserted, millions": lambda h: h["deserted"].sum(1) / MILLION,
        "battles won": lambda h: h["won"][:, -1].sum(1),
    }
    for name in country.revolution_what_ifs:
        other = Histories(country, runs, (name,))
        print(name)
        for words, of in at_end.items():
            change = of(other) - of(plain)
            error = change.std() / np.sqrt(runs)
            print(f"  {words}: {of(plain).mean():.3f} -> {of(other).mean():.3f}", end="  ")
            print(f"change {change.mean():+.3f} (standard error {error:.3f})")


def main(country: str = COUNTRY, histories: str | int = HISTORIES) -> None:
    """Print all of it."""
    found, runs = load(country), int(histories)
    plain = Histories(found, runs)
    power(plain)
    land(plain, found)
    commands(plain)
    what_ifs(plain, found, runs)


if __name__ == "__main__":
    from partystate.core.runtime import configure

    configure()
    main(*sys.argv[1:])

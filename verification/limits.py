"""Mass operations in many histories: whether and when they come, and how far their limits are
overshot. By hand, a second a history.

    python -m verification.limits [country [histories [parameters [name=value ...]]]]

Histories with nationalities lumped; `name=value` sets a parameter in all of them. An operation
lasts from the month in which it starts to that in which it stops; its limits are those it added to
what earlier ones left, and the factor is the highest over the first, of operations whose first were
not nought. Intervals are of 90 per cent, over histories that have an operation; the first one of
each is told."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from partystate.core import dates
from partystate.country.country import load
from partystate.engine.run import run
from partystate.history.trajectory import Trajectory, trajectory_of
from partystate.scenario.assemble import Assembled, assemble
from partystate.scenario.lumping import lumped
from partystate.scenario.parts import SOCIETY

COUNTRY, HISTORIES, PARAMETERS, SEED = "ussr", 40, "posterior", 1
BAND = (0.05, 0.5, 0.95)
THOUSAND = 1e-3


@dataclass(frozen=True)
class Operation:
    """The first operation of a history: the month it starts, how many months it lasts, limits [2]
    first set and at their highest, and taken under them."""

    month: int
    months: int
    first: np.ndarray
    highest: np.ndarray
    filled: np.ndarray

    @property
    def factor(self) -> float | None:
        """Highest limits over the first; None where nobody was on the cards when it started."""
        first = float(self.first.sum())
        return float(self.highest.sum()) / first if first > 0 else None


def first_operation(kept: Trajectory) -> Operation | None:
    """The first mass operation of a history, None where there is none."""
    on = np.asarray(kept["repression.campaign"]) > 0
    if not on.any():
        return None
    start = int(on.argmax())
    after = np.flatnonzero(~on[start:])
    end = start + int(after[0]) if len(after) else len(on)
    limit, filled = (np.asarray(kept[f"repression.{name}"]).sum(1) for name in ("limit", "filled"))
    before = limit[start - 1] if start else np.zeros(limit.shape[1])
    months = np.asarray(kept.months.numbers)
    return Operation(
        int(months[start]),
        end - start,
        limit[start] - before,
        limit[start:end].max(0) - before,
        filled[end - 1] - before,
    )


def operations(
    scenario: Assembled, histories: int, parameters: str, given: dict[str, float]
) -> list[Operation | None]:
    """One entry a history."""
    found = []
    for number in range(histories):
        world, setting = scenario.start(
            scenario.values(parameters, SEED, number) | given, SEED, number
        )
        found.append(
            first_operation(
                trajectory_of(
                    run(scenario.rules, world, scenario.inputs, setting),
                    scenario.layout,
                    scenario.months,
                    world,
                )
            )
        )
    return found


def main(
    country: str = COUNTRY,
    histories: str = str(HISTORIES),
    parameters: str = PARAMETERS,
    *given: str,
) -> int:
    """Print the table."""
    set_to = {name: float(value) for name, value in (word.split("=") for word in given)}
    found = operations(
        assemble(lumped(load(country)), parts=(SOCIETY,)), int(histories), parameters, set_to
    )
    there = [one for one in found if one]
    print(f"{len(there)} of {len(found)} histories have a mass operation")
    if not there:
        return 0
    starts = sorted(one.month for one in there)
    print(
        "first month:",
        ", ".join(dates.month_text(starts[int(q * (len(starts) - 1))]) for q in BAND),
        "(5, 50 and 95 per cent)",
    )
    told = {
        "months": [one.months for one in there],
        "first limits, thousand": [THOUSAND * one.first.sum() for one in there],
        "first limits, first category, thousand": [THOUSAND * one.first[0] for one in there],
        "highest limits, thousand": [THOUSAND * one.highest.sum() for one in there],
        "taken under them, thousand": [THOUSAND * one.filled.sum() for one in there],
        "highest over first": [one.factor for one in there if one.factor is not None],
    }
    for name, values in told.items():
        print(f"{name}: {band(values)}")
    return 0


def band(values: list[float]) -> str:
    """Median and interval of what histories say, where one of them says something."""
    if not values:
        return "in no history"
    low, middle, high = np.quantile(values, BAND)
    return f"{middle:.3g} [{low:.3g}, {high:.3g}]"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

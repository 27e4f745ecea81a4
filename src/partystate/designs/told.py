"""What a design tells, as Python has it and as it is written."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import polars as pl

from partystate.core import cards
from partystate.designs.figure import Figure
from partystate.designs.indices import Index

SHOWN = 10


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """On which parameters a figure hangs, the largest first: `indices`, one a parameter.

    `units` are trajectories or base points, of which those `left_out` are not told from, as one of
    their histories broke; `luck` is same or fresh, `seed` that of points and luck; `others` says
    where parameters stand that are not moved; `mean` and `sd` are of the figure over the `runs`
    histories that did not break, in `unit`, as are effects of a design of Morris."""

    design: str
    figure: Figure
    unit: str
    units: int
    left_out: int
    runs: int
    luck: str
    seed: int
    others: str
    mean: float
    sd: float
    indices: tuple[Index, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of what is told of each parameter."""
        return tuple(self.indices[0].estimates)

    def table(self) -> pl.DataFrame:
        """A row a parameter: each measure with the ends of its interval, `mu`, `mu_low`,
        `mu_high`."""
        return pl.DataFrame([{"parameter": i.parameter} | _flat(i) for i in self.indices])

    def as_json(self) -> dict:
        """All of it, for a program."""
        about = asdict(self) | asdict(self.figure)
        indices = [{"parameter": i["parameter"]} | i["estimates"] for i in about["indices"]]
        del about["figure"]
        return about | {"indices": indices}

    def __repr__(self) -> str:
        first = self.indices[0].parameter
        return cards.line(
            "Sensitivity", self.figure.observable, [*self._said, f"{first} comes first"]
        )

    def _repr_html_(self) -> str:
        heads = ["parameter", *self.measures]
        cells = [
            (i.parameter, *(e.words for e in i.estimates.values())) for i in self.indices[:SHOWN]
        ]
        facts = {"design": self.design, "of": self.figure.words, "": ", ".join(self._said)}
        return cards.card("Sensitivity", facts, cards.rows(heads, cells))

    @property
    def _said(self) -> list[str]:
        return [self.design, f"{len(self.indices)} parameters", f"{self.runs} histories"]


def _flat(index: Index) -> dict[str, float]:
    return {
        f"{name}{end}": number
        for name, e in index.estimates.items()
        for end, number in (("", e.value), ("_low", e.low), ("_high", e.high))
    }

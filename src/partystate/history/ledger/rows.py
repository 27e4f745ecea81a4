"""Events of the party's top as they are gathered, and the table they end in."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from partystate.core import dates
from partystate.history.leadership import Leadership

OPENING, RECORDED, INPUT = "opening", "recorded", "input"
GIVEN = (OPENING, RECORDED, INPUT)
PARTY, CONGRESS, CONFERENCE = "party", "congress", "conference"  # in the column of offices
PUBLIC = "public"  # what is kept from everybody
HALF = 1 / 2


@dataclass
class Rows:
    """Columns gathered as arrays; -1 is nobody."""

    kept: Leadership
    parts: list[dict] = field(default_factory=list)

    def add(
        self,
        kind: str,
        mechanism: str,
        run: ArrayLike,
        month: ArrayLike,
        actor: ArrayLike = -1,
        target: ArrayLike = -1,
        office: str = "",
        weight: ArrayLike = 0.0,
        by: str = "",
        about: str = "",
    ) -> None:
        """Add events; scalars are spread over the runs. `by` names a body that acts, `about` a
        group or body that is acted on."""
        run = np.atleast_1d(run)
        if not len(run):
            return

        def wide(value):
            return np.broadcast_to(np.asarray(value), run.shape)

        self.parts.append(
            {
                "run": run,
                "month": wide(month),
                "kind": kind,
                "actor": wide(actor),
                "target": wide(target),
                "office": office,
                "mechanism": mechanism,
                "weight": wide(weight).astype(float),
                "by": by,
                "about": about,
            }
        )

    def table(self) -> pl.DataFrame:
        """One frame in order of run, time and kind, with names put back."""
        people = np.array([*self.kept.names, ""], dtype=object)
        runs, months = np.array(self.kept.runs), self.kept.months
        text = {int(m): dates.month_text(int(m)) for m in months}
        frames = [
            pl.DataFrame(
                {
                    "run": pl.Series(runs[p["run"]], dtype=pl.Int32),
                    "time": [text[int(months[m])] for m in p["month"]],
                    "kind": [p["kind"]] * len(p["run"]),
                    "actor": [p["by"]] * len(p["run"]) if p["by"] else list(people[p["actor"]]),
                    "target": [p["about"]] * len(p["run"])
                    if p["about"]
                    else list(people[p["target"]]),
                    "office": [p["office"]] * len(p["run"]),
                    "mechanism": [p["mechanism"]] * len(p["run"]),
                    "weight": p["weight"],
                }
            )
            for p in self.parts
        ]
        table = pl.concat(frames)
        return table.sort(["run", "time", "kind", "office", "target", "actor"])

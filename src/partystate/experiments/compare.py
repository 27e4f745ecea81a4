"""Compare histories of the party's top with and without what-ifs, pair by pair under the same luck."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.experiments.outcomes import outcomes
from partystate.experiments.paired import Effect, paired_effect
from partystate.experiments.power_histories import batches, simulate_batch
from partystate.history.power_kept import PowerKept
from partystate.history.power_ledger import ledger
from partystate.scenario.assemble_power import assemble_power
from partystate.scenario.country import Country
from partystate.scenario.what_if import POWER, WhatIf

SHOWN = 8
APART = 1 / 2  # share of the seats of the inner body that differ, from which two histories are no longer coupled
KEY = ["time", "kind", "actor", "target", "office"]


@dataclass(frozen=True)
class Comparison:
    """Effects, the first events that differ (text, share of pairs), and the month from which pairs have drifted apart."""

    what_ifs: tuple[str, ...]
    effects: list[Effect]
    first_differences: list[tuple[str, float]]
    decorrelated: str | None
    pairs: int
    part: str = POWER
    thesis: str | None = None
    parameters: str = "prior"
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict:
        return asdict(self) | {"effects": [asdict(e) | {"is_clear": e.is_clear} for e in self.effects]}


def compare(
    country: Country, what_ifs: list[str | WhatIf], runs: int, seed: int = 1, parameters: str = "prior", start: str | None = None,
    progress=lambda done, of: None,
) -> Comparison:
    """`runs` pairs of histories of the party's top, without and with the what-ifs."""
    if not what_ifs:
        raise UserError("nothing to compare", expected="one what-if at least", action="Give --what-if NAME.")
    named, made = [w for w in what_ifs if isinstance(w, str)], tuple(w for w in what_ifs if not isinstance(w, str))
    base, changed = assemble_power(country, start=start), assemble_power(country, named, start=start, extra=made)
    names, found, firsts, apart = [w.name for w in changed.what_ifs], [], Counter(), []
    for part in batches(runs):
        pair = [simulate_batch(scenario, seed, part, parameters)[0] for scenario in (base, changed)]
        found.append([outcomes(kept) for kept in pair])
        firsts.update(first_difference(*pair))
        apart.append(drift(*pair))
        progress(part.stop, runs)
    joined = [{k: np.concatenate([f[side][k] for f in found]) for k in found[0][side]} for side in (0, 1)]
    effects = [paired_effect(name, joined[0][name], joined[1][name]) for name in joined[0]]
    mean = np.concatenate(apart).mean(0)
    late = np.flatnonzero(mean > APART)
    month = dates.month_text(int(base.months[late[0]])) if len(late) else None
    common = [(text, n / runs) for text, n in firsts.most_common(SHOWN)]
    return Comparison(tuple(names), sorted(effects, key=lambda e: not e.is_clear), common, month, runs, parameters=parameters)


def drift(base: PowerKept, changed: PowerKept) -> np.ndarray:
    """[N, T] share of the members of the two inner bodies who sit in one alone."""
    inner = base.scenario.country.meta.power.inner
    a, b = base.body(inner) > 0, changed.body(inner) > 0
    return (a ^ b).sum(2) / np.maximum((a | b).sum(2), 1)


def first_difference(base: PowerKept, changed: PowerKept) -> list[str]:
    """For each pair, the first event that one history has and the other has not."""
    one, other = (ledger(kept).filter(pl.col("mechanism") != "opening") for kept in (base, changed))
    only_base = one.join(other, on=["run", *KEY], how="anti", nulls_equal=True).with_columns(pl.lit("no longer").alias("side"))
    only_new = other.join(one, on=["run", *KEY], how="anti", nulls_equal=True).with_columns(pl.lit("now").alias("side"))
    both = pl.concat([only_base, only_new]).sort(["run", "time", "side", "kind", "office", "target"])
    first = both.group_by("run", maintain_order=True).first()
    return [_told(row) for row in first.iter_rows(named=True)]


def _told(row: dict) -> str:
    words = [row["side"] + ":", row["time"], row["kind"].replace("_", " "), row["target"] or row["actor"], f"({row['office']})" if row["office"] else ""]
    return " ".join(word for word in words if word)

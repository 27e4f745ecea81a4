"""Compare histories of the party's top with and without what-ifs, pair by pair under the same
luck."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.what_ifs import WhatIf
from partystate.experiments.forks import SAME, apart_from, arms_of, fork_power, place_of
from partystate.experiments.outcomes import outcomes
from partystate.experiments.paired import Effect, paired_effect
from partystate.experiments.power_histories import batches
from partystate.history.ledger.leadership import ledger
from partystate.history.power_kept import PowerKept
from partystate.scenario.assemble_power import assemble_power
from partystate.scenario.edits import POWER

SHOWN = 8
KEY = ["time", "kind", "actor", "target", "office"]


@dataclass(frozen=True)
class Comparison:
    """Effects, the first events that differ (text, share of pairs), and the month from which pairs
    have drifted apart.

    Both sides are one history until the month `fork`, where there is one. `uncoupled` are effects
    under a luck drawn anew from the fork on, where that was asked for. Effects after `decorrelated`
    are average effects."""

    what_ifs: tuple[str, ...]
    effects: list[Effect]
    first_differences: list[tuple[str, float]]
    decorrelated: str | None
    pairs: int
    part: str = POWER
    thesis: str | None = None
    parameters: str = "prior"
    notes: tuple[str, ...] = ()
    fork: str | None = None
    luck: str = SAME
    uncoupled: list[Effect] = field(default_factory=list)

    def is_average(self, effect: Effect) -> bool:
        """Whether an effect at a time ends after the pairs have drifted apart."""
        return (
            bool(self.decorrelated and effect.time)
            and dates.parse(effect.time).end >= dates.parse(self.decorrelated).start
        )

    def as_json(self) -> dict:
        def told(effects):
            return [
                asdict(e) | {"is_clear": e.is_clear, "is_average": self.is_average(e)}
                for e in effects
            ]

        return asdict(self) | {"effects": told(self.effects), "uncoupled": told(self.uncoupled)}


def compare(
    country: Country,
    what_ifs: list[str | WhatIf],
    runs: int,
    seed: int = 1,
    parameters: str = "prior",
    start: str | None = None,
    progress=lambda done, of: None,
    fork: str | None = None,
    luck: str = SAME,
) -> Comparison:
    """`runs` pairs of histories of the party's top, without and with the what-ifs, which are the
    same until the month `fork`."""
    if not what_ifs:
        raise UserError(
            "nothing to compare", expected="one what-if at least", action="Give --what-if NAME."
        )
    named, made = (
        [w for w in what_ifs if isinstance(w, str)],
        tuple(w for w in what_ifs if not isinstance(w, str)),
    )
    base, changed = (
        assemble_power(country, start=start),
        assemble_power(country, named, start=start, extra=made),
    )
    arms, at = (
        arms_of(base, changed, luck),
        place_of(fork, base.months, changed.what_ifs, "the party's top"),
    )
    found, firsts, apart = [], Counter(), []
    for part in batches(runs):
        one, *others = fork_power(arms, at, seed, part, parameters)
        found.append([outcomes(kept) for kept in (one, *others)])
        firsts.update(first_difference(one, others[0]))
        apart.append([drift(one, other) for other in others])
        progress(part.stop, runs)
    base_side, *sides = [
        {k: np.concatenate([f[side][k] for f in found]) for k in found[0][side]}
        for side in range(len(arms))
    ]
    effects = [
        sorted(
            (paired_effect(k, base_side[k], side[k]) for k in side), key=lambda e: not e.is_clear
        )
        for side in sides
    ]
    late = apart_from(*(np.concatenate(drifts).mean(0) for drifts in zip(*apart, strict=True)))
    return Comparison(
        tuple(w.name for w in changed.what_ifs),
        effects[0],
        [(text, n / runs) for text, n in firsts.most_common(SHOWN)],
        None if late is None else dates.month_text(int(base.months[late])),
        runs,
        parameters=parameters,
        fork=fork,
        luck=luck,
        uncoupled=effects[1] if len(effects) > 1 else [],
    )


def drift(base: PowerKept, changed: PowerKept) -> np.ndarray:
    """[N, T] share of the members of the two inner bodies who sit in one alone."""
    inner = base.scenario.country.meta.power.inner
    a, b = base.body(inner) > 0, changed.body(inner) > 0
    return (a ^ b).sum(2) / np.maximum((a | b).sum(2), 1)


def first_difference(base: PowerKept, changed: PowerKept) -> list[str]:
    """For each pair, the first event that one history has and the other has not."""
    one, other = (ledger(kept).filter(pl.col("mechanism") != "opening") for kept in (base, changed))
    only_base = one.join(other, on=["run", *KEY], how="anti", nulls_equal=True).with_columns(
        pl.lit("no longer").alias("side")
    )
    only_new = other.join(one, on=["run", *KEY], how="anti", nulls_equal=True).with_columns(
        pl.lit("now").alias("side")
    )
    both = pl.concat([only_base, only_new]).sort(
        ["run", "time", "side", "kind", "office", "target"]
    )
    first = both.group_by("run", maintain_order=True).first()
    return [_told(row) for row in first.iter_rows(named=True)]


def _told(row: dict) -> str:
    words = [
        row["side"] + ":",
        row["time"],
        row["kind"].replace("_", " "),
        row["target"] or row["actor"],
        f"({row['office']})" if row["office"] else "",
    ]
    return " ".join(word for word in words if word)

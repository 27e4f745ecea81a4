"""The order of events at the top: which groups of a country left the inner body, in which order,
and who then led.

A group has left when its last member has no seat in the inner body, full or candidate, after having
had one; groups are those of country.toml (`power.order`). Beside the order stand the parts it is
made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.country.country import Country
from partystate.history import files
from partystate.scoring.events import Ledger

MOST_CLIENTS = 0.7  # share of the inner body, of claim S068
SHOWN = 8
NEVER = 10**9


@dataclass(frozen=True)
class Order:
    """Shares of runs; `orders` are the commonest (text, share), `parts` the named findings
    (share)."""

    runs: int
    recorded: str
    share: float
    orders: list[tuple[str, float]]
    parts: dict[str, float]
    leaders: dict[str, list[tuple[str, float]]]  # by year, most frequent first

    def as_json(self) -> dict:
        return {
            "runs": self.runs,
            "recorded": self.recorded,
            "share": self.share,
            "is_most_frequent": bool(self.orders) and self.orders[0][0] == self.recorded,
            "orders": self.orders,
            "parts": self.parts,
            "leaders": self.leaders,
        }


def order_of_fall(
    ledger: Ledger, leaders: pl.DataFrame, country: Country, until: str, year: str
) -> Order:
    """The order up to the month `until`; leaders are looked at in December of `year`."""
    top = country.leadership
    last = min(dates.month_number(until), ledger.last) - ledger.first
    fell = np.stack([_left(ledger, group, top.inner, last) for group in top.order])
    names = [" and ".join(group) for group in top.order]
    texts = []
    for times in fell.T:
        ranked = sorted((t, i) for i, t in enumerate(times) if t < NEVER)
        texts.append(" > ".join(names[i] for _, i in ranked) or "nobody")
    december = leaders.filter(pl.col("time") == f"{year}-12").sort("run")
    leads = (december["leader"] == december["holder"]) & (december["leader"] != "")
    leads = leads.to_numpy() if len(december) else np.zeros(ledger.runs, bool)
    orders = Counter(
        f"{t}; {'holder leads' if h else 'another leads'}"
        for t, h in zip(texts, leads, strict=True)
    )
    recorded = f"{' > '.join(names)}; holder leads"
    after = december["most_clients"].to_numpy() if len(december) else np.zeros(ledger.runs)
    parts = {
        f"{names[1]} rule without {names[0]}, first December without the founder": _first_coalition(
            leaders, top
        ),
        **{
            f"{name} leave{'s' if len(g) == 1 else ''}": float((t < NEVER).mean())
            for name, g, t in zip(names, top.order, fell, strict=True)
        },
        **_before(names, fell),
        f"holder of the appointments office leads in {year}": float(leads.mean()),
        f"more than {MOST_CLIENTS:.0%} clients by {year}": float((after > MOST_CLIENTS).mean()),
    }
    return Order(
        ledger.runs,
        recorded,
        orders[recorded] / ledger.runs,
        [(t, n / ledger.runs) for t, n in orders.most_common(SHOWN)],
        parts,
        leaders_by_year(leaders, ledger.runs),
    )


def _before(names, fell) -> dict[str, float]:
    """How often each group left before the next."""
    return {
        f"{names[i]} before {names[i + 1]}": float(
            ((fell[i] < fell[i + 1]) & (fell[i] < NEVER)).mean()
        )
        for i in range(len(names) - 1)
    }


def _left(ledger: Ledger, group: list[str], body: str, last: int) -> np.ndarray:
    """[runs] month at which the last of a group was out of a body for good, or NEVER."""
    out = np.zeros(ledger.runs, int)
    for person in group:
        sits = ledger.sits(person, body)[:, : last + 2]
        ever, month = sits.any(1), np.arange(sits.shape[1])[None]
        end = np.where(sits, month, -1).max(1) + 1
        out = np.maximum(out, np.where(ever & ~sits[:, -1], end, NEVER))
    return out


def _first_coalition(leaders: pl.DataFrame, top) -> float:
    """Share of runs in which, in the first December without the founder, the second group rules and
    the first does not."""
    absent = (
        leaders.filter(pl.col("presence") == 0)
        .sort("run", "time")
        .group_by("run", maintain_order=True)
        .first()
    )
    rulers = [set(text.split(";")) for text in absent["rulers"]]
    return (
        float(np.mean([set(top.order[1]) <= r and not set(top.order[0]) & r for r in rulers]))
        if rulers
        else 0.0
    )


def leaders_by_year(leaders: pl.DataFrame, runs: int) -> dict[str, list[tuple[str, float]]]:
    """Share of runs led by each person, each December."""
    out = {}
    for (time,), rows in leaders.sort("time").group_by("time", maintain_order=True):
        counted = Counter(rows["leader"].to_list()).most_common(5)
        out[time[:4]] = [(name or "nobody", n / runs) for name, n in counted]
    return out


def read_leaders(folder: Path) -> pl.DataFrame | None:
    """The leaders table of an ensemble, or None."""
    parts = sorted(folder.glob("leaders*.parquet"))
    return files.read_parquets(parts) if parts else None

"""The score of events, rules 1 to 7: how often the model does what was done, against how often it
does it anyway.

The ledger is a table of runs with `run, time, kind, actor, target, office`; `office` holds a body
or an office."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.evidence import EventTarget
from partystate.scoring.kendall import tau

ENOUGH_RUNS = 500
HALF_YEAR = 6
FLOOD = 3.0
LIKELIEST = 3
ENTERS = {"appointed", "readmitted"}
LEAVES = {"removed", "resigned", "expelled"}
ENDS = {"executed", "assassinated", "died"}
MUTUAL = ("coalition_joined", "opposition_joined")  # told once a pair
GIVEN = ("opening", "recorded", "input")


@dataclass(frozen=True)
class EventLine:
    """One event claim, all its parts together. `verdict`: hit, miss, by flooding, not spoken to,
    few runs."""

    claim: str
    verdict: str
    p: float | None = None
    p0: float | None = None
    skill: float = -1.0
    flood: float | None = None
    tau: float | None = None


class Ledger:
    """Events of all runs as tables of flags [runs, months], made as they are asked for and kept.

    Events of the opening, of replay and of inputs tell who holds what, but never count as having
    come out."""

    def __init__(self, table: pl.DataFrame, runs: int, first: int, last: int):
        self.runs, self.first, self.last = runs, first, last
        months = {t: dates.parse(t).months[0] for t in table["time"].unique()}
        if "mechanism" not in table.columns:
            table = table.with_columns(pl.lit("").alias("mechanism"))
        self.table = table.select(
            "run",
            pl.col("time").replace_strict(months, return_dtype=pl.Int32).alias("month"),
            "kind",
            *(pl.col(c).fill_null("") for c in ("actor", "target", "office", "mechanism")),
        ).sort("run", "month", maintain_order=True)
        self.size = (runs, last - first + 1)
        self._came_out = self.table.filter(~pl.col("mechanism").is_in(GIVEN))
        self._flags: dict[tuple, np.ndarray] = {}

    def occurs(self, kind: str, actor: str, target: str, place: str) -> np.ndarray:
        """[runs, months] whether an event came out; a blank matches anybody or anything."""
        key = (kind, actor, target, place)
        if key not in self._flags:
            rows = self._came_out.filter(pl.col("kind") == kind)
            rows = rows.filter(pl.col("office") == place) if place else rows
            self._flags[key] = self._at(rows.filter(_between(actor, target, kind in MUTUAL)))
        return self._flags[key]

    def _at(self, rows: pl.DataFrame) -> np.ndarray:
        out = np.zeros(self.size, bool)
        month = rows["month"].to_numpy() - self.first
        inside = (month >= 0) & (month < self.size[1])
        out[rows["run"].to_numpy()[inside], month[inside]] = True
        return out

    def alive(self, person: str) -> np.ndarray:
        """[runs, months] alive before the month."""
        key = ("alive", person)
        if key not in self._flags:
            ended = self._at(
                self.table.filter((pl.col("target") == person) & pl.col("kind").is_in(list(ENDS)))
            )
            self._flags[key] = ~_before(np.maximum.accumulate(ended, axis=1), False)
        return self._flags[key]

    def sits(self, person: str, place: str) -> np.ndarray:
        """[runs, months] whether a person is in a body or holds an office before the month."""
        key = ("sits", person, place)
        if key not in self._flags:
            mine = self.table.filter(pl.col("target") == person)
            enters = self._at(
                mine.filter(pl.col("kind").is_in(list(ENTERS)) & (pl.col("office") == place))
            )
            leaves = mine.filter(pl.col("kind").is_in(list(LEAVES)) & (pl.col("office") == place))
            gone = self._at(leaves) | self._at(mine.filter(pl.col("kind") == "expelled"))
            month = np.arange(self.size[1])[None]
            last_in = np.maximum.accumulate(np.where(enters, month, -1), axis=1)
            last_out = np.maximum.accumulate(np.where(gone, month, -1), axis=1)
            now = (last_in >= 0) & (last_in >= last_out)
            self._flags[key] = _before(now, False) & self.alive(person)
        return self._flags[key]

    def holds(
        self, requires: tuple[str, ...], month: int, swap: dict[str, str] | None = None
    ) -> np.ndarray:
        """[runs] whether every predicate (`X in BODY`, `X alive`, `X out_of BODY`, `X holds
        OFFICE`) is true before `month`."""
        true, at = np.ones(self.runs, bool), int(np.clip(month - self.first, 0, self.size[1] - 1))
        for text in requires:
            person, word, *rest = text.split(" ")
            person = (swap or {}).get(person, person)
            if word == "alive":
                true &= self.alive(person)[:, at]
            else:
                sits = self.sits(person, rest[0])[:, at] if rest else np.zeros(self.runs, bool)
                true &= ~sits if word == "out_of" else sits
        return true

    def in_window(
        self, event: EventTarget, first: int, last: int, swap: dict[str, str] | None = None
    ) -> np.ndarray:
        """[runs, months of the window] whether a predicate came true."""
        swap = swap or {}
        flags = self.occurs(
            event.kind,
            swap.get(event.actor, event.actor),
            swap.get(event.target, event.target),
            event.office or event.body,
        )
        return flags[:, max(first - self.first, 0) : max(last - self.first + 1, 0)]

    def members(self, body: str, month: int) -> set[str]:
        """Everyone some run has in a body before `month`."""
        entered = self.table.filter((pl.col("office") == body) & pl.col("kind").is_in(list(ENTERS)))
        at = int(np.clip(month - self.first, 0, self.size[1] - 1))
        return {p for p in entered["target"].unique() if self.sits(p, body)[:, at].any()}


def _between(actor: str, target: str, mutual: bool) -> pl.Expr:
    """Rows with this actor and target (blank: any); of a mutual kind, either way round."""

    def is_(column, value):
        return (pl.col(column) == value) if value else pl.lit(True)

    straight = is_("actor", actor) & is_("target", target)
    return straight | (is_("actor", target) & is_("target", actor)) if mutual else straight


def _before(flags: np.ndarray, opening: bool) -> np.ndarray:
    """Flags at the end of a month, moved to the beginning of the next; posts of the first month
    count from it."""
    start = np.full_like(flags[:, :1], opening) | flags[:, :1]
    return np.concatenate([start, flags[:, :-1]], axis=1)


def score_events(
    targets: list[EventTarget],
    ledger: Ledger | None,
    is_free: bool = False,
    fewest: int = ENOUGH_RUNS,
) -> list[EventLine]:
    """One line a claim; parts of a claim are all needed (rule 7)."""
    claims: dict[str, list[EventTarget]] = defaultdict(list)
    for target in targets:
        if not target.reason:
            claims[target.claim].append(target)
    recorded = Counter(
        (t.kind, t.office or t.body, t.first_month // 12) for t in targets if not t.reason
    )
    return [
        _claim_line(claim, parts, ledger, is_free, recorded, fewest)
        for claim, parts in claims.items()
    ]


def _claim_line(claim, parts, ledger, is_free, recorded, fewest) -> EventLine:
    if ledger is None or any(
        p.last_month < ledger.first or p.first_month > ledger.last for p in parts
    ):
        return EventLine(claim, "not spoken to")
    ready = np.ones(ledger.runs, bool)
    came = np.ones(ledger.runs, bool)
    for part in parts:
        ready &= ledger.holds(part.requires, part.first_month)
        came &= ledger.in_window(part, part.first_month, part.last_month).any(1)
    hits = int((ready & came).sum())
    p = (hits + 0.5) / (ledger.runs + 1)
    p0 = max(float(np.mean([chance(part, ledger) for part in parts])), 0.5 / (ledger.runs + 1))
    flood = max(flooding(part, ledger, recorded) for part in parts)
    skill = float(np.clip(np.log(p / p0) / np.log(1 / p0), -1, 1)) if p0 < 1 else 0.0
    tau = order_of(parts, ledger)
    if flood > FLOOD:
        return EventLine(claim, "by flooding", p, p0, skill, flood, tau)
    if ledger.runs < fewest:
        return EventLine(claim, "few runs", p, p0, skill, flood, tau)
    likely = all(
        part.kind == "appointed" and part.office and is_likely(part, ledger) for part in parts
    )
    is_hit = likely or (p >= 0.5 and p >= 2 * p0)
    return EventLine(claim, "hit" if is_hit else "miss", p, p0, skill, flood, tau)


def chance(event: EventTarget, ledger: Ledger) -> float:
    """Rule 4: the same predicate at other times, and for a person of a body its other members; mean
    of both."""
    length = event.last_month - event.first_month
    windows = [
        start
        for start in range(ledger.first, ledger.last - length + 1, HALF_YEAR)
        if start + length < event.first_month or start > event.last_month
    ]
    found = [_share(event, ledger, start, start + length) for start in windows]
    means = [float(np.mean(found))] if found else []
    place = event.body or event.office
    if event.target and place:
        others = ledger.members(place, event.first_month) - {event.target}
        shares = [
            _share(event, ledger, event.first_month, event.last_month, {event.target: other})
            for other in sorted(others)
        ]
        means += [float(np.mean(shares))] if shares else []
    return float(np.mean(means)) if means else 0.0


def _share(event, ledger, first, last, swap=None) -> float:
    happened = ledger.holds(event.requires, first, swap) & ledger.in_window(
        event, first, last, swap
    ).any(1)
    return (int(happened.sum()) + 0.5) / (ledger.runs + 1)


def flooding(event: EventTarget, ledger: Ledger, recorded: Counter) -> float:
    """Rule 5: mean events of the kind in the body in the window's year over the recorded count +
    1."""
    year, place = event.first_month // 12, event.office or event.body
    rows = ledger.table.filter(
        (pl.col("kind") == event.kind)
        & (pl.col("month") // 12 == year)
        & ~pl.col("mechanism").is_in(GIVEN)
    )
    count = len(rows.filter(pl.col("office") == place) if place else rows)
    return count / ledger.runs / (recorded[(event.kind, place, year)] + 1)


def is_likely(event: EventTarget, ledger: Ledger) -> bool:
    """Rule 7: a successor counts if the recorded one is among the three likeliest."""
    inside = (pl.col("month") >= event.first_month) & (pl.col("month") <= event.last_month)
    rows = ledger.table.filter(
        (pl.col("kind") == event.kind)
        & (pl.col("office") == event.office)
        & inside
        & ~pl.col("mechanism").is_in(GIVEN)
    )
    chosen = Counter(rows.group_by("run", maintain_order=True).first()["target"].to_list())
    return event.target in [person for person, _ in chosen.most_common(LIKELIEST)]


def order_of(parts: list[EventTarget], ledger: Ledger) -> float | None:
    """Rule 7: Kendall's tau of the median dates of a sequence against the recorded order."""
    starts = [part.first_month for part in parts]
    if len(set(starts)) < 2:
        return None
    medians = []
    for part in parts:
        flags = ledger.in_window(part, ledger.first, ledger.last)
        happened = np.argmax(flags, axis=1)[flags.any(1)].tolist()
        if not happened:
            return None
        medians.append(float(np.median(happened)))
    return tau(starts, medians)

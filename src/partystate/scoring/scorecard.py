"""The scorecard: lines of every kind of claim, misses first, and as it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from partystate.evidence.records import EXTRAPOLATION
from partystate.evidence.roles import ALTERNATE
from partystate.scoring.directions import DirectionLine
from partystate.scoring.events import EventLine
from partystate.scoring.panel import score_panel
from partystate.scoring.quantity import ENOUGH_RUNS, Line, coverage, mean_skill, stamp
from partystate.scoring.themes import by_theme

VERDICT_ORDER = ("by flooding", "off", "miss", "too wide", "few runs", "hit", "not spoken to")


@dataclass(frozen=True)
class Scorecard:
    """Lines of each kind; `quantity` are of the replayed ensemble where there is one, else of the
    free one."""

    quantity: list[Line]
    events: list[EventLine]
    free_events: list[EventLine]
    directions: list[DirectionLine]
    roles: dict[str, int]
    runs: int
    ensembles: dict[str, str | None]
    statements: dict[str, str] = field(default_factory=dict)
    panel: dict[str, dict] = field(default_factory=dict)
    order: dict[str, dict] = field(default_factory=dict)
    # of falls over whoever sits; in no total
    pattern: dict[str, dict] = field(default_factory=dict)
    # ids of arguments of the literature among the claims of directions
    argued: frozenset[str] = frozenset()
    in_force: str = ALTERNATE
    # ids of figures that the runs were fitted to, under whatever roles
    fitted: frozenset[str] = frozenset()
    reanalysis: dict | None = None  # its card, where that is what is scored
    # runs of the leadership alone, and of its episodes by start, where politics are taken from it
    leadership: dict | None = None

    def of_role(self, role: str, headline: str | None = None) -> list[Line]:
        return [
            q for q in self.quantity if q.row.role == role and headline in (None, q.row.headline)
        ]

    def as_json(self) -> dict:
        """The printed schema of the scoring rules; further keys stand after it."""
        validate = self.of_role("validate")
        never = [q for q in validate if q.row.id not in self.fitted]
        return {
            "quantity": summary(validate),
            "event": {
                "hit": _count(self.events, "hit"),
                "free_hit": _count(self.free_events, "hit"),
                "total": len(self.events),
                "skill": _mean([e.skill for e in self.events]),
            },
            "direction": self._told("source"),
            "panel": self.panel or score_panel([], [], [], []),
            "given": self.roles.get("given", 0),
            "context": self.roles.get("context", 0),
            "rows": self.rows(),
            "direction_literature": self._told("literature"),
            "headlines": {
                name: summary(self.of_role("validate", name)) for name in ("source", "literature")
            },
            "calibrate": summary(self.of_role("calibrate")),
            EXTRAPOLATION: self._extrapolated(),
            "themes": by_theme(validate),
            "order": self.order,
            "pattern": self.pattern,
            "coverage50": coverage(validate, "inside50"),
            "stamp": stamp(coverage(validate, "inside90")),
            "runs": self.runs,
            "hits_are_counted": self.runs >= ENOUGH_RUNS,
            "ensembles": self.ensembles,
            "roles": {
                "in_force": self.in_force,
                "held_out_but_fitted": len(validate) - len(never),
                "never_fitted": summary(never),
                "themes": by_theme(never),
            },
            "reanalysis": self.reanalysis,
            "leadership": self.leadership,
        }

    def _extrapolated(self) -> dict:
        """Figures of times that no fit has seen, with their rows, misses first; in no total."""
        lines = self.of_role(EXTRAPOLATION)
        rows = sorted(
            map(_quantity_row, lines), key=lambda r: VERDICT_ORDER.index(str(r["verdict"]))
        )
        return summary(lines) | {"rows": rows}

    def _told(self, headline: str) -> dict:
        """Hits among the directions of the source, or of what the literature argues."""
        mine = [
            d for d in self.directions if (d.claim in self.argued) == (headline == "literature")
        ]
        return {"hit": _count(mine, "hit"), "total": len(mine)}

    def rows(self) -> list[dict]:
        """Every scored row, misses first; rows that are given or context are not among them."""
        found = [_quantity_row(q) for q in self.quantity if q.row.role in ("validate", "calibrate")]
        found += [_event_row(e, self.statements) for e in self.events]
        found += [
            _direction_row(d, self.statements, "literature" if d.claim in self.argued else "source")
            for d in self.directions
        ]
        return sorted(
            found,
            key=lambda r: (
                VERDICT_ORDER.index(r["verdict"]),
                r["role"] != "validate",
                -(r.get("z") or 0),
            ),
        )


def summary(lines: list[Line]) -> dict:
    """Hits, too wide, total, skill, coverage of some quantity lines."""
    return {
        "hit": sum(q.verdict == "hit" for q in lines),
        "too_wide": sum(q.verdict == "too wide" for q in lines),
        "total": len(lines),
        "spoken_to": sum(q.verdict != "not spoken to" for q in lines),
        "skill": mean_skill(lines),
        "coverage90": coverage(lines, "inside90"),
        "coverage90_read": coverage(lines, "read90"),
    }


def _count(lines, verdict: str) -> int:
    return sum(line.verdict == verdict for line in lines)


def _mean(values: list[float]) -> float | None:
    return float(sum(values) / len(values)) if values else None


def _quantity_row(line: Line) -> dict:
    row, bounds = line.row, line.range
    return {
        "id": row.id,
        "kind": "quantity",
        "headline": row.headline,
        "role": row.role,
        "verdict": line.verdict,
        "observable": row.observable,
        "level": row.level,
        "time": row.time,
        "group": row.group,
        "unit": row.unit,
        "low": bounds.low,
        "central": bounds.middle,
        "high": bounds.high,
        "stated": list(row.stated),
        "median": line.median,
        "q05": line.q05,
        "q95": line.q95,
        "z": line.z,
        "skill": line.skill,
        "beats_naive": None if line.skill is None else line.skill > 0,
        "naive": None if line.naive is None else line.naive.basis,
        "series": row.series,
        "theme": row.theme,
        "source": row.source,
        "verified": row.verified,
        "statement": row.statement,
    }


def _event_row(line: EventLine, statements: dict[str, str]) -> dict:
    return {
        "id": line.claim,
        "kind": "event",
        "headline": "source",
        "role": "validate",
        "verdict": line.verdict,
        "p": line.p,
        "p0": line.p0,
        "skill": line.skill,
        "flood": line.flood,
        "tau": line.tau,
        "statement": statements.get(line.claim, ""),
    }


def _direction_row(line: DirectionLine, statements: dict[str, str], headline: str) -> dict:
    return {
        "id": line.id,
        "kind": "direction",
        "headline": headline,
        "role": "validate",
        "verdict": line.verdict,
        "effect": line.effect,
        "effect_low": line.low,
        "effect_high": line.high,
        "reason": line.reason,
        "statement": statements.get(line.claim, ""),
    }

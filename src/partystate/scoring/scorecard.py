"""The scorecard: all claims against one or two ensembles, misses first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from partystate.core import dates
from partystate.country.country import Country
from partystate.evidence import (
    Observable,
    Row,
    compile_rows,
    load_directions,
    load_events,
    load_observables,
)
from partystate.evidence.directions import AS_IT_IS, JOINED
from partystate.evidence.records import EXTRAPOLATION
from partystate.evidence.roles import ALTERNATE, require
from partystate.scoring.aggregate import Ensemble, open_ensemble
from partystate.scoring.direction_reach import never_answered
from partystate.scoring.directions import ARMS, DirectionLine, score_directions
from partystate.scoring.events import EventLine, Ledger, score_events
from partystate.scoring.fates_panel import fate_rows
from partystate.scoring.fitted import fitted_to
from partystate.scoring.from_quantiles import card_in, is_shipped, open_shipped
from partystate.scoring.order import order_of_fall, read_leaders
from partystate.scoring.panel import score_panel
from partystate.scoring.pattern import pattern_of_falls
from partystate.scoring.people import nobody, share_of
from partystate.scoring.power_panel import panel_rows
from partystate.scoring.quantity import (
    ENOUGH_RUNS,
    Line,
    coverage,
    mean_skill,
    score_rows,
    stamp,
)
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


def score(
    country: Country | None = None,
    replayed: Path | None = None,
    free: Path | None = None,
    rows: list[Row] | None = None,
    observables: dict[str, Observable] | None = None,
    roles: str = ALTERNATE,
) -> Scorecard:
    """Score ensembles against a country's evidence, or against given `rows` (a user's record).

    `replayed` and `free` are ensemble or run directories; at least one. Quantities and directions
    are taken from the replayed one where there is one. Without a country `rows` and `observables`
    are needed, and a region's or a people's share of the whole is unknown. `roles` says which
    figures of the country are held out. A reanalysis has no events and no sides to compare."""
    if replayed is None and free is None:
        raise ValueError("a score needs an ensemble: replayed, free or both")
    if country is None and (rows is None or observables is None):
        raise ValueError("a score needs a country, or rows and observables")
    evidence = country.path / "evidence" if country else Path()  # not read without a country
    observables = observables or load_observables(evidence)
    all_rows = compile_rows(evidence, require(roles)) if rows is None else rows
    figures = [r for r in all_rows if r.kind == "quantity"]
    card = card_in(replayed or free)
    is_whole = rows is None and card is None
    directions = _scored(load_directions(evidence), all_rows) if is_whole else []
    targets = _scored(load_events(evidence), all_rows) if is_whole else []
    names = {d.response for d in directions}
    wanted = figures + [r for r in all_rows if r.observable in names]
    paths = {"replayed": replayed, "free": free}
    opened = open_shipped if is_shipped(replayed or free) else open_ensemble
    ensembles = {name: opened(path, wanted) for name, path in paths.items() if path}
    main = ensembles.get("replayed") or ensembles["free"]
    return Scorecard(
        quantity=score_rows(figures, main, observables, share_of(country) if country else nobody),
        events=episode_events(targets, main.path),
        free_events=score_events(
            targets,
            _ledger(ensembles.get("free") or (main if is_free(main) else None)),
            is_free=True,
        ),
        directions=score_directions(
            directions,
            main,
            _pairs(directions, main, wanted),
            never_answered(directions, country) if country else {},
        ),
        roles=dict(Counter(row.role for row in all_rows)),
        runs=main.runs,
        ensembles={n: str(ensembles[n].path) if n in ensembles else None for n in paths},
        statements={r.id: r.statement for r in all_rows},
        argued=frozenset(
            r.id for r in all_rows if r.kind == "direction" and r.headline == "literature"
        ),
        in_force=roles,
        fitted=fitted_to(about_of(main, card), country)
        if rows is None and country
        else frozenset(),
        reanalysis=card,
        **(politics(country, main) if is_whole and country else {}),
    )


def about_of(main: Ensemble, card: dict | None) -> dict:
    """The manifest of what is scored; of a reanalysis that a country ships its card alone."""
    return main.manifest if card is None else {"reanalysis": card} | main.manifest


def politics(country: Country, main: Ensemble) -> dict[str, dict]:
    """The panel, the order and the pattern of falls, of an ensemble with a ledger and its episodes
    and placebos."""
    free = _ledger(main)
    if free is None or country.meta.power is None or read_leaders(main.path) is None:
        return {}
    ledgers: dict[str, dict[int, Ledger]] = {"free": {free.first: free}}
    episodes = sorted(main.path.glob("episodes/*"))
    if episodes:
        ledgers["replayed"] = {dates.month_number(p.name): _ledger_in(p) for p in episodes}
    panel = {name: score_panel(**panel_rows(country, found)) for name, found in ledgers.items()}
    killed = {
        name: fate_rows(country, found[min(found)])
        for name, found in ledgers.items()
        if name == "free"
    }
    panel |= {
        f"{name}: killed, by person and year": score_panel(**rows)
        for name, rows in killed.items()
        if rows
    }
    order = {"free": _order(country, free, main.path)}
    pattern = {"free": _pattern(country, free, main.path)}
    placebos = sorted(main.path.glob("placebo/*"))
    for path in placebos:
        found = _ledger_in(path)
        order[f"placebo {path.name}"] = _order(country, found, path)
        pattern[f"placebo {path.name}"] = _pattern(country, found, path)
        panel[f"placebo {path.name}"] = score_panel(**panel_rows(country, {free.first: found}))
    told = {"order": order, "pattern": pattern}
    return {"panel": panel} | {
        key: {name: value for name, value in found.items() if value} for key, found in told.items()
    }


def _order(country, ledger: Ledger, folder: Path) -> dict | None:
    leaders, top = read_leaders(folder), country.leadership
    if leaders is None or not top.order:
        return None
    return order_of_fall(ledger, leaders, country, top.order_until, top.leader_year).as_json()


def _pattern(country, ledger: Ledger, folder: Path) -> dict | None:
    """None where nobody is looked for, or the runs were written before rivals were."""
    leaders, top = read_leaders(folder), country.leadership
    if (
        leaders is None
        or "rival" not in leaders.columns
        or not (top.order_until and top.leader_year)
    ):
        return None
    until, year = top.order_until, top.leader_year
    return pattern_of_falls(ledger, leaders, top.inner, until, year).as_json()


def is_free(ensemble: Ensemble) -> bool:
    """Whether politics of the leadership come out from its first month: nothing is replayed before
    a date."""
    about = ensemble.manifest
    has_leadership = "leadership" in about.get("parts", ("leadership",))
    return ensemble.events is not None and has_leadership and not about.get("replay_until")


def episode_events(targets: list, folder: Path) -> list[EventLine]:
    """Each event in the ensemble of its own episode (`episodes/START` beside the runs); none there
    is silence."""
    lines: dict[str, EventLine] = {}
    starts = dict.fromkeys(t.episode_start for t in targets)
    for start in starts:
        mine = [t for t in targets if t.episode_start == start]
        where = folder / "episodes" / start
        ledger = _ledger(open_ensemble(where, [])) if where.is_dir() else None
        lines |= {line.claim: line for line in score_events(mine, ledger)}
    return [lines[claim] for claim in dict.fromkeys(t.claim for t in targets)]


def _scored(targets: list, rows: list[Row]) -> list:
    """Tests whose claim is to be validated."""
    validate = {r.id for r in rows if r.role == "validate"}
    return [t for t in targets if t.claim in validate and not t.reason]


def _ledger_in(folder: Path) -> Ledger:
    """The ledger of an ensemble beside the scored one, made with it."""
    found = _ledger(open_ensemble(folder, []))
    if found is None:
        raise ValueError(f"{folder} has no events")
    return found


def _ledger(ensemble: Ensemble | None) -> Ledger | None:
    if ensemble is None or ensemble.events is None:
        return None
    months = [dates.parse(t).months[0] for t in ensemble.events["time"].unique()]
    first, last = ensemble.manifest.get("months", (min(months), max(months)))
    entered = ensemble.manifest.get("enters")
    first = dates.month_number(entered) if entered else first
    return Ledger(ensemble.events, ensemble.runs, first, last)


def _pairs(directions, main: Ensemble, rows: list[Row]) -> dict[str, tuple[Ensemble, Ensemble]]:
    """Paired arms found beside the scored ensemble; of each only what its direction reads."""
    pairs, beside = {}, main.path / ARMS
    there = {path.name for path in beside.glob("*")}
    for d in directions:
        mine = [row for row in rows if row.observable == d.response]
        names = [JOINED.join(side) or AS_IT_IS for side in d.sides(there)]
        if names and set(names) <= there:
            off, on = (open_ensemble(beside / name, mine) for name in names)
            pairs[d.id] = _same_runs(on, off)
    return pairs


def _same_runs(one: Ensemble, other: Ensemble) -> tuple[Ensemble, Ensemble]:
    """Both cut to the runs they share: the first ones, as runs are numbered from zero under one
    seed."""
    runs = min(one.runs, other.runs)

    def cut(e: Ensemble) -> Ensemble:
        values = {k: {t: v[:runs] for t, v in s.items()} for k, s in e.values.items()}
        return Ensemble(e.path, runs, values, None, e.manifest)

    return cut(one), cut(other)

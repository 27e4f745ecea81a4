"""Read the files of an evidence folder into typed, frozen objects."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence import records
from partystate.evidence.gazetteer import AXES, RURAL
from partystate.evidence.records import Claim, Figure, GazetteerEntry, Observable
from partystate.evidence.tables import Line, each, read_lines
from partystate.evidence.times import plain, span

FIGURE_COLUMNS = (
    "series",
    "unit",
    "period_start",
    "period_end",
    "region",
    "group",
    "low",
    "central",
    "high",
    "source",
    "verified",
)
CLAIM_COLUMNS = (
    "id",
    "section",
    "line",
    "kind",
    "role",
    "level",
    "date",
    "observable",
    "low",
    "central",
    "high",
    "unit",
    "band_low",
    "band_high",
    "attribution",
    "statement",
)
SMOOTH_FLOWS = "smooth_flows.csv"
STOCK_DAYS = ("1 Jan", "1 Jul", "31 Dec", "census")  # frequencies of stocks
_LABEL = re.compile(r"^([^\[\]]*)(\[[^\[\]]+\])?$")


@dataclass(frozen=True)
class Meta:
    """`evidence.toml`: what the source is, the last month its open ends reach, the fixed episode
    starts."""

    title: str
    licence: str
    source: str
    latest: str
    episode_starts: tuple[str, ...]
    usual_end: str = ""  # last month of figures that may be fitted or held out; blank: of all


def load_meta(folder: Path) -> Meta:
    """The folder's `evidence.toml`."""
    path = folder / "evidence.toml"
    try:
        cells = tomllib.loads(path.read_text(encoding="utf-8"))
        return Meta(
            cells["title"],
            cells["licence"],
            cells["source"],
            cells["latest"],
            tuple(cells["episode_starts"]),
            cells.get("usual_end", ""),
        )
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise UserError(
            "the evidence folder has no usable evidence.toml",
            file=str(path),
            found=str(error),
            expected="title, licence, source, latest, episode_starts",
            action="Write the missing keys.",
        ) from None


def load_observables(
    folder: Path, problems: list[UserError] | None = None
) -> dict[str, Observable]:
    """Observables by name, joined with what the score needs to know of each."""
    scales = {
        n.required("observable"): n
        for n in read_lines(
            folder / "observable_scales.csv",
            ("observable", "theme", "scale", "resolution", "prior_low", "prior_high", "additive"),
            unique="observable",
        )
    }
    lines = read_lines(
        folder / "observables.csv",
        ("observable", "unit", "axes", "frequency", "levels", "definition"),
        unique="observable",
    )
    smooth = load_smooth_flows(folder).keys()
    return {o.name: o for o in each(lines, lambda n: _observable(n, scales, smooth), problems)}


def load_smooth_flows(folder: Path) -> dict[str, tuple[int, int]]:
    """Flows that count as smooth (`scoring.smoothness`): observable -> figures on the line between
    their neighbours, of how many."""
    lines = read_lines(
        folder / SMOOTH_FLOWS, ("observable", "on_line", "of"), unique="observable", optional=True
    )
    return {
        n.required("observable"): (int(n.required("on_line")), int(n.required("of"))) for n in lines
    }


def _observable(line: Line, scales: dict[str, Line], smooth: Collection[str]) -> Observable:
    name = line.required("observable")
    if name not in scales:
        raise line.error(
            "an observable without a scale",
            "observable",
            found=name,
            expected="a row in observable_scales.csv",
        )
    scale = scales[name]
    low, _, high = scale.interval("prior_low", "prior_low", "prior_high")
    levels = tuple(w.strip() for w in line.required("levels").split(","))
    return Observable(
        name,
        line.required("unit"),
        tuple(a.strip() for a in line.text("axes").split(",") if a.strip()),
        line.text("frequency"),
        levels,
        line.text("definition"),
        scale.choice("theme", records.THEMES),
        scale.choice("scale", records.SCALES),
        scale.number_or_none("resolution") or 0.0,
        low,
        high,
        scale.choice("additive", ("yes", "no")) == "yes",
        scale.choice("weighed_by", ("", "villagers")) == "villagers",
        name in smooth or line.text("frequency") in STOCK_DAYS,
    )


def load_claims(folder: Path, problems: list[UserError] | None = None) -> list[Claim]:
    """The claims of the source; each must name its place in it."""
    latest = load_meta(folder).latest
    return each(
        read_lines(folder / "claims.csv", CLAIM_COLUMNS, unique="id"),
        lambda line: _claim(line, latest),
        problems,
    )


def _claim(line: Line, latest: str) -> Claim:
    named = _LABEL.match(line.text("observable"))
    if named is None:
        raise line.error(
            "no name of an observable",
            "observable",
            found=line.text("observable"),
            expected="a name, or name[label]",
        )
    name, label = named.groups()
    low, central, high = line.interval("low", "central", "high")
    band_low, _, band_high = line.interval("band_low", "band_low", "band_high")
    time = plain(line.text("date"), latest)
    if time:
        check_time(line, "date", time)
    return Claim(
        line.required("id"),
        line.number,
        line.text("section"),
        line.required("line"),
        line.choice("kind", records.KINDS),
        line.choice("role", records.ROLES),
        line.choice("level", records.LEVELS),
        time,
        name,
        label or "",
        low,
        central,
        high,
        line.text("unit"),
        band_low,
        band_high,
        line.text("attribution"),
        line.required("statement"),
    )


def load_record(folder: Path, problems: list[UserError] | None = None) -> list[Figure]:
    """Every row of `record/*.csv`, files in the order of their names."""
    figures: list[Figure] = []
    for path in sorted((folder / "record").glob("*.csv")):
        lines = read_lines(path, ("source", "verified", "region"))
        if lines and {"series", "unit", "period_start"} & lines[0].cells.keys():
            lines = read_lines(path, FIGURE_COLUMNS)
        figures += each(lines, lambda line, file=path.stem: _figure(line, file), problems)
    return figures


def _figure(line: Line, file: str) -> Figure:
    """One figure; a table of another shape (regions) has no series and no period."""
    if "series" not in line.cells:
        return Figure(
            file,
            line.number,
            file,
            "",
            "",
            "",
            line.text("region"),
            "",
            None,
            None,
            None,
            line.required("source"),
            line.choice("verified", ("yes", "no")) == "yes",
            "",
            "",
        )
    low, central, high = line.interval("low", "central", "high")
    start, end = line.required("period_start"), line.text("period_end")
    check_time(line, "period_start", start if end in ("", start) else f"{start}/{end}")
    return Figure(
        file,
        line.number,
        line.required("series"),
        line.required("unit"),
        start,
        end,
        line.text("region"),
        line.text("group"),
        low,
        central,
        high,
        line.required("source"),
        line.choice("verified", ("yes", "no")) == "yes",
        line.text("event_type"),
        line.text("event") or line.text("note"),
    )


def load_gazetteer(folder: Path, problems: list[UserError] | None = None) -> list[GazetteerEntry]:
    """Labels and the cells they cover; a member in brackets, `(abroad)`, says that there is
    none."""
    lines = read_lines(
        folder / "gazetteer.csv",
        (
            "label",
            "axis",
            "member",
            "weight",
            "weight_low",
            "weight_high",
            "valid_from",
            "valid_to",
            "source",
            "verified",
        ),
    )
    return each(lines, _entry, problems)


def _entry(line: Line) -> GazetteerEntry:
    low, weight, high = line.interval("weight_low", "weight", "weight_high")
    for column in ("valid_from", "valid_to"):
        if line.text(column):
            check_time(line, column, line.text(column))
    in_model = not line.required("member").startswith("(")
    if weight is None and in_model and line.text("axis") in (*AXES, RURAL):
        raise line.error(
            "a label without weight",
            "weight",
            found="blank",
            expected="a share of the member, 0 to 1",
        )
    return GazetteerEntry(
        line.number,
        line.required("label"),
        line.required("axis"),
        line.text("member"),
        weight or 0.0,
        low or 0.0,
        high or 0.0,
        line.text("valid_from"),
        line.text("valid_to"),
        line.required("source") if in_model else line.text("source"),
        line.choice("verified", ("yes", "no")) == "yes",
    )


def load_units(folder: Path) -> dict[tuple[str, str], float]:
    """Words for units that `core.units` does not have: (word, unit) -> factor."""
    lines = read_lines(folder / "units.csv", ("unit", "to", "factor"), optional=True)
    return {
        (n.required("unit"), n.required("to")): n.number_or_none("factor") or 1.0 for n in lines
    }


def check_time(line: Line, column: str, text: str) -> None:
    """Raise, with place, unless the text is a date of the subset."""
    try:
        span(text)
    except UserError as error:
        raise line.error(
            error.problem, column, found=error.found, expected=error.expected
        ) from None

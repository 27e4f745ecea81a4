"""`partystate evidence list|show|check`: what is known, where it is written, and whether it hangs
together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from partystate.cli.output import (
    USER_ERROR,
    console,
    print_json,
    print_table,
    problems,
    teaching,
)
from partystate.core.errors import UserError
from partystate.country.country import find, load
from partystate.evidence import (
    compile_rows,
    coverage,
    known_sources,
    load_directions,
    load_events,
    load_observables,
    load_record,
    where_found,
)
from partystate.evidence import problems as evidence_problems
from partystate.evidence.by_source import by_source
from partystate.evidence.records import KINDS, ROLES, THEMES, Row
from partystate.evidence.series_map import joined, load_series_map
from partystate.history.files import write_whole
from partystate.history.series import emitted
from partystate.mechanisms.registry import MECHANISMS
from partystate.scoring.direction_reach import never_answered
from partystate.scoring.reach import never_spoken_to

PARAMETERS = "parameters.csv"  # of a country
YES_NO = ("yes", "no")
NUMBERS = ("low", "central", "high")
IN_A_FILE = (
    "id",
    "kind",
    "role",
    "observable",
    "level",
    "time",
    "group",
    *NUMBERS,
    "unit",
    "verified",
    "theme",
    "source",
    "place",
    "statement",
)

app = typer.Typer(no_args_is_help=True)
InCountry = Annotated[
    str,
    typer.Option(
        "--country", help="a country's folder, or the name of one that comes with the program"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="print the result as JSON")]


def _folder(country: str) -> Path:
    return Path(find(country)) / "evidence"


@app.command("list")
@teaching
def list_rows(
    country: InCountry = "ussr",
    kind: Annotated[str, typer.Option(help=" | ".join(KINDS))] = "",
    role: Annotated[str, typer.Option(help=" | ".join(ROLES))] = "",
    theme: Annotated[str, typer.Option(help=" | ".join(THEMES))] = "",
    verified: Annotated[
        str,
        typer.Option(help="yes: read in its source | no: quoted as recalled"),
    ] = "",
    csv: Annotated[Path | None, typer.Option(help="a CSV file to write the rows to")] = None,
    as_json: AsJson = False,
) -> None:
    """List claims and series with their observable, time, figures and role."""
    _known(
        {
            "--kind": (kind, KINDS),
            "--role": (role, ROLES),
            "--theme": (theme, THEMES),
            "--verified": (verified, YES_NO),
        }
    )
    rows = [
        r
        for r in compile_rows(_folder(country))
        if kind in ("", r.kind)
        and role in ("", r.role)
        and theme in ("", r.theme)
        and verified in ("", YES_NO[not r.verified])
    ]
    if csv is not None:
        write_whole(csv, _csv(rows))
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    if csv is not None:
        console.print(f"{len(rows)} rows written to {csv}", soft_wrap=True)
        return
    print_table(
        f"Evidence: {len(rows)} rows",
        ["id", "kind", "role", "observable", "time", "group", "low", "central", "high", "unit"],
        [_short(r) for r in rows],
    )


@app.command()
@teaching
def sources(country: InCountry = "ussr", as_json: AsJson = False) -> None:
    """Count the rows of each source, those that nobody has read in it first, and say where it is
    found: its DOI or address, where one is known."""
    folder = _folder(country)
    found = by_source(compile_rows(folder), known_sources(folder))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    rows, recalled = sum(one.rows for one in found), sum(one.recalled for one in found)
    print_table(
        f"{len(found)} sources, {rows} rows, {recalled} of them quoted as recalled",
        [
            "rows",
            "read",
            "recalled",
            "of these used in fitting",
            "not used in fitting",
            "source",
            "where",
        ],
        [
            (
                one.rows,
                one.read,
                one.recalled,
                one.recalled_used_in_fitting,
                one.recalled_held_out,
                one.source,
                " ".join(filter(None, (one.doi, one.address))),
            )
            for one in found
        ],
    )


@app.command()
@teaching
def show(
    id: Annotated[str, typer.Argument(help="a claim (S152) or a figure (population:16)")],
    country: InCountry = "ussr",
    as_json: AsJson = False,
) -> None:
    """Show one claim or figure in full: words, figures, source and where that is found, place,
    role, and the tests made of it."""
    folder = _folder(country)
    row = next((r for r in compile_rows(folder) if r.id == id), None)
    if row is None:
        raise _absent(folder, id)
    tests = [asdict(t) for t in (*load_events(folder), *load_directions(folder)) if t.claim == id]
    told = asdict(row) | where_found(row.source, known_sources(folder))
    if as_json:
        print_json(told | {"tests": tests})
        return
    print_table(
        row.id,
        ["field", "value"],
        [(name, _text(value)) for name, value in told.items() if value not in ("", None)],
    )
    for test in tests:
        print_table(
            test["id"],
            ["field", "value"],
            [(name, _text(value)) for name, value in test.items() if value not in ("", None, ())],
        )


@app.command()
@teaching
def check(country: InCountry = "ussr", as_json: AsJson = False) -> None:
    """Check every file of the evidence. Exit status 2 if anything is wrong, a line a problem.

    What the model does not speak to is news and no mistake: it is told with the reason."""
    place = find(country)
    folder = place / "evidence"
    found = evidence_problems(folder, place / PARAMETERS)
    rows = [] if found else compile_rows(folder)
    counts = dict(Counter(f"{r.headline} {r.kind} {r.role}" for r in rows))
    silent = [] if found else _silent(place, rows)
    unanswered = {} if found else _unanswered(place)
    if as_json:
        print_json(
            {
                "passed": not found,
                "problems": found,
                "rows": counts,
                "never_spoken_to": silent,
                "directions_never_answered": unanswered,
            }
        )
    elif found:
        for problem in found:
            problems.print(problem, style=None, markup=False, highlight=False, soft_wrap=True)
    else:
        print_table(
            f"{len(rows)} rows, nothing wrong",
            ["headline, kind, role", "rows"],
            sorted(counts.items()),
        )
        print_table(
            "Coverage, which is news and no mistake",
            ["", "number", "names"],
            _coverage(place, rows),
        )
        if silent:
            print_table(
                f"Mapped, and never spoken to by a run: {sum(s['rows'] for s in silent)} rows",
                ["series", "rows", "times", "reason"],
                [(s["series"], s["rows"], s["times"], s["reason"]) for s in silent],
            )
        if unanswered:
            print_table(
                f"Directions that no run can answer: {len(unanswered)}",
                ["direction", "reason"],
                list(unanswered.items()),
            )
    if found:
        raise typer.Exit(USER_ERROR)


def _silent(place: Path, rows: list[Row]) -> list[dict]:
    """Rows that no run of the country can answer, by series and reason; none where the country
    itself cannot be read, of which `country check` tells."""
    try:
        judged = load(place)
    except UserError:
        return []
    by_reason: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row, reason in never_spoken_to(rows, judged, load_observables(place / "evidence")):
        by_reason[row.series, reason].append(row)
    return [
        {"series": series, "rows": len(of), "times": _times(of), "reason": reason}
        for (series, reason), of in by_reason.items()
    ]


def _unanswered(place: Path) -> dict[str, str]:
    """Directions to be tested that no run of the country can answer, each with the reason."""
    try:
        return never_answered(load_directions(place / "evidence"), load(place))
    except UserError:
        return {}


def _times(rows: list[Row]) -> str:
    """First and last time of rows."""
    times = sorted({row.time for row in rows})
    return times[0] if len(times) == 1 else f"{times[0]} to {times[-1]}"


def _coverage(place: Path, rows: list[Row]) -> list[tuple[str, int, str]]:
    """What the model does not speak to, and what it says that nobody has claimed."""
    parameters = place / PARAMETERS
    grounds = parameters.read_text(encoding="utf-8") if parameters.is_file() else ""
    names = [m.id for m in MECHANISMS if m.parameters]
    found = coverage(rows, emitted(), load_observables(place / "evidence"), names, grounds)
    return [
        (kind.replace("_", " "), len(entries), ", ".join(entries))
        for kind, entries in found.items()
    ]


def _absent(folder: Path, wanted: str) -> UserError:
    """Why an id has no row: an excuse in the series map, or no such id."""
    for figure, rules in joined(load_series_map(folder), load_record(folder)):
        if figure.id == wanted:
            return UserError(
                f"{wanted} ({figure.series}) is not scored",
                file="series_map.csv",
                row=rules[0].line_number,
                column="reason",
                found=rules[0].reason,
            )
    return UserError(
        "no such claim or figure",
        found=repr(wanted),
        expected="an id that `partystate evidence list` prints",
    )


def _csv(rows: list[Row]) -> bytes:
    """Rows as a table with numbers as numbers."""
    told = [{name: getattr(row, name) for name in IN_A_FILE} for row in rows]
    for one in told:
        one["verified"] = YES_NO[not one["verified"]]
    schema = {name: pl.Float64 if name in NUMBERS else pl.String for name in IN_A_FILE}
    return pl.DataFrame(told, schema=schema).write_csv().encode()


def _known(options: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    for name, (value, allowed) in options.items():
        if value and value not in allowed:
            raise UserError(
                f"unknown word for {name}", found=repr(value), expected=" | ".join(allowed)
            )


def _short(row: Row) -> tuple:
    return (
        row.id,
        row.kind,
        row.role,
        row.observable,
        row.time,
        row.group,
        *(_number(v) for v in (row.low, row.central, row.high)),
        row.unit,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _text(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return "; ".join(_text(v) for v in value)
    return _number(value) if isinstance(value, float) else str(value)

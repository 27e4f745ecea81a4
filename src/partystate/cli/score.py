"""`partystate score`: an ensemble against the country's claims, or against any record file; misses
first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.api.scores import score as take_score
from partystate.cli.choices import Roles
from partystate.cli.output import console, print_json, print_lines, print_table, teaching
from partystate.cli.reanalyse import print_ranks, show_left_out
from partystate.core.errors import UserError
from partystate.country.country import Country, load
from partystate.country.names import Names
from partystate.evidence import Observable, load_observables
from partystate.history import files
from partystate.reanalysis.shipped import Reanalysis, open_reanalysis
from partystate.scoring import Scorecard
from partystate.scoring.from_quantiles import card_in
from partystate.scoring.reach import why_silent
from partystate.scoring.themes import SILENT

SHOWN = 60
SHIPS = "ussr"  # the country whose reanalysis is meant where none is named
OTHER = "these runs do not have it"


@teaching
def score(
    directory: Annotated[
        Path | None,
        typer.Argument(help="an ensemble or run directory; runs/ensemble if not given"),
    ] = None,
    reanalysis: Annotated[
        bool,
        typer.Option(
            "--reanalysis",
            help="score a folder of `partystate reanalyse`, or the one the country ships",
        ),
    ] = False,
    roles: Annotated[
        Roles, typer.Option(help="which figures are held out: alternate years, or blocks")
    ] = Roles.alternate,
    free: Annotated[
        Path | None, typer.Option(help="an ensemble whose politics come out from the start")
    ] = None,
    leadership: Annotated[
        Path | None,
        typer.Option(
            help="an ensemble of the leadership alone with --episodes, from which events, panel, "
            "order and pattern of falls are taken"
        ),
    ] = None,
    record: Annotated[
        list[Path] | None,
        typer.Option(help="a record file instead of the country's claims; may be repeated"),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="a country's name or folder; that of the runs if not given")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the score as JSON")] = False,
) -> None:
    """Score runs. With fewer than 200 runs there are standardised errors and no hits."""
    if reanalysis:
        scored = opened = reanalysis_in(directory, country)
        judged = opened.country or load(files.country_of(opened.path))
        if free is not None:
            raise UserError("a reanalysis has no free ensemble", action="Leave out --free.")
    else:
        scored = directory = directory or Path("runs/ensemble")
        judged = load(country or files.country_of(directory))
    card = take_score(
        scored, free=free, leadership=leadership, record=record or (), country=judged, roles=roles
    )
    if as_json:
        print_json(card.as_json())
        return
    names = Names(judged)
    show(card, names)
    print_lines("What a score may owe to hindsight", [h.line for h in judged.meta.hindsight])
    if record:
        show_silent(card, judged, load_observables(judged.path / "evidence"), names)


def reanalysis_in(directory: Path | None, country: str | None) -> Reanalysis:
    """The reanalysis in a folder, or the one that a country ships where none is named."""
    if directory is None:
        return open_reanalysis(load(country or SHIPS))
    if card_in(directory) is None:
        raise UserError(
            f"{directory} holds no reanalysis",
            expected="a folder that `partystate reanalyse` made",
            action="Leave the folder out for the one that the country ships, or make one.",
        )
    shipped = not (directory / files.MANIFEST).is_file()
    owner = country or (str(directory.parent) if shipped else files.country_of(directory))
    return Reanalysis(directory, load(owner))


def show_silent(
    card: Scorecard, country: Country, observables: dict[str, Observable], names: Names
) -> None:
    """Rows of a record that the runs do not speak to, each with the reason."""
    silent = [line.row for line in card.quantity if line.verdict == SILENT]
    table = [
        (
            r.id,
            names.observable(r.observable),
            r.level,
            r.time,
            names.group(r.group),
            why_silent(r, country, observables) or OTHER,
        )
        for r in silent
    ]
    if table:
        print_table(
            f"Not spoken to, and so missed: {len(table)} of {len(card.quantity)} rows",
            ["id", "observable", "level", "time", "group", "reason"],
            table,
        )


def show(card: Scorecard, names: Names) -> None:
    """The score for a person."""
    data = card.as_json()
    if not data["hits_are_counted"]:
        console.print(
            f"{data['runs']} run{'s' * (data['runs'] != 1)}: standardised errors only; hits are "
            "counted from 200 runs.",
            highlight=False,
        )
    rows = [r for r in data["rows"] if r["verdict"] != SILENT]
    table = [
        (
            r["verdict"],
            r["role"],
            r["id"],
            names.observable(r["observable"]) if "observable" in r else "",
            r.get("time", ""),
            names.group(r.get("group", "")),
            _number(r.get("median")),
            f"{_number(r.get('low'))} to {_number(r.get('high'))}"
            if r["kind"] == "quantity"
            else "",
            _number(r.get("z")),
            _number(r.get("skill")),
        )
        for r in rows[:SHOWN]
    ]
    print_table(
        f"Rows the model speaks to, misses first ({len(table)} of {len(rows)})",
        ["verdict", "role", "id", "observable", "time", "group", "median", "range", "z", "skill"],
        table,
    )
    headlines = [
        ("quantity, all", data["quantity"]),
        *((f"quantity, {k}", v) for k, v in data["headlines"].items()),
    ]
    headlines.append(("quantity, calibrate rows", data["calibrate"]))
    roles = data["roles"]
    if roles["held_out_but_fitted"]:
        headlines.append(("quantity, never fitted", roles["never_fitted"]))
    print_table(
        f"Headlines, roles by {roles['in_force']} "
        f"{('[' + data['stamp'] + ']') if data['stamp'] else ''}",
        ["", "hit", "too wide", "total", "spoken to", "skill", "coverage 90", "as read"],
        [
            (
                n,
                s["hit"],
                s["too_wide"],
                s["total"],
                s["spoken_to"],
                _number(s["skill"]),
                _number(s["coverage90"]),
                _number(s["coverage90_read"]),
            )
            for n, s in headlines
        ],
    )
    themes = [
        (
            name,
            t["series"],
            t["spoken_to"],
            t["beat_naive"],
            _number(t["coverage90"]),
            _number(t["coverage90_read"]),
        )
        for name, t in data["themes"].items()
        if t["spoken_to"]
    ]
    print_table(
        "Series to be validated, by theme",
        ["theme", "series", "spoken to", "beat the naive guess", "coverage 90", "as read"],
        themes,
    )
    if roles["held_out_but_fitted"]:
        console.print(
            f"{roles['held_out_but_fitted']} of the {data['quantity']['total']} figures held out "
            f"by {roles['in_force']} were seen when these runs were made: fitted, or taken in.",
            highlight=False,
        )
    if data["reanalysis"]:
        show_left_out(data["reanalysis"])
        print_ranks(data["reanalysis"])
        return
    show_politics(data, names)
    event, direction, argued = data["event"], data["direction"], data["direction_literature"]
    console.print(
        f"Events: {event['hit']} hit, {event['free_hit']} free, of {event['total']}. "
        f"Directions: {direction['hit']} of "
        f"{direction['total']}; of the literature's {argued['hit']} of {argued['total']}. "
        f"Given {data['given']}, context {data['context']}, in no total. "
        f"Ensemble whose line is free: {data['ensembles']['free'] or 'none was given'}.",
        highlight=False,
    )
    show_leadership(data["leadership"])
    show_silent_directions(card)


def show_leadership(told: dict | None) -> None:
    """Of how many runs of the leadership alone politics were taken, where they were."""
    if told is None:
        return
    episodes = ", ".join(f"{start} {runs}" for start, runs in told["episodes"].items())
    console.print(
        f"Events, panel, order and pattern of falls are of the leadership alone: {told['runs']} "
        f"free runs, and by episode {episodes}. Events that it cannot tell are asked of the other "
        "ensemble.",
        highlight=False,
    )


def show_silent_directions(card: Scorecard) -> None:
    """Directions that the runs do not speak to, by reason."""
    silent = [line for line in card.directions if line.verdict == SILENT]
    by_reason: dict[str, list[str]] = {}
    for line in silent:
        by_reason.setdefault(line.reason, []).append(line.id)
    if silent:
        print_table(
            f"Directions not spoken to: {len(silent)} of {len(card.directions)}",
            ["reason", "number", "directions"],
            [(reason, len(ids), ", ".join(ids)) for reason, ids in by_reason.items()],
        )


def show_politics(data: dict, names: Names) -> None:
    """The order of falls, its parts beside the placebo, the panel, where the runs have a ledger."""
    if not data["order"].get("free"):
        return
    free, placebos = data["order"]["free"], [v for k, v in data["order"].items() if k != "free"]

    def mean(pick):
        return f"{sum(map(pick, placebos)) / len(placebos):.1%}" if placebos else ""

    rows = [("recorded order", f"{free['share']:.1%}", mean(lambda p: p["share"]))]
    rows += [
        (
            f"order: {names.outcome(text)}",
            f"{share:.1%}",
            mean(lambda p, t=text: dict(map(tuple, p["orders"])).get(t, 0)),
        )
        for text, share in free["orders"][:4]
    ]
    rows += [
        (names.outcome(name), f"{value:.1%}", mean(lambda p, n=name: p["parts"][n]))
        for name, value in free["parts"].items()
    ]
    print_table(
        f"The order of falls: {free['runs']} free runs and the placebo",
        ["", "free", "placebo"],
        rows,
    )
    show_pattern(data["pattern"])
    panels = [
        (
            name,
            p["rows"],
            _number(p["auc"]),
            " to ".join(_number(x) for x in p["auc_interval"] or ()),
            _number(p["brier_skill"]),
        )
        for name, p in data["panel"].items()
    ]
    print_table(
        "Panel of non-events: member, year, kind",
        ["", "rows", "AUC", "95 per cent interval", "Brier skill"],
        panels,
    )


def show_pattern(pattern: dict[str, dict]) -> None:
    """The pattern of falls over whoever sits, beside the placebo."""
    if "free" not in pattern:
        return
    free, placebos = pattern["free"], [v for k, v in pattern.items() if k != "free"]
    rows = [
        (
            name,
            f"{share:.1%}",
            f"{sum(p['steps'][name] for p in placebos) / len(placebos):.1%}" if placebos else "",
        )
        for name, share in free["steps"].items()
    ]
    print_table(
        f"The pattern of falls, whoever sits, each step with those before it; in no total: "
        f"{free['runs']} free runs and the placebo",
        ["", "free", "placebo"],
        rows,
    )


def _number(value) -> str:
    return "" if value is None else f"{value:.3g}" if abs(value) < 1e5 else f"{value:,.0f}"

"""`partystate estimate`: how many are missing from every list, by several estimators."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from partystate.cli.output import console, print_json, print_table, problems, teaching
from partystate.core.errors import UserError
from partystate.estimation import Answer, Estimate
from partystate.estimation import estimate as ask
from partystate.estimation.result import LEVEL
from partystate.report.charts import estimates as chart

BAR = 36  # characters
LINE, POINT, EMPTY = "─", "●", " "
FARTHEST = 4.0  # times the highest estimate, beyond which an interval is cut off
MANY_STRATA = 12  # more of which are told by their sums alone


@teaching
def estimate(
    lists: Annotated[Path, typer.Argument(help="a CSV file of who stands in which list")],
    strata: Annotated[
        list[str] | None,
        typer.Option(help="column to divide by: region, date:month, age:10; may be repeated"),
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--list", help="a column that is a list; may be repeated")
    ] = None,
    case: Annotated[str | None, typer.Option(help="the column that names a case")] = None,
    count: Annotated[str | None, typer.Option(help="the column that counts cases")] = None,
    method: Annotated[
        list[str] | None, typer.Option(help="one estimator of those printed; may be repeated")
    ] = None,
    level: Annotated[float, typer.Option(help="level of the intervals")] = LEVEL,
    seed: Annotated[int, typer.Option(help="luck of the estimators that draw")] = 1,
    encoding: Annotated[
        str | None, typer.Option(help="how the file is written, such as cp1251")
    ] = None,
    draw: Annotated[
        Path | None, typer.Option("--chart", help="an SVG file to draw the intervals in")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the estimates as JSON")] = False,
) -> None:
    """Estimate how many are in no list, by several estimators side by side: each with its interval,
    what it assumes and what is wrong with it."""
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=problems, transient=True
    ) as bar:
        task = bar.add_task("reading")
        answer = ask(
            lists,
            methods=method or None,
            level=level,
            seed=seed,
            progress=lambda text: bar.update(task, description=text),
            lists=columns or None,
            strata=strata or (),
            case=case,
            count=count,
            encoding=encoding,
        )
    if draw is not None:
        _draw(answer, draw)
    print_json(answer.as_json()) if as_json else show(answer)


def _draw(answer: Answer, path: Path) -> None:
    rows = [e for e in answer.sums or answer.estimates if e.total is not None]
    if not rows:
        raise UserError("there is no estimate to draw")
    try:
        path.write_text(chart.side_by_side(rows), encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"cannot write the chart: {error.strerror}", str(path), action="Give another file."
        ) from None


def show(answer: Answer) -> None:
    """An answer for a person."""
    console.print(
        f"{answer.observed:,} cases in {len(answer.lists)} lists: {', '.join(answer.lists)}",
        highlight=False,
    )
    for warning in answer.warnings:
        console.print(f"Mind: {warning}.", highlight=False)
    _table("All cases, those in no list among them", answer.estimates)
    if answer.by_stratum:
        _strata(answer)
    told = {e.method: e for e in answer.sums or answer.estimates}.values()
    for each in told:
        warned = f" Mind: {'; '.join(each.warnings)}." if each.warnings else ""
        console.print(f"{each.method}: {each.assumes}{warned}", highlight=False)
    if answer.spread is not None:
        low, high = answer.spread
        console.print(
            f"The estimates run from {low:,.0f} to {high:,.0f}. No single one of them is the "
            "answer; where they differ, what they assume decides.",
            highlight=False,
        )


def _strata(answer: Answer) -> None:
    if len(answer.by_stratum) <= MANY_STRATA:
        for label, found in answer.by_stratum.items():
            _table(f"{label}: {found[0].observed:,} cases", found)
            for warning in answer.of_strata[label]:
                console.print(f"Mind: {warning}.", highlight=False)
    _table(f"Sums of {len(answer.by_stratum)} strata", answer.sums)


def _table(title: str, found: tuple[Estimate, ...]) -> None:
    ends = [e.high if e.high is not None else e.total for e in found if e.total is not None]
    totals = [e.total for e in found if e.total is not None]
    most = min(max(ends), FARTHEST * max(totals)) if totals else 1.0
    level = found[0].level
    print_table(
        title,
        ["estimator", "cases", "missing", f"{level:.0%} interval", "by", "from 0", "warnings"],
        [
            (
                e.method,
                _number(e.total),
                _number(e.missing),
                "" if e.total is None else f"{_number(e.low)} to {_number(e.high)}",
                "" if e.total is None else e.interval,
                _bar(e, most),
                len(e.warnings) or "",
            )
            for e in found
        ],
    )


def _bar(e: Estimate, most: float) -> str:
    """The interval as a line from 0 to `most`, the estimate as a point in it."""
    if e.total is None:
        return "not told"

    def at(value: float) -> int:
        return min(int(value / most * (BAR - 1)), BAR - 1)

    signs = [EMPTY] * BAR
    if e.low is not None and e.high is not None:
        for place in range(at(e.low), at(e.high) + 1):
            signs[place] = LINE
    signs[at(e.total)] = POINT
    return "".join(signs).rstrip()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return "no end" if math.isinf(value) else f"{value:,.0f}"

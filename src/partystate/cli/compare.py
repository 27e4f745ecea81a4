"""`partystate compare`: histories with and without a what-if, under the same luck; or theses side
by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from partystate.cli.output import console, print_json, print_table, problems, teaching
from partystate.cli.run import Enters, Line, Parts, WhatIfs
from partystate.cli.theses import show_contest
from partystate.core.errors import UserError
from partystate.country.country import Country, load
from partystate.country.names import Names
from partystate.experiments import kept
from partystate.experiments.compare import Comparison, comparison_of
from partystate.experiments.compare import compare as run_pairs
from partystate.experiments.effects import FEWEST_PAIRS
from partystate.experiments.forks import SAME
from partystate.experiments.kept import Asked
from partystate.experiments.paired import Effect, words_on
from partystate.experiments.questions import asked_of
from partystate.experiments.theses import contest
from partystate.history.files import writable_folder, write_json
from partystate.history.series import emitted
from partystate.scenario.assemble import RECORDED
from partystate.scenario.parameter_kinds import for_many
from partystate.scenario.parts import ALL, SOCIETY
from partystate.scenario.scenario import Scenario
from partystate.scoring.quantity import ENOUGH_RUNS

PAIRS = 100


@teaching
def compare(
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    what_if: WhatIfs = None,
    thesis: Annotated[
        list[str] | None,
        typer.Option(
            help=(
                "name or TOML file; two or more are scored side by side, and what-ifs are "
                "compared on top of each"
            )
        ),
    ] = None,
    runs: Annotated[
        int | None, typer.Option(help="pairs of histories, or histories a thesis")
    ] = None,
    seed: Annotated[int, typer.Option(help="the luck of the pairs")] = 1,
    parameters: Annotated[
        str | None,
        typer.Option(
            help="central, prior or posterior; posterior where the country ships one, else prior"
        ),
    ] = None,
    fork: Annotated[
        str | None,
        typer.Option(
            "--from",
            help=(
                "the fork, YYYY-MM: both histories are the same until it, and the what-ifs act "
                "from it on"
            ),
        ),
    ] = None,
    luck: Annotated[
        str,
        typer.Option(
            help="same, or fresh: beside the same luck also a luck drawn anew from the fork on"
        ),
    ] = SAME,
    parts: Parts = None,
    line: Line = RECORDED,
    enters: Enters = None,
    lumped: Annotated[
        bool,
        typer.Option(
            "--lumped",
            help="one nationality a region: quicker, and coarser where many peoples live",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help=(
                "directory for compare.json or theses.json, such as that of an ensemble whose "
                "report is to print them"
            )
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the comparison as JSON")] = False,
) -> None:
    """Effects of a what-if with intervals, on society and the leadership; or theses scored on
    the same rows. What cannot be told apart from nothing is said to be so."""
    found = load(country)
    with Progress(console=problems, transient=True) as bar:
        task = bar.add_task("histories")

        def tell(done, of):
            return bar.update(task, completed=done, total=of)

        if thesis and not what_if:
            _refuse_fork(fork, luck)
            told = contest(
                found,
                thesis,
                _checked(runs, ENOUGH_RUNS),
                seed,
                for_many(found, parameters),
                None,
                lumped,
                tell,
            )
            data = told.as_json()
        else:
            scenarios = [
                Scenario(found, thesis=name, line=line, parts=parts or ALL, enters=enters)
                for name in thesis or [None]
            ]
            told = [
                _answered(
                    scenario,
                    what_if or [],
                    _checked(runs, PAIRS),
                    seed,
                    for_many(found, parameters),
                    lumped,
                    tell,
                    fork,
                    luck,
                )
                for scenario in scenarios
            ]
            data = told[0].as_json() if len(told) == 1 else [c.as_json() for c in told]
    if out:
        write_json(
            writable_folder(out) / ("compare.json" if isinstance(told, list) else "theses.json"),
            json.loads(json.dumps(data)),
        )
    if as_json:
        print_json(data)
    elif isinstance(told, list):
        for one in told:
            show(one, found)
    else:
        show_contest(told)


def _answered(
    scenario: Scenario,
    what_ifs: list[str],
    pairs: int,
    seed: int,
    parameters: str,
    is_lumped: bool,
    tell: Callable[[int, int], None],
    fork: str | None,
    luck: str,
) -> Comparison:
    """A comparison: the answer that is kept, of this command or of the explorer, or one that is run
    and kept."""
    edited = scenario.edited(*what_ifs)
    of_a_file = scenario.thesis and scenario.thesis.endswith(".toml")

    def answer() -> Comparison:
        return run_pairs(
            scenario,
            edited,
            pairs,
            seed,
            parameters,
            is_lumped=is_lumped,
            progress=tell,
            fork=fork,
            luck=luck,
        )

    if not what_ifs or of_a_file:  # the first is refused; a file may change under its name
        return answer()
    asked = Asked.of(
        scenario.country,
        edited.what_ifs,
        pairs,
        seed,
        parameters,
        is_lumped=is_lumped,
        thesis=scenario.thesis,
        fork=fork,
        luck=luck,
        parts=None if scenario.parts == ALL else tuple(scenario.parts),
        line=scenario.line,
        enters=scenario.enters,
    )
    there = kept.find(asked)
    if there is not None:
        return comparison_of(there)
    found = answer()
    kept.keep(asked, json.loads(json.dumps(found.as_json())))
    return found


def _refuse_fork(fork: str | None, luck: str) -> None:
    """Theses are scored from the start: they have no pairs."""
    if fork or luck != SAME:
        raise UserError(
            "theses side by side do not fork",
            found="--from or --luck",
            expected="--what-if beside the thesis",
            action="Name a what-if, or leave it out.",
        )


def _checked(runs: int | None, usual: int) -> int:
    """A number of histories that is one."""
    if runs is not None and runs < 1:
        raise UserError(
            "a comparison needs at least one history",
            found=str(runs),
            action="Give --runs 1 or more.",
        )
    return runs or usual


def show(found: Comparison, country: Country) -> None:
    """A comparison for a person: the whole country and named places; then, for headline questions,
    the regions whose interval leaves out zero."""
    by_region = [a for a in asked_of(country) if a.is_each] if SOCIETY in found.parts else []
    each = {a.row.group for a in by_region}
    names = Names(country)
    changes = ", ".join(map(names.change, found.what_ifs))
    title = f"{changes}: {found.pairs} pairs under the same luck" + (
        f", one until {found.fork}" if found.fork else ""
    )
    about = [
        " and ".join(found.parts),
        f"thesis {found.thesis}" if found.thesis else "",
        f"parameters {found.parameters}",
        *found.notes,
    ]
    moved = [e for e in found.effects if e.effect or e.low or e.high]
    still = len(found.effects) - len(moved)
    columns = ["outcome", "without", "with", "effect", "95 per cent interval", ""]
    print_table(
        f"{title} ({'; '.join(filter(None, about))})",
        columns,
        [_row(e, names, found.is_average(e)) for e in moved if e.group not in each],
    )
    if still:
        console.print(f"{still} outcomes are the same to the last digit.", highlight=False)
    if found.uncoupled:
        since = f"from {found.fork} on" if found.fork else "throughout"
        print_table(
            f"The same with another luck {since}",
            columns,
            [_row(e, names) for e in found.uncoupled if e.group not in each],
        )
    regional = [e for e in found.effects if e.group in each]
    for question, time in dict.fromkeys(
        (a.question.label, a.row.time) for a in by_region if a.question.headline
    ):
        _show_regions(
            names, question, time, [e for e in regional if (e.question, e.time) == (question, time)]
        )
    if word := words_on(found.pairs):
        console.print(word)
    if any(not a.question.headline for a in by_region):
        console.print(
            "Other questions by region: in compare.json (--out) and with --json.", highlight=False
        )
    for text, share in (*found.first_differences, *found.first_events):
        said = _difference(text, names)
        console.print(f"First difference in {share:.0%} of pairs: {said}", highlight=False)
    if found.leadership_decorrelated:
        console.print(
            f"From {found.leadership_decorrelated} the inner bodies of a pair are strangers.",
            highlight=False,
        )
    if found.decorrelated:
        console.print(
            f"From {found.decorrelated} the pairs have drifted apart: later effects are "
            "average effects.",
            highlight=False,
        )
    elif found.fork:
        few = (
            f"{found.pairs} pairs are too few to tell"
            if found.pairs < FEWEST_PAIRS
            else "No month is found"
        )
        console.print(f"{few} from which the pairs have drifted apart.", highlight=False)


def _show_regions(names: Names, question: str, time: str, effects: list[Effect]) -> None:
    clear = sorted((e for e in effects if e.is_clear), key=lambda e: -abs(e.effect))
    if clear:
        rows = [(names.group(e.group), *_row(e, names)[1:5]) for e in clear]
        silent = len(effects) - len(clear)
        print_table(
            f"{question}, {time}, by region"
            + (f"; {silent} more not told from nothing" if silent else ""),
            ["region", "without", "with", "effect", "95 per cent interval"],
            rows,
        )


def _difference(text: str, names: Names) -> str:
    """Where pairs first differ: an event as it is told, or a time and an observable."""
    time, _, rest = text.partition(" ")
    return f"{time} {names.observable(rest)}" if rest in emitted() else text


def _row(e: Effect, names: Names, is_average: bool = False) -> tuple[str, ...]:
    words = [
        *(["average"] if is_average else []),
        *([] if e.is_clear else ["not told from nothing"]),
    ]
    return (
        names.outcome(e.outcome),
        number(e.base),
        number(e.changed),
        number(e.effect, "+"),
        span(e.low, e.high),
        ", ".join(words),
    )


def span(low: float | None, high: float | None) -> str:
    """An interval of an effect, or that there is none."""
    return "none" if low is None or high is None else f"{number(low, '+')} to {number(high, '+')}"


def number(value: float, sign: str = "") -> str:
    """Three figures, or a whole number with commas."""
    return format(round(value), f"{sign},") if abs(value) >= 1000 else format(value, f"{sign}.3g")

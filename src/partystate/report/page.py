"""The page: sections put into one HTML file that asks nothing of the network."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from jinja2 import Environment
from markupsafe import Markup

from partystate.country.country import Country
from partystate.country.names import Names
from partystate.country.put_in import LEADERSHIP, RECORDED, REVOLUTION, SOCIETY, PutIn, put_in
from partystate.evidence import Row, known_sources
from partystate.history import files
from partystate.history.own_mechanisms import words_of
from partystate.history.release import NearestRun, chosen_as
from partystate.report.behind import NOTHING, Behind
from partystate.report.content import Section
from partystate.report.limits import WHAT_IFS, limits
from partystate.report.rendering import HERE, environment, style, unique_ids
from partystate.report.sections.belief import belief
from partystate.report.sections.books import books
from partystate.report.sections.church import church
from partystate.report.sections.deaths import deaths
from partystate.report.sections.farms import farms
from partystate.report.sections.food import food
from partystate.report.sections.industry import industry
from partystate.report.sections.moved import moved
from partystate.report.sections.parameters import DRAWN, OF_ONE, parameters
from partystate.report.sections.people import people
from partystate.report.sections.politics import politics
from partystate.report.sections.provenance import provenance
from partystate.report.sections.records import records
from partystate.report.sections.revolution import revolution
from partystate.report.sections.score import score
from partystate.report.sections.terror import terror
from partystate.report.sections.what_ifs import changes
from partystate.report.sections.where import where
from partystate.report.sections.work import work
from partystate.report.series import RunData, Wanted
from partystate.report.who_led import who_led

OF = {
    SOCIETY: "people, food, farms, work, church, terror and deaths",
    LEADERSHIP: "who ruled and who fell",
    REVOLUTION: "a party that may take power, and the war that follows",
}
IN_THE_LEAD = (
    "recorded.csv",
    "weather.csv",
    "shocks.csv",
    "revolution.csv",
)  # tables of what comes from outside


def write_report(
    directory: Path,
    country: Country,
    rows: list[Row] | None = None,
    behind: Behind = NOTHING,
    free: Behind = NOTHING,
) -> Path:
    """Write `report.html` into a run directory and return its path.

    `rows` are the compiled evidence, `behind` is the ensemble of the bands, `free` one whose line
    comes out of the model. What is missing is said on the page."""
    about = files.read_manifest(directory)
    data = RunData(directory, behind.folder)
    given = put_in(country, about["line"], tuple(about["parts"]), about["enters"])
    shown = chosen_as(about, country.path)
    templates = environment()
    parts = [
        section
        for section in _sections(
            directory, country, about, data, rows, given, behind, free, templates
        )
        if section
    ]
    names = dict.fromkeys(
        name for section in parts for figure in section.figures for name in figure.scripts
    )
    text = templates.get_template("page.html").render(
        title=_title(country, about),
        css=Markup(style()),
        lead=_lead(about, given, shown),
        led=who_led(directory, Names(country)),
        facts=_facts(about, data.members, behind.parameters, shown),
        failures=_failures(country, about),
        limits=_limits(country, about, behind.card),
        known_sources=known_sources(country.path / "evidence"),
        sections=parts,
        scripts=[Markup((HERE / name).read_text(encoding="utf-8")) for name in names],
    )
    return files.write_whole(directory / "report.html", unique_ids(text).encode())


def _title(country: Country, about: dict) -> str:
    """What the page is of."""
    ours = country.meta.revolution
    if REVOLUTION in about["parts"] and ours is not None:
        return ours.title
    return about["country"]["title"]


def _limits(country: Country, about: dict, card: dict | None) -> list[str]:
    """What the page cannot tell."""
    ours = country.meta.revolution
    if REVOLUTION in about["parts"] and ours is not None:
        return [*ours.cautions, WHAT_IFS]
    return limits(country, about, card)


def _failures(country: Country, about: dict) -> list[str]:
    """What a run of these parts is known to get wrong."""
    ours = country.meta.revolution
    if REVOLUTION in about["parts"] and ours is not None:
        return ours.known_failures
    return country.meta.known_failures


def _sections(
    directory: Path,
    country: Country,
    about: dict,
    data: RunData,
    rows: list[Row] | None,
    given: list[PutIn],
    behind: Behind,
    free: Behind,
    environment: Environment,
) -> list[Section | None]:
    """Every part of the page in its order, deaths before politics; None for one that this run has
    nothing for."""
    names = Names(country)
    has_leadership = LEADERSHIP in about["parts"]
    return [
        score(behind.card, names, behind.parameters, about["line"], country.meta.hindsight),
        *(
            _society(directory, country, about, names, data, rows, behind, environment)
            if SOCIETY in about["parts"]
            else ()
        ),
        revolution(country, data, rows),
        politics(directory, country, names, data, behind, free, rows) if has_leadership else None,
        belief(data, rows),
        records(directory, data, rows, names, environment) if has_leadership else None,
        changes(behind.folder, country, names),
        parameters(country, directory, about),
        provenance(about, given),
    ]


def _society(
    directory: Path,
    country: Country,
    about: dict,
    names: Names,
    data: RunData,
    rows: list[Row] | None,
    behind: Behind,
    environment: Environment,
) -> list[Section | None]:
    """The parts of the page on society."""
    regions = regions_of(data)
    has_harvest = len(data.line(Wanted("grain.harvest"))) > 0
    return [
        deaths(directory, data, rows, regions, behind.folder),
        where(directory, country, data, environment),
        food(directory, data, rows, regions, environment, about["line"]) if has_harvest else None,
        farms(directory, data, rows, regions, names) if has_harvest else None,
        moved(directory, country, names, data, regions),
        industry(data, rows, names),
        terror(data, rows, names),
        work(data, rows, names),
        church(data, rows),
        people(data, rows, regions, names),
        books(directory, data),
    ]


def regions_of(data: RunData) -> list[str]:
    """Regions whose people a run or a result tells of."""
    groups = data.run.filter(
        (pl.col("observable") == "population.total") & pl.col("group").str.starts_with("region=")
    )["group"]
    return [g.removeprefix("region=") for g in groups.unique(maintain_order=True)]


def _lead(about: dict, given: list[PutIn], shown: NearestRun | None) -> str:
    """What the page is of, and what comes from outside."""
    of = ", ".join(OF[part] for part in about["parts"])
    words = [g.words for g in given if g.file in IN_THE_LEAD]
    others = len(given) - len(words)
    which = (
        "one simulated history"
        if shown is None
        else f"the one of {shown.runs} simulated histories that comes nearest to the figures used "
        "in fitting"
    )
    return (
        f"{of[:1].upper()}{of[1:]} in {which}, beside the record with its ranges. "
        f"Put in from the record: {', '.join(words)}, and {others} dated tables of the calendar "
        "and of rules, all listed at the end of the page. The rest comes out of the model."
    )


def _luck(about: dict, shown: NearestRun | None) -> str:
    """Of which luck the history is; one chosen among others by the record says so."""
    if about.get("number") is None:
        return f"seed {about['seed']}, fixed beforehand"
    of = f"run {about['number']} of seed {about['seed']}"
    if shown is None:
        return of
    return (
        f"{of}: of {shown.runs} histories the one that comes nearest to the {shown.figures} "
        f"figures used in fitting ({shown.distance:.2f} sd off in the mean; the middle one "
        f"{shown.middle:.2f})"
    )


def _facts(
    about: dict, members: int, drawn: str, shown: NearestRun | None
) -> list[tuple[str, str]]:
    entered, made = about["enters"], str(about["parameters"])
    return [
        ("Months", f"{about['start']} to {about['end']}"),
        *([("The leadership enters", entered)] if entered else []),
        ("Luck", _luck(about, shown)),
        (
            "People",
            {
                "expected": "expected: conditional means",
                "counted": "counted: every person a whole number",
            }[about["counting"]],
        ),
        (
            "The rulers' line on the village",
            "recorded, and put in" if about["line"] == RECORDED else "comes out of the model",
        ),
        (
            "Ensemble behind the bands",
            f"{members} runs, parameters {DRAWN.get(drawn, drawn)}"
            if members
            else "none was given",
        ),
        ("Parameters of this run", OF_ONE.get(made, made)),
        ("What-ifs", ", ".join(w["title"] for w in about["what_ifs"]) or "none"),
        *([("Not of the package", "; ".join(own))] if (own := words_of(about)) else []),
    ]

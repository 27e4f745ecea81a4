"""The page: sections put into one HTML file that asks nothing of the network."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import polars as pl
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from partystate.core import dates
from partystate.country.country import Country
from partystate.evidence import Row
from partystate.history import files
from partystate.report.content import Table
from partystate.report.sections import general as sections
from partystate.report.sections import land
from partystate.report.sections.deaths import deaths
from partystate.report.sections.industry import industry
from partystate.report.sections.moved import moved
from partystate.report.sections.politics import politics
from partystate.report.sections.terror import terror
from partystate.report.sections.what_ifs import changes
from partystate.report.sections.work import work
from partystate.report.series import RunData, Wanted

HERE = Path(__file__).parent
LIMITS = (
    "Why the rulers did to the village what they did: their line between free trade and "
    "force is a dated input, what follows from it is the model's, and nothing here bears on "
    "intent.",
    "That one man had to win: with facts from before the run the recorded order of falls "
    "does not come out; the free runs show what else could have.",
    "The toll of a famine better than those who counted: each historian's figure stands on a "
    "line of its own beside the model's interval.",
    "Differences between regions with any confidence: land tables are recalled and regrouped.",
    "What would have happened: what-ifs change inputs and rules of the model, and their "
    "intervals say nothing of rules it lacks.",
    "Who moved to which town: those who leave go to towns by the workers already there, and "
    "mines, building sites and wages of a region are not in it.",
)


PUT_IN = (
    "the rulers' line on the village",
    "weather",
    "imports and prices",
    "aid offered from abroad",
)


@dataclass(frozen=True)
class Politics:
    """What the part on the party's top is drawn from: the country, an ensemble of the top and its
    score, where given."""

    country: Country
    ensemble: Path | None
    card: dict | None


def write_report(
    directory: Path,
    country: Country,
    rows: list[Row] | None = None,
    scorecard: dict | None = None,
    ensemble: Path | None = None,
    top: Politics | None = None,
) -> Path:
    """Write `report.html` into a run directory and return its path.

    `rows` are the compiled evidence, `scorecard` is in the schema of `score --json`, `ensemble` a
    directory with parts. What is missing is said on the page."""
    about = files.read_manifest(directory)
    data = RunData(directory, ensemble)
    groups = data.run.filter(
        (pl.col("observable") == "population.total") & pl.col("group").str.starts_with("region=")
    )["group"]
    regions = [g.removeprefix("region=") for g in groups.unique(maintain_order=True)]
    environment = _environment()
    has_harvest = len(data.line(Wanted("grain.harvest"))) > 0
    found = [
        politics(
            directory, top.country, RunData(directory, top.ensemble), top.ensemble, top.card, rows
        )
        if top
        else None,
        sections.score(scorecard, _drawn(ensemble)),
        land.where(directory, country, data, environment),
        deaths(directory, data, rows, regions, ensemble),
        land.food(directory, data, rows, regions, environment) if has_harvest else None,
        land.farms(directory, data, rows, regions) if has_harvest else None,
        moved(directory, country, data, regions),
        industry(data, rows),
        terror(data, rows),
        work(data, rows),
        changes(ensemble, country),
        sections.people(data, rows, regions),
        sections.books(directory, data),
        sections.parameters(country, directory, about),
        sections.provenance(about),
    ]
    parts = [section for section in found if section]
    names = dict.fromkeys(
        name for section in parts for figure in section.figures for name in figure.scripts
    )
    text = environment.get_template("page.html").render(
        title=about["country"]["title"],
        css=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        lead=_lead(about),
        facts=_facts(about, data.members, _drawn(ensemble)),
        limits=LIMITS,
        sections=parts,
        scripts=[Markup((HERE / name).read_text(encoding="utf-8")) for name in names],
    )
    return files.write_whole(directory / "report.html", _unique_ids(text).encode())


def _lead(about: dict) -> str:
    top = (
        "The party's top, people, food, farms and deaths"
        if "power" in about
        else "People, food, farms and deaths"
    )
    rules = "Who rules and who falls, what" if "power" in about else "What"
    rules += " is asked of the village and what it brings comes out of the model."
    given = [
        *PUT_IN,
        *(name.removeprefix("recorded_").replace("_", " ") for name in about.get("replayed", [])),
    ]
    return (
        f"{top} of one simulated history, beside the record with its ranges. {rules} Put in from "
        f"the record: {', '.join(given)}."
    )


def _drawn(ensemble: Path | None) -> str:
    """Where the parameters of an ensemble are from, by its manifest."""
    path = ensemble / "manifest.json" if ensemble else None
    return files.read_json(path).get("parameters", "") if path and path.is_file() else ""


def _facts(about: dict, members: int, drawn: str) -> list[tuple[str, str]]:
    return [
        ("Months of people and food", f"{about['start']} to {about['end']}"),
        *(
            [
                (
                    "Months of the party's top",
                    " to ".join(dates.month_text(m) for m in about["power"]["months"]),
                )
            ]
            if "power" in about
            else []
        ),
        ("Luck", f"seed {about['seed']}, fixed beforehand"),
        (
            "People",
            {
                "expected": "expected: conditional means",
                "counted": "counted: every person a whole number",
            }[about["counting"]],
        ),
        (
            "Ensemble behind the bands",
            f"{members} runs, parameters {sections.DRAWN.get(drawn, drawn)}"
            if members
            else "none was given",
        ),
        ("Parameters of this run", sections.OF_ONE.get(about["parameters"], about["parameters"])),
        ("What-ifs", ", ".join(w["title"] for w in about["what_ifs"]) or "none"),
    ]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"plain": plain, "as_csv": as_csv}
    return environment


def plain(text: str) -> Markup:
    """Escaped text in which `code`, **strong** and *emphasis* are marked up."""
    marked = str(escape(text))
    for pattern, tag in (
        (r"`([^`]+)`", "code"),
        (r"\*\*([^*]+)\*\*", "strong"),
        (r"\*([^*]+)\*", "em"),
    ):
        marked = re.sub(pattern, rf"<{tag}>\1</{tag}>", marked)
    return Markup(marked)


def as_csv(table: Table) -> str:
    """A table as percent-encoded CSV for a data link."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return quote(buffer.getvalue())


def _unique_ids(html: str) -> str:
    """Make ids inside the charts unique on the page: each chart numbers its clip paths and
    gradients from zero."""
    count = 0

    def renamed(match: re.Match) -> str:
        nonlocal count
        count += 1
        svg = match.group(0)
        for name in set(re.findall(r'id="([^"]+)"', svg)):
            svg = svg.replace(f'id="{name}"', f'id="c{count}-{name}"').replace(
                f"url(#{name})", f"url(#c{count}-{name})"
            )
        return svg

    return re.sub(r"<svg.*?</svg>", renamed, html, flags=re.DOTALL)

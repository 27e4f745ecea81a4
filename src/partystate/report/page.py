"""The page: sections put into one HTML file that asks nothing of the network."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import polars as pl
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from partystate.core import dates
from partystate.evidence import Row
from partystate.history import files
from partystate.report import sections
from partystate.report.content import Table
from partystate.report.politics import politics
from partystate.report.series import RunData
from partystate.scenario.country import Country

HERE = Path(__file__).parent
LIMITS = (
    "Who decided about food and farms, and why: there recorded politics are forced, and nothing here bears on intent.",
    "That one man had to win: with facts from before the run the recorded order of falls does not come out; the free runs show what else could have.",
    "The toll of a famine: no parameter has been fitted; the literature's ranges stand beside the model's.",
    "Differences between regions with any confidence: land tables are recalled and regrouped, and hungry people do not move.",
    "What relief would have done: no rule feeds the hungry out of state stocks yet.",
)


@dataclass(frozen=True)
class Politics:
    """What the part on the party's top is drawn from: the country, an ensemble of the top and its score, where given."""

    country: Country
    ensemble: Path | None
    card: dict | None


def write_report(
    directory: Path, country_path: Path, rows: list[Row] | None = None, scorecard: dict | None = None, ensemble: Path | None = None,
    top: Politics | None = None,
) -> Path:
    """Write `report.html` into a run directory and return its path.

    `rows` are the compiled evidence, `scorecard` is in the schema of `score --json`, `ensemble` a directory with parts.
    What is missing is said on the page.
    """
    about = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    data = RunData(directory, ensemble)
    groups = data.run.filter((pl.col("observable") == "population.total") & pl.col("group").str.starts_with("region="))["group"]
    regions = [g.removeprefix("region=") for g in groups.unique(maintain_order=True)]
    parts = [
        *([politics(directory, top.country, RunData(directory, top.ensemble), top.ensemble, top.card, rows)] if top else []),
        sections.score(scorecard),
        sections.people(data, rows, regions),
        sections.food(data, rows, regions),
        sections.deaths(data, rows, scorecard, regions),
        sections.books(directory, data),
        sections.parameters(country_path, directory),
        sections.provenance(about),
    ]
    text = _environment().get_template("page.html").render(
        title=about["country"]["title"],
        css=Markup((HERE / "page.css").read_text(encoding="utf-8")),
        lead=_lead(about),
        facts=_facts(about, data.members),
        limits=LIMITS,
        sections=parts,
    )  # fmt: skip
    return files.write_whole(directory / "report.html", _unique_ids(text).encode())


def _lead(about: dict) -> str:
    return (
        "The party's top, people, food and deaths of one simulated history, beside the record with its ranges. Who rules and who falls comes out of the model; "
        + ("what was done about food and farms is replayed from the record, and therefore given, not scored." if about["replayed"] else "so does the rest.")
    )


def _facts(about: dict, members: int) -> list[tuple[str, str]]:
    return [
        ("Months of people and food", f"{about['start']} to {about['end']}"),
        *([("Months of the party's top", " to ".join(dates.month_text(m) for m in about["power"]["months"]))] if "power" in about else []),
        ("Luck", f"seed {about['seed']}, fixed beforehand"),
        ("People", {"expected": "expected: conditional means", "counted": "counted: every person a whole number"}[about["people"]]),
        ("Ensemble behind the bands", f"{members} runs" if members else "none was given"),
        ("What-ifs", ", ".join(w["title"] for w in about["what_ifs"]) or "none"),
    ]


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"plain": plain, "as_csv": as_csv}
    return environment


def plain(text: str) -> Markup:
    """Escaped text in which `code`, **strong** and *emphasis* are marked up."""
    marked = str(escape(text))
    for pattern, tag in ((r"`([^`]+)`", "code"), (r"\*\*([^*]+)\*\*", "strong"), (r"\*([^*]+)\*", "em")):
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
    """Make ids inside the charts unique on the page: each chart numbers its clip paths and gradients from zero."""
    count = 0

    def renamed(match: re.Match) -> str:
        nonlocal count
        count += 1
        svg = match.group(0)
        for name in set(re.findall(r'id="([^"]+)"', svg)):
            svg = svg.replace(f'id="{name}"', f'id="c{count}-{name}"').replace(f"url(#{name})", f"url(#c{count}-{name})")
        return svg

    return re.sub(r"<svg.*?</svg>", renamed, html, flags=re.DOTALL)

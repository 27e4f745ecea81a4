"""Pages over the results that a country ships, without a run: the first page at once, then a page
for each theme, each whole and offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from partystate.core.errors import UserError
from partystate.country.country import Country, glance, load
from partystate.country.names import Names
from partystate.evidence import Row, compile_rows, known_sources
from partystate.history import files
from partystate.history.release import CARD, results_of
from partystate.report.behind import Behind
from partystate.report.content import Section
from partystate.report.home import Theme, home_page
from partystate.report.rendering import HERE, environment, style, unique_ids
from partystate.report.shipped_data import ShippedData
from partystate.report.wording import told_as

HOME, TOP = "index.html", "top"
BEST_SOURCE = "Line: median of the reanalysis that the country ships"
MIDDLE_SOURCE = "Line: median of the free histories that the country ships"
NOTE = "Shade: {members} free histories. Line: {whose}. Points: the record. No history was run."
THEMES = (
    Theme("deaths", "Deaths", "famine by month and place, every source beside the model"),
    Theme("people", "People", "births, deaths, towns and villages, health"),
    Theme("food", "Food", "harvests as they were and as they were told, collections, exports"),
    Theme("farms", "Farms", "collectives, herds, disturbances, deportation"),
    Theme("terror", "Terror", "arrests, sentences, camps, peoples moved, fear"),
    Theme("church", "Church and science", "places of worship, belief and what is said of it"),
    Theme("industry", "Industry", "output, plans, wages, what was invested"),
    Theme("work", "Work", "who moved to the towns, women at work, the unfree"),
    Theme("changes", "What if", "what other policies and rules change, pair by pair"),
    Theme(TOP, "The top", "who led and who fell, over all free histories"),
    Theme("score", "How good is it", "every figure of the record, misses first"),
)


class Opened:
    """What a country ships, ready to be written as pages; UserError where it ships no results."""

    def __init__(self, country: str | Path):
        self.country = glance(country)
        results = results_of(self.country.path)
        if results is None:
            raise UserError(
                f"the country {self.country.id} ships no results to be shown",
                expected="its folder results",
                action="Run a history with `partystate run`, or make them with "
                "`partystate ensemble` and `partystate release`.",
            )
        evidence = self.country.path / "evidence"
        self.rows: list[Row] = compile_rows(evidence) if evidence.is_dir() else []
        self.data = ShippedData(results)
        self.card = files.read_json(results / CARD)
        self.about = files.read_manifest(results)

    @cached_property
    def middle(self) -> ShippedData:
        """The same with the middle of the free histories as its line."""
        return ShippedData(self.data.folder, with_best=False)

    def write_home(self, out: Path, *, is_alone: bool = False) -> Path:
        """Write the first page into the folder `out` and return its path; one that is to stand
        alone leads to no other page."""
        files.writable_folder(out)
        themes = [] if is_alone else list(THEMES)
        text = home_page(self.country, self.data, self.rows, self.card, self.about, themes)
        return files.write_whole(out / HOME, text.encode())

    def write_themes(self, out: Path) -> Iterator[Path]:
        """Write the page of each theme into `out`, one after another; one that the results have
        nothing for says so."""
        whole = load(self.country.path)  # with all tables, which takes longer than the first page
        for theme in THEMES:
            yield files.write_whole(out / theme.file, self.theme_page(theme, whole).encode())

    def theme_page(self, theme: Theme, country: Country) -> str:
        """The page of one theme as HTML; `country` has all its tables."""
        data = self.middle if theme.slug == TOP else self.data
        source = BEST_SOURCE if data.is_best else MIDDLE_SOURCE
        made = sections(theme.slug, country, self)
        found = [told_as(section, data, source) for section in made if section]
        return _page(theme, found or [_empty(theme)], data, country)


def sections(slug: str, country: Country, opened: Opened) -> list[Section | None]:
    """The parts of one theme's page. They are loaded here: some read the code of the model."""
    from partystate.report.page import regions_of
    from partystate.report.sections import (
        church,
        deaths,
        farms,
        food,
        industry,
        learnt,
        people,
        politics,
        score,
        terror,
        what_ifs,
        work,
    )

    data, rows, names = opened.data, opened.rows, Names(country)
    behind, regions, line = (
        Behind(data.folder, opened.card),
        regions_of(data),
        opened.about["line"],
    )
    parts: dict[str, Callable[[], list[Section | None]]] = {
        "deaths": lambda: [deaths.deaths(data.folder, data, rows, regions, data.folder)],
        "people": lambda: [people.people(data, rows, regions, names)],
        "food": lambda: [food.food(data.folder, data, rows, regions, environment(), line)],
        "farms": lambda: [farms.farms(data.folder, data, rows, regions, names)],
        "terror": lambda: [terror.terror(data, rows, names)],
        "church": lambda: [church.church(data, rows)],
        "industry": lambda: [industry.industry(data, rows, names)],
        "work": lambda: [work.work(data, rows, names)],
        TOP: lambda: (
            [politics.politics_of_many(country, names, opened.middle, behind, rows)]
            if country.meta.power
            else []
        ),
        "changes": lambda: [what_ifs.changes(data.folder, country, names)],
        "score": lambda: [
            score.score(opened.card, names, behind.parameters, line, country.meta.hindsight),
            learnt.section(country),
        ],
    }
    return parts[slug]()


def _empty(theme: Theme) -> Section:
    return Section(theme.slug, theme.title, ["The results of this country have nothing of it."])


def _page(theme: Theme, found: list[Section], data: ShippedData, country: Country) -> str:
    scripts = dict.fromkeys(s for part in found for f in part.figures for s in f.scripts)
    text = (
        environment()
        .get_template("theme.html")
        .render(
            title=country.meta.title,
            known_sources=known_sources(country.path / "evidence"),
            css=Markup(style()),
            home=HOME,
            pages=THEMES,
            slug=theme.slug,
            note=NOTE.format(members=data.members, whose=data.whose),
            sections=found,
            scripts=[Markup((HERE / name).read_text(encoding="utf-8")) for name in scripts],
        )
    )
    return unique_ids(text)

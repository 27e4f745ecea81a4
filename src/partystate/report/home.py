"""The first page over the results that a country ships: what was found and missed, in words and two
pictures, and what can be asked; settings and cautions after it. It loads no JAX."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

import polars as pl
from markupsafe import Markup

from partystate.country.country import Country
from partystate.country.names import Names
from partystate.evidence import Row, known_sources
from partystate.history.attributes import version
from partystate.report.answers import in_a_line
from partystate.report.charts import general as charts
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Table
from partystate.report.findings import findings, in_short, who_leads
from partystate.report.limits import limits
from partystate.report.rendering import environment, style, unique_ids
from partystate.report.sections.death_windows import EXCESS, ends_of, middle_of, place_of
from partystate.report.series import Wanted, record_points, scaled, sources_of
from partystate.report.shipped_data import ShippedData
from partystate.report.spans import span_words

MILLION = 1e-6
DEATHS = Wanted("population.deaths")
SIZE = {"width": 300, "height": 230}  # px: fits a phone at its own size, so that text stays legible
COLUMNS = ("place", "name", "who", "low", "q25", "middle", "q75", "high")
FIRST_ASKED = 6
OF_A_CLAIM = "-low"  # how names end of what-ifs that a claim of the evidence asks for
LEAD = (
    "Villages, food, terror and the struggle at the top, simulated month by month and held against "
    "the record. The shade is what {members} free histories say, which know the rules and the "
    "calendar and not the outcome; {line}points are what historians and archives say."
)
BEST_LINE = "the line is the best account, histories and record taken together; "
MIDDLE_LINE = "the line is their middle; "


@dataclass(frozen=True)
class Theme:
    """A page by theme: the name of its file, its title and what is on it."""

    slug: str
    title: str
    about: str

    @property
    def file(self) -> str:
        return f"{self.slug}.html"


def home_page(
    country: Country,
    data: ShippedData,
    rows: list[Row],
    card: dict,
    about: dict,
    themes: list[Theme],
) -> str:
    """The page as HTML; `rows` are the compiled record, `card` the score, `about` the manifest of
    the free histories."""
    names = Names(country)
    answered = [(name, words, in_a_line(country, name)) for name, words in what_ifs_of(country)]
    text = (
        environment()
        .get_template("home.html")
        .render(
            title=country.meta.title,
            id=country.id,
            version=version(),
            css=Markup(style()),
            lead=LEAD.format(members=data.members, line=BEST_LINE if data.is_best else MIDDLE_LINE),
            pictures=pictures(country, data, rows, card),
            known_sources=known_sources(country.path / "evidence"),
            findings=findings(country, names, card),
            short=" ".join(in_short(card)),
            leads=who_leads(country, names, card),
            failures=country.meta.known_failures,
            asks=answered[:FIRST_ASKED],
            more=answered[FIRST_ASKED:],
            theses=country.theses,
            pages=themes,
            limits=limits(country, about, card),
            facts=_facts(about, data),
        )
    )
    return unique_ids(text)


def what_ifs_of(country: Country) -> list[tuple[str, str]]:
    """(name, title) of what-ifs, those first that the country asks first; those that stand for a
    claim of the evidence are left out."""
    names = Names(country)
    asked = [name for name in country.what_ifs if not name.endswith(OF_A_CLAIM)]
    first = country.meta.first_asked
    return [(name, names.change(name)) for name in dict.fromkeys([*first, *asked])]


def pictures(country: Country, data: ShippedData, rows: list[Row], card: dict) -> list[Figure]:
    """Deaths a year, and deaths of the windows asked first beside every source."""
    return [found for found in (deaths_a_year(data, rows), by_place(country, rows, card)) if found]


def deaths_a_year(data: ShippedData, rows: list[Row]) -> Figure | None:
    """Deaths a year of the free histories, the best account and the record."""
    line, band = scaled(data.line(DEATHS), MILLION), scaled(data.band(DEATHS), MILLION)
    if not len(line) and not len(band):
        return None
    points = record_points(rows, DEATHS, MILLION)
    chart = charts.layers(line, band, points, "million").properties(**SIZE)
    caption = (
        f"Shade: 50 and 90 per cent of {data.members} free histories. Line: {data.whose}. Points: "
        "the record with its range; a hollow point is quoted as recalled."
    )
    return Figure(
        "deaths-a-year",
        "Deaths a year",
        caption,
        charts.to_svg(chart),
        Table((), []),
        sources_of(points) or ["results of the country"],
    )


def by_place(country: Country, rows: list[Row], card: dict) -> Figure | None:
    """Excess deaths of the windows that the country asks first: the free histories, as they were
    scored, above the span of what the record says."""
    of_record = {row.id: row for row in rows}
    asked = [q for q in country.meta.questions if q.headline and q.observable == EXCESS]
    times = {time for question in asked for time in question.times}
    found: dict[tuple, list[dict]] = {}
    for row in card["rows"]:
        is_asked = row.get("observable") == EXCESS and row["time"] in times
        if is_asked and row.get("median") is not None and row["id"] in of_record:
            place = of_record[row["id"]].members
            found.setdefault((place, row["time"]), []).append(row)
    if not found:
        return None
    drawn = [
        line
        for (_, time), mine in sorted(found.items(), key=lambda each: bool(each[1][0]["group"]))
        for line in _lines(
            f"{place_of(of_record[mine[0]['id']])}, {span_words(time)}",
            mine[0],
            [of_record[row["id"]] for row in mine],
        )
    ]
    svg = land_charts.estimates(
        pl.DataFrame(drawn, schema=COLUMNS, orient="row"),
        "million",
        width=SIZE["width"] - 50,
        names=130,
    )
    sources = dict.fromkeys(of_record[row["id"]].source for each in found.values() for row in each)
    caption = (
        "Excess deaths. Above: free histories, middle with 90 per cent. Below: the span of what "
        "historians say, and their middle figure."
    )
    return Figure(
        "deaths-by-place",
        "The famine, place by place",
        caption,
        svg,
        Table((), []),
        list(sources),
    )


def _lines(place: str, model: dict, record: list[Row]) -> list[tuple]:
    """The two lines of a place, in million: the free histories, and all sources in one."""
    low, middle, high = (model[name] * MILLION for name in ("q05", "median", "q95"))
    ends = [end * MILLION for row in record for end in ends_of(row)]
    centre = median(middle_of(row) * MILLION for row in record)
    figures = f"record, {len(record)} figure{'s' * (len(record) > 1)}"
    return [
        (place, "free histories", "model", low, middle, middle, middle, high),
        (place, figures, "record", min(ends), centre, centre, centre, max(ends)),
    ]


def _facts(about: dict, data: ShippedData) -> list[tuple[str, str]]:
    versions = about.get("versions", {})
    return [
        ("Months", f"{about['start']} to {about['end']}"),
        ("Free histories", f"{data.members}, parameters drawn from the {about['parameters']}"),
        ("People", about["counting"]),
        ("The rulers' line on the village", about["line"]),
        ("Made with", f"partystate {versions.get('partystate', '')}, seed {about['seed']}"),
    ]

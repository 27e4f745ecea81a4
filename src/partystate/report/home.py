"""The first page over the results that a country ships: what was found and missed, in words and two
pictures, and what can be asked; settings and cautions after it. It loads no JAX."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from partystate.country.country import Country
from partystate.country.names import Names
from partystate.evidence import Row
from partystate.history.attributes import version
from partystate.report.charts import general as charts
from partystate.report.charts import land as land_charts
from partystate.report.content import Figure, Table
from partystate.report.findings import findings, in_short, who_leads
from partystate.report.limits import limits
from partystate.report.rendering import environment, style, unique_ids
from partystate.report.sections.deaths import EXCESS, Windows
from partystate.report.series import Wanted, record_points, scaled, sources_of
from partystate.report.shipped_data import ShippedData

MILLION = 1e-6
DEATHS = Wanted("population.deaths")
SIZE = {"width": 300, "height": 230}  # px: fits a phone at its own size, so that text stays legible
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
    asks = what_ifs_of(country)
    text = (
        environment()
        .get_template("home.html")
        .render(
            title=country.meta.title,
            id=country.id,
            version=version(),
            css=Markup(style()),
            lead=LEAD.format(members=data.members, line=BEST_LINE if data.is_best else MIDDLE_LINE),
            pictures=pictures(country, data, rows),
            findings=findings(country, names, card),
            short=" ".join(in_short(card)),
            leads=who_leads(country, names, card),
            failures=country.meta.known_failures,
            asks=asks[:FIRST_ASKED],
            more=asks[FIRST_ASKED:],
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


def pictures(country: Country, data: ShippedData, rows: list[Row]) -> list[Figure]:
    """Deaths a year, and deaths of the windows asked first beside every source."""
    return [found for found in (deaths_a_year(data, rows), by_place(country, data, rows)) if found]


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


def by_place(country: Country, data: ShippedData, rows: list[Row]) -> Figure | None:
    """Excess deaths of the windows that the country asks first, each source beside the model."""
    asked = [q for q in country.meta.questions if q.headline and q.observable == EXCESS]
    times = {time for question in asked for time in question.times}
    windows = Windows(data.folder, rows, data.folder, data.members)
    windows.rows = [row for row in windows.rows if row.time in times]
    if not windows.rows:
        return None
    table = in_one_line(windows.told()[0])
    svg = land_charts.estimates(table, "million", width=SIZE["width"] - 50, names=130)
    caption = (
        "Above: excess deaths and those laid to hunger in free histories, middle with 50 and 90 "
        "per cent. Below: the span of what historians say, and their middle figure."
    )
    return Figure(
        "deaths-by-place",
        "The famine, place by place",
        caption,
        svg,
        Table((), []),
        list(dict.fromkeys(row.source for row in windows.rows)),
    )


def in_one_line(table: pl.DataFrame) -> pl.DataFrame:
    """The sources of each place as one row: least, middle and greatest of what they say."""
    model = table.filter(pl.col("who") == "model").with_columns(
        pl.col("name").str.strip_prefix("model, ")
    )
    record = table.filter(pl.col("who") == "record")
    whole = record.group_by("place", maintain_order=True).agg(
        pl.when(pl.len() > 1)
        .then(pl.format("record, {} figures", pl.len()))
        .otherwise(pl.lit("record, 1 figure"))
        .alias("name"),
        pl.lit("record").alias("who"),
        pl.col("low").min(),
        *(pl.col("middle").median().alias(name) for name in ("q25", "middle", "q75")),
        pl.col("high").max(),
    )
    order = table["place"].unique(maintain_order=True)
    both = pl.concat([model, whole.select(model.columns)])
    at = {place: n for n, place in enumerate(order)}
    return both.sort(pl.col("place").replace_strict(at), maintain_order=True)


def _facts(about: dict, data: ShippedData) -> list[tuple[str, str]]:
    versions = about.get("versions", {})
    return [
        ("Months", f"{about['start']} to {about['end']}"),
        ("Free histories", f"{data.members}, parameters drawn from the {about['parameters']}"),
        ("People", about["counting"]),
        ("The rulers' line on the village", about["line"]),
        ("Made with", f"partystate {versions.get('partystate', '')}, seed {about['seed']}"),
    ]

"""The parts of the page: people, food, deaths, books, score, parameters, how it was made."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from partystate.evidence import Row
from partystate.report import figures
from partystate.report.content import Figure, Section, Table
from partystate.report.series import RunData, Wanted, rounded

MILLION, THOUSAND = 1e-6, 1e-3
SCORE_ROWS = 400


def people(data: RunData, rows: list[Row] | None, regions: list[str]) -> Section:
    """Stocks, births and deaths."""
    one = lambda id, title, caption, wanted, unit, factor=1.0: figures.against_record(  # noqa: E731
        id, title, caption, data, rows, wanted, unit, factor
    )
    return Section(
        "people", "People",
        ["Stocks on 1 January; births and deaths of the calendar year. The figure of 1 January 1927 and the census of 1926 are where the model starts, and are given."]
        if _starts_with_census(rows) else ["Stocks on 1 January; births and deaths of the calendar year."],
        [
            one("population", "Population on 1 January", "The books' universe: interwar borders.", Wanted("population.total", "", "truth", "day"), "million", MILLION),
            one("all-births", "Births a year", "", Wanted("population.births"), "million", MILLION),
            one("all-deaths", "Deaths a year", "All causes.", Wanted("population.deaths"), "million", MILLION),
            one("birth-rate", "Crude birth rate", "", Wanted("population.birth_rate"), "per 1000"),
            one("death-rate", "Crude death rate", "", Wanted("population.death_rate"), "per 1000"),
            one("urban", "Urban population on 1 January", "Migration to towns is replayed from the record.", Wanted("population.urban", "", "truth", "day"), "million", MILLION),
            one("life", "Life expectancy at birth, both sexes", "Period life table of the year.", Wanted("health.life_expectancy"), "years"),
            figures.levels("population-levels", "Population as it was, as known, as published, as preserved",
                           "Known: the opening census carried forward by registered births and deaths. Published and preserved equal known until secrecy and archives are modelled.",
                           data, "population.total", "day", "million", MILLION),
            figures.regions("population-regions", "Population by region on 1 January", "Each region on its own scale.", data, regions, "population.total", "day", "thousand persons", THOUSAND),
        ],
    )  # fmt: skip


def _starts_with_census(rows: list[Row] | None) -> bool:
    return any(r.observable == "population.total" and r.role == "given" for r in rows or [])


def food(data: RunData, rows: list[Row] | None, regions: list[str]) -> Section:
    """Harvest, collections, exports and stocks."""
    one = lambda id, title, caption, wanted, unit: figures.against_record(id, title, caption, data, rows, wanted, unit, zero=True)  # noqa: E731
    return Section(
        "food", "Food",
        ["The harvest comes out of area, mean yield, weather, draught power and effort. Collections, exports and sown area are replayed from the record: they agree because they are given, and are never scored."],
        [
            one("harvest", "Barn harvest of grain", "", Wanted("grain.harvest"), "Mt"),
            figures.levels("harvest-levels", "Harvest as it was, as known, as published", "", data, "grain.harvest", "year", "Mt"),
            one("procurement", "State collections, agricultural year", "Given; a shortfall is what the barns did not hold.", Wanted("grain.procurement", "", "known", "interval"), "Mt"),
            one("exports", "Exports a year", "Given; a shortfall is what the granary did not hold.", Wanted("grain.exports"), "Mt"),
            one("stocks", "State stocks on 1 July", "", Wanted("grain.state_stocks", "", "truth", "day"), "Mt"),
            one("yield", "Yield", "", Wanted("grain.yield"), "t/ha"),
            figures.regions("harvest-regions", "Harvest by region", "Each region on its own scale.", data, regions, "grain.harvest", "year", "Mt", 1.0),
        ],
    )  # fmt: skip


def deaths(data: RunData, rows: list[Row] | None, card: dict | None, regions: list[str]) -> Section:
    """Excess and attributed deaths."""
    text = [
        "Three different things. *Excess deaths* are deaths of a window less the mean rate of the baseline years, as historians count them. "
        "*Attributed deaths* are those the model itself lays to hunger. *Registered deaths* are what reached the centre. "
        "None is a verdict on intent or blame.",
        "The model is not calibrated. Where its interval lies apart from the record's, the record stands and the model is wrong.",
    ]
    months = data.run.filter(pl.col("observable") == "famine.deaths_attributed")["time"]
    shown = [
        figures.against_record("excess", "Excess deaths by month", "Negative months are those below the baseline rate.", data, rows, Wanted("famine.deaths", "", "truth", "month"), "thousand", THOUSAND),
        figures.against_record("attributed", "Deaths attributed to hunger by month", "", data, rows, Wanted("famine.deaths_attributed", "", "truth", "month"), "thousand", THOUSAND, zero=True),
    ]  # fmt: skip
    if card:
        found = figures.windows("excess-windows", "Excess deaths by window and place, model against record", "Quantiles are taken over runs after each run is summed over the window.", card, "famine.deaths", "thousand", THOUSAND)
        shown += [found] if found else []
    if len(months):
        shown.append(figures.region_totals("attributed-regions", f"Deaths attributed to hunger, {months.min()} to {months.max()}, by region", "Summed over the whole run.", data, regions, "famine.deaths_attributed", months.min(), months.max(), "thousand persons"))
    return Section("deaths", "Deaths", text, shown)


def books(directory: Path, data: RunData) -> Section:
    """January to January, from the flows themselves."""
    stock = data.line(Wanted("population.total", "", "truth", "day"))
    query = (
        "select left(time, 4) as year, sum(case when \"from\" = '' then persons else 0 end) as came, "
        "sum(case when \"to\" = '' then persons else 0 end) as went from read_parquet(?) group by 1"
    )
    found = duckdb.execute(query, [(directory / "flows.parquet").as_posix()]).fetchall()
    flows = {year: (came, went) for year, came, went in found}
    rows = []
    for (time, before), (_, after) in zip(stock.select("time", "value").iter_rows(), stock.select("time", "value").slice(1).iter_rows(), strict=False):
        came, went = flows.get(time[:4], (0.0, 0.0))
        rows.append((time[:4], *(f"{v:,.0f}" for v in (before, came, went, after)), f"{before + came - went - after:.3g}"))
    table = Table(("year", "1 January", "births and arrivals", "deaths and departures", "next 1 January", "residual"), rows)
    caption = "Persons. The residual is stock before, plus flows in, less flows out, less stock after: zero to the person when people are counted, rounding of the last bit when they are expected."
    figure = Figure("books-table", "The year's account", caption, "", table, ["flows.parquet and series.parquet of this run"], is_open=True)
    return Section("books", "Books", ["Nobody is lost in the books: every change of a stock is a flow under a cause."], [figure])


def score(card: dict | None) -> Section:
    """The scorecard, misses first."""
    if not card:
        return Section("score", "Scorecard", ["No ensemble was given, so nothing is scored: a single history is an illustration. Run `partystate ensemble`, then `partystate score`."])
    source, literature, calibrate = card["headlines"]["source"], card["headlines"]["literature"], card["calibrate"]
    word = f" The intervals are stamped **{card['stamp']}**." if card["stamp"] else ""
    event, direction = card["event"], card["direction"]
    text = [
        f"Against the literature: **{literature['hit']} of {literature['total']}** figures to be validated are hit, {literature['too_wide']} are in but too wide; the model speaks to {literature['spoken_to']}. "
        f"Against the source's own claims: **{source['hit']} of {source['total']}** figures, {direction['hit']} of {direction['total']} directions, {event['hit']} of {event['total']} events.{word}",
        "A claim the model does not speak to is a miss. Most of what the record tells is about politics, terror, industry and belief, which this version does not have.",
        "Politics are replayed from the record in every run, so there is no free ensemble beside this one." if not card["ensembles"]["free"] else "",
        "" if card["hits_are_counted"] else f"Only {card['runs']} runs: standardised errors are shown, hits are counted from 200 runs.",
    ]
    heads = [("literature", literature), ("source", source), ("calibrate rows (nothing was fitted)", calibrate)]
    summary = Table(
        ("headline", "hit", "too wide", "total", "spoken to", "skill against the naive guess", "coverage of 90 %"),
        [(n, s["hit"], s["too_wide"], s["total"], s["spoken_to"], rounded(s["skill"], 3), rounded(s["coverage90"], 3)) for n, s in heads],
    )
    spoken = [r for r in card["rows"] if r["verdict"] != "not spoken to"]
    rows = [
        (r["verdict"], r["role"], r["id"], r.get("observable", r["kind"]), r.get("time", ""), r.get("group", ""), rounded(r.get("median")), rounded(r.get("low")),
         rounded(r.get("high")), r.get("unit", ""), rounded(r.get("z"), 2), rounded(r.get("skill"), 2), r.get("source", r.get("statement", "")))
        for r in spoken[:SCORE_ROWS]
    ]  # fmt: skip
    lines = Table(("verdict", "role", "row", "observable", "time", "group", "median", "low", "high", "unit", "z", "skill", "source"), rows)
    silent = [r for r in card["rows"] if r["verdict"] == "not spoken to"]
    counts: dict[str, int] = {}
    for r in silent:
        counts[r.get("theme") or r["kind"]] = counts.get(r.get("theme") or r["kind"], 0) + 1
    rest = Table(("theme or kind", "rows"), sorted(counts.items(), key=lambda c: -c[1]))
    sources = ["the country's evidence; rules: the project's scoring rules, fixed before any fit"]
    shown = [
        Figure("score-headlines", "Headlines", f"Given {card['given']} and context {card['context']} rows stand in no total. Skill: 1 is perfect, 0 as good as the naive guess.", "", summary, sources, True),
        Figure("score-rows", "Every row the model speaks to, misses first", "z: distance of the median from the range, in standard deviations of the range.", "", lines, sources, True),
        Figure("score-silent", "Rows it does not speak to", "Counted as misses.", "", rest, sources),
    ]
    return Section("score", "Scorecard", [t for t in text if t], shown)


def parameters(country_path: Path, directory: Path) -> Section:
    """Values of the run beside their priors and grounds."""
    value = dict(pl.read_parquet(directory / "parameters.parquet").select("parameter", "value").iter_rows())
    known = pl.read_csv(country_path / "parameters.csv", infer_schema=False)
    rows = [
        (r["parameter"], rounded(value.get(r["parameter"])), r["unit"], r["prior"], r["low"], r["high"], "free" if r["free"] == "1" else "", r["ground"], r["source"])
        for r in known.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(("parameter", "value", "unit", "prior", "low", "high", "", "ground", "source"), rows)
    figure = Figure("parameter-table", "Parameters", "Values of this run. Nothing has been fitted.", "", table, ["parameters.csv of the country"], False)
    return Section("parameters", "Parameters", ["Each stands on claims or on a stated assumption with a range."], [figure])


def provenance(about: dict) -> Section:
    """How the run was made, and how to make it again."""
    flat = [("country", f"{about['country']['title']} ({about['country']['id']})"), ("seed", about["seed"]), ("people", about["people"]),
            ("months", f"{about['start']} to {about['end']}"), ("replayed", ", ".join(about["replayed"]) or "nothing"),
            ("what-ifs", ", ".join(w["name"] for w in about["what_ifs"]) or "none"), ("digest of the code", about["code"]),
            ("digest of the country", about["country"]["digest"]), ("digest of the evidence", about["country"]["evidence_digest"]),
            ("device", about["device"]["kind"])]  # fmt: skip
    flat += [(f"version of {name}", version) for name, version in about["versions"].items()]
    what_ifs = "".join(f" --what-if {w['name']}" for w in about["what_ifs"])
    again = f"partystate run {about['country']['id']} --seed {about['seed']} --people {about['people']}{what_ifs} --until {about['end']}"
    figure = Figure("manifest", "Manifest", "", "", Table(("", ""), [(k, str(v)) for k, v in flat]), ["manifest.json of this run"], False)
    return Section("made", "How it was made", [f"To make it again: `{again}`"], [figure])

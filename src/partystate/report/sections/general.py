"""The parts of the page that are not about land or politics: people, books, score, parameters, how
it was made."""

from __future__ import annotations

import glob
from pathlib import Path

import duckdb
import polars as pl

from partystate.country.country import Country
from partystate.evidence import Row
from partystate.history import files
from partystate.report import figures
from partystate.report.content import Figure, Section, Table
from partystate.report.sections.learnt import learnt
from partystate.report.series import RunData, Wanted, rounded
from partystate.world.diseases import DISEASES

MILLION, THOUSAND = 1e-6, 1e-3
# where parameters are from, by the manifest: of many runs, and of one
DRAWN = {
    "central": "at their central values",
    "prior": "drawn from the priors",
    "posterior": "drawn from the posterior",
}
OF_ONE = {
    "central": "at their central values",
    "prior": "one draw of the priors",
    "posterior": "the draw nearest the middle of the posterior",
}
SCORE_ROWS = 400


def people(data: RunData, rows: list[Row] | None, regions: list[str]) -> Section:
    """Stocks, births and deaths."""

    def one(id, title, caption, wanted, unit, factor=1.0):
        return figures.against_record(id, title, caption, data, rows, wanted, unit, factor)

    return Section(
        "people",
        "People",
        [
            "Stocks on 1 January; births and deaths of the calendar year. The figure of 1 "
            "January 1927 and the census of 1926 are where the model starts, and are given."
        ]
        if _starts_with_census(rows)
        else ["Stocks on 1 January; births and deaths of the calendar year."],
        [
            one(
                "population",
                "Population on 1 January",
                "The books' universe: interwar borders.",
                Wanted("population.total", "", "truth", "day"),
                "million",
                MILLION,
            ),
            one("all-births", "Births a year", "", Wanted("population.births"), "million", MILLION),
            one(
                "all-deaths",
                "Deaths a year",
                "All causes.",
                Wanted("population.deaths"),
                "million",
                MILLION,
            ),
            one("birth-rate", "Crude birth rate", "", Wanted("population.birth_rate"), "per 1000"),
            one("death-rate", "Crude death rate", "", Wanted("population.death_rate"), "per 1000"),
            one(
                "urban",
                "Urban population on 1 January",
                "Moves for work and flight from hunger come out of the model.",
                Wanted("population.urban", "", "truth", "day"),
                "million",
                MILLION,
            ),
            one(
                "life",
                "Life expectancy at birth, both sexes",
                "Period life table of the year.",
                Wanted("health.life_expectancy"),
                "years",
            ),
            one("infants", "Infant mortality", "", Wanted("health.infant_mortality"), "per 1000"),
            *(
                one(
                    f"cases-{disease}",
                    f"Cases of {disease} registered a year",
                    "As they reached the registers; the model also has those that did not.",
                    Wanted("health.cases", f"disease={disease}", "known"),
                    "thousand",
                    THOUSAND,
                )
                for disease in DISEASES
            ),
            one(
                "doctors",
                "Doctors at the end of the year",
                "",
                Wanted("health.doctors"),
                "thousand",
                THOUSAND,
            ),
            one(
                "hospital-births",
                "Share of births in hospital",
                "",
                Wanted("health.hospital_birth_share"),
                "share",
            ),
            figures.levels(
                "population-levels",
                "Population as it was, as known, as published, as preserved",
                "Known: the opening census carried forward by registered births and deaths. "
                "Published and preserved equal known until secrecy and archives are modelled.",
                data,
                "population.total",
                "day",
                "million",
                MILLION,
            ),
            figures.regions(
                "population-regions",
                "Population by region on 1 January",
                "Each region on its own scale.",
                data,
                regions,
                "population.total",
                "day",
                "thousand persons",
                THOUSAND,
            ),
        ],
    )


def _starts_with_census(rows: list[Row] | None) -> bool:
    return any(r.observable == "population.total" and r.role == "given" for r in rows or [])


def books(directory: Path, data: RunData) -> Section:
    """January to January, from the flows themselves."""
    stock = data.line(Wanted("population.total", "", "truth", "day"))
    query = (
        "select left(time, 4) as year, sum(case when \"from\" = '' then persons else 0 end) "
        "as came, "
        "sum(case when \"to\" = '' then persons else 0 end) as went from read_parquet(?) group by 1"
    )
    found = duckdb.execute(
        query, [glob.escape((directory / "flows.parquet").as_posix())]
    ).fetchall()
    flows = {year: (came, went) for year, came, went in found}
    rows = []
    for (time, before), (_, after) in zip(
        stock.select("time", "value").iter_rows(),
        stock.select("time", "value").slice(1).iter_rows(),
        strict=False,
    ):
        came, went = flows.get(time[:4], (0.0, 0.0))
        rows.append(
            (
                time[:4],
                *(f"{v:,.0f}" for v in (before, came, went, after)),
                f"{before + came - went - after:.3g}",
            )
        )
    table = Table(
        (
            "year",
            "1 January",
            "births and arrivals",
            "deaths and departures",
            "next 1 January",
            "residual",
        ),
        rows,
    )
    caption = (
        "Persons. The residual is stock before, plus flows in, less flows out, less stock after: "
        "zero to the person when people are counted, rounding of the last bit when they are "
        "expected."
    )
    shown = [
        Figure(
            "books-table",
            "The year's account of persons",
            caption,
            "",
            table,
            ["flows.parquet and series.parquet of this run"],
            is_open=True,
        )
    ]
    shown += [grain_books(directory)] if (directory / "grain.parquet").is_file() else []
    return Section(
        "books",
        "Books",
        [
            "Nobody and no grain is lost in the books: every change of a stock is a flow "
            "under a cause."
        ],
        shown,
    )


def grain_books(directory: Path) -> Figure:
    """January to January of barns and granary."""
    query = (
        "select left(time, 4) as year, store, sum(case when use <> 'held' and tonnes > 0 "
        "then tonnes else 0 end), "
        "sum(case when use <> 'held' and tonnes < 0 then -tonnes else 0 end), sum(case when "
        "use = 'held' and right(time, 2) = '12' then tonnes else 0 end) "
        "from read_parquet(?) group by 1, 2 order by 2, 1"
    )
    found = duckdb.execute(
        query, [glob.escape((directory / "grain.parquet").as_posix())]
    ).fetchall()
    rows = [
        (
            year,
            store,
            *(f"{v:,.0f}" for v in (before[4], came, went, after)),
            f"{before[4] + came - went - after:.3g}",
        )
        for before, (year, store, came, went, after) in zip(found, found[1:], strict=False)
        if before[1] == store and after
    ]
    table = Table(
        (
            "year",
            "store",
            "held on 1 January",
            "came in",
            "went out",
            "held on 31 December",
            "residual",
        ),
        rows,
    )
    return Figure(
        "books-grain",
        "The year's account of grain",
        "Tonnes, in the barns of the village and in the state granary.",
        "",
        table,
        ["grain.parquet of this run"],
    )


def score(card: dict | None, drawn: str = "prior") -> Section:
    """The scorecard, misses first; `drawn` says where the parameters of the ensemble are from."""
    if not card:
        return Section(
            "score",
            "Scorecard",
            [
                "No ensemble was given, so nothing is scored: a single history is an "
                "illustration. Run `partystate ensemble`, then `partystate score`."
            ],
        )
    source, literature, calibrate = (
        card["headlines"]["source"],
        card["headlines"]["literature"],
        card["calibrate"],
    )
    word = f" The intervals are stamped **{card['stamp']}**." if card["stamp"] else ""
    event, direction = card["event"], card["direction"]
    told = card.get("direction_literature", {})
    argued = (
        f" (and {told['hit']} of {told['total']} that the literature argues)"
        if told.get("total")
        else ""
    )
    text = [
        f"Against the literature: **{literature['hit']} of {literature['total']}** figures "
        f"to be validated are hit, {literature['too_wide']} are in but too wide; the model "
        f"speaks to {literature['spoken_to']}. "
        f"Against the source's own claims: **{source['hit']} of {source['total']}** figures, "
        f"{direction['hit']} of {direction['total']} directions{argued}, {event['hit']} of "
        f"{event['total']} events.{word}",
        "A claim the model does not speak to is a miss. Much of what the record tells is "
        "about terror, industry and belief, which this version does not have.",
        "The rulers' line on the village is a dated input of every run, so there is no free "
        "ensemble beside this one."
        if not card["ensembles"]["free"]
        else "",
        ""
        if card["hits_are_counted"]
        else f"Only {card['runs']} runs: standardised errors are shown, hits are counted from 200 runs.",
    ]
    heads = [
        ("literature", literature),
        ("source", source),
        (
            "calibrate rows, "
            + (
                "which the posterior was fitted to"
                if drawn == "posterior"
                else "to which this ensemble was not fitted"
            ),
            calibrate,
        ),
    ]
    summary = Table(
        (
            "headline",
            "hit",
            "too wide",
            "total",
            "spoken to",
            "skill against the naive guess",
            "coverage of 90 %",
        ),
        [
            (
                n,
                s["hit"],
                s["too_wide"],
                s["total"],
                s["spoken_to"],
                rounded(s["skill"], 3),
                rounded(s["coverage90"], 3),
            )
            for n, s in heads
        ],
    )
    spoken = [r for r in card["rows"] if r["verdict"] != "not spoken to"]
    rows = [
        (
            r["verdict"],
            r["role"],
            r["id"],
            r.get("observable", r["kind"]),
            r.get("time", ""),
            r.get("group", ""),
            rounded(r.get("median")),
            rounded(r.get("low")),
            rounded(r.get("high")),
            r.get("unit", ""),
            rounded(r.get("z"), 2),
            rounded(r.get("skill"), 2),
            r.get("source", r.get("statement", "")),
        )
        for r in spoken[:SCORE_ROWS]
    ]
    lines = Table(
        (
            "verdict",
            "role",
            "row",
            "observable",
            "time",
            "group",
            "median",
            "low",
            "high",
            "unit",
            "z",
            "skill",
            "source",
        ),
        rows,
    )
    silent = [r for r in card["rows"] if r["verdict"] == "not spoken to"]
    counts: dict[str, int] = {}
    for r in silent:
        counts[r.get("theme") or r["kind"]] = counts.get(r.get("theme") or r["kind"], 0) + 1
    rest = Table(("theme or kind", "rows"), sorted(counts.items(), key=lambda c: -c[1]))
    sources = ["the country's evidence; rules: the project's scoring rules, fixed before any fit"]
    shown = [
        Figure(
            "score-headlines",
            "Headlines",
            f"Given {card['given']} and context {card['context']} rows stand in no total. "
            "Skill: 1 is perfect, 0 as good as the naive guess.",
            "",
            summary,
            sources,
            True,
        ),
        Figure(
            "score-rows",
            "Every row the model speaks to, misses first",
            "z: distance of the median from the range, in standard deviations of the range.",
            "",
            lines,
            sources,
            True,
        ),
        Figure(
            "score-silent", "Rows it does not speak to", "Counted as misses.", "", rest, sources
        ),
    ]
    return Section("score", "Scorecard", [t for t in text if t], shown)


def parameters(country: Country, directory: Path, about: dict) -> Section:
    """Values of the run beside their priors and grounds, and what calibration learnt where there
    was one."""
    value = dict(
        files.read_parquet(directory / "parameters.parquet")
        .select("parameter", "value")
        .iter_rows()
    )
    known = pl.read_csv(country.path / "parameters.csv", infer_schema=False)
    rows = [
        (
            r["parameter"],
            rounded(value.get(r["parameter"])),
            r["unit"],
            r["prior"],
            r["low"],
            r["high"],
            "free" if r["free"] == "1" else "",
            r["ground"],
            r["source"],
        )
        for r in known.iter_rows(named=True)
    ]
    table = Table(
        ("parameter", "value", "unit", "prior", "low", "high", "", "ground", "source"), rows
    )
    figure = Figure(
        "parameter-table",
        "Parameters",
        f"Values of this run: {OF_ONE.get(about['parameters'], about['parameters'])}. "
        "Calibration may move the free ones alone.",
        "",
        table,
        ["parameters.csv of the country"],
        False,
    )
    calibrated = learnt(country)
    ships = (
        "a posterior: draws of the free parameters that the figures which calibrate do not "
        "rule out."
        if calibrated
        else "no posterior: nothing was fitted."
    )
    note = f"The country ships {ships}"
    return Section(
        "parameters",
        "Parameters",
        ["Each stands on claims or on a stated assumption with a range.", note],
        [*([calibrated] if calibrated else []), figure],
    )


def provenance(about: dict) -> Section:
    """How the run was made, and how to make it again."""
    flat = [
        ("country", f"{about['country']['title']} ({about['country']['id']})"),
        ("seed", about["seed"]),
        ("people", about["counting"]),
        ("months", f"{about['start']} to {about['end']}"),
        ("recorded and put in", ", ".join(about.get("replayed", [])) or "nothing"),
        ("thesis", about.get("thesis") or "none"),
        ("what-ifs", ", ".join(w["name"] for w in about["what_ifs"]) or "none"),
        ("digest of the code", about["code"]),
        ("digest of the country", about["country"]["digest"]),
        ("digest of the evidence", about["country"]["evidence_digest"]),
        ("device", about["device"]["kind"]),
    ]
    flat += [(f"version of {name}", version) for name, version in about["versions"].items()]
    edits = (f" --thesis {about['thesis']}" if about.get("thesis") else "") + "".join(
        f" --what-if {w['name']}" for w in about["what_ifs"]
    )
    again = (
        f"partystate run {about['country']['id']} --seed {about['seed']} --counting "
        f"{about['counting']} --parameters {about['parameters']}{edits} --until {about['end']}"
    )
    figure = Figure(
        "manifest",
        "Manifest",
        "",
        "",
        Table(("", ""), [(k, str(v)) for k, v in flat]),
        ["manifest.json of this run"],
        False,
    )
    return Section("made", "How it was made", [f"To make it again: `{again}`"], [figure])

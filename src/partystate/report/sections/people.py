"""The part of the page on people: stocks, births, deaths, health."""

from __future__ import annotations

from partystate.country.names import Names
from partystate.evidence import Row
from partystate.report import figures
from partystate.report.content import Section
from partystate.report.series import RunData, Wanted
from partystate.world.diseases import DISEASES

MILLION, THOUSAND = 1e-6, 1e-3


def people(data: RunData, rows: list[Row] | None, regions: list[str], names: Names) -> Section:
    """Stocks, births and deaths."""

    def one(id, title, caption, wanted, unit, factor=1.0):
        return figures.against_record(id, title, caption, data, rows, wanted, unit, factor)

    return Section(
        "people",
        "People",
        [f"Stocks on 1 January; births and deaths of the calendar year.{_given_censuses(rows)}"],
        [
            one(
                "population",
                "Population on 1 January",
                "Within the borders of the first month.",
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
                    f"Cases of {names.label('disease', disease)} registered a year",
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
                "Known: the count of the first day carried forward by registered births and "
                "deaths. Published: what a reader of the time would go by. Preserved equals known.",
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


def _given_censuses(rows: list[Row] | None) -> str:
    """A sentence on the censuses that the country's tables were made from."""
    days = sorted({r.time for r in rows or [] if _is_given_census(r)})
    return (
        f" Regions, peoples and ages were set from the census of {', '.join(days)}, whose figures "
        "are given and no test."
        if days
        else ""
    )


def _is_given_census(row: Row) -> bool:
    return (row.observable, row.role, row.group) == ("population.census", "given", "")

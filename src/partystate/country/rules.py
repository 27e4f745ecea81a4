"""What the files of a country must say together: shares that close, years that cover the run,
labels that exist.

A rule runs only when the tables it needs could be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country import land_tables as land
from partystate.country import party_rules as party
from partystate.country import people_tables as people
from partystate.country import revolution_rules as revolution
from partystate.country.files import read_text
from partystate.country.meta import Meta
from partystate.country.renamed import new_names
from partystate.country.told import Rows
from partystate.country.war_tables import war_sound
from partystate.mechanisms.registry import (
    MECHANISMS,
    PARTS,
    is_of_revolution,
    is_of_the_leadership,
    is_shared,
    parameter_names,
    part_of,
)

TEMPLATE = Path(__file__).parents[1] / "countries" / "_template"
MOST_FREE = 40  # in one fit


def problems(folder: Path, meta: Meta | None, tables: dict[str, Rows]) -> Iterator[UserError]:
    """Breaches of every rule whose tables are there."""
    for needs, rule in RULES:
        if all(name in tables for name in needs):
            yield from rule(*(tables[name] for name in needs))
    if "recorded" in tables and "regions" in tables:
        yield from land.recorded_regions_known(folder, tables["recorded"], tables["regions"])
    if meta is None:
        return
    yield from party.all_or_none(folder, meta, tables)
    yield from party.names_declared(meta, tables)
    yield from party.rosters_placed(meta, tables)
    yield from revolution.all_or_none(folder, meta, tables)
    if "parameters" in tables:
        yield from parameters_known(meta, tables["parameters"])
    for needs, rule in DATED_RULES:
        if all(name in tables for name in needs):
            yield from rule(meta, *(tables[name] for name in needs))


def priors_sound(parameters: Rows) -> Iterator[UserError]:
    """A prior has its range, a lognormal one above zero; a name starts with its mechanism; few are
    free."""
    free = dict.fromkeys(range(len(PARTS)), 0)
    for number, row in parameters:
        if row.prior != "fixed":
            for column in ("low", "high"):
                if getattr(row, column) is None:
                    yield UserError(
                        f"a {row.prior} prior needs its range",
                        "parameters.csv",
                        number,
                        column,
                        found="a blank",
                        expected="a number",
                        action="Give low and high, or a fixed prior.",
                    )
            if row.prior == "lognormal" and (row.low or 0) <= 0 and row.low is not None:
                yield UserError(
                    "a lognormal prior that reaches zero",
                    "parameters.csv",
                    number,
                    "low",
                    found=f"{row.low:g}",
                    expected="above 0",
                    action="Raise low or choose another prior.",
                )
        if not row.parameter.startswith(f"{row.mechanism}.") or row.parameter.count(".") != 1:
            yield UserError(
                "a parameter is named after its mechanism",
                "parameters.csv",
                number,
                "parameter",
                found=repr(row.parameter),
                expected=f"{row.mechanism}.<name>",
                action="Mend the name or the mechanism.",
            )
        part = part_of(row.parameter)
        if not row.free or part is None:
            continue
        free[part] += 1
        if free[part] == MOST_FREE + 1:
            yield UserError(
                "too many free parameters",
                "parameters.csv",
                number,
                "free",
                found=f"{free[part]} so far",
                expected=f"at most {MOST_FREE} of the themes that are fitted together",
                action="Hold some at their central value.",
            )


def drift_sound(drift: Rows) -> Iterator[UserError]:
    """A parameter that drifts is read by a mechanism of society; its regions share some
    of it where it has regions."""
    names = [
        name
        for name in parameter_names()
        if not is_read_by_power(name) and not is_read_by_revolution(name)
    ]
    for number, row in drift:
        if row.parameter not in names:
            yield UserError(
                "this parameter cannot drift",
                "drift.csv",
                number,
                "parameter",
                found=repr(row.parameter)[:80],
                expected=nearest(row.parameter, names),
                action="Name a parameter of a mechanism of society.",
            )
        if (row.shared is None) == (row.by == "region"):
            yield UserError(
                "what regions share belongs to what differs by region",
                "drift.csv",
                number,
                "shared",
                found="a blank" if row.shared is None else f"{row.shared:g}",
                expected="a share by region, a blank by country",
                action="Mend shared or by.",
            )


def parameters_known(meta: Meta, parameters: Rows) -> Iterator[UserError]:
    """Every parameter that is read is there, and none that nothing reads."""
    given = {row.parameter for _, row in parameters}
    read = parameters_read()
    for number, row in parameters:
        if row.parameter not in read:
            yield UserError(
                "a parameter that nothing reads",
                "parameters.csv",
                number,
                "parameter",
                found=repr(row.parameter)[:80],
                expected=nearest(
                    row.parameter,
                    [name for name in read if name not in given],
                    former=new_names(),
                )
                if set(read) - given
                else "no such row",
                action="Mend the name or remove the row.",
            )
    for name in read:
        is_needed = meta.power or not is_read_by_power(name)
        is_needed = is_needed and (meta.revolution or not is_read_by_revolution(name))
        if name not in given and is_needed:
            yield UserError(
                "a parameter is missing",
                "parameters.csv",
                column="parameter",
                expected=name,
                action="Add a row with its unit, prior, range and ground.",
            )


@cache
def parameters_read() -> tuple[str, ...]:
    """Names of all that mechanisms read, and of what the opening reads, as the template has it."""
    text = read_text(TEMPLATE / "parameters.csv", "parameters.csv")
    listed = [row["parameter"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    owners = {m.id for m in MECHANISMS}
    of_opening = [name for name in listed if name.partition(".")[0] not in owners]
    return (*of_opening, *parameter_names())


def is_read_by_power(parameter: str) -> bool:
    """Whether a parameter belongs to the leadership, or to what joins it with society."""
    owner = parameter.partition(".")[0]
    of_leadership = {m.id for m in MECHANISMS if is_of_the_leadership(m) or is_shared(m)}
    return owner == "power_opening" or owner in of_leadership


def is_read_by_revolution(parameter: str) -> bool:
    """Whether a parameter belongs to the revolution, which runs by itself."""
    owner = parameter.partition(".")[0]
    return owner in {m.id for m in MECHANISMS if is_of_revolution(m)}


RULES = (
    (("regions",), people.neighbours_agree),
    (("regions",), people.regions_populated),
    (("tiles", "regions"), people.tiles_placed),
    (("nationalities",), people.other_is_there),
    (("communities", "regions"), people.community_shares_close),
    (("faiths", "adherents"), people.adherents_within),
    (("statuses",), people.statuses_close),
    (("age_bands",), people.bands_gapless),
    (("opening_ages",), people.opening_ages_whole),
    (("vital_rates",), people.rates_whole),
    (("regional_land", "regions"), land.land_complete),
    (("recorded",), land.recorded_complete),
    (("seasonality",), land.seasons_close),
    (("parameters",), priors_sound),
    (("drift",), drift_sound),
    (("persons",), people.lives_in_order),
    (("war", "regions", "nationalities"), war_sound),
    (("armies", "regions"), revolution.armies_placed),
    (("revolution", "armies"), revolution.revolution_sound),
)
DATED_RULES = (
    (("vital_rates",), people.rates_known_at_start),
    (("weather", "regions"), land.weather_covers),
    (("control", "regions"), land.control_at_start),
    (("names", "offices", "issues", "regions", "nationalities", "statuses"), people.names_known),
)

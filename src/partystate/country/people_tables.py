"""Rules between the rows of a country's people: neighbours, tiles, shares, statuses, ages, rates,
lives.

Each takes the rows of the tables it names, as (line, row) pairs, and yields a UserError for each
breach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from partystate.core.errors import UserError
from partystate.country.cells import read_time
from partystate.country.meta import Meta
from partystate.country.told import (
    CLOSES,
    Rows,
    gapless,
    label_error,
    month,
    open_sum,
    wrong_unit,
)
from partystate.world.statuses import STATUSES

OTHER = "other"
RATE_UNIT = "per 1000"


def neighbours_agree(regions: Rows) -> Iterator[UserError]:
    """`adjacent` names other regions, and each names the other."""
    listed = {
        row.region: [part for part in (row.adjacent or "").split(";") if part] for _, row in regions
    }
    for number, row in regions:
        for other in listed[row.region]:
            if other not in listed:
                yield label_error(
                    "regions.csv", number, "adjacent", other, list(listed), "regions.csv"
                )
            elif other == row.region or row.region not in listed[other]:
                yield UserError(
                    "neighbours that do not name each other",
                    "regions.csv",
                    number,
                    "adjacent",
                    found=repr(other),
                    expected=f"another region, with {row.region!r} among its own neighbours",
                    action="Mend one of the two rows.",
                )


def regions_populated(regions: Rows) -> Iterator[UserError]:
    for number, row in regions:
        if row.population == 0:
            yield UserError(
                "a region without people",
                "regions.csv",
                number,
                "population",
                found="0",
                expected="persons",
                action="Give a count.",
            )


def tiles_placed(tiles: Rows, regions: Rows) -> Iterator[UserError]:
    """Every region has a tile, and no two stand on the same place or look alike."""
    placed = {row.region for _, row in tiles}
    for _, row in regions:
        if row.region not in placed:
            yield UserError(
                "a region without a tile",
                "tiles.csv",
                column="region",
                expected=f"a row for {row.region!r}",
                action="Add the row, or remove the file.",
            )
    places: dict[tuple, int] = {}
    shorts: dict[str, int] = {}
    for number, row in tiles:
        at = places.setdefault((row.row, row.column), number)
        if at != number:
            yield UserError(
                f"a tile on the place of row {at}",
                "tiles.csv",
                number,
                "column",
                found=f"row {row.row}, column {row.column}",
                expected="a place of its own",
                action="Move one of the two.",
            )
        same = shorts.setdefault(row.short, number)
        if same != number:
            yield UserError(
                f"the short name of row {same}",
                "tiles.csv",
                number,
                "short",
                found=repr(row.short),
                expected="a name of its own",
                action="Choose another.",
            )


def other_is_there(nationalities: Rows) -> Iterator[UserError]:
    if not any(row.nationality == OTHER for _, row in nationalities):
        yield UserError(
            "no nationality takes in everyone else",
            "nationalities.csv",
            column="nationality",
            expected=repr(OTHER),
            action="Add the row.",
        )


def community_shares_close(communities: Rows, regions: Rows) -> Iterator[UserError]:
    """Shares sum to one in every region; a preallocated community is empty."""
    total = {row.region: 0.0 for _, row in regions}
    first: dict[str, int] = {}
    for number, row in communities:
        total[row.region] = total.get(row.region, 0.0) + row.share
        first.setdefault(row.region, number)
        if row.preallocated and row.share:
            yield UserError(
                "a preallocated community has people",
                "communities.csv",
                number,
                "share",
                found=f"{row.share:g}",
                expected="0",
                action="Set the share to 0, or preallocated to 0.",
            )
    for region, value in total.items():
        if abs(value - 1) > CLOSES:
            yield open_sum(
                "communities.csv", first.get(region), "share", f"the shares of {region!r}", value
            )


def adherents_within(faiths: Rows, adherents: Rows) -> Iterator[UserError]:
    """Nobody is born into two faiths: shares of a people sum to one at most; no faith is called
    `other`, which stands for all but the largest."""
    for number, row in faiths:
        if row.faith == OTHER:
            yield UserError(
                "a faith has the name of all but the largest",
                "faiths.csv",
                number,
                "faith",
                found=repr(OTHER),
                expected="another name",
                action="Name the faith.",
            )
    total: dict[tuple[str, str], float] = {}
    for number, row in adherents:
        people = row.region or "", row.nationality
        total[people] = total.get(people, 0.0) + row.share
        if total[people] > 1 + CLOSES:
            yield UserError(
                f"more are born into a faith than there are of {row.nationality!r}",
                "adherents.csv",
                number,
                "share",
                found=f"{total[people]:.8g} in all",
                expected="1 at most",
                action="Mend the shares of the people.",
            )


def statuses_close(statuses: Rows) -> Iterator[UserError]:
    """All statuses are there; opening shares sum to one in town and country; nobody starts
    confined."""
    for missing in set(STATUSES) - {row.status for _, row in statuses}:
        yield UserError(
            "a status is missing",
            "statuses.csv",
            column="status",
            expected=missing,
            action="Add its row; its share may be 0.",
        )
    for number, row in statuses:
        if row.settlement == "confined" and row.opening_share:
            yield UserError(
                "a confined status has no town or country to be a share of",
                "statuses.csv",
                number,
                "opening_share",
                found=f"{row.opening_share:g}",
                expected="0",
                action="Set it to 0.",
            )
        if row.peasant and row.settlement != "rural":
            yield UserError(
                "a peasant status outside the country",
                "statuses.csv",
                number,
                "peasant",
                found="1",
                expected="0, or settlement rural",
                action="Mend one of the two.",
            )
    for settlement in ("urban", "rural"):
        rows = [(number, row) for number, row in statuses if row.settlement == settlement]
        value = sum(row.opening_share for _, row in rows)
        if abs(value - 1) > CLOSES:
            yield open_sum(
                "statuses.csv",
                rows[0][0] if rows else None,
                "opening_share",
                f"the {settlement} shares",
                value,
            )
        elif not any(row.held_in == "all" for _, row in rows):
            yield UserError(
                f"no {settlement} status is held everywhere",
                "statuses.csv",
                rows[0][0],
                "held_in",
                expected="'all' in one row",
                action="Small communities need a status to hold their people.",
            )


def bands_gapless(bands: Rows) -> Iterator[UserError]:
    yield from gapless("age_bands.csv", bands)


def opening_ages_whole(ages: Rows) -> Iterator[UserError]:
    """Each sex covers all ages once."""
    for sex in ("male", "female"):
        rows = [(number, row) for number, row in ages if row.sex == sex]
        if not rows:
            yield UserError(
                "a sex is missing",
                "opening_ages.csv",
                column="sex",
                expected=sex,
                action="Add its rows.",
            )
        yield from gapless("opening_ages.csv", rows)


def rates_whole(rates: Rows) -> Iterator[UserError]:
    """One unit, all three rates, death rates from birth to the open end."""
    for number, row in rates:
        if row.unit != RATE_UNIT:
            yield wrong_unit("vital_rates.csv", number, row.unit, RATE_UNIT)
        if (
            row.age_to is not None
            and row.age_to < row.age_from
            or row.age_to is None
            and row.rate != "death"
        ):
            yield UserError(
                "an age group without a sound end",
                "vital_rates.csv",
                number,
                "age_to",
                found=str(row.age_to or "blank"),
                expected=f"at least {row.age_from}",
                action="Mend the ages.",
            )
    for rate in ("death", "infant_death", "birth"):
        if not any(row.rate == rate for _, row in rates):
            yield UserError(
                "a rate is missing",
                "vital_rates.csv",
                column="rate",
                expected=rate,
                action="Add its rows.",
            )
    deaths = [(number, row) for number, row in rates if row.rate == "death"]
    for _, group in groupby(deaths, key=lambda pair: (pair[1].period, pair[1].sex)):
        yield from gapless("vital_rates.csv", list(group))


def lives_in_order(persons: Rows) -> Iterator[UserError]:
    for number, row in persons:
        if row.joined and read_time(row.joined).end < read_time(row.born).start:
            yield UserError(
                "a person who joined before birth",
                "persons.csv",
                number,
                "joined",
                found=row.joined,
                expected=f"after {row.born}",
                action="Mend one of the dates.",
            )


def rates_known_at_start(meta: Meta, rates: Rows) -> Iterator[UserError]:
    """No rate of after the start, unless the base years of excess deaths are later: the schedule of
    ordinary years is theirs. Rates of after both are results."""
    start = max(month(meta.start), max(meta.excess_deaths.baseline_years) * 12)
    for number, row in rates:
        if read_time(row.period).months[0] > start:
            yield UserError(
                "a rate of after the start, which would be hindsight",
                "vital_rates.csv",
                number,
                "period",
                found=row.period,
                expected=f"a period that begins by {meta.start} or the last base year",
                action="Keep it as evidence, not as an input.",
            )


def names_known(
    meta: Meta,
    names: Rows,
    offices: Rows,
    issues: Rows,
    regions: Rows,
    nationalities: Rows,
    statuses: Rows,
) -> Iterator[UserError]:
    """Each row of names.csv spells a label that the country has."""
    bodies = meta.power.bodies if meta.power else ()
    known = {
        "place": [*bodies, *(row.office for _, row in offices)],
        "issue": [row.issue for _, row in issues],
        "region": [row.region for _, row in regions],
        "nationality": [row.nationality for _, row in nationalities],
        "status": [row.status for _, row in statuses],
    }
    for number, row in names:
        if row.label not in known[row.axis]:
            yield label_error(
                "names.csv", number, "label", row.label, known[row.axis], "the country"
            )

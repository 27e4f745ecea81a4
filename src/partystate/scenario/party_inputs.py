"""The leadership from a country's tables: axes, dated inputs, fixed facts, recorded posts and
politics."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.core.axes import Axis, stable_ids
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.core.pytree import of_numpy
from partystate.country.cells import read_time
from partystate.country.country import Country
from partystate.scenario import coding_rule
from partystate.world.endowment import PartyFacts
from partystate.world.inputs import ForcedPosts, Party
from partystate.world.party_axes import PartyAxes
from partystate.world.power import (
    BANISHED,
    CANDIDATE,
    EXILED,
    EXPELLED,
    FULL,
    NOBODY,
    VACATED,
)

PARTY = "party"
POLICE, ARMY = "police", "army"  # domains of offices
STATUS_OF = {"expelled": EXPELLED, "exiled": EXILED, "banished": BANISHED}
SEAT_OF = {"full": FULL, "candidate": CANDIDATE}
LEFT_ALONE = -1
NEEDED = (
    "persons",
    "offices",
    "party_regions",
    "body_sizes",
    "roster",
    "ties",
    "service",
    "positions",
    "issues",
    "meetings",
    "shocks",
)


def axes_of(country: Country) -> PartyAxes:
    """Axes of the party's top; UserError where the country has none."""
    lacking = [name for name in NEEDED if name not in country.tables]
    if country.meta.power is None or lacking:
        raise UserError(
            f"the country {country.id!r} has no party's top",
            f"{lacking[0]}.csv" if lacking else "country.toml",
            expected="[power] in country.toml and its tables",
            action="See the countries that come with the package.",
        )
    tables, top = country.tables, country.leadership
    named = tables["persons"]["person"].to_list()
    reserve = [f"reserve member {i + 1}" for i in range(top.reserve + top.reserve_later)]
    return PartyAxes(
        persons=Axis("person", tuple(named + reserve)),
        offices=Axis("office", tuple(tables["offices"]["office"].to_list())),
        bodies=Axis("body", tuple(top.bodies)),
        issues=Axis("issue", tuple(dict.fromkeys(tables["issues"]["issue"].to_list()))),
        regions=Axis("party region", tuple(tables["party_regions"]["region"].to_list())),
        named=len(named),
        ranks=max(len(top.officers), 1),
    )


def entrance(country: Country, start: str | None = None) -> int:
    """Month number in which the leadership enters: the country's, or a later one in which posts are
    as recorded."""
    top = country.leadership
    first = dates.month_number(start or top.start)
    if not dates.month_number(top.start) <= first <= dates.month_number(top.end):
        raise UserError(
            "the leadership cannot enter in this month",
            found=start or top.start,
            expected=f"a month from {top.start} to {top.end}",
            action="Choose a month of the country.",
        )
    return first


def month_of(text: str | None, blank: int) -> int:
    """Month number of a date: the first month it can mean."""
    return read_time(text).months[0] if text else blank


def stepwise(rows: pl.DataFrame, months: np.ndarray, value: str) -> np.ndarray:
    """[T] the value of the latest row that has started; 0 before the first."""
    out = np.zeros(len(months))
    for row in sorted(rows.iter_rows(named=True), key=lambda r: month_of(r["start"], 0)):
        out[months >= month_of(row["start"], 0)] = row[value]
    return out


def roster_at(country: Country, axes: PartyAxes, months: np.ndarray) -> dict[str, np.ndarray]:
    """Recorded posts and politics by month: seats [T, B, P], holder [T, O], status, opposing,
    ruling, dead [T, P].

    A row holds from its month to the month before its end. Offices not on record in a month are
    vacated."""
    people, t = len(axes.persons), len(months)
    seats = np.zeros((t, len(axes.bodies), people), np.int32)
    holder = np.full((t, len(axes.offices)), VACATED, np.int32)
    status, opposing, ruling, dead = (np.zeros((t, people), np.int32) for _ in range(4))
    for row in country.tables["roster"].iter_rows(named=True):
        person = axes.number[row["person"]]
        during = (months >= month_of(row["start"], 0)) & (months < month_of(row["end"], 10**9))
        place, role = row["place"], row["role"]
        if place == PARTY:
            if role in STATUS_OF:
                status[during, person] = np.maximum(status[during, person], STATUS_OF[role])
            else:
                {"opposition": opposing, "ruling": ruling, "dead": dead}[role][during, person] = 1
        elif role == "holder":
            holder[during, axes.offices.index(place)] = person
        else:
            body = axes.bodies.index(place)
            seats[during, body, person] = np.maximum(seats[during, body, person], SEAT_OF[role])
    seated = seats[:, axes.bodies.index(country.leadership.inner)] == FULL
    # who rules is on record for the inner body alone, and not in every month
    told = seated & np.any(ruling, axis=1)[:, None]
    return {
        "seats": seats,
        "holder": holder,
        "status": status,
        "opposing": opposing,
        "ruling": np.where(told, ruling, LEFT_ALONE),
        "dead": dead,
    }


def meetings_at(country: Country, months: np.ndarray) -> dict[str, np.ndarray]:
    """Flags [T] of months in which a congress, conference or plenum ends."""
    out = {kind: np.zeros(len(months), bool) for kind in ("congress", "conference", "plenum")}
    for row in country.tables["meetings"].iter_rows(named=True):
        out[row["kind"]] |= months == month_of(row["end"], 0)
    return out


DATED = ("founder_capacity", "founder_dies", "scandal")  # series of shocks.csv


def shock(country: Country, name: str, months: np.ndarray) -> np.ndarray:
    """Values [T] of a series of shocks.csv; nought where a country has none."""
    if "shocks" not in country.tables:
        return np.zeros(len(months))
    return stepwise(country.tables["shocks"].filter(pl.col("series") == name), months, "value")


def build_party(country: Country, axes: PartyAxes, months: np.ndarray, entered: int) -> Party:
    """Dates and sizes [T, ...]; `entered` is the month in which the leadership enters."""
    t, tables, top = len(months), country.tables, country.leadership
    places = np.zeros((t, len(axes.bodies), 2))
    sizes = tables["body_sizes"]
    for b, body in enumerate(axes.bodies.labels):
        for kind, role in enumerate(("candidate", "full")):
            rows = sizes.filter((pl.col("body") == body) & (pl.col("role") == role))
            places[:, b, kind] = stepwise(rows, months, "places")
    opens = np.array([month_of(x, 0) for x in tables["offices"]["opens"]])
    closes = np.array([month_of(x, 10**9) for x in tables["offices"]["closes"]])
    later = month_of(top.reserve_later_from, 0)
    entry = [month_of(x, 0) for x in tables["persons"]["entry"]]
    entry = np.array([*entry, *[0] * top.reserve, *[later] * top.reserve_later])
    none = np.zeros(t)
    return of_numpy(
        Party,
        seated=months >= entered,
        elapsed=np.maximum(months - entered, 0).astype(float),
        **meetings_at(country, months),
        **{name: shock(country, name, months) for name in DATED},
        testament_read=none,
        ban_barred=none,
        places=places,
        office_open=(months[:, None] >= opens) & (months[:, None] < closes),
        available=months[:, None] >= entry,
    )


def build_forced_posts(
    country: Country, axes: PartyAxes, months: np.ndarray, replay_until: int = 0
) -> ForcedPosts:
    """Posts and politics as recorded in the months before `replay_until`, else left alone."""
    forced = months < replay_until

    def keep(values):
        return np.where(forced.reshape((-1,) + (1,) * (values.ndim - 1)), values, LEFT_ALONE)

    on_record = roster_at(country, axes, months)
    return of_numpy(ForcedPosts, **{name: keep(values) for name, values in on_record.items()})


def build_party_facts(country: Country, axes: PartyAxes, start: int) -> PartyFacts:
    """Fixed facts at the month `start`."""
    top, tables = country.leadership, country.tables
    reserve = len(axes.persons) - axes.named
    born = [month_of(x, start - 12 * MIDDLE_AGE) for x in tables["persons"]["born"]]
    # the later reserve is of middle age when it comes in
    wait = (month_of(top.reserve_later_from, start) - start) / 12
    anonymous = [MIDDLE_AGE] * (reserve - top.reserve_later) + [
        MIDDLE_AGE - wait
    ] * top.reserve_later
    age = np.array([(start - b) / 12 for b in born] + anonymous, float)
    region = [axes.regions.index(r) if r else NOBODY for r in tables["offices"]["region"]]
    seat_names = [f"body={b};person={p}" for b in axes.bodies.labels for p in axes.persons.labels]
    domains = tables["offices"]["domain"].to_list()
    return of_numpy(
        PartyFacts,
        person_ids=np.asarray(axes.persons.ids),
        office_ids=np.asarray(axes.offices.ids),
        seat_ids=stable_ids(seat_names).reshape(len(axes.bodies), len(axes.persons), 2),
        pair_ids=pair_ids(axes),
        age=age,
        named=np.arange(len(axes.persons)) < axes.named,
        founder=np.asarray(axes.persons.index(top.founder), np.int32),
        ties=np.asarray(
            coding_rule.ties(list(axes.persons.labels), tables["ties"], start), np.float32
        ),
        office_weight=tables["offices"]["weight"].to_numpy().astype(float),
        office_region=np.asarray(region, np.int32),
        filled_by_office=np.asarray([d in top.filled_by_appointments for d in domains]),
        party_region=np.asarray(party_regions(country, axes), np.int32),
        of_industry=np.asarray([d in top.answer_for_industry for d in domains]),
        delegates=tables["party_regions"]["delegates"].to_numpy().astype(float),
        urban=tables["party_regions"]["urban"].to_numpy().astype(float),
        appointments=np.asarray(axes.offices.index(top.appointments), np.int32),
        exposed=np.asarray(axes.offices.index(top.exposed), np.int32),
        police=np.asarray(first_of(domains, POLICE), np.int32),
        army=np.asarray(first_of(domains, ARMY), np.int32),
        officers=np.asarray(top.officers or [0.0], float),
        body_weight=np.asarray(top.body_weights),
        candidate_weight=np.asarray(top.candidate_weights),
        committee=axes.bodies.index(top.committee),
        inner=axes.bodies.index(top.inner),
        secretariat=axes.bodies.index(top.secretariat),
        market=axes.issues.index(top.market),
        regime=axes.issues.index(top.regime),
    )


def party_regions(country: Country, axes: PartyAxes) -> list[int]:
    """The region of the party that holds each region of the country, or NOBODY."""
    held = {
        place.strip(): axes.regions.index(row["region"])
        for row in country.tables["party_regions"].iter_rows(named=True)
        for place in (row["holds"] or "").split(";")
        if place.strip()
    }
    known = country.tables["regions"]["region"].to_list()
    unknown = sorted(set(held) - set(known))
    if unknown:
        raise UserError(
            "a region of the party holds a region that is not there",
            "party_regions.csv",
            column="holds",
            found=unknown[0],
            expected=nearest(unknown[0], known),
            action="Use the spelling of regions.csv.",
        )
    return [held.get(region, NOBODY) for region in known]


def first_of(domains: list[str], wanted: str) -> int:
    """Number of the first office of a domain, or NOBODY."""
    return domains.index(wanted) if wanted in domains else NOBODY


def pair_ids(axes: PartyAxes) -> np.ndarray:
    """uint32 [P, P, 2]: a stable id of each ordered pair, mixed from the ids of the two."""
    ids = np.asarray(axes.persons.ids)
    return np.stack(
        np.broadcast_arrays(
            ids[:, None, 0] ^ ids[None, :, 1], ids[:, None, 1] + MIXER * ids[None, :, 0]
        ),
        -1,
    )


MIXER = np.uint32(2_654_435_761)  # an odd number near 2^32 / golden ratio (Knuth 1973)
MIDDLE_AGE = 35  # of the reserve, and of persons without a year of birth

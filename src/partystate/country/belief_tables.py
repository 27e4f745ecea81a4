"""Tables of faiths, science and the nationality of officials; a country may do without."""

from __future__ import annotations

from partystate.country.cells import Count, Flag, Row, Share, Text, Verified
from partystate.country.label_columns import FAITH, NATIONALITY, REGION


class FaithOfCountry(Row):
    """A faith: its communities and clergy at the opening, and what it is like."""

    key = ("faith",)
    ranges = (("communities_low", "communities", "communities_high"),)
    optional = True
    faith: Text
    communities: Count
    communities_low: Count | None
    communities_high: Count | None
    clergy: Count
    believing_rural: Share
    believing_urban: Share
    strict: Share
    head_abroad: Flag
    exiles: Flag
    source: Text
    verified: Verified


class Adherents(Row):
    """What share of a people is born into a faith; a blank region is everywhere, and a people's own
    row of a region stands before it."""

    key = ("region", "nationality", "faith")
    labels = REGION | NATIONALITY | FAITH
    optional = True
    region: str | None
    nationality: Text
    faith: Text
    share: Share
    source: Text
    verified: Verified


class Official(Row):
    """After which people a region's republic is named, and their share among its officials when a
    run opens."""

    key = ("region",)
    labels = REGION | NATIONALITY
    optional = True
    region: Text
    nationality: Text
    share: Share
    source: Text
    verified: Verified


class FieldOfScience(Row):
    """A field of science: of what use to arms, how near to doctrine, how far it promises a
    harvest, and who holds its posts at the opening."""

    key = ("field",)
    optional = True
    field: Text
    arms: Share
    near: Share
    harvest: Share
    adherents: Share
    source: Text
    verified: Verified


BELIEF_TABLES: dict[str, type[Row]] = {
    "officials": Official,
    "faiths": FaithOfCountry,
    "adherents": Adherents,
    "fields": FieldOfScience,
}

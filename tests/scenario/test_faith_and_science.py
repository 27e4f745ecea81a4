"""Faiths and sciences from a country's tables: adherents by hand, lumped, and where there are
none."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from partystate.scenario.faith_and_science import (
    adherents,
    build_faith_facts,
    build_science_facts,
    faith_axis,
)
from partystate.scenario.lumping import lumped

LANTERN, WELL, BRETHREN = range(3)
STEPPE = 2


def test_adherents_follow_the_peoples_of_a_region(toyland):
    """Steppe: .25 Alder, .72 Birch, .03 others, who are of the Well there by a row of their own."""
    found = adherents(toyland, faith_axis(toyland))[:, STEPPE]
    assert found == pytest.approx([0.25 * 0.95, 0.72 + 0.03 * 0.8, 0.25 * 0.02])


def test_communities_and_clergy_are_shared_out_whole(toyland):
    facts = build_faith_facts(toyland)
    table = toyland.tables["faiths"]
    np.testing.assert_allclose(facts.communities.sum(1), table["communities"].to_numpy())
    np.testing.assert_allclose(facts.clergy.sum(1), table["clergy"].to_numpy())
    assert facts.largest.tolist() == [1, 0, 0]


def test_lumping_peoples_changes_no_region(toyland):
    faiths = faith_axis(toyland)
    np.testing.assert_allclose(
        adherents(lumped(toyland), faiths), adherents(toyland, faiths), rtol=1e-12
    )


def test_a_country_without_tables_has_a_faith_and_a_field_of_nothing(toyland):
    tables = {k: v for k, v in toyland.tables.items() if k not in ("faiths", "adherents", "fields")}
    bare = replace(toyland, tables=tables)
    facts, sciences = build_faith_facts(bare), build_science_facts(bare)
    assert faith_axis(bare).labels == ("none",)
    for part in (facts, sciences):
        assert not any(np.any(value) for value in vars(part).values())


def test_a_faith_may_not_take_the_name_of_the_rest(toyland):
    from partystate.country.belief_tables import Adherents, FaithOfCountry
    from partystate.country.people_tables import adherents_within

    faith = toyland.tables["faiths"].row(0, named=True) | {"faith": "other"}
    more = toyland.tables["adherents"].filter(pl.col("nationality") == "Birch").row(0, named=True)
    rows = [(2, Adherents(**_text(more))), (3, Adherents(**_text(more | {"faith": "Lantern"})))]
    found = list(adherents_within([(2, FaithOfCountry(**_text(faith)))], rows))
    assert [error.file for error in found] == ["faiths.csv", "adherents.csv"]


def _text(row):
    return {k: None if v is None else str(v) for k, v in row.items()}

"""What is put in from the record is what the inputs of a run are built from, no more and no
less."""

from dataclasses import replace

import polars as pl
import pytest

from partystate.country.country import load
from partystate.country.put_in import LEADERSHIP, LINE, RECORDED, SOCIETY, TABLES, put_in
from partystate.scenario import assemble as assembling
from partystate.scenario.assemble import ENDOGENOUS, assemble
from partystate.scenario.inputs import build_inputs

FACTS = {  # tables of labels and of fixed facts, which hold nothing dated that is put in
    "regions",
    "nationalities",
    "statuses",
    "communities",
    "age_bands",
    "regional_land",
    "parameters",
    "party_regions",
    "roster",
}


class Seen(dict):
    """Tables that remember which of them were asked for."""

    def __init__(self, tables):
        super().__init__(tables)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("name", ["toyland", "ussr"])
def test_every_table_of_the_inputs_is_listed(name):
    country = load(name)
    scenario = assemble(country, until=f"{int(country.meta.start[:4]) + 1}-12")
    seen = Seen(country.tables)
    build_inputs(
        replace(country, tables=seen), scenario.months, scenario.layout.axes.party, scenario.entered
    )
    listed = {given.file.removesuffix(".csv") for given in put_in(country)}
    assert seen.asked - FACTS == listed


@pytest.mark.parametrize("series", ["imports", "grain_price", "foreign_aid", LINE, "disputes"])
def test_a_listed_series_reaches_the_inputs(toyland, series):
    """Doubling a recorded series that is listed changes what is put in."""
    assert series in {given.name for given in put_in(toyland)}
    table = toyland.tables["recorded"]
    doubled = table.with_columns(
        pl.when(pl.col("input") == series)
        .then(pl.col("central") * 2 + 1)
        .otherwise(pl.col("central"))
        .alias("central")
    )
    other = replace(toyland, tables=toyland.tables | {"recorded": doubled})
    assert inputs_of(other) != inputs_of(toyland)


def inputs_of(country):
    inputs = assemble(country, until="1929-12").inputs
    return [
        leaf.tobytes()
        for leaf in map(assembling.jax.numpy.asarray, assembling.jax.tree.leaves(inputs))
    ]


def test_every_series_has_a_source_and_a_span(toyland):
    for given in put_in(toyland):
        assert given.words
        assert given.values > 0
        assert all(given.sources)
        assert bool(given.first) == (TABLES[given.file.removesuffix(".csv")][1] is not None)


def test_an_endogenous_line_is_put_in_only_before_the_leadership_enters():
    ussr, toyland = load("ussr"), load("toyland")
    words = {given.name: given.words for given in put_in(ussr, ENDOGENOUS)}
    assert words[LINE].endswith("until the leadership enters in 1921-03")
    assert LINE not in {given.name for given in put_in(toyland, ENDOGENOUS)}
    assert LINE in {given.name for given in put_in(toyland, RECORDED)}


def test_a_part_left_out_is_given_nothing(toyland):
    society = {g.name for g in put_in(toyland, parts=(SOCIETY,))}
    top = {g.name for g in put_in(toyland, parts=(LEADERSHIP,))}
    assert society & top == {"disputes", "foreign_events"}
    assert "collections_short" in top - {g.name for g in put_in(toyland)}
    assert "weather" in society - top


def test_a_part_left_out_is_named_in_the_words_of_the_scenario():
    from partystate.scenario import parts

    assert (parts.SOCIETY, parts.LEADERSHIP) == (SOCIETY, LEADERSHIP)
    assert assembling.RECORDED == RECORDED

"""Doubt about who is who widens the interval, and certain links leave it as it was."""

import numpy as np
import polars as pl
import pytest

from partystate.core.errors import UserError
from partystate.estimation import lincoln_petersen, linkage

PEOPLE = 300


@pytest.fixture(scope="module")
def records():
    """Two lists of 300 people, a half and a third of them, and the pairs that are of one person."""
    rng = np.random.default_rng(1)
    inside = {"A": rng.random(PEOPLE) < 0.5, "B": rng.random(PEOPLE) < 0.35}
    rows = [(f"{name}{i}", name) for name, held in inside.items() for i in np.flatnonzero(held)]
    both = np.flatnonzero(inside["A"] & inside["B"])
    pairs = pl.DataFrame({"left": [f"A{i}" for i in both], "right": [f"B{i}" for i in both]})
    return pl.DataFrame(rows, schema=["record", "list"], orient="row"), pairs


def test_certain_links_are_the_plain_estimate(records):
    table, pairs = records
    certain = pairs.with_columns(chance=pl.lit(1.0))
    found = linkage.estimate(table, certain, lincoln_petersen.estimate)
    histories = linkage.imputed(table, certain, np.random.default_rng(0))
    plain = lincoln_petersen.estimate(histories)
    assert histories.counts[3] == len(pairs)
    assert found.total == pytest.approx(plain.total)
    assert found.error == pytest.approx(plain.error)
    assert found.diagnostics["share_of_variance_from_links"] == 0


def test_doubtful_links_widen_the_interval_and_raise_the_total(records):
    """A link that is missed makes one case two."""
    table, pairs = records
    sure, doubtful = (
        linkage.estimate(table, pairs.with_columns(chance=pl.lit(p)), lincoln_petersen.estimate)
        for p in (1.0, 0.7)
    )
    assert doubtful.total > sure.total
    assert doubtful.error > sure.error
    assert doubtful.diagnostics["share_of_variance_from_links"] > 0


def test_no_case_has_two_records_of_one_list():
    table = pl.DataFrame({"record": ["a1", "a2", "b1"], "list": ["A", "A", "B"]})
    pairs = pl.DataFrame({"left": ["a1", "a2"], "right": ["b1", "b1"], "chance": [1.0, 1.0]})
    counts = linkage.imputed(table, pairs, np.random.default_rng(0)).counts
    assert counts.tolist() == [0, 0, 1, 1]


def test_links_carry_through_a_third_list():
    table = pl.DataFrame({"record": ["a", "b", "c"], "list": ["A", "B", "C"]})
    pairs = pl.DataFrame({"left": ["a", "b"], "right": ["b", "c"], "chance": [1.0, 0.9999999]})
    assert linkage.imputed(table, pairs, np.random.default_rng(0)).counts[7] == 1


def test_frames_of_pandas_and_the_columns_of_splink_are_read(records):
    table, pairs = records
    certain = pairs.with_columns(chance=pl.lit(1.0))
    named = certain.rename({new: old for old, new in linkage.SPLINK.items()})
    plain = linkage.imputed(table, certain, np.random.default_rng(0)).counts.tolist()
    for given in ((table, named), (table.to_pandas(), certain.to_pandas())):
        assert linkage.imputed(*given, np.random.default_rng(0)).counts.tolist() == plain


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"chance": pl.lit(1.2)}, "row 0, column 'chance': not a chance; found 1.2"),
        ({"chance": pl.lit("high")}, "not a chance; found high"),
        ({"chance": pl.lit(float("nan"))}, "not a chance; found NaN"),
        ({"right": pl.col("left")}, "a record is paired with itself"),
        ({"left": pl.lit("z9")}, "a pair names no record; found 'z9'"),
    ],
)
def test_broken_pairs_are_told(records, change, says):
    table, pairs = records
    broken = pairs.with_columns(chance=pl.lit(0.5)).with_columns(**change)
    with pytest.raises(UserError, match=says):
        linkage.imputed(table, broken, np.random.default_rng(0))


def test_broken_records_are_told(records):
    table, pairs = records
    pairs = pairs.with_columns(chance=pl.lit(0.5))
    with pytest.raises(UserError, match="two records have one name"):
        linkage.imputed(pl.concat([table, table.head(1)]), pairs, np.random.default_rng(0))
    with pytest.raises(UserError, match="no column 'list'"):
        linkage.imputed(table.drop("list"), pairs, np.random.default_rng(0))
    nameless = table.with_columns(list=pl.lit(None, pl.String))
    many = pl.DataFrame({"record": range(13), "list": range(13)})
    with pytest.raises(UserError, match="row 0, column 'list': a record without a name"):
        linkage.imputed(nameless, pairs, np.random.default_rng(0))
    with pytest.raises(UserError, match="13 lists are more than can be told apart"):
        linkage.imputed(many, pairs, np.random.default_rng(0))
    with pytest.raises(UserError, match="records is none; found list"):
        linkage.imputed([1], pairs, np.random.default_rng(0))
    with pytest.raises(UserError, match="records of one list alone"):
        linkage.imputed(table.filter(list="A"), pairs.head(0), np.random.default_rng(0))

"""The panel at the top, by hand on toyland's roster."""

import polars as pl
import pytest

from partystate.scoring.events import Ledger
from partystate.scoring.power_panel import panel_rows

RUNS = 4
FIRST, LAST = 1927 * 12, 1930 * 12 + 11


def _rows(toyland, *events):
    """The panel of four runs in which `events` (run, time, kind, target, office) came out."""
    names = ("run", "time", "kind", "target", "office")
    table = pl.DataFrame([dict(zip(names, e, strict=True)) for e in events], schema_overrides={})
    table = table.with_columns(actor=pl.lit(""), mechanism=pl.lit("appointments"))
    found = panel_rows(toyland, {FIRST: Ledger(table, RUNS, FIRST, LAST)})
    return pl.DataFrame({k: v for k, v in found.items() if k != "base_rate"})


def test_who_sits_on_record_is_not_appointed_to_where_he_sits(toyland):
    """Glen sits in committee and bureau: an election into the committee in three runs counts for
    nothing, one into the council in one run is a quarter, in the committee's rows alone."""
    into = [(run, "1928-03", "appointed", "glen", "committee") for run in range(3)]
    rows = _rows(toyland, *into, (0, "1928-05", "appointed", "glen", "council"))
    assert sorted(rows.filter(pl.col("p") > 0)["p"]) == [0.25]


def test_what_the_record_has(toyland):
    """Ash left both bodies in June 1928, after which the record of bodies ends; nobody came in."""
    rows = _rows(toyland, (0, "1928-03", "removed", "ash", "council"))
    happened = rows.filter("y")
    assert happened["years"].to_list() == [1928, 1928]
    assert happened["p"].sum() == pytest.approx(0.25)

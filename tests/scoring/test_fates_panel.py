"""The panel of fates on a hand-made ledger and the record of the reference country."""

import polars as pl
import pytest

from partystate.country.country import load
from partystate.scoring.events import Ledger
from partystate.scoring.fates_panel import fate_rows, fates


@pytest.fixture(scope="module")
def ussr():
    return load("ussr")


def ledger(person, year):
    rows = [(0, f"{year}-03", "executed", "", person, "", "prosecution")]
    table = pl.DataFrame(
        rows, schema=["run", "time", "kind", "actor", "target", "office", "mechanism"], orient="row"
    )
    return Ledger(table, 2, 1921 * 12, 1941 * 12 + 5)


def test_every_known_person_counts_until_death(ussr):
    known = fates(ussr)
    person, (month, _) = next(
        (p, f) for p, f in sorted(known.items()) if f[1] and f[0] // 12 == 1938
    )
    rows = fate_rows(ussr, ledger(person, 1938))
    assert rows["y"].sum() == sum(k and 1921 * 12 <= m <= 1940 * 12 + 11 for m, k in known.values())
    assert rows["p"].max() == 0.5
    assert rows["p"].sum() == 0.5
    assert rows["y"][rows["p"].argmax()]


def test_a_country_without_the_record_has_no_panel(toyland):
    assert fate_rows(toyland, ledger("ash", 1928)) is None

"""Events of what is kept back and erased, on made-up arrays of one run."""

from types import SimpleNamespace

import numpy as np
import pytest

from partystate.core import dates
from partystate.history.ledger.records import CAUSE, EXECUTED, records
from partystate.history.ledger.rows import PUBLIC, Rows
from partystate.world.records import COUNT, SECRETS, SHOT

MONTHS, PERSONS = 24, 3
NAMED = 2


@pytest.fixture
def kept():
    """Two years from January 1937; nothing happens."""
    fields = {name: np.zeros((1, MONTHS, PERSONS), bool) for name in ("erased", "executed")}
    secrets = {name: np.zeros((1, MONTHS)) for name in ("false_cause", "campaign")}

    def previous(name):
        values = fields[name]
        return np.concatenate([np.zeros_like(values[:, :1]), values[:, :-1]], axis=1)

    return SimpleNamespace(
        fields=fields,
        previous=previous,
        secrets=secrets | {"withheld": np.zeros((1, MONTHS, len(SECRETS)))},
        months=dates.month_number("1937-01") + np.arange(MONTHS),
        runs=(0,),
        names=("ann", "ben", "nameless"),
        axes=SimpleNamespace(named=NAMED),
        country=SimpleNamespace(leadership=SimpleNamespace(inner="inner")),
    )


def told(kept):
    rows = Rows(kept)
    records(rows)
    return set(rows.table().select("time", "kind", "target", "office").iter_rows())


def test_each_is_told_once_and_the_shot_once_a_year(kept):
    kept.fields["erased"][0, 2:, :] = True
    kept.fields["executed"][0, 1:, 0] = True
    assert told(kept) == {
        ("1937-03", "erased", "ann", ""),
        ("1937-03", "erased", "ben", ""),
        ("1937-03", "erased", EXECUTED, ""),
    }


def test_figures_are_kept_from_the_public_from_the_month_they_are(kept):
    kept.secrets["withheld"][0, 5:9, COUNT] = 1
    assert told(kept) == {("1937-06", "document_withheld", "a census", PUBLIC)}


def test_deaths_are_concealed_where_an_operation_and_secrecy_meet(kept):
    kept.secrets["withheld"][0, :, SHOT] = 1
    kept.secrets["campaign"][0, 7:] = 1
    found = {row[:2] for row in told(kept)}
    assert found == {("1937-01", "document_withheld"), ("1937-08", "deaths_concealed")}


def test_a_scandal_is_put_falsely_by_the_inner_body(kept):
    kept.secrets["false_cause"][0, 10] = 1
    assert told(kept) == {("1937-11", "statement_falsified", CAUSE, "inner")}


def test_without_society_there_are_no_figures(kept):
    kept.secrets.clear()
    kept.fields["erased"][0, 0, 1] = True
    assert told(kept) == {("1937-01", "erased", "ben", "")}

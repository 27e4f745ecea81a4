"""Reference histories are those that were kept, to a tolerance that a compiler's last bits do not
reach: numbers move only on purpose."""

import polars as pl
import pytest

from partystate.history.observables.registry import registered
from partystate.scenario.parts import LEADERSHIP
from tests.golden.digests import CASES, COMMAND, KEYS, Case, digest, read, summed

# of the sum of magnitudes; what is kept of the leadership is kept in single precision
DOUBLE, SINGLE = 1e-9, 1e-6
OF_LEADERSHIP = [one.name for one in registered() if one.part == LEADERSHIP]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file.stem)
def test_a_reference_history_is_the_one_that_was_kept(case: Case):
    both = digest(case).join(read(case), on=KEYS, how="full", coalesce=True, suffix="_kept")
    tolerance = pl.when(pl.col("observable").is_in(OF_LEADERSHIP)).then(SINGLE).otherwise(DOUBLE)
    off = (pl.col("value") - pl.col("value_kept")).abs()
    # a year without a partner has no value on one side
    moved = both.filter((off <= pl.col("size") * tolerance).not_().fill_null(True))
    names = moved["observable"].unique().sort().to_list()
    assert moved.is_empty(), (
        f"{len(moved)} of {len(both)} sums of {case.file.stem} moved, of {', '.join(names[:12])}"
        f"{' and others' if len(names) > 12 else ''}. Where that is on purpose, say it under "
        f"`numbers` in CHANGELOG.md and run `{COMMAND}`.\n{moved}"
    )


def test_what_moves_from_one_group_or_month_to_another_is_seen():
    rows = [
        ("1930-01", "region=A", 3.0),
        ("1930-01", "region=B", 1.0),
        ("1930-02", "region=A", 2.0),
    ]
    table = pl.DataFrame(rows, schema=["time", "group", "value"], orient="row")
    table = table.with_columns(observable=pl.lit("x"), level=pl.lit("truth"))
    first = summed(table)["value"][0]
    for order in ([1, 0, 2], [2, 1, 0], [0, 2, 1]):
        other = summed(table.with_columns(value=pl.col("value").gather(order)))["value"][0]
        assert abs(other - first) > 1e-3 * first
    assert abs(summed(table.reverse())["value"][0] - first) < 1e-12 * first

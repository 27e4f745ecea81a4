"""Reference histories are those that were kept, to a tolerance that a compiler's last bits do not
reach: numbers move only on purpose. Those of ussr, and the results of the release, are compiled as
users' are, in a process of their own; toyland's is compiled as in all other tests, which find its
program on the disk: what a test sees there is, to the same tolerance, what a user sees."""

import subprocess
import sys
from operator import attrgetter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from partystate.history.observables.registry import registered
from partystate.history.release import FIRST_RUN
from partystate.scenario.parts import LEADERSHIP
from tests.golden.as_users import USSR
from tests.golden.digests import (
    CASES,
    COMMAND,
    KEYS,
    Case,
    digest,
    read,
    summed,
)

ROOT = Path(__file__).parents[2]
# of the sum of magnitudes; what is kept of the leadership is kept in single precision
DOUBLE, SINGLE = 1e-9, 1e-6
OF_LEADERSHIP = [one.name for one in registered() if one.part == LEADERSHIP]
NAME = attrgetter("file.stem")
OTHERS = [case for case in CASES if case not in USSR]


def moved(found: pl.DataFrame, case: Case) -> str:
    """Which digests are not as they were kept, in a sentence; nothing where all are."""
    both = found.join(read(case), on=KEYS, how="full", coalesce=True, suffix="_kept")
    tolerance = pl.when(pl.col("observable").is_in(OF_LEADERSHIP)).then(SINGLE).otherwise(DOUBLE)
    off = (pl.col("value") - pl.col("value_kept")).abs()
    # a year without a partner has no value on one side
    apart = both.filter((off <= pl.col("size") * tolerance).not_().fill_null(True))
    if apart.is_empty():
        return ""
    names = apart["observable"].unique().sort().to_list()
    return (
        f"{len(apart)} of {len(both)} sums of {case.file.stem} moved, of {', '.join(names[:12])}"
        f"{' and others' if len(names) > 12 else ''}. Where that is on purpose, say it under "
        f"`numbers` in CHANGELOG.md and run `{COMMAND}`.\n{apart}"
    )


@pytest.fixture(scope="module")
def as_users(users_environment, tmp_path_factory) -> Path:
    """The folder of what a user's process makes of ussr."""
    folder = tmp_path_factory.mktemp("users")
    done = subprocess.run(
        [sys.executable, "-m", "tests.golden.as_users", str(folder)],
        env=users_environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.mark.parametrize("case", OTHERS, ids=NAME)
def test_a_history_of_toyland_is_the_one_that_was_kept(case: Case):
    assert not (told := moved(digest(case), case)), told


@pytest.mark.parametrize("case", USSR, ids=NAME)
def test_a_reference_history_is_the_one_that_was_kept(case: Case, as_users):
    found = pl.read_parquet(as_users / f"{case.file.stem}.parquet")
    assert not (told := moved(found, case)), told


def test_the_results_of_the_release_are_of_this_code(as_users):
    """The first run of the shipped ensemble comes out again: where it does not, `make release`
    makes the results anew."""
    both = pl.read_parquet(as_users / FIRST_RUN)
    assert len(both)
    assert both["value"].is_not_null().all()
    assert both["now"].is_not_null().all()
    np.testing.assert_allclose(both["now"], both["value"], rtol=1e-6, atol=1e-9)


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

"""What an error names, and the numbers a user may give."""

from __future__ import annotations

import doctest
import signal

import numpy as np
import pytest

from partystate.core import cards, dates, nearest, whole
from partystate.core.errors import UserError
from partystate.core.interrupts import unheard_by_workers
from partystate.report import spans

NAMES = [f"name_{i}" for i in range(500)] + ["hunger", "harvest"]


def test_examples():
    for module in (cards, nearest, whole, spans):
        assert doctest.testmod(module).failed == 0


def test_few_names_are_told_and_of_many_the_nearest():
    assert nearest.nearest("x", ["b", "a", "b"]) == "b, a"
    assert nearest.nearest("hungr", NAMES).startswith("hunger (one of 502")
    assert len(nearest.nearest("zzz", NAMES)) < 40
    assert nearest.nearest("x", []).startswith("none")


@pytest.mark.parametrize("value", [1.5, 1.0, "1", None, True, -1, 2**64, float("nan")])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(UserError, match="whole number"):
        whole.whole(value, "seed", below=2**64)


def test_whole_numbers_are_taken():
    assert [whole.whole(v, "seed") for v in (0, np.int64(3), np.uint32(7))] == [0, 3, 7]
    with pytest.raises(UserError, match="at least 1"):
        whole.whole(0, "runs", least=1)


def test_the_last_month_there_is_has_an_end():
    assert dates.parse("9999-12").end.isoformat() == "9999-12-31"
    assert dates.parse("9999").end.isoformat() == "9999-12-31"
    assert dates.last_day(dates.month_number("9999-12")).day == 31


def test_workers_do_not_hear_the_interrupt_and_their_parent_does_again():
    before = signal.getsignal(signal.SIGINT)
    with unheard_by_workers():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # and is handed on to a child
    assert signal.getsignal(signal.SIGINT) is before

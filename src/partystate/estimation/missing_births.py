"""Births that did not happen, and births that nobody wrote down: told apart from deaths, always.

    not born = sum of women [age] x ordinary fertility [age] - births that happened
    births that happened = children counted / share of them that lives until the census

The first compares with a fertility declared as ordinary, and its doubt is that of the fertility;
the second goes back from a census (reverse survival), and a child that died unregistered is in
neither.

Sources: United Nations, Manual X (1983), chapter VIII; Preston, Heuveline and Guillot (2001)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.core.errors import UserError
from partystate.estimation.amounts import amounts
from partystate.estimation.result import LEVEL, spreads


@dataclass(frozen=True, kw_only=True)
class MissingBirths:
    """`expected` births, those `missing` of them, and the `low` and `high` of the missing."""

    expected: float
    missing: float
    low: float
    high: float


def missing_births(
    women: np.ndarray,
    fertility: np.ndarray,
    births: float,
    fertility_error: float = 0.0,
    level: float = LEVEL,
) -> MissingBirths:
    """Births below an ordinary fertility.

    Arguments:
        women: by band of age [bands], person-years.
        fertility: ordinary births a woman and year [bands].
        births: that happened.
        fertility_error: standard error of the fertility, as a share of it.
        level: of the interval.

    Returns:
        MissingBirths: negative where more were born than expected.

    Raises:
        UserError: bands do not fit, or the error is no share.
    """
    women, fertility = amounts(women, "women"), amounts(fertility, "births a woman")
    amounts(births, "births")
    if women.shape != fertility.shape:
        raise UserError(
            "bands of age do not fit", found=f"{women.size} of women, {fertility.size} of fertility"
        )
    if not 0 <= fertility_error < 1:
        raise UserError("not a share", found=str(fertility_error), expected="0 to 1")
    expected = float(women @ fertility)
    spread = spreads(level) * np.sqrt(
        (fertility_error * expected) ** 2 + expected  # the fertility's error, and chance
    )
    missing = expected - births
    return MissingBirths(
        expected=expected,
        missing=missing,
        low=float(missing - spread),
        high=float(missing + spread),
    )


def births_by_survival(children: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Births [years back] of children counted by single years of age [ages], of whom `survival`
    [ages] is the share that lives until the census."""
    survival, counted = np.asarray(survival, float), amounts(children, "children")
    if survival.shape != counted.shape:
        raise UserError(
            "ages do not fit", found=f"{counted.size} of children, {survival.size} of survival"
        )
    if not ((survival > 0) & (survival <= 1)).all():
        raise UserError("not shares that live", found=str(survival), expected="above 0, at most 1")
    return counted / survival

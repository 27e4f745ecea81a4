"""Books of the analysed members: what adds up in every history adds up again.

An update of each series by itself breaks sums. Three kinds of identity are looked for among the
series of an ensemble and kept where they hold in every member before the update: a year is its
months, a country is its regions, and people next year are people this year with births and without
deaths. After the update each member is moved onto them, by least squares weighted by the variances
of the members (people, and regions against the country), and months in proportion; nothing falls
below nought. How far members had to be moved is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-6  # relative: what rounding leaves
ROUNDS = 20  # in which amounts that fell below nought are left out


@dataclass(frozen=True)
class Sum:
    """Series `total` is the sum of the series `parts`; numbers are places in the table of keys."""

    total: int
    parts: np.ndarray


@dataclass(frozen=True)
class Balance:
    """A stock on successive days, and what is added and taken between: stock[i + 1] = stock[i] +
    added[i] - taken[i]."""

    stock: np.ndarray
    added: np.ndarray
    taken: np.ndarray


def holds(values: np.ndarray, total: int, parts: np.ndarray) -> bool:
    """Whether a sum holds in every member of values [keys, n]."""
    size = np.maximum(np.abs(values[total]), 1)
    return bool(np.all(np.abs(values[total] - values[parts].sum(0)) <= TOLERANCE * size))


def balances(values: np.ndarray, one: Balance) -> bool:
    """Whether a balance holds in every member."""
    gap = _gap(values, one)
    return bool(np.all(np.abs(gap) <= TOLERANCE * np.maximum(np.abs(values[one.stock[1:]]), 1)))


def share_out(values: np.ndarray, variance: np.ndarray, one: Sum, keep_total: bool) -> None:
    """Close a sum in values [keys, n], in place, by least squares weighted by `variance` [keys];
    the total stands where it is to be kept. Parts that would fall below nought stop there."""
    parts, total = values[one.parts], values[one.total].copy()
    weight = np.repeat(variance[one.parts][:, None], values.shape[1], 1)
    own = 0.0 if keep_total else variance[one.total]
    for _ in range(ROUNDS):
        whole = weight.sum(0) + own
        step = np.where(whole > 0, (total - parts.sum(0)) / np.where(whole > 0, whole, 1), 0)
        parts, total = parts + weight * step, total - own * step
        if parts.min() >= 0:
            break
        weight = np.where(parts <= 0, 0, weight)
        parts = np.maximum(parts, 0)
    values[one.parts], values[one.total] = parts, total
    in_proportion(values, one)


def in_proportion(values: np.ndarray, one: Sum) -> None:
    """Bring the parts of a sum to its total, in place; evenly where they are all nought."""
    parts, total = values[one.parts], values[one.total]
    got = parts.sum(0)
    times = total / np.where(got > 0, got, 1)
    values[one.parts] = np.where(got > 0, parts * times, total / len(one.parts))


def add_up(values: np.ndarray, one: Sum) -> None:
    """Set the total of a sum to what its parts give, in place."""
    values[one.total] = values[one.parts].sum(0)


def balance(values: np.ndarray, variance: np.ndarray, one: Balance) -> None:
    """Close a balance in values [keys, n], in place, by least squares weighted by `variance`."""
    rows, at = len(one.added), np.arange(len(one.added))
    places = np.concatenate([one.stock, one.added, one.taken])
    law = np.zeros((rows, len(places)))
    law[at, at + 1], law[at, at] = 1, -1
    law[at, len(one.stock) + at], law[at, len(one.stock) + rows + at] = -1, 1
    spread = variance[places][:, None] * law.T
    values[places] -= spread @ np.linalg.solve(law @ spread, _gap(values, one))


def _gap(values: np.ndarray, one: Balance) -> np.ndarray:
    return values[one.stock[1:]] - values[one.stock[:-1]] - values[one.added] + values[one.taken]

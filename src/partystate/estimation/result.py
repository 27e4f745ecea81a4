"""What an estimator hands back: a number of all cases, its interval, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from scipy import stats

LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """An estimate of all cases, those in no list included; a number that cannot be told is None,
    and `warnings` say why.

    Fields:
        method: name of the estimator.
        total: all cases.
        error: standard error of `total`.
        low, high: ends of the interval.
        level: its level, 0.95 for 95 per cent.
        interval: how it was made ("log-normal", "profile", "posterior", "BCa", "bootstrap").
        observed: cases in at least one list.
        assumes: in one sentence, what must hold for the number to be right.
        diagnostics: numbers and texts by name that say how well it fits.
        warnings: in one sentence each, what is wrong with it.
        draws: draws of `total` [draws], where the estimator made some; else None."""

    method: str
    observed: int
    assumes: str
    total: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    interval: str = "none"
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    draws: np.ndarray | None = None

    @property
    def missing(self) -> float | None:
        """Cases in no list."""
        return None if self.total is None else self.total - self.observed

    def warned(self, *more: str) -> Estimate:
        """The same, with more warnings."""
        return replace(self, warnings=(*self.warnings, *more))

    def as_json(self) -> dict[str, Any]:
        """As it is printed: without the draws, and with null where an end is not finite."""
        told = asdict(replace(self, draws=None))
        del told["draws"]
        return _finite(told | {"missing": self.missing})


def _finite(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def spreads(level: float) -> float:
    """How many standard deviations of a normal law an interval of this level reaches."""
    return float(stats.norm.ppf((1 + level) / 2))


def log_normal(
    observed: float, total: float, error: float, level: float = LEVEL
) -> tuple[float, float]:
    """Interval in which the cases in no list are log-normal, so that it never falls below the
    cases observed (Chao 1987, equation 12)."""
    missing = total - observed
    if missing <= 0:
        return total, total
    if not np.isfinite(error):
        return float(observed), float("inf")
    with np.errstate(over="ignore"):
        factor = float(np.exp(spreads(level) * np.sqrt(np.log1p((error / missing) ** 2))))
    return observed + missing / factor, observed + missing * factor


def of_error(
    method: str,
    observed: int,
    assumes: str,
    total: float,
    error: float,
    level: float,
    diagnostics: Mapping[str, Any],
    warnings: tuple[str, ...] = (),
) -> Estimate:
    """A total with its standard error as an estimate, with a log-normal interval."""
    low, high = log_normal(observed, total, error, level)
    return Estimate(
        method=method,
        observed=observed,
        assumes=assumes,
        total=total,
        error=error,
        low=low,
        high=high,
        level=level,
        interval="log-normal",
        diagnostics=diagnostics,
        warnings=warnings,
    )


def none_of(method: str, observed: int, assumes: str, why: str) -> Estimate:
    """An estimate that cannot be given, with the reason."""
    return Estimate(method=method, observed=observed, assumes=assumes, warnings=(why,))


def of_draws(draws: np.ndarray, level: float = LEVEL) -> tuple[float, float, float, float]:
    """Median, standard deviation and ends of the interval of draws [draws]."""
    tail = (1 - level) / 2
    low, middle, high = np.quantile(draws, [tail, 0.5, 1 - tail])
    return float(middle), float(draws.std(ddof=1)), float(low), float(high)

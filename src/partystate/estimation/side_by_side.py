"""Several estimators on the same lists, side by side: never one number.

Each of them rests on something that the lists cannot show. Where they agree, the answer hangs less
on what is assumed; where they do not, the spread is the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.estimation import (
    chao,
    decomposable,
    heterogeneity,
    hierarchical,
    independence,
    latent_classes,
    lincoln_petersen,
    sample_coverage,
    sparse,
    stepwise,
)
from partystate.estimation.histories import Histories
from partystate.estimation.lists import Lists, read_lists
from partystate.estimation.result import LEVEL, Estimate, none_of
from partystate.estimation.strata import summed

Method = Callable[[Histories, float, int], Estimate]
METHODS: dict[str, Method] = {
    "chapman": lambda h, level, seed: lincoln_petersen.estimate(h, level),
    "chao": lambda h, level, seed: chao.estimate(h, level),
    "sample_coverage": lambda h, level, seed: sample_coverage.estimate(h, level, seed),
    "independence": lambda h, level, seed: independence.estimate(h, level),
    "differing_darroch": lambda h, level, seed: heterogeneity.estimate(h, level),
    "stepwise": lambda h, level, seed: stepwise.estimate(h, level),
    "sparse": lambda h, level, seed: sparse.estimate(h, level, seed=seed),
    "all_models": lambda h, level, seed: hierarchical.estimate(h, level),
    "decomposable": lambda h, level, seed: decomposable.estimate(h, level),
    "latent_classes": lambda h, level, seed: latent_classes.estimate(h, level, seed),
}
ISLAND = "the lists share no case at all, so that nothing tells how many are missing"
NO_WIDTH = (
    "the interval has no width: by what this estimator looks at nobody is missing, which tells "
    "nothing of those whom no list could find"
)
FAR = 1000  # times the cases observed, beyond which an upper end is none
NO_END = f"the upper end is above {FAR:,} times the cases observed: nothing bounds it"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What several estimators say: of all cases in `estimates`, of each stratum in `by_stratum`
    [label][method], of their sums in `sums`; `warnings` of the lists, and `of_strata` by label."""

    lists: tuple[str, ...]
    observed: int
    estimates: tuple[Estimate, ...]
    by_stratum: dict[str, tuple[Estimate, ...]]
    sums: tuple[Estimate, ...]
    warnings: tuple[str, ...]
    of_strata: dict[str, tuple[str, ...]]

    @property
    def spread(self) -> tuple[float, float] | None:
        """The lowest and the highest of the estimates; of the sums where there are strata."""
        totals = [e.total for e in self.sums or self.estimates if e.total is not None]
        return (min(totals), max(totals)) if totals else None

    def as_json(self) -> dict[str, Any]:
        """As it is printed."""
        return {
            "lists": list(self.lists),
            "observed": self.observed,
            "spread": self.spread,
            "warnings": list(self.warnings),
            "estimates": [e.as_json() for e in self.estimates],
            "sums_of_strata": [e.as_json() for e in self.sums],
            "strata": {
                label: {
                    "warnings": list(self.of_strata[label]),
                    "estimates": [e.as_json() for e in found],
                }
                for label, found in self.by_stratum.items()
            },
        }


def estimate(
    given: Any,
    *,
    methods: Sequence[str] | None = None,
    level: float = LEVEL,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
    **reading: Any,
) -> Answer:
    """How many there are in all, by several estimators.

    Arguments:
        given: a CSV file's path, a data frame of polars or pandas, or what `read_lists` gave.
        methods: names of `METHODS`; all of them if not given.
        level: of the intervals.
        seed: of the estimators that draw.
        progress: is told the name of each estimate before it is made.
        reading: arguments of `read_lists`: lists, strata, case, count, encoding.

    Returns:
        Answer: the estimates, their sums over strata, and warnings.

    Raises:
        UserError: the lists cannot be read, or a method has no such name.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "count": [30, 170, 120]})
        >>> round(estimate(table, methods=["chapman"]).estimates[0].total)
        978
    """
    chosen = _methods(methods)
    if seed < 0:
        raise UserError("no such seed", found=str(seed), expected="a whole number, 0 or more")
    if not 0 < level < 1:
        raise UserError("no such level", found=str(level), expected="between 0 and 1, as 0.95")
    read = given if isinstance(given, Lists) else read_lists(given, **reading)

    def of(histories: Histories, where: str) -> tuple[Estimate, ...]:
        found = []
        for name in chosen:
            if progress is not None:
                progress(f"{name}{where}")
            found.append(one(name, histories, level, seed))
        return tuple(found)

    by_stratum = {label: of(h, f" of {label}") for label, h in read.strata.items()}
    sums = tuple(
        summed(name, {label: found[i] for label, found in by_stratum.items()}, level)
        for i, name in enumerate(chosen)
        if by_stratum
    )
    return Answer(
        lists=read.histories.lists,
        observed=read.histories.observed,
        estimates=of(read.histories, ""),
        by_stratum=by_stratum,
        sums=sums,
        warnings=read.warnings,
        of_strata=read.of_strata,
    )


def one(name: str, histories: Histories, level: float = LEVEL, seed: int = 1) -> Estimate:
    """One estimate. Lists that hold nobody here are left out of it, as happens in a stratum."""
    kept = [n for n, total in zip(histories.lists, histories.in_list, strict=True) if total]
    here = histories.only(kept) if len(kept) < len(histories.lists) else histories
    if len(kept) < 2:
        why = "fewer than two lists hold a case here"
        return none_of(name, histories.observed, "Two lists or more.", why)
    if here.times_seen[1:].sum() == 0:
        return none_of(name, histories.observed, "That lists share cases.", ISLAND)
    return judged(METHODS[name](here, level, seed))


def judged(found: Estimate) -> Estimate:
    """The same, warned where its interval cannot be taken at its word."""
    if found.total is None or found.low is None or found.high is None:
        return found
    if found.low == found.high:
        return found.warned(NO_WIDTH)
    return found.warned(NO_END) if found.high > FAR * found.observed else found


def _methods(given: Sequence[str] | None) -> tuple[str, ...]:
    for name in given or ():
        if name not in METHODS:
            raise UserError(
                "no such estimator", found=repr(name), expected=nearest(name, METHODS, len(METHODS))
            )
    return tuple(given or METHODS)

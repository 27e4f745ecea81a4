"""Theses side by side, on the same rows of the record."""

from __future__ import annotations

from collections.abc import Sequence

from partystate.core.runtime import configure
from partystate.country.country import Country
from partystate.experiments.theses import Contest, contest
from partystate.scenario.parameter_kinds import for_many


def compare_theses(
    country: Country,
    theses: Sequence[str],
    *,
    runs: int = 200,
    seed: int = 1,
    parameters: str | None = None,
    until: str | None = None,
) -> Contest:
    """Theses scored side by side on the same rows, under the same luck and the same draws. Society
    runs alone, under the recorded line.

    Arguments:
        country: whose record they are held against.
        theses: two or more names of its `theses/`, or paths of TOML files.
        runs: histories a thesis; hits are counted from 200.
        seed: the luck of the histories.
        parameters: as for `ps.ensemble`.
        until: last month, YYYY-MM.

    Returns:
        `scores`, one a thesis, and `differences` of skill with their intervals.

    Raises:
        UserError: for a thesis there is not, for fewer than two, or where no row is spoken to.

    Example:
        >>> import partystate as ps
        >>> ps.compare_theses(ps.load_country("toyland"), ["alone"])
        Traceback (most recent call last):
        partystate.core.errors.UserError: a thesis is set beside other ones; ...
    """
    configure()
    return contest(country, list(theses), runs, seed, for_many(country, parameters), until)

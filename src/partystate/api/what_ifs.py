"""Pairs of histories without and with what-ifs."""

from __future__ import annotations

from partystate.core.runtime import configure
from partystate.experiments.compare import Comparison
from partystate.experiments.compare import compare as run_pairs
from partystate.experiments.forks import SAME
from partystate.scenario.parameter_kinds import for_many
from partystate.scenario.scenario import Scenario, scenario_of


def compare(
    scenario: Scenario,
    edited: Scenario,
    *,
    runs: int = 100,
    seed: int = 1,
    parameters: str | None = None,
    fork: str | None = None,
    luck: str = SAME,
    lumped: bool = False,
) -> Comparison:
    """Pairs of histories without and with what-ifs, or mechanisms of your own, under the same luck
    and parameters.

    Arguments:
        scenario: the side without.
        edited: the side with, `scenario.edited("NAME")`, or of edits written in Python, or
            `scenario.with_mechanism(...)`.
        runs: number of pairs; below five there is no interval.
        seed: the luck of the pairs.
        parameters: as for `ps.ensemble`.
        fork: both sides are the same to the last bit until this month, YYYY-MM.
        luck: "same", or "fresh": beside it also effects under a luck drawn anew from the fork on.
        lumped: whether each region has one nationality: quicker, and coarser where many peoples
            live.

    Returns:
        `effects`, each with its 95 per cent interval over pairs, in the unit of what is asked; the
        first things that differ; the month from which the pairs are strangers.

    Raises:
        UserError: where the sides differ in anything else, or an edit cannot act.

    Example:
        >>> import partystate as ps
        >>> scenario = ps.Scenario(ps.load_country("toyland"))
        >>> found = ps.compare(scenario, scenario.edited("no_exports"), runs=1)
        >>> found.what_ifs, found.pairs
        (('no_exports',), 1)
    """
    configure()
    scenario, edited = scenario_of(scenario), scenario_of(edited)
    kind = for_many(scenario.country, parameters)
    return run_pairs(scenario, edited, runs, seed, kind, is_lumped=lumped, fork=fork, luck=luck)

"""Several histories of a leadership, for tests of what is true of any of them."""

from partystate.experiments.histories import simulate
from partystate.history.leadership import Leadership, together
from partystate.scenario.assemble import Assembled

RUNS = range(12)


def histories(scenario: Assembled, seed: int = 3, runs: range = RUNS) -> Leadership:
    """Runs of a scenario, each with a draw from the prior."""
    return together([simulate(scenario, seed, run, "prior").leadership for run in runs])

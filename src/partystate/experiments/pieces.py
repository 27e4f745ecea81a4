"""A history in pieces: from the end of each, another that is the same until then is carried on."""

from __future__ import annotations

from dataclasses import dataclass

from partystate.engine.run import Outcome, joined
from partystate.experiments.histories import Simulated, finished
from partystate.experiments.stretches import run_months
from partystate.scenario.assemble import Assembled

MONTHS = 36  # of a piece: shorter ones leave less to run again, and take longer to run; ours


@dataclass(frozen=True)
class Pieces:
    """Outcomes of `MONTHS` months each, the last of what is left."""

    outcomes: tuple[Outcome, ...]

    def before(self, month: int) -> tuple[int, Outcome | None]:
        """The months of whole pieces before a month of the run, and these; None for none."""
        whole = min(month // MONTHS, len(self.outcomes) - 1)
        return whole * MONTHS, joined(*self.outcomes[:whole]) if whole else None


def simulated_in_pieces(
    scenario: Assembled, seed: int, run_number: int, parameters: str
) -> tuple[Simulated, Pieces]:
    """The history that `simulate` makes, and its pieces. The scenario ends with its country."""
    values = scenario.values(parameters, seed, run_number)
    opening, setting = scenario.start(values, seed, run_number)
    months, found = len(scenario.months), list[Outcome]()
    world, pending = opening, None
    for at in range(0, months, MONTHS):
        ends = (at, min(at + MONTHS, months))
        given = (scenario.inputs, setting, scenario.what_ifs, pending, ends)
        found.append(run_months(scenario.rules, world, *given))
        world, pending = found[-1].world, found[-1].pending
    whole = finished(joined(*found), scenario, opening, values, seed, run_number)
    return whole, Pieces(tuple(found))

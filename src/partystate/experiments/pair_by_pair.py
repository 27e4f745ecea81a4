"""Pairs of histories run one after another, with the effects so far told after each; the side
without is kept, so that the next what-if runs the changed side alone, and of that only the months
in which it can differ."""

from __future__ import annotations

from collections.abc import Callable

from partystate.experiments.compare import Comparison, added_by, between
from partystate.experiments.effects import effects_of, wanted
from partystate.experiments.forks import Arm, carried_on
from partystate.experiments.gathering import (
    LUMPED,
    Answers,
    Gathered,
    asked_of_one,
    assembled_of,
    gathered,
)
from partystate.experiments.histories import Simulated, simulate
from partystate.experiments.paired import Effect
from partystate.experiments.pieces import Pieces, simulated_in_pieces
from partystate.experiments.questions import asked_in, observables_of
from partystate.history.block import Block
from partystate.scenario.alike import opened_like
from partystate.scenario.assemble import Assembled
from partystate.scenario.first_difference import months_alike
from partystate.scenario.scenario import Scenario

# Histories without that are kept in pieces: of one with lumped peoples, some 30 MB.
MOST_KEPT = 20


class PairByPair:
    """Comparisons with one base: a scenario under one luck and one kind of parameters."""

    def __init__(self, scenario: Scenario, parameters: str, seed: int = 1, is_lumped: bool = False):
        self.scenario, self.parameters, self.seed = scenario, parameters, seed
        self.is_lumped = is_lumped
        self._assembled = assembled_of(scenario, is_lumped)
        self._asked = asked_in(scenario.country, self._assembled.parts)
        self._base: list[tuple[list[Block], Answers | None]] = []
        self._pieces: list[Pieces] = []

    def warm(self) -> None:
        """Compile and run the first history of the base."""
        self._base_of(0)

    def run_on(self) -> bool:
        """Run one more history of the base before it is asked for, where it is one that is kept in
        pieces; whether there was one."""
        is_more = self.is_lumped and len(self._base) < MOST_KEPT
        if is_more:
            self._base_of(len(self._base))
        return is_more

    def _base_of(self, run: int) -> None:
        """Run the base up to history `run`, where it was not run before."""
        while len(self._base) <= run:
            made = self._without(len(self._base))
            self._base.append(asked_of_one(made, self._assembled, wanted(self._asked)))

    def _without(self, run: int) -> Simulated:
        """History `run` of the base; of lumped ones the first are kept in pieces."""
        given = (self._assembled, self.seed, run, self.parameters)
        if not self.is_lumped or self._assembled.onward is not None or run >= MOST_KEPT:
            return simulate(*given)
        made, pieces = simulated_in_pieces(*given)
        self._pieces.append(pieces)
        return made

    def _with(self, changed: Assembled, alike: int, run: int) -> Simulated:
        """History `run` under what-ifs, which is that of the base for `alike` months."""
        if run >= len(self._pieces) or not alike:
            return simulate(changed, self.seed, run, self.parameters)
        at, past = self._pieces[run].before(alike)
        return carried_on(Arm(changed), past, at, self.seed, run, self.parameters)

    def compare(
        self,
        edited: Scenario,
        pairs: int,
        told: Callable[[int, list[Effect]], None] = lambda done, effects: None,
    ) -> Comparison:
        """The comparison that `compare` gives, number for number; `told` hears after each pair how
        many are done, and effects on headline questions so far. What `told` raises ends it."""
        added = added_by(edited, self.scenario)
        changed = opened_like(assembled_of(edited, self.is_lumped), self._assembled)
        alike = months_alike(self._assembled, changed)
        told(0, [])
        mine: list[tuple[list[Block], Answers | None]] = []
        for run in range(pairs):
            self._base_of(run)
            made = self._with(changed, alike, run)
            mine.append(asked_of_one(made, changed, wanted(self._asked)))
            told(run + 1, self._so_far(gathered(self._base[: run + 1]), gathered(mine)))
        return between(
            self.scenario,
            changed.what_ifs[-added:],
            [gathered(self._base[:pairs]), gathered(mine)],
            pairs,
            self.parameters,
            notes=(LUMPED,) if self.is_lumped else (),
            parts=changed.parts,
        )

    def _so_far(self, base: Gathered, changed: Gathered) -> list[Effect]:
        """Effects on headline questions that are not asked of each region."""
        if base.society is None or changed.society is None:
            return []
        asked = [a for a in self._asked if a.question.headline and not a.is_each]
        observables = observables_of(self.scenario.country)
        return effects_of(asked, base.society, changed.society, observables)

"""Pairs of histories run one after another, with the effects so far told after each; the side
without is kept, so that the next what-if runs the changed side alone."""

from __future__ import annotations

from collections.abc import Callable

from partystate.experiments.compare import Comparison, added_by, between
from partystate.experiments.effects import effects_of, wanted
from partystate.experiments.gathering import (
    LUMPED,
    Answers,
    Gathered,
    asked_of_one,
    assembled_of,
    gathered,
)
from partystate.experiments.histories import simulate
from partystate.experiments.paired import Effect
from partystate.experiments.questions import asked_in, observables_of
from partystate.history.block import Block
from partystate.scenario.scenario import Scenario


class PairByPair:
    """Comparisons with one base: a scenario under one luck and one kind of parameters."""

    def __init__(self, scenario: Scenario, parameters: str, seed: int = 1, is_lumped: bool = False):
        self.scenario, self.parameters, self.seed = scenario, parameters, seed
        self.is_lumped = is_lumped
        self._assembled = assembled_of(scenario, is_lumped)
        self._asked = asked_in(scenario.country, self._assembled.parts)
        self._base: list[tuple[list[Block], Answers | None]] = []

    def warm(self) -> None:
        """Compile and run the first history of the base."""
        self._base_of(0)

    def _base_of(self, run: int) -> None:
        """Run the base up to history `run`, where it was not run before."""
        while len(self._base) <= run:
            made = simulate(self._assembled, self.seed, len(self._base), self.parameters)
            self._base.append(asked_of_one(made, self._assembled, wanted(self._asked)))

    def compare(
        self,
        edited: Scenario,
        pairs: int,
        told: Callable[[int, list[Effect]], None] = lambda done, effects: None,
    ) -> Comparison:
        """The comparison that `compare` gives, number for number; `told` hears after each pair how
        many are done, and effects on headline questions so far. What `told` raises ends it."""
        added = added_by(edited, self.scenario)
        changed = assembled_of(edited, self.is_lumped)
        told(0, [])
        mine: list[tuple[list[Block], Answers | None]] = []
        for run in range(pairs):
            self._base_of(run)
            made = simulate(changed, self.seed, run, self.parameters)
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

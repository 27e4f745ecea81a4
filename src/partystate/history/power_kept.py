"""Finished runs of the party's top on the host, with the state before the first month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.engine.run import Outcome
from partystate.scenario.assemble_power import PowerScenario
from partystate.world.state import World


@dataclass(frozen=True)
class PowerKept:
    """Arrays [N, T, ...] of N runs; `before` holds the opening [N, ...]. Field names are those of
    world.power.Power."""

    scenario: PowerScenario
    runs: tuple[int, ...]
    fields: dict[str, np.ndarray]
    before: dict[str, np.ndarray]
    held: np.ndarray  # [N, T, P]
    founder_trust: np.ndarray  # [N, T, P]
    circle: np.ndarray  # [N, T, K]
    circle_trust: np.ndarray  # [N, T, K, K]

    @property
    def months(self) -> np.ndarray:
        return self.scenario.months

    @property
    def names(self) -> tuple[str, ...]:
        return self.scenario.axes.persons.labels

    def previous(self, name: str) -> np.ndarray:
        """[N, T, ...] a field in the month before."""
        return np.concatenate([self.before[name][:, None], self.fields[name][:, :-1]], axis=1)

    def body(self, name: str) -> np.ndarray:
        """[N, T, P] seats of a body."""
        return self.fields["seats"][:, :, self.scenario.axes.bodies.index(name)]

    def office(self, name: str) -> np.ndarray:
        """[N, T] holder of an office, a person or -1."""
        return self.fields["holder"][:, :, self.scenario.axes.offices.index(name)]


def power_kept(scenario: PowerScenario, worlds: World, outcome: Outcome, runs: range) -> PowerKept:
    """Bring a batch to the host."""
    record = outcome.record
    fields = {name: np.asarray(value) for name, value in record.power.items()}
    return PowerKept(
        scenario=scenario,
        runs=tuple(runs),
        fields=fields,
        before={name: np.asarray(getattr(worlds.power, name)) for name in fields}
        | {"trust_of_founder": np.asarray(worlds.power.trust)[:, int(scenario.endowment.founder)]},
        held=np.asarray(record.held),
        founder_trust=np.asarray(record.founder_trust),
        circle=np.asarray(record.circle),
        circle_trust=np.asarray(record.circle_trust),
    )

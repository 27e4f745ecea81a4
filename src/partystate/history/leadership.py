"""Histories of the leadership on the host, one or several together, with the state before the month
in which it enters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import jax
import numpy as np

from partystate.country.country import Country
from partystate.engine.run import Outcome
from partystate.scenario.assemble import Assembled
from partystate.world.culture import Creed
from partystate.world.endowment import PartyFacts
from partystate.world.inputs import Party
from partystate.world.intelligence import Intelligence
from partystate.world.keep import kept_names
from partystate.world.party_axes import PartyAxes
from partystate.world.power import FULL, STAYS, Power
from partystate.world.records import Memory, Secrets
from partystate.world.state import World

POWER = "power"
PARTS = {POWER: Power, "memory": Memory, "intelligence": Intelligence}
# path by name of what is kept of each month
FIELDS = {name: f"{part}.{name}" for part, of in PARTS.items() for name in kept_names(of)}
CREED = "creed."
FIELDS |= {CREED + name: CREED + name for name in kept_names(Creed)}
OF_SECRETS = {name: f"secrets.{name}" for name in kept_names(Secrets)} | {
    "campaign": "repression.campaign"
}
RUN_AXIS = 0


@dataclass(frozen=True)
class Leadership:
    """Arrays [N, T, ...] of N runs from the month of entry on; `before` holds the opening [N, ...].
    Names of fields are those of `Power`, `Memory` and `Intelligence`, and of `Creed` as
    `creed.NAME`; `secrets` holds those of `Secrets`, with mass operations, where society runs
    too."""

    country: Country
    axes: PartyAxes
    facts: PartyFacts
    party: Party  # inputs [T, ...]
    months: np.ndarray  # [T]
    replay_until: str | None
    runs: tuple[int, ...]
    fields: dict[str, np.ndarray]
    before: dict[str, np.ndarray]
    held: np.ndarray  # [N, T, P]
    founder_trust: np.ndarray  # [N, T, P]
    circle: np.ndarray  # [N, T, K]
    circle_trust: np.ndarray  # [N, T, K, K]
    murder: np.ndarray  # [T]
    shortfall: np.ndarray  # [N, T] of collections, as told
    secrets: dict[str, np.ndarray]

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the persons."""
        return self.axes.persons.labels

    def previous(self, name: str) -> np.ndarray:
        """[N, T, ...] a field in the month before."""
        return np.concatenate([self.before[name][:, None], self.fields[name][:, :-1]], axis=1)

    def body(self, name: str) -> np.ndarray:
        """[N, T, P] seats of a body."""
        return self.fields["seats"][:, :, self.axes.bodies.index(name)]

    def office(self, name: str) -> np.ndarray:
        """[N, T] holder of an office, a person or -1."""
        return self.fields["holder"][:, :, self.axes.offices.index(name)]


def leadership_of(
    scenario: Assembled, opening: World, outcome: Outcome, run: int
) -> Leadership | None:
    """The leadership of one finished run; None where it was left out or never entered."""
    inside, axes = scenario.months >= (scenario.entered or np.inf), scenario.layout.axes.party
    if opening.power is None or axes is None or not inside.any():
        return None
    first = int(np.argmax(inside))
    party = jax.tree.map(lambda a: np.asarray(a)[first:], scenario.inputs.party)
    record = outcome.record

    def after(path):
        return np.asarray(record[path])[None, first:]

    told = np.asarray(scenario.inputs.forced.shortfall)
    heard = record.get("information.known_shortfall")
    if heard is not None:
        heard = np.asarray(heard)
        told = np.where(np.isnan(told), np.concatenate([[0.0], heard[:-1]]), told)
    founder = int(scenario.endowment.party.founder)
    before = {name: np.asarray(opening.at(path))[None] for name, path in FIELDS.items()}
    return Leadership(
        country=scenario.country,
        axes=axes,
        facts=scenario.endowment.party,
        party=party,
        months=scenario.months[first:],
        replay_until=scenario.replay_until,
        runs=(run,),
        fields={name: after(path) for name, path in FIELDS.items()},
        before=before | {"trust_of_founder": np.asarray(opening.power.trust)[None, founder]},
        held=after(f"{POWER}.held"),
        founder_trust=after(f"{POWER}.founder_trust"),
        circle=after(f"{POWER}.circle"),
        circle_trust=after(f"{POWER}.circle_trust"),
        murder=np.asarray(scenario.inputs.murder)[first:],
        shortfall=told[None, first:],
        secrets={name: after(path) for name, path in OF_SECRETS.items() if path in record},
    )


def together(histories: Sequence[Leadership]) -> Leadership:
    """Several runs of one scenario as one."""

    def join(pick):
        return np.concatenate([pick(h) for h in histories], RUN_AXIS)

    first = histories[0]
    return replace(
        first,
        runs=tuple(run for h in histories for run in h.runs),
        fields={name: join(lambda h, n=name: h.fields[n]) for name in first.fields},
        secrets={name: join(lambda h, n=name: h.secrets[n]) for name in first.secrets},
        before={name: join(lambda h, n=name: h.before[n]) for name in first.before},
        **{
            name: join(lambda h, n=name: getattr(h, n))
            for name in ("held", "founder_trust", "circle", "circle_trust", "shortfall")
        },
    )


def client_share(kept: Leadership) -> np.ndarray:
    """[N, T] share of the inner body's full members whose principal is the strongest of the rulers,
    himself apart."""
    strongest = kept.fields["strongest"][..., None]
    sits = kept.body(kept.country.leadership.inner) == FULL
    sits &= np.arange(len(kept.names)) != strongest
    follows = sits & (kept.fields["principal"] == strongest)
    return follows.sum(2) / np.maximum(sits.sum(2), 1)


def chiefs_dropped(kept: Leadership) -> np.ndarray:
    """[N] chiefs of the police dropped."""
    return (kept.fields["chief_left"] != STAYS).sum(1)

"""Trust between persons: dated ties that fade, service together, rivalry from position, distance on
issues, quarrels.

Equations, at every meeting:
    W_ij <- W_ij + settling (T_ij - W_ij)
    T_ij  = b_ij 2^(-t / 48) + service c_ij + patronage [i owes j a post, or j owes i one]
        - distance d_ij - rivalry z_i z_j [other following] + alliance [both oppose]
        - quarrel [one rules and the other opposes],   within -1..1
b_ij a dated tie, t months since then; c_ij = min(1, 4 / n) summed over the small bodies both sit in
(n members), d the mean absolute distance of spoken positions, and z_i = sqrt(own power / largest):
two men near the first place fear each other, whoever they are. No trait of ambition enters.

Shapes: persons P x P. Units: index -1..1.
Assumptions: symmetric but for posts owed; strangers start at 0.
Departures: rivalry from position is ours (see the note on what hindsight carried).
Rival accounts: enmity as temperament, which no fact from before can code.
Sources: the coding rule for ties (half-life of four years, small bodies weigh more); claims S034,
S037."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import FULL
from partystate.world.view import View

HALF_LIFE = 48.0  # months, of a dated tie
SMALL = 4.0  # members of a body in which everyone works with everyone


class Params(eqx.Module):
    settling: Float[Array, ""]  # share per meeting
    service: Float[Array, ""]  # trust of serving together
    patronage: Float[Array, ""]  # trust of a post given
    distance: Float[Array, ""]  # trust lost to distance on issues
    rivalry: Float[Array, ""]  # trust lost to nearness in rank
    alliance: Float[Array, ""]  # trust of opposing together
    quarrel: Float[Array, ""]  # trust lost between rulers and opponents


def closeness(own):
    """Nearness [P] to first place, 0..1."""
    return jnp.sqrt(own / jnp.maximum(own.max(), jnp.finfo(own.dtype).tiny))


def served_together(seats):
    """Weight [P, P] of small bodies shared; body by body, so that the table of pairs is passed over
    once."""
    full = (seats == FULL).astype(jnp.float32)
    weight = jnp.minimum(1, SMALL / jnp.maximum(full.sum(1), 1))
    return sum(weight[b] * full[b][:, None] * full[b][None] for b in range(len(seats)))


def distance_of(position):
    """Mean absolute distance [P, P] over issues."""
    gaps = [
        jnp.abs(position[:, k][:, None] - position[:, k][None]) for k in range(position.shape[1])
    ]
    return sum(gaps) / len(gaps)


def target(power, inputs, base, params):
    """T [P, P]."""
    # a table of all pairs: half the memory
    params = jax.tree.map(lambda value: value.astype(jnp.float32), params)
    position, own = power.position.astype(jnp.float32), power.own.astype(jnp.float32)
    people = jnp.arange(len(own))
    fade = (2.0 ** (-inputs.party.elapsed / HALF_LIFE)).astype(jnp.float32)
    small = jnp.arange(power.seats.shape[0]) != base.committee
    together = served_together(power.seats * small[:, None])
    owed = (power.sponsor[:, None] == people[None]) | (power.sponsor[None] == people[:, None])
    distance = distance_of(position)
    near = closeness(own)
    apart = power.principal[:, None] != power.principal[None]
    opposing, ruling = power.opposing, power.ruling & ~power.opposing
    allied = opposing[:, None] & opposing[None]
    quarrel = (opposing[:, None] & ruling[None]) | (ruling[:, None] & opposing[None])
    return (
        base.ties * fade
        + params.service * together
        + params.patronage * owed
        - params.distance * distance
        - params.rivalry * near[:, None] * near[None] * apart
        + params.alliance * allied
        - params.quarrel * quarrel
    )


class Relations(Mechanism[Params]):
    id = "relations"
    theme = "power"
    phase = "perceive"
    claims = ("S034", "S037", "S047")
    citations = ("coding_rule_ties", "ours")
    directions = (Direction("distance", "elite.relation", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party

        def meet(trust):
            wanted = jnp.clip(target(power, inputs, base, params), -1, 1)
            return trust + params.settling.astype(trust.dtype) * (wanted - trust)

        meets = inputs.party.plenum | inputs.party.congress | inputs.party.conference
        return Effect(
            values={"power.trust": jax.lax.cond(meets, meet, lambda trust: trust, power.trust)}
        )


MECHANISM = Relations()

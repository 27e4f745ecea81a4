"""Rulers forbid abortion when births, as registered, have long been well below what they were.

Equations, by month; b registered births a head and year, w force in the line:
    lately  l <- l + (b - l) / 12,   usual  u <- u + (b - u) / memory
    alarm   a <- a + (w [l < (1 - fall) u] - a) / patience
    forbidden once a > tolerance, and from then on; `abortion_banned` counts the months since.

Shapes: scalars. Reads only what was registered.
Assumptions: what worries rulers is the fall, not what it comes of; under free trade in the line
nobody orders families about; a ban is not taken back.
Departures: none published; our own rule.
Rival accounts: a ban for morals or for soldiers would need no fall in births.
Sources: Goldman (1993) ch. 7-8, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    memory: Float[Array, ""]  # months over which the usual births are remembered
    fall: Float[Array, ""]  # share below the usual that worries
    patience: Float[Array, ""]  # months of worry in which alarm grows
    tolerance: Float[Array, ""]  # 0..1, alarm that is borne


def followed(mean, now, months):
    """A mean that follows what is observed over so many months."""
    return mean + (now - mean) / months


class FamilyLaw(Mechanism[Params]):
    id = "family_law"
    theme = "people"
    phase = "decide"
    claims = ("S177",)
    citations = ("goldman1993", "ours")
    directions = (Direction("tolerance", "population.births", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        policy, known = view.world.policy, view.world.information
        born = known.known_births.sum()
        rate = MONTHS * born / jnp.maximum(known.known_population.sum(), 1)
        counted = born > 0
        lately = jnp.where(
            counted, followed(policy.births_lately, rate, MONTHS), policy.births_lately
        )
        usual = jnp.where(
            counted, followed(policy.births_usual, rate, params.memory), policy.births_usual
        )
        worry = jnp.where(lately < (1 - params.fall) * usual, command(view), 0)
        alarm = followed(policy.birth_alarm, worry, params.patience)
        banned = (policy.abortion_banned > 0) | (alarm > params.tolerance)
        return Effect(
            values={
                "policy.births_lately": lately,
                "policy.births_usual": usual,
                "policy.birth_alarm": alarm,
                "policy.abortion_banned": jnp.where(banned, policy.abortion_banned + 1, 0),
            }
        )


MECHANISM = FamilyLaw()

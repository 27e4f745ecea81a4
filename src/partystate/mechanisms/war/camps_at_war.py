"""Who eats first when the state feeds soldiers and prisoners out of one book, and what hunger and
hard labour do to those who eat last.

Equations, each month; x share of the norm that soldiers and the confined got last
month by what the books allowed and the granary held, S men under arms
without prisoners of the enemy, C all others in the book:
    soldiers  y = x + army_first (1 - x)
    confined  c = max{[x (S + C) - y S] / C, 0}
    Z <- (1 - recovery) Z + max(enough - c, 0)
    m = deadly Z^2   multiples of the ordinary hazard of death of age and sex, in camps; in colonies
        and prisons `lighter` times that
Z hunger of the confined, added to that of towns and villages which camps feel already (camps).

Shapes: scalars; hazards [cells] per month.
Assumptions: the book is one, and the cut falls by rank; those who are set to hard work eat what
they are given and no more, as kitchens give by the norm of work that is met, and who is weakened
meets none; frost and sickness are in `deadly`.
Departures: none published; our own rule.
Rival accounts: deaths by rank in the queue for food (`army_first`) or by what camps are in any year
(camps).
Sources: Khlevniuk (2004), Applebaum (2003) and Barnes (2011) on camps in the war, as recalled; Keys
et al. (1950) on recovery; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, confined_population
from partystate.mechanisms.war.soldiers import captive_share, enlisted
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View

CONFINED = "state_grain.confined"


class Params(eqx.Module):
    army_first: Float[Array, ""]  # share of its own cut that the army is spared
    enough: Float[Array, ""]  # share of the norm on which the confined keep at their work
    recovery: Float[Array, ""]  # 1/month
    deadly: Float[Array, ""]  # multiple of the ordinary hazard at a hunger of a month's norm
    lighter: Float[Array, ""]  # colonies and prisons against camps


def fed(view: View, params: Params) -> Float[Array, ""]:
    """Share of their norm that those confined got last month, soldiers served."""
    land, captives = view.world.land, enlisted(view) * captive_share(view)
    soldiers = enlisted(view) - captives
    others = jnp.maximum(confined_population(view).sum() - enlisted(view), 1)
    got, lacked = land.granted[CONFINED].sum(), land.unmet[CONFINED].sum()
    share = view.world.policy.cover * got / jnp.maximum(got + lacked, LEAST)
    of_soldiers = share + params.army_first * (1 - share)
    return jnp.clip((share * (soldiers + others) - of_soldiers * soldiers) / others, 0, 1)


class CampsAtWar(Mechanism[Params]):
    id = "camps_at_war"
    theme = "war"
    phase = "act"
    claims = ("S140",)
    citations = ("khlevniuk2004", "applebaum2003", "barnes2011", "keys1950", "ours")
    directions = (Direction("deadly", "gulag.deaths", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, before = view.layout, view.world.at_war.camp_hunger
        hunger = (1 - params.recovery) * before
        hunger = hunger + jnp.maximum(params.enough - fed(view, params), 0)
        rise = params.deadly * hunger**2
        camps = jnp.where(layout.pairs_of(s.CAMP), rise, 0)
        others = jnp.where(layout.pairs_of(s.COLONY, s.PRISONER), params.lighter * rise, 0)
        ordinary = view.endowment.people.death_rate
        return Effect(
            hazards={"confined_death": layout.to_cells(camps + others, ordinary)},
            values={"war.camp_hunger": hunger},
        )


MECHANISM = CampsAtWar()

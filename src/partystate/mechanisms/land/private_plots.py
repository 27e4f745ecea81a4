"""What members of collective farms grow for themselves once they are let.

Equation, by region, in the month of late sowing:
    G <- G + speed (1 + plots h k (1 - p) - G)
G food from gardens and plots against that of the base years, k share in collectives, p what the
farm's last harvest left them against the usual use (the file on what comes from the field to the
barn), h what rulers have learned (procurement): who tells a levy beforehand lets a plot be, and
who sets an open-ended one takes potatoes and milk as well.

Shapes: [R].
Assumptions: work that the farm does not pay goes to the plot, whose crop is the household's.
Departures: none published; our own rule, written when it was known that histories without it
starved in years in which nobody did.
Rival accounts: none.
Sources: Wadekin (1973) and Jasny (1949) on plots and their part in the food of members, as
recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.field_to_barn import paid
from partystate.mechanisms.quantities import collectivised_share
from partystate.world.agricultural_clock import LATE_SOWING, month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    plots: Float[Array, ""]  # rise of food from gardens where farms pay nothing and plots are free
    speed: Float[Array, ""]  # share of a change in a year


class PrivatePlots(Mechanism[Params]):
    id = "private_plots"
    theme = "land"
    phase = "act"
    claims = ("S147", "S249")
    citations = ("wadekin1973", "jasny1949", "ours")
    directions = (Direction("plots", "famine.deaths_attributed", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        gardens = view.world.land.gardens
        unpaid = collectivised_share(view) * (1 - paid(view))
        wanted = 1 + params.plots * view.world.policy.lesson * unpaid
        is_planted = month_of_year(view.world.month) == LATE_SOWING
        planted = gardens + params.speed * (wanted - gardens)
        return Effect(values={"land.gardens": jnp.where(is_planted, planted, gardens)})


MECHANISM = PrivatePlots()

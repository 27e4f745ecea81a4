"""Animals: growth, slaughter before they can be taken, neglect, lack of fodder, hunger, and herds
that may no longer move.

Equations, by kind k and region r, a month; D drive:
    H <- H exp{ g_k [1 - H / (room_r H0)] / 12 - slaughter a_k [1 - keep(p)] - neglect b_k z_r q_r
        - fodder c_k max(enough - fed_r, 0) - eaten e_k U_r - settling n_r v_r
        - min(m_k (1 - f) meat_r [coercion_r + paid arrears_r] B / (12 H), found) }
    n_r share of the herds held by herders, by the counts of the base year (world/herds)
    room_r = room [1 - moving n_r q_r]
    meat_r = meat [1 + herders n_r],   arrears_r = max(1 - C_r / (asked_r F), 0)
    eaten of them beyond the usual, t of grain
        M_r = sum_k grain_k H_k (1 - exp{- slaughter a_k [1 - keep(p)] - eaten e_k U_r})
    keep(p) = (1 - p) (1 + d) / (1 + d (1 - p)),   p = min[fear D (1 - q), 1]
g is growth_horses, growth_cattle, growth_pigs and growth_sheep; a, b, c, e say how much each kind
is slaughtered, neglected, fed on grain and eaten, and m how much of its meat is asked for. C is
grain collected in the year, asked what is asked of the region after revision (procurement), and F
the share of it that was due before this month. p expected confiscation, z upheaval of farms, fed
share of the usual grain feed that was found, U hunger, q collectivised share, v those who lately
joined as a share of the peasants (collectivisation), f firmness of the levy (1 - w, or one where
rulers have learned). keep is what a log owner with patience d carries over when he expects to lose
his animals with probability p, against p = 0: he eats 1 / (1 + d (1 - p)) of them; what
owners kill they eat (hunger), grain_k being the food of a carcass. B is the herd that quotas are
set on, as known (statistics).

Shapes: [herds, R] head.
Assumptions: animals of the common stable are neglected, those of a yard are not; expected
confiscation follows the drive and falls on those still outside; meat is asked for by quota, and
cattle stand in for grain that was due and did not come (w force in the line, coercion and arrears
of collections by region). A quota is a number of animals, set on the herd of a count that is late,
since a herd that shrinks is taken for one that is hidden: against a herd that is lost it grows,
until collectors find no more. Rulers whom collections of grain taught to tell a levy beforehand
take meat so too, and no more than what a herd that grows can spare. Herders' animals that are
brought together die until the new farms have stalls and hay, whatever their owners do; and a herd
that no longer moves has only the pasture near by.
Departures: the two-period rule is ours (closed form in `cases`); ice and snow are not modelled.
Rival accounts: loss by slaughter (peasants' choice) against loss by neglect and hunger: `slaughter`
against `neglect`; of herders' herds by quota against loss by settling: `meat` against `settling`.
Sources: our worked-out equation P5 and case stock-1; Chen and Lan (2017) on slaughter before
collectivisation; Davies and Wheatcroft (2004) ch. 10 on fodder; Olcott (1995), Pianciola (2001) and
Ohayon (2006) on the settling of nomads, Pianciola (2004) and Cameron (2018) on meat collections,
as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, collectivised_share, firmness
from partystate.published.slaughter import kept
from partystate.world.agricultural_clock import HARVEST, MONTHS, month_of_year
from partystate.world.effect import Effect
from partystate.world.herds import HERDS
from partystate.world.view import View

# meat, t a carcass, of grown and young animals together (Jasny 1949, as recalled), by its food
# against that of grain: 2,000 of 3,400 kcal a kg, as in tables of food
GRAIN_OF_CARCASS = np.array([0.14, 0.1, 0.05, 0.015]) * 0.6


class Params(eqx.Module):
    growth_horses: Float[Array, ""]  # per year, of a small herd
    growth_cattle: Float[Array, ""]
    growth_pigs: Float[Array, ""]
    growth_sheep: Float[Array, ""]
    room: Float[Array, ""]  # largest herd against the base year
    fear: Float[Array, ""]  # expected confiscation at a full drive
    # 1/month, adjustment to what the owner wants to keep; horses at a third
    slaughter: Float[Array, ""]
    neglect: Float[Array, ""]  # 1/month per unit of upheaval; horses most
    fodder: Float[Array, ""]  # 1/month where no feed is found; pigs and horses most
    enough: Float[Array, ""]  # share of the usual grain feed on which animals keep
    eaten: Float[Array, ""]  # 1/month per month-equivalent of hunger
    # per year, share of the herd asked for under full force and coercion
    meat: Float[Array, ""]
    herders: Float[Array, ""]  # rise of that share where herders hold all herds
    found: Float[Array, ""]  # 1/month, of a herd that collectors find at most
    moving: Float[Array, ""]  # share of the pasture that only herds on the move can reach
    paid: Float[Array, ""]  # 1, cattle for grain where none of what was due has come
    # 1/month where herders hold all herds and all have lately joined
    settling: Float[Array, ""]


# horses, cattle, pigs, sheep: ours after P5 (1.2 there); small stock turns over faster
SLAUGHTERED = np.array([1 / 3, 1.0, 2.5, 2.0])
# of a collective farm all horses stand in the common stable, of other animals about half; ours
NEGLECTED = np.array([2.0, 1.0, 1.0, 1.0])
# pigs and horses eat grain, sheep graze; ours after P5
FED_ON_GRAIN = np.array([1.6, 1.0, 2.0, 0.5])
# meat is cattle and sheep; pigs are kept in yards; ours
TAKEN = np.array([0.0, 1.0, 0.5, 1.0])
EATEN = np.array([0.8, 1.0, 1.5, 1.5])  # the same


def arrears(view: View):
    """Share [R] of the grain due before this month that has not come; none in the harvest month,
    when another year begins."""
    calendar, got = view.inputs.calendar, view.world.land.collected
    asked = (view.world.policy.collection_due + got) / jnp.maximum(
        calendar.collection_season, LEAST
    )
    before = asked * calendar.due_before
    lacking = jnp.clip((before - got) / jnp.maximum(before, 1), 0, 1)
    return jnp.where(month_of_year(view.world.month) == HARVEST, 0, lacking)


def meat_taken(view: View, params: Params, held):
    """Hazard [herds, R] a month of being taken as meat, under a quota set on the herd as known."""
    policy, herds = view.world.policy, view.world.land.herds
    asked = params.meat * (1 - firmness(view)) * (1 + params.herders * held)
    asked = asked * (policy.coercion + params.paid * arrears(view)) / MONTHS
    outdated = view.world.information.known_herds / jnp.maximum(herds, 1)
    return jnp.minimum(TAKEN[:, None] * asked[None] * outdated, params.found)


class Herds(Mechanism[Params]):
    id = "herds"
    theme = "land"
    phase = "act"
    claims = ("S147",)
    citations = (
        "chen2017",
        "davies2004",
        "olcott1995",
        "ohayon2006",
        "pianciola2001",
        "pianciola2004",
        "cameron2018",
        "ours",
    )
    directions = (
        Direction("slaughter", "livestock.cattle", -1),
        Direction("neglect", "livestock.horses", -1),
        Direction("meat", "livestock.cattle", -1),
        Direction("settling", "livestock.sheep_goats", -1),
        Direction("moving", "livestock.sheep_goats", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        world, base, land = view.world, view.endowment, view.world.land
        joined = collectivised_share(view)
        risk = jnp.clip(params.fear * world.policy.drive * (1 - joined), 0, 1)
        unfed = jnp.maximum(params.enough - land.fed, 0)
        growth = jnp.stack(
            jnp.broadcast_arrays(
                params.growth_horses, params.growth_cattle, params.growth_pigs, params.growth_sheep
            )
        ).reshape(len(HERDS), -1)
        held = base.land.herded
        room = params.room * (1 - params.moving * held * joined)
        full = land.herds / jnp.maximum(room[None] * base.land.herds, 1)
        killed = (
            params.slaughter * SLAUGHTERED[:, None] * (1 - jnp.asarray(kept(risk)))[None]
            + params.eaten * EATEN[:, None] * world.people.hunger_rural[None]
        )
        meat = (GRAIN_OF_CARCASS[:, None] * land.herds * (1 - jnp.exp(-killed))).sum(0)
        change = (
            growth / MONTHS * (1 - full)
            - killed
            - params.neglect * NEGLECTED[:, None] * (land.disruption * joined)[None]
            - params.fodder * FED_ON_GRAIN[:, None] * unfed[None]
            - meat_taken(view, params, held)
            - (params.settling * held * land.unsettled)[None]
        )
        herds = land.herds * jnp.exp(change)
        return Effect(values={"land.herds": herds, "land.meat_eaten": meat})


MECHANISM = Herds()

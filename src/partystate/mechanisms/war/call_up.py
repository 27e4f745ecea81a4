"""Men are called up in war, kept under arms in peace, and sent home; some do not come.

Equations, each month; P people when the war began, S men under arms without prisoners of the enemy,
f 1 while it is fought:
    N = called P + (1 - f) max(army P - S, 0) / raised
    m_q = men of pair q from `youngest` to `oldest` where the state holds the land;
        of workers less the share `reserved` while it is fought
    s_q = 1 - evading (1 - b_q) exp(-deterrence x_q)
    called_up = -log(1 - min{N / sum(m_q), most}) s_q   of such a man, N those wanted
    sent home, of soldiers who are not prisoners, a month:
        unfit f + (1 - f) max(S - army P, 0) / (S released),
        to towns by the share of townspeople, in villages to joined farms by theirs
b support, x exposure to arrests around one: fear of the penalty, certain where many are taken.

Shapes: hazards [cells] per month.
Assumptions: all men of an age are called alike whatever their people; small communities, which
hold no soldiers, are not called, so that fewer come than are wanted; whom an exemption leaves goes
on working where he is. Ages are those of bands, which smear cohorts.
Departures: Becker weighs the chance of a penalty against its size: here fear stands for both.
Rival accounts: men come because they hold with the regime (`evading` of those who do not, without
deterrence) or because it punishes (`deterrence`).
Sources: Becker (1968) on deterrence; Figes (1990) on desertion where the state is weak, as
recalled; Krivosheev (1997) on exemptions and the unfit, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import (
    LEAST,
    collectivised_share,
    rural_population,
    urban_population,
)
from partystate.mechanisms.war.soldiers import captive_share, enlisted
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.layout import SEXES
from partystate.world.view import View

IS_MAN = np.array([float(sex == "male") for sex in SEXES])
HALF_BAND = 5.0  # years on each side of the middle of a band over which ages fade in and out; ours


class Params(eqx.Module):
    youngest: Float[Array, ""]  # years, age from which men are called
    oldest: Float[Array, ""]  # years, up to which they are
    reserved: Float[Array, ""]  # share of workers who are exempt while a war is fought
    evading: Float[Array, ""]  # share of those against the regime who would not come unpunished
    deterrence: Float[Array, ""]  # 1, fall of its log a unit of exposure to arrests
    most: Float[Array, ""]  # share of the men of these ages who can be found in a month
    raised: Float[Array, ""]  # months in which a peacetime army is filled
    released: Float[Array, ""]  # months in which those beyond it go home
    unfit: Float[Array, ""]  # 1/month, soldiers let go as unfit while a war is fought


def of_age(mean_age, youngest, oldest):
    """Share [A] of the men of each age band who are of the ages called."""
    rises = jnp.clip((mean_age - youngest) / (2 * HALF_BAND) + 1 / 2, 0, 1)
    falls = jnp.clip((oldest - mean_age) / (2 * HALF_BAND) + 1 / 2, 0, 1)
    return rises * falls


def comes(view: View, params: Params):
    """Share [Q] of those called who come."""
    belief = view.world.belief
    unwilling = params.evading * (1 - belief.support)
    return 1 - jnp.clip(unwilling * jnp.exp(-params.deterrence * belief.exposure), 0, 1)


def sent_home(view: View, params: Params, goes):
    """Hazards [cells] of soldiers who go home at `goes` a month, by where they go."""
    layout = view.layout
    towns, villages = urban_population(view), rural_population(view)
    urban = towns / jnp.maximum(towns + villages, 1)
    joined = (1 - urban) * collectivised_share(view)
    share = {
        "sent_home": 1 - urban - joined,
        "sent_home_to_farm": joined,
        "sent_home_to_town": urban,
    }
    soldier = layout.is_status(s.SOLDIER)
    return {
        name: jnp.where(soldier, goes * part[layout.cell_region], 0) for name, part in share.items()
    }


class CallUp(Mechanism[Params]):
    id = "call_up"
    theme = "war"
    phase = "act"
    claims = ("S136",)
    citations = ("becker1968", "figes1990", "krivosheev1997", "ours")
    directions = (Direction("evading", "war.called_up", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, war, given = view.layout, view.world.at_war, view.inputs.war
        free = enlisted(view) * (1 - captive_share(view))
        peace = 1 - given.fought
        kept = given.army * war.people
        wanted = given.called * war.people + peace * jnp.maximum(kept - free, 0) / params.raised
        age = of_age(view.endowment.people.mean_age, params.youngest, params.oldest)
        profile = age[:, None] * IS_MAN[None]
        exempt = params.reserved * given.fought * layout.pairs_of(s.WORKER)
        may = jnp.where(layout.pairs_of(*s.FREE), 1 - exempt, 0)
        persons = view.world.people.persons * view.inputs.controlled[layout.cell_region]
        men = may * layout.weighted_by_pair(persons, profile)
        share = jnp.minimum(wanted / jnp.maximum(men.sum(), 1), params.most)
        called = -jnp.log1p(-share) * may * comes(view, params)
        beyond = peace * jnp.maximum(free - kept, 0) / jnp.maximum(free * params.released, LEAST)
        goes = (params.unfit * given.fought + beyond) * (1 - captive_share(view))
        return Effect(
            hazards={"called_up": layout.to_cells(called, profile)} | sent_home(view, params, goes)
        )


MECHANISM = CallUp()

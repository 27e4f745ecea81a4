"""Styles under patronage and censorship, buildings that last, heroes of the majority, and officials
and schools of the republics.

Equations, each month; w force in the line, E how firmly one leads, a danger from abroad:
    grip         G <- G + merging [w (1 + E) / 2 - G]
    works        p_k <- p_k exp(f_k) / sum of the same, of new works in style k, then a share
        `fresh` of them is spread evenly over the styles; f = patronage G for the official style,
        - censorship G for the condemned, 0 for others
    monumental   M <- M + building (p_official - M)
    heroes       H <- H + turning [G (1 - exp(-alarm a)) - H]
    preference   by region with a republic, q <- q + turning [(1 - H) (1 - reversal k c) - q],
        k 1 for a people with kin abroad, c force behind collections in the region
    officials    y <- y + promoting q max(n - y, 0),   n the share of the people in the region
    own tongue   s <- s + promoting (q - s)
A single patron who also censors is selection: the share of a style grows by what it gets more than
the mean (replicator). Buildings are a stock and follow late. Preference for the peoples of the
republics is how a regime of another people's towns rules villages that are not; it gives way where
force meets a people with kin across the border, and to heroes of the majority. Who has been
promoted stays.

Shapes: styles; [R]. Units: shares.
Assumptions: all works are commissioned from one hand as far as the village is ruled by force; a
region has one people of its own; who is promoted is not dismissed for his people.
Departures: the replicator is Taylor and Jonker's with fitness of our own; the rest is ours.
Rival accounts: taste of readers and builders that changed by itself (`fresh`); preference as
conviction that was dropped (`reversal` = 0); fall of officials by arrest, which is not in it.
Sources: Taylor and Jonker (1978); Martin (2001) and Brandenberger (2002), as recalled; claims
S101-S105."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms import danger
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import firmness_of_rule
from partystate.mechanisms.quantities import LEAST, command
from partystate.world.culture import CONDEMNED, OFFICIAL, STYLES
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    merging: Float[Array, ""]  # 1/month, at which patrons become one
    patronage: Float[Array, ""]  # 1/month, growth of the official style under one patron
    censorship: Float[Array, ""]  # 1/month, decline of the condemned under one censor
    fresh: Float[Array, ""]  # share of new works that follow nobody
    building: Float[Array, ""]  # 1/month, share of the buildings that are new
    turning: Float[Array, ""]  # 1/month, at which heroes and preference turn
    alarm: Float[Array, ""]  # 1, how far full danger calls for heroes of the majority
    reversal: Float[Array, ""]  # share of the preference that full force ends, with kin abroad
    promoting: Float[Array, ""]  # 1/month, of officials and teachers who are newly chosen


def next_works(works, grip, params: Params) -> Float[Array, "styles"]:
    """p [styles] after this month."""
    fitness = jnp.zeros(len(STYLES)).at[OFFICIAL].set(params.patronage)
    fitness = fitness.at[CONDEMNED].set(-params.censorship)
    grown = works * jnp.exp(grip * fitness)
    shares = grown / jnp.maximum(grown.sum(), LEAST)
    return (1 - params.fresh) * shares + params.fresh / len(STYLES)


def own_share(view: View) -> Float[Array, "regions"]:
    """n [R]: share of a region's people after whom its republic is named."""
    layout, republic = view.layout, view.endowment.people.republic
    persons = layout.by_pair(view.world.people.persons)
    is_own = layout.pair_nationality == republic[layout.pair_region]
    own = layout.pairs_by_region(jnp.where(is_own, persons, 0))
    return own / jnp.maximum(layout.pairs_by_region(persons), 1)


class CulturePolicy(Mechanism[Params]):
    id = "culture"
    theme = "belief"
    phase = "report"
    claims = ("S101", "S102", "S103", "S104", "S105")
    citations = ("taylor1978", "martin2001", "brandenberger2002", "ours")
    directions = (
        Direction("patronage", "culture.official_style_share", +1),
        Direction("promoting", "nationality.titular_share_officials", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, people = view.world.culture, view.endowment.people
        wanted = command(view) * (1 + firmness_of_rule(view)) / 2
        grip = now.grip + params.merging * (wanted - now.grip)
        works = next_works(now.works, grip, params)
        feared = -jnp.expm1(-params.alarm * danger.index(view.world.peril.danger))
        heroes = now.heroes + params.turning * (grip * feared - now.heroes)
        has_republic = people.republic >= 0
        kin = jnp.where(has_republic, people.kin_abroad[people.republic], 0)
        held_back = params.reversal * kin * view.world.policy.coercion
        aim = has_republic * (1 - now.heroes) * (1 - held_back)
        preference = now.preference + params.turning * (aim - now.preference)
        short = jnp.maximum(own_share(view) - now.officials, 0) * has_republic
        moved = {
            "grip": grip,
            "works": works,
            "monumental": now.monumental + params.building * (works[OFFICIAL] - now.monumental),
            "heroes": heroes,
            "preference": preference,
            "officials": now.officials + params.promoting * preference * short,
            "own_tongue": now.own_tongue + params.promoting * (preference - now.own_tongue),
        }
        return Effect(values={f"culture.{name}": value for name, value in moved.items()})


MECHANISM = CulturePolicy()

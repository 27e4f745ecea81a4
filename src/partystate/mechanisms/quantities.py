"""Counts of peasants and settlements, and a few reckonings of the village, that several mechanisms
of the land need."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Bool

from partystate.world import statuses as s
from partystate.world.agricultural_clock import (
    MONTHS,
    WINTER_SOWING,
    before_sowing,
    month_of_year,
    months_left,
)
from partystate.world.herds import HORSES, in_cattle
from partystate.world.view import View

LEAST = 1e-6  # keeps ratios finite where there is nothing


def of_status(view: View, *names: str):
    """Persons [R] of the statuses named."""
    labels, table = (
        view.layout.axes.statuses.labels,
        view.layout.by_region_and_status(view.world.people.persons),
    )
    return sum(
        (table[:, labels.index(name)] for name in names if name in labels), jnp.zeros(len(table))
    )


def collectivised_share(view: View):
    """Share of the peasants [R] who are members of collective farms, in persons."""
    members = of_status(view, s.COLLECTIVE_FARMER)
    peasants = members + of_status(view, s.INDIVIDUAL_PEASANT, s.BETTER_OFF_PEASANT)
    return jnp.where(peasants > 0, members / jnp.where(peasants > 0, peasants, 1), 0)


def rural_population(view: View):
    """Persons [R] of rural statuses."""
    table = view.layout.by_region_and_status(view.world.people.persons)
    return jnp.where(view.layout.status_rural[None], table, 0).sum(1)


def urban_population(view: View):
    """Persons [R] of urban statuses."""
    table = view.layout.by_region_and_status(view.world.people.persons)
    return jnp.where(view.layout.status_urban[None], table, 0).sum(1)


def confined_population(view: View):
    """Persons [R] who are neither of the country nor of the towns: in camps, colonies, prisons and
    settlements, and under arms."""
    table = view.layout.by_region_and_status(view.world.people.persons)
    free = view.layout.status_urban | view.layout.status_rural
    return jnp.where(free[None], 0, table).sum(1)


def command(view: View):
    """Strength of force in the rulers' line on the village, 0 (free trade) to 1: w = (1 - line) /
    2."""
    return jnp.clip((1 - view.world.policy.line) / 2, 0, 1)


def forced(view: View):
    """Force in the line beyond that at which trade and force weigh alike, 0 to 1: max(2 w - 1,
    0)."""
    return jnp.maximum(2 * command(view) - 1, 0)


def fought(view: View):
    """1 while a war is fought on the country's own land, 0 where none may be."""
    war = view.inputs.war
    return jnp.zeros(()) if war is None else war.fought


def firmness(view: View):
    """How firmly the state keeps to the levy it announced before sowing, 0 to 1: f = 1 - w (1 -
    lesson). A tax of free trade is told beforehand; a quota by force is open above, until rulers
    have learned from collections that fell."""
    return 1 - command(view) * (1 - view.world.policy.lesson)


def heads_land(party) -> Bool[Array, "offices"]:
    """Offices at the head of a region of the party that holds regions of the country: not those of
    an army or of unions."""
    groups = len(party.delegates)
    held = jnp.where(party.party_region >= 0, party.party_region, groups)
    holds = jnp.zeros(groups, bool).at[held].set(True, mode="drop")
    return (party.office_region >= 0) & holds[party.office_region]


def known_villagers(view: View):
    """People [R] of the countryside by the registers and the ration lists."""
    known = view.world.information
    return jnp.maximum(known.known_population - known.known_towns, 0)


def told_shortfall(view: View):
    """Share by which the rulers hear that collections fall short: as reported, or as forced."""
    forced, known = view.inputs.forced.shortfall, view.world.information
    heard = jnp.zeros(()) if known is None else known.known_shortfall
    return jnp.where(jnp.isnan(forced), heard, forced)


def seed_need(view: View):
    """Seed [R] of the area to be sown, t."""
    return view.endowment.land.seed_rate * view.endowment.land.sown_area * view.world.land.sown_area


def winter_seed(view: View):
    """Seed [R] of winter crops that is in the ground, t."""
    land = view.world.land
    sown = month_of_year(view.world.month) == WINTER_SOWING + 1
    return jnp.where(sown, land.granted["peasant_grain.seed"], land.winter_seed)


def spring_seed(view: View):
    """Seed [R] of the area to be sown that is not in the ground as winter crops, t."""
    return jnp.maximum(seed_need(view) - winter_seed(view), 0)


def collected_share(view: View):
    """Share [R] of the current agricultural year's harvest that has been collected."""
    land = view.world.land
    return land.collected / jnp.maximum(land.harvest, 1)


def usual_hold(view: View):
    """Grain [R] that village use as it was in the base years takes to the next harvest, with seed;
    t."""
    base = view.endowment
    people = rural_population(view) + urban_population(view)
    seed = jnp.where(before_sowing(view.world.month), spring_seed(view), 0)
    return base.land.use_per_head / MONTHS * people * months_left(view.world.month) + seed


def draught(view: View):
    """Horses and tractors a unit of sown area [R], base year = 1. Tractors stand with the area,
    more where farms are joined; in a war they do a part of their work, and cows are put into
    harness (`machines_at_war`)."""
    base, land = view.endowment, view.world.land
    tractors = land.tractor_power * tractors_stand(view)
    if view.world.war is not None:
        tractors = tractors * view.world.war.machines
    power = horses_per_area(view) + tractors / jnp.maximum(
        base.land.ploughing * land.sown_area, LEAST
    )
    return power if view.world.war is None else power + view.world.war.cows


def tractors_stand(view: View):
    """Share of the country's tractors that stand in a region [R]."""
    area = view.endowment.land.sown_area * view.world.land.sown_area
    where = area * (1 + collectivised_share(view))
    return where / jnp.maximum(where.sum(), LEAST)


def horses_per_area(view: View):
    """Horses that work a unit of sown area [R], base year = 1: of those that herders held none is
    hitched to a plough as long as those who sow had enough, and all are where they lack."""
    base, land = view.endowment.land, view.world.land
    of_all, of_needed = (
        land.herds[HORSES] / jnp.maximum(horses * land.sown_area, LEAST)
        for horses in (base.herds[HORSES], base.ploughing)
    )
    return jnp.minimum(of_needed, jnp.maximum(of_all, 1))


def able(hunger, hunger_loss):
    """Share [R] of their work that people can do at a hunger [R]."""
    return 1 - hunger_loss * hunger / (1 + hunger)


def animals_per_head(view: View):
    """Cattle, pigs, sheep and goats a rural head [R], by what each gives, base year = 1."""
    base, land = view.endowment, view.world.land
    now = in_cattle(land.herds) / jnp.maximum(in_cattle(base.land.herds), LEAST)
    return now * base.people.rural_base / jnp.maximum(rural_population(view), 1)

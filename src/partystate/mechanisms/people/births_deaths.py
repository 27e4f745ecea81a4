"""Ordinary births and deaths, and growing older; what doctors, abortion and its ban do to them.

Equations:
    death hazard   mu(a) mortality_level exp(-mortality_trend n) c^(-doctors), times
        sqrt(male_ratio) for men and over it for women
    births a townswoman and month    phi(a) fertility_level exp(-hunger_response U)
        x urban_ratio exp[-averted (p e - base_abortion)]
    the same in villages             phi(a) fertility_level exp(-hunger_response U)
        x rural_ratio exp[-averted village (p e - base_abortion)]
    of settlers as of villagers, with U + uprooted z_r in place of U
    abortion       p <- p + learnt z p (1 - p) / 12,   e = 1 - deterred exp(-t / returning) from
        seven months after a ban, 1 before
    ageing hazard  from the share of a band that is in its last year of age at the start
n years from the middle of the base years; c doctors a head against base_doctors, those of these
years; U remembered hunger, months after it was felt; in a war births are fewer as men are
away (men_at_home); p share of townswomen who would end a
pregnancy they do not want, z share of townspeople, z_r newcomers among the settlers of a region
(registers), t months of the ban in force at birth.

Shapes: hazards and births [cells] per month.
Assumptions: one schedule for the country; Asian regions and infants were under-registered, so the
level stands above the printed rates; of the fall of mortality before the start one half goes on by
itself and the other came with doctors; knowledge of abortion spreads from woman to woman, the
faster the more live in towns; a ban first deters, then illegal abortion comes back; newcomers in
settlements have children as the hungry have.
Departures: none of the seasonality of births is modelled.
Rival accounts: deaths of epidemics are apart (`epidemics`); where births fell by later marriage
alone, `averted` is 0.
Sources: schedules in the country's vital_rates; Preston, Heuveline and Guillot (2001) ch. 3 for the
life table; Preston (1975) on medicine and mortality; Bongaarts (1980) on hunger and fertility; Bass
(1969) on what spreads by word of mouth; Avdeev, Blum and Troitskaia (1995) on abortion, as
recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import together
from partystate.mechanisms.health_rates import care
from partystate.mechanisms.quantities import rural_population, urban_population
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View

TO_BIRTH = 7  # months from an abortion of the second month to the birth it averts


class Params(eqx.Module):
    mortality_level: Float[Array, ""]  # 1, times the printed rates
    mortality_trend: Float[Array, ""]  # 1/year, fall of log mortality that goes on by itself
    doctors: Float[Array, ""]  # 1, elasticity of mortality to doctors a head, sign turned
    base_doctors: Float[Array, ""]  # a thousand persons, in the base years
    male_ratio: Float[Array, ""]  # 1, male against female hazard of death
    fertility_level: Float[Array, ""]  # 1, times the printed rates
    rural_ratio: Float[Array, ""]  # 1, rural against mean fertility
    urban_ratio: Float[Array, ""]  # 1
    hunger_response: Float[Array, ""]  # log births per month-equivalent of hunger
    uprooted: Float[Array, ""]  # month-equivalents of hunger where all settlers are newcomers
    averted: Float[Array, ""]  # log births of towns that abortion averts where all would have one
    village: Float[Array, ""]  # 1, the same in villages against towns
    base_abortion: Float[Array, ""]  # share of townswomen who would, in the base years
    learnt: Float[Array, ""]  # per year, spread of abortion where all live in towns
    deterred: Float[Array, ""]  # share of abortions that a ban stops at first
    returning: Float[Array, ""]  # months in which they come back


def done(wish, banned, deterred, returning):
    """Abortion in force at birth: what women wish, less what a ban of `banned` months deters; a ban
    tells in births after `TO_BIRTH`."""
    told = banned - TO_BIRTH
    return wish * (
        1 - jnp.where(told > 0, deterred * jnp.exp(-jnp.maximum(told, 0) / returning), 0)
    )


class BirthsDeaths(Mechanism[Params]):
    id = "births_deaths"
    theme = "people"
    phase = "act"
    claims = ("S177",)
    citations = ("preston2001", "preston1975", "bongaarts1980", "bass1969", "avdeev1995")
    directions = (
        Direction("mortality_level", "population.deaths", +1),
        Direction("fertility_level", "population.births", +1),
        Direction("hunger_response", "population.births", -1),
        Direction("learnt", "population.births", -1),
        Direction("uprooted", "settlers.births", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, base, people = view.layout, view.endowment, view.world.people
        fall = jnp.exp(
            -params.mortality_trend
            * (view.inputs.calendar.elapsed - base.land.base_elapsed)
            / MONTHS
        )
        healed = care(view, params.base_doctors) ** -params.doctors
        by_sex = jnp.stack([jnp.sqrt(params.male_ratio), 1 / jnp.sqrt(params.male_ratio)])
        death = base.people.death_rate * by_sex[None, :] * params.mortality_level * fall * healed
        towns = urban_population(view).sum()
        part = towns / jnp.maximum(towns + rural_population(view).sum(), 1)
        more = (
            done(
                people.abortion,
                view.world.policy.abortion_banned,
                params.deterred,
                params.returning,
            )
            - params.base_abortion
        )
        in_town = params.urban_ratio * jnp.exp(-params.averted * more)
        in_village = params.rural_ratio * jnp.exp(-params.averted * params.village * more)
        settled = jnp.where(layout.cell_urban, in_town, in_village)
        settlers = layout.is_status(s.SPECIAL_SETTLER)
        newcomers = jnp.where(settlers, view.world.repression.fresh[layout.cell_region], 0)
        want = people.hunger_remembered[layout.cell_region] + params.uprooted * newcomers
        births = (
            base.people.birth_rate[layout.cell_age]
            * params.fertility_level
            * settled
            * jnp.exp(-params.hunger_response * want)
        )
        spread = params.learnt * part / MONTHS * people.abortion * (1 - people.abortion)
        return Effect(
            hazards={
                "death": death[layout.cell_age, layout.cell_sex],
                "ageing": base.people.ageing_rate[layout.cell_age],
            },
            births={"per_woman": together(view, births)},
            values={"people.abortion": people.abortion + spread},
        )


MECHANISM = BirthsDeaths()

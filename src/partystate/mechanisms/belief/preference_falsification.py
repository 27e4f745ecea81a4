"""What people think of the regime, what they fear, and what they show: private support, public
support and the gap between them.

Equations, by pair (region, people, status) of those at liberty; W wage, U hunger, k coercion on the
village, a arrests of the month a hundred persons, o offence that pressure on faiths gives:
    towns      y = living ln(W / W_usual) - hunger U
    village    y = - hunger U - force k
    support    s <- s + pace [Phi(usual_support + y - arrests_grievance g - kin r - o) - s]
    grievance  g <- g (1 - forgive) + (a of one's own pair + a of one's people) / 2
    relatives  r <- min[r (1 - forgive) + household (a of one's own pair) / 100, 1]
    exposure   x <- x (1 - calming) + arrests_exposure (a of one's people + of one's status + of
        one's region)
    fear       f = 1 - exp(-x)
    dissent    by region, d <- mean of
        (1 - s) Phi{[d (1 - acclaim I) - threshold - deter f] / spread}
    usual      W_usual <- W_usual + habit (W - W_usual)
Dissent is a step a month of Granovetter's map: who opposes in private shows it when enough others
do, the less the more he fears. Where public speech is full of praise (I, its share) there seem to
be fewer of them. The ruler sees public support, 1 - d, and not s.

Shapes: [Q]; [R]; scalars.
Assumptions: thresholds are normal; those in prison have no say; children think as their household.
Departures: Kuran's reputational utility is a threshold; his own sequences are exact cases
(`thresholds`).
Rival accounts: fear (`deter`) or conformity (`threshold`, `spread`) keeps people silent.
Sources: Kuran (1991); Granovetter (1978); Wintrobe (1998) on what a dictator cannot know; our own
equations."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import acclaim
from partystate.mechanisms.quantities import LEAST
from partystate.published.thresholds import speaking
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    usual_support: Float[Array, ""]  # 1, normal score of support where life is as usual
    living: Float[Array, ""]  # 1, of a log point of wages
    habit: Float[Array, ""]  # 1/month, at which one gets used to a wage
    hunger: Float[Array, ""]  # 1, of a month-equivalent
    force: Float[Array, ""]  # 1, of full force on the village
    arrests_grievance: Float[Array, ""]  # 1, of remembered arrests, a hundredth of one's kind
    kin: Float[Array, ""]  # 1, where all have a relative taken
    pace: Float[Array, ""]  # 1/month
    forgive: Float[Array, ""]  # 1/month
    household: Float[Array, ""]  # relatives of an arrested person
    calming: Float[Array, ""]  # 1/month, of fear
    arrests_exposure: Float[Array, ""]  # 1, exposure of a hundredth of those around one taken
    threshold: Float[Array, ""]  # share in dissent at which half of those opposed would show it
    spread: Float[Array, ""]  # sd of thresholds
    deter: Float[Array, ""]  # rise of the threshold under full fear
    acclaim: Float[Array, ""]  # share of the dissent shown that full praise hides


PER_CENT = 100.0


def rates(view: View, persons):
    """Arrests of the month, per cent of persons: of one's people, status and region [Q]."""
    layout, taken = view.layout, view.world.repression.taken
    sums = (
        (layout.by_people, layout.pair_nationality),
        (layout.by_status, layout.pair_status),
        (layout.pairs_by_region, layout.pair_region),
    )
    return [
        (PER_CENT * total(taken) / jnp.maximum(total(persons), 1))[index] for total, index in sums
    ]


class PreferenceFalsification(Mechanism[Params]):
    id = "preference_falsification"
    theme = "belief"
    phase = "report"
    claims = ("S099", "S100", "S198")
    citations = ("kuran1991", "granovetter1978", "wintrobe1998", "ours")
    directions = (
        Direction("deter", "opinion.public_support", +1),
        Direction("usual_support", "opinion.private_support", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, belief, people = view.layout, view.world.belief, view.world.people
        free = layout.pairs_of(*s.FREE)
        region, all_there = layout.pair_region, layout.by_pair(people.persons)
        persons = jnp.where(free, all_there, 0)
        wage = view.world.industry.wage
        town = (
            params.living
            * jnp.log(jnp.maximum(wage, LEAST) / jnp.maximum(belief.usual_wage, LEAST))
            - params.hunger * people.hunger_urban
        )
        village = -params.hunger * people.hunger_rural - params.force * view.world.policy.coercion
        living = jnp.where(layout.pair_urban, town[region], village[region])
        score = (
            params.usual_support
            + living
            - params.arrests_grievance * belief.grievance
            - params.kin * belief.kin
            - view.world.faith.offence[region]
        )
        support = belief.support + params.pace * (gaussian.cdf(score) - belief.support)
        own_people, own_status, around = rates(view, persons)
        own = PER_CENT * view.world.repression.taken / jnp.maximum(persons, 1)
        exposure = belief.exposure * (1 - params.calming) + params.arrests_exposure * (
            own_people + own_status + around
        )
        speak = (1 - support) * speaking(
            belief.dissent[region] * (1 - params.acclaim * acclaim(view)),
            params.threshold - params.deter * jnp.expm1(-exposure),
            params.spread,
        )
        total = layout.pairs_by_region(persons)
        dissent = layout.pairs_by_region(speak * persons) / jnp.maximum(total, 1)
        public = 1 - (dissent * total).sum() / jnp.maximum(total.sum(), 1)
        afraid = -jnp.expm1(-exposure) * persons
        officials = layout.pairs_of(s.TOWN_EMPLOYEE, s.COUNTRY_EMPLOYEE)
        related = jnp.minimum(
            belief.kin * (1 - params.forgive) + params.household * own / PER_CENT, 1
        )
        return Effect(
            values={
                "belief.support": support,
                "belief.grievance": belief.grievance * (1 - params.forgive)
                + (own + own_people) / 2,
                "belief.exposure": exposure,
                "belief.kin": related,
                "belief.dissent": dissent,
                "belief.fear": afraid.sum() / jnp.maximum(persons.sum(), 1),
                "belief.officials_fear": (afraid * officials).sum()
                / jnp.maximum((persons * officials).sum(), 1),
                "belief.usual_wage": belief.usual_wage + params.habit * (wage - belief.usual_wage),
                "information.known_support": public,
            }
        )


MECHANISM = PreferenceFalsification()

"""Who can read, by region, age and sex: schools for children, courses for grown people.

Equations; by region r, age band a, sex x; L literate share, e share of children with a place in
school, Y industrial output, w force in the line, s share of the children of a republic's people who
are taught in their own tongue:
    e   <- e + (build Y + campaign w) (1 + own_school s) (1 - e) / 12
    L_a <- L_a + ageing (L_(a-1) - L_a) + (courses + drive w) (1 - L_a) / 12        bands of grown
        people; courses not for children
    entering the first school band, L_(a-1) is e for boys and e (1 - gap (1 - e)) for girls
    told  = L + weak_reader_share (1 - L)
What an economy makes pays for schools; a campaign comes with the same line as the drive into
collectives.

Shapes: [R, A, S], shares. Bands below school age read nothing.
Assumptions: a band is replaced at the pace at which it was at the start (stationary within a band);
nobody forgets; the dead and movers of a band are as literate as the rest of it; a census test
passes some who cannot read.
Departures: none published; our own rule.
Rival accounts: schooling by growth alone (`campaign`, `drive` = 0) against campaigns.
Sources: Clark (2000) and Eklof (1986) on literacy and schools, as recalled; claims S179, S180."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, command
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    # per year, of the children without a place, at an output of the base year
    build: Float[Array, ""]
    campaign: Float[Array, ""]  # per year, the same by order under full force
    # rise of places where all children of a republic's people are taught in their own tongue
    own_school: Float[Array, ""]
    gap: Float[Array, ""]  # what girls lack against boys where nobody has a place
    courses: Float[Array, ""]  # per year, of the grown who cannot read
    drive: Float[Array, ""]  # per year, the same by order under full force
    # share of those who cannot read that a census counts as readers
    weak_reader_share: Float[Array, ""]


def entering(enrolled, gap):
    """Literate share [R, S] of those who grow into the first school band."""
    girls = enrolled * (1 - gap * (1 - enrolled))
    return jnp.stack([enrolled, girls], -1)


def readers(literate, counted):
    """Share [R, S] of readers in the school bands that a census asks, by the country's persons [A,
    S] in them."""
    return (literate * counted[None]).sum(1) / jnp.maximum(counted.sum(0), LEAST)[None]


class Schooling(Mechanism[Params]):
    id = "schooling"
    theme = "people"
    phase = "report"
    claims = ("S179", "S180")
    citations = ("clark2000", "eklof1986")
    directions = (
        Direction("drive", "society.literacy", +1),
        Direction("build", "society.literacy", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        people, base, w = view.world.people, view.endowment, command(view)
        fresh = params.build * view.world.industry.output.sum() + params.campaign * w
        fresh = fresh * (1 + params.own_school * view.world.culture.own_tongue)
        enrolled = people.enrolled + jnp.minimum(fresh / MONTHS, 1) * (1 - people.enrolled)
        first, grown = (
            base.people.school_band,
            base.people.asked_band * (1 - base.people.school_band),
        )
        younger = jnp.concatenate(
            [jnp.zeros_like(people.literate[:, :1]), people.literate[:, :-1]], 1
        )
        younger = jnp.where(
            first[None, :, None] > 0, entering(people.enrolled, params.gap)[:, None], younger
        )
        taught = (
            (params.courses + params.drive * w)
            / MONTHS
            * grown[None, :, None]
            * (1 - people.literate)
        )
        can = base.people.age_of_school[None, :, None]
        literate = can * (
            people.literate
            + base.people.ageing_rate[None, :, None] * (younger - people.literate)
            + taught
        )
        counted = view.layout.by_age_and_sex(people.persons) * base.people.asked_band[:, None]
        true = readers(literate, counted)
        return Effect(
            values={
                "people.enrolled": enrolled,
                "people.literate": jnp.clip(literate, 0, 1),
                "people.literacy": true,
                "information.known_literacy": true + params.weak_reader_share * (1 - true),
            }
        )


MECHANISM = Schooling()

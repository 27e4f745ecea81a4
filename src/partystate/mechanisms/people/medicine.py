"""Doctors are trained with what the economy makes and by order; women give birth in hospital, in
towns first.

Equations; N doctors, Y industrial output, w force in the line, by month:
    N <- N + (founded + trained Y^rise + ordered w - wear N) / 12
    births in hospital: doctors can take in K = attended N / 12 births of a month;
        towns take B_u [1 - exp(-K / B_u)], villages B_r [1 - exp(-left / B_r)] of what is left
B_u, B_r births of towns and villages, by persons.

Shapes: scalars; persons and a share.
Assumptions: one doctor is like another; schools of before the start go on; a birth in a village
hospital takes as many hands as one in a town.
Departures: none published; our own rule.
Rival accounts: doctors by growth alone (`ordered` = 0) against orders.
Sources: our own rule; handbooks of health statistics, as recalled; claims S177, S178."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, command, rural_population, urban_population
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    founded: Float[Array, ""]  # persons a year from schools that stood at the start
    trained: Float[Array, ""]  # persons a year at an output of the base year
    rise: Float[Array, ""]  # 1, elasticity of these to output
    ordered: Float[Array, ""]  # persons a year under full force
    wear: Float[Array, ""]  # per year
    attended: Float[Array, ""]  # births in hospital a doctor and year


def taken_in(room, births):
    """Births of a place that find room in hospital: all where there is far more room than births,
    all the room where there is far less."""
    return births * -jnp.expm1(-room / jnp.maximum(births, LEAST))


class Medicine(Mechanism[Params]):
    id = "medicine"
    theme = "people"
    phase = "report"
    claims = ("S177", "S178")
    citations = ("ours",)
    directions = (
        Direction("trained", "health.doctors", +1),
        Direction("attended", "health.hospital_birth_share", +1),
        Direction("ordered", "health.hospital_birth_share", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        people, w = view.world.people, command(view)
        fresh = (
            params.founded
            + params.trained * view.world.industry.output.sum() ** params.rise
            + params.ordered * w
        )
        towns, villages = urban_population(view).sum(), rural_population(view).sum()
        births = view.world.vital.births.sum()
        part = towns / jnp.maximum(towns + villages, 1)
        room = params.attended * people.doctors / MONTHS
        in_town = taken_in(room, births * part)
        in_village = taken_in(jnp.maximum(room - in_town, 0), births * (1 - part))
        return Effect(
            values={
                "people.doctors": people.doctors + (fresh - params.wear * people.doctors) / MONTHS,
                "people.hospital_births": jnp.minimum(
                    (in_town + in_village) / jnp.maximum(births, 1), 1
                ),
            }
        )


MECHANISM = Medicine()

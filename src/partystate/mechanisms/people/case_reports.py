"""Cases of disease that reach the registers; doctors see more of them where there are more doctors.

Equation, by disease:
    known = [1 - (1 - registered)^c] (true cases of the month)
registered is typhus_registered, malaria_registered or cholera_registered; c doctors a head against
base_doctors.

Shapes: [D], persons.
Assumptions: every doctor of the base sees the same share of the cases, so that c times as many
leave (1 - registered)^c unseen.
Departures: none published; our own rule.
Rival accounts: reports that were hushed up under famine are not modelled.
Sources: Tarassevitch (1922) on registered against true cases, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.health_rates import care
from partystate.world.diseases import DISEASES
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    typhus_registered: Float[Array, ""]  # share of the cases, with the doctors of the base
    malaria_registered: Float[Array, ""]
    cholera_registered: Float[Array, ""]
    base_doctors: Float[Array, ""]  # a thousand persons


def seen(registered, doctors):
    """Share of cases registered with `doctors` times the doctors of the base."""
    return 1 - (1 - registered) ** doctors


class CaseReports(Mechanism[Params]):
    id = "case_reports"
    theme = "people"
    phase = "report"
    claims = ("S177",)
    citations = ("tarassevitch1922", "ours")
    directions = (Direction("typhus_registered", "health.cases@known", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        people = view.world.people
        registered = jnp.stack([getattr(params, f"{disease}_registered") for disease in DISEASES])
        cases = (people.infected * view.layout.by_region(people.persons)[None]).sum(1)
        return Effect(
            values={
                "information.known_cases": seen(registered, care(view, params.base_doctors)) * cases
            }
        )


MECHANISM = CaseReports()

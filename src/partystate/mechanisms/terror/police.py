"""The political police as a capacity: its staff grows with the ruler's fear and with the cases it
makes.

Equations; P people as registered, T threat and pressure, c remembered arrests a thousand people:
    wanted = density P / 1000 [1 + growth T] [1 + results c / (1 + c)]
    staff <- staff + hiring (wanted - staff)
An apparatus that finds enemies is given more people to find them with.

Shapes: scalars, persons. Reads only what was known and its own books.
Assumptions: one staff for the country, its officers alike; no chief, and no purge of the police
itself.
Departures: none published; our own rule.
Rival accounts: growth by demand from above (`growth`) against growth by its own results
(`results`).
Sources: Gregory (2009) on the staff of the political police, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.view import View

THOUSAND = 1e3


class Params(eqx.Module):
    density: Float[Array, ""]  # staff a thousand people in quiet times
    growth: Float[Array, ""]  # 1, rise at a threat of one
    results: Float[Array, ""]  # 1, rise where cases abound
    hiring: Float[Array, ""]  # 1/month


class Police(Mechanism[Params]):
    id = "police"
    theme = "terror"
    phase = "decide"
    claims = ("S087",)
    citations = ("gregory2009", "ours")
    directions = (Direction("growth", "police.staff", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        organs, people = view.world.repression, view.world.information.known_population.sum()
        found = organs.climate / (1 + organs.climate)
        wanted = (
            params.density
            * people
            / THOUSAND
            * (1 + params.growth * (organs.threat + organs.pressure))
            * (1 + params.results * found)
        )
        return Effect(
            values={"repression.staff": organs.staff + params.hiring * (wanted - organs.staff)}
        )


MECHANISM = Police()

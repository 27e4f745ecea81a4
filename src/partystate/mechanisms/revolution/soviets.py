"""The capital's soldiers and soviets go over to the party that is outside the government.

Equation, each month; S support, C crisis of the government, f 1 where a rising failed last month:
    S <- S + swayed C (1 + line) / 2 (1 - S) - faded (1 - C) S - broken f S

Shapes: S [], a share.
Assumptions: whoever is against the government gains as it fails, the more the clearer the party is
against it; where things mend, or after a rising that failed, support goes.
Departures: Bass has imitation beside what comes from outside; here all comes from the crisis.
Rival accounts: support was won by what the party promised (`line`) or by what the government failed
to do (`crisis`).
Sources: Bass (1969) for the form; Rabinowitch (1976), as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import given_of, setback, uprising
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    swayed: Float[Array, ""]  # 1/month, of those against, in a full crisis and under a clear line
    faded: Float[Array, ""]  # 1/month, of support where there is no crisis
    broken: Float[Array, ""]  # share of support that goes after a rising that failed


class Soviets(Mechanism[Params]):
    id = "soviets"
    theme = "revolution"
    phase = "act"
    claims = ("S009",)
    citations = ("bass1969", "rabinowitch1976", "ours")
    directions = (Direction("swayed", "revolution.support", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        now, crisis = uprising(view), given_of(view).crisis
        won = params.swayed * crisis * (1 + now.line) / 2 * (1 - now.support)
        lost = (params.faded * (1 - crisis) + params.broken * setback(view)) * now.support
        return Effect(values={"revolution.support": now.support + won - lost})


MECHANISM = Soviets()

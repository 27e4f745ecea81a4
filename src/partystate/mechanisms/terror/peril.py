"""What rulers remember of danger from abroad, by the states it came from, and of a murder; one
memory for the whole of them.

Equations, each month:
    D <- max(D (1 - forget) + (1 + weakness L) x, 0)     x points of disputes and events of the
        month, L the share of the army's fighting power that terror has cost
    N <- max(N (1 - kin_forget) + (1 + weakness L) x_n, 0)     x_n points of the month from the
        states of kin of a people
    K <- K (1 - fading) + murder
An army that has lost its officers makes the same event more dangerous. Who reads D turns it into an
index (`danger.index`). Rulers look at the month's end: what happened is felt from the next month
on. Who came from a state, served in its army or has kin there stays on the registers of the police
when the danger itself has passed: so a people is suspected for longer (`kin_forget` below
`forget`).

Shapes: scalars; [N]. Units: points; 1.
Assumptions: fear fades at a constant rate; relieving events are negative points.
Departures: the index is that of the inputs; memory and weakness are ours.
Rival accounts: danger made up at home (`weakness` = 0 and no points).
Sources: Harrison (2008) and Khlevniuk (1995) on fear of war; Reese (1996) on the army, as
recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.mechanisms import danger
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import army_lost
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    forget: Float[Array, ""]  # 1/month, of danger from abroad
    kin_forget: Float[Array, ""]  # 1/month, of danger from the states of kin of a people
    fading: Float[Array, ""]  # 1/month, of a murder
    weakness: Float[Array, ""]  # 1, rise of the danger of an event where no fighting power is left


class Peril(Mechanism[Params]):
    id = "peril"
    theme = "terror"
    phase = "report"
    claims = ("S071", "S072", "S077")
    citations = ("harrison2008", "khlevniuk1995", "reese1996", "ours")
    directions = (Direction("forget", "repression.arrests", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        before, foreign = view.world.peril, view.inputs.foreign
        weaker = 1 + params.weakness * army_lost(view)
        points = weaker * (foreign.disputes + foreign.foreign_events)
        return Effect(
            values={
                "peril.danger": danger.remembered(before.danger, params.forget, points),
                "peril.kin": danger.remembered(
                    before.kin, params.kin_forget, weaker * foreign.kin_points
                ),
                "peril.shock": before.shock * (1 - params.fading) + view.inputs.murder,
            }
        )


MECHANISM = Peril()

"""Who falls at the front, who is taken prisoner, and what becomes of prisoners.

Equations, each month; c share of soldiers who are prisoners of the enemy, m share of the people
over whose land the front went this month:
    killed_in_action = (1 - c) f at_front (standing + moving m) (1 + green L)
    died_captive = c captivity
    C <- C + captured P - captivity C - returned (1 - f) C,   C prisoners, P people at the beginning
f 1 while the war is fought; captivity the rate at which the enemy lets prisoners die, and captured
whom he takes, both his acts and given; L share of the army's fighting power that was lost with its
officers (couplings).

Shapes: hazards [cells] per month; C persons.
Assumptions: a front that stands still costs a steady share of those at it, and one that moves, in
whichever direction, costs more; nobody flees from captivity; those who come back are soldiers until
they are sent home. Prisoners stay in the books as soldiers.
Departures: Lanchester's laws need the enemy's strength, which is not given; the share of a force
that is lost in a day, which Dupuy finds steadier than that, stands in its place.
Rival accounts: losses by the enemy's skill (`moving`) against the purge of officers (`green`).
Sources: Lanchester (1916); Dupuy (1990) on daily rates of loss, as recalled; Streit (1978) on
prisoners, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import army_lost
from partystate.mechanisms.war.soldiers import captive_share, enlisted, moved_over
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    at_front: Float[Array, ""]  # share of those under arms who are at the front
    standing: Float[Array, ""]  # 1/month, killed of those at a front that stands
    moving: Float[Array, ""]  # 1/month, more where the front goes over all the country's people
    green: Float[Array, ""]  # rise where all experience of officers is lost
    returned: Float[Array, ""]  # 1/month, prisoners freed once the war is over


class Front(Mechanism[Params]):
    id = "front"
    theme = "war"
    phase = "act"
    claims = ("S136",)
    citations = ("lanchester1916", "dupuy1990", "streit1978", "ours")
    directions = (Direction("standing", "war.killed_in_action", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        layout, war, given = view.layout, view.world.at_war, view.inputs.war
        soldier, taken = layout.is_status(s.SOLDIER), captive_share(view)
        rate = params.standing + params.moving * moved_over(view)
        killed = given.fought * params.at_front * rate * (1 + params.green * army_lost(view))
        leave = 1 - given.captivity - params.returned * (1 - given.fought)
        captives = war.captives * jnp.maximum(leave, 0) + given.captured * war.people
        return Effect(
            hazards={
                "killed_in_action": jnp.where(soldier, (1 - taken) * killed, 0),
                "died_captive": jnp.where(soldier, taken * given.captivity, 0),
            },
            values={"war.captives": jnp.minimum(captives, enlisted(view))},
        )


MECHANISM = Front()

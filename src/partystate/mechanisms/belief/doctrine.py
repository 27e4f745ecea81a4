"""Doctrine as moves of those who need a licence: one country, the sharpening of the struggle, and
classes that are friends.

Equations, at a meeting (plenum, conference, congress); f presence of the founder, c_K the share of
the committee that follows rulers, E how firmly one leads:
    one country    d <- d + moving [(1 - f) c_K - d]
    licence        l <- l + moving [E N - l],   N = 1 - exp(-enemies T - hidden H - failing B)
    concord        holds from the meeting on at which E >= 1/2 and less than `remnant` of the
        peasants, as known, are outside the collectives
T what the leader fears at the top, H what rulers fear of enemies they do not see, B failure laid at
the door of enemies, all as decided or booked. Rulers at home who have no revolution abroad to show
need a doctrine that does without; a leader who fears, and one whose plans fail, needs one that
says why there are more enemies the further things have got; one who has nobody left to expropriate
needs one that says that it is done.

Shapes: scalars. Units: 0..1.
Assumptions: doctrine is said at meetings; who rules says it; nobody has to be persuaded.
Departures: no published model of doctrine as licence was found; the rule is ours.
Rival accounts: doctrine that moves by its own logic; doctrine as what the rulers believe.
Sources: Van Ree (2002), Priestland (2007), as recalled, on doctrine that serves and binds; claims
S189-S192."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import feared_enemies, heard_collectives, laid_on_enemies
from partystate.mechanisms.power.discipline import rulers_committee
from partystate.world.effect import Effect
from partystate.world.view import View

FIRM = 1 / 2  # how firmly one must lead to declare that no hostile class is left


class Params(eqx.Module):
    moving: Float[Array, ""]  # share of the way doctrine goes at a meeting
    enemies: Float[Array, ""]  # 1, need of a licence of what is feared at the top
    hidden: Float[Array, ""]  # 1, of what is feared of enemies that are not seen
    failing: Float[Array, ""]  # 1, of failure laid at the door of enemies
    remnant: Float[Array, ""]  # share of the peasants outside at which no hostile class is left


class Doctrine(Mechanism[Params]):
    id = "doctrine"
    theme = "belief"
    phase = "decide"
    claims = ("S189", "S190", "S191")
    citations = ("van2002", "priestland2007", "ours")
    directions = (Direction("enemies", "doctrine.threat_licence", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        creed, power, party = view.world.creed, view.world.power, view.inputs.party
        meets = party.plenum | party.conference | party.congress
        step = params.moving * meets
        home = (1 - power.presence) * rulers_committee(power, view.endowment.party)
        need = -jnp.expm1(
            -params.enemies * power.threat
            - params.hidden * feared_enemies(view)
            - params.failing * laid_on_enemies(view)
        )
        done = meets & (power.established >= FIRM) & (1 - heard_collectives(view) < params.remnant)
        return Effect(
            values={
                "creed.one_country": creed.one_country + step * (home - creed.one_country),
                "creed.licence": creed.licence + step * (power.established * need - creed.licence),
                "creed.concord": creed.concord | done,
            }
        )


MECHANISM = Doctrine()

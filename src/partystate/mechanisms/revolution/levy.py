"""Armies are filled: the regime's from its own people, others' from the land that they hold.

Equations, each month from the one after power was taken; P_k people on the land of a holder, A_k
his army, D deserters at large, T threat, m months since power was taken:
    called_0 = (volunteering + drafted (1 - exp(-m / built)) T) max(men P_0 - A_0 - D, 0)
        - released (1 - T) A_0
    called_k = gathers (most (P_k + (raises_k - 1) H_k) (1 - grudged landlords_k) - A_k),
        where raises_k > 0; H_k those of P_k in the regions of its bases
where either is below nought, men go home.

Shapes: called [holders], persons.
Assumptions: a regime sends home those whom no threat keeps under arms; it calls up the more, the
more it is threatened and the longer it has built its offices; hosts of an army's home serve more
than others; peasants come less to those from whom they fear the old owners; an army of others is as
large as its land bears, and shrinks with it.
Departures: ages and trades are not told apart; the regime's men are one pool.
Rival accounts: the larger army won because it held the larger towns (P_0) or because it learned to
call up (`drafted`, `built`).
Sources: Figes (1990) and von Hagen (1990) on the mass army, as recalled; Mawdsley (1987), as
recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import is_war, people_held, uprising
from partystate.world.effect import Effect
from partystate.world.revolution import REGIME
from partystate.world.view import View


class Params(eqx.Module):
    men: Float[Array, ""]  # share of the people who could be soldiers
    volunteering: Float[Array, ""]  # 1/month, of those who could and are not
    drafted: Float[Array, ""]  # 1/month, the same by call-up at full threat and with full offices
    built: Float[Array, ""]  # months in which the offices of call-up are built
    released: Float[Array, ""]  # 1/month, of the army that go home where nothing threatens
    gathers: Float[Array, ""]  # 1/month, at which others' armies come to the size their land bears
    most: Float[Array, ""]  # share of the people whom they can keep in the field
    grudged: Float[Array, ""]  # share of them who do not come where the old owners come back


class Levy(Mechanism[Params]):
    id = "levy"
    theme = "revolution"
    phase = "act"
    claims = ("S011",)
    citations = ("figes1990", "von1990", "mawdsley1987", "ours")
    directions = (
        Direction("drafted", "civilwar.army:side=regime", +1),
        Direction("grudged", "civilwar.territory_share", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, facts, people = uprising(view), view.endowment.revolution, people_held(view)
        free = params.men * people[REGIME] - now.army[REGIME] - now.at_large
        offices = 1 - jnp.exp(-now.ruled / params.built)
        rate = params.volunteering + params.drafted * offices * now.threat
        goes = params.released * (1 - now.threat) * now.army[REGIME]
        comes = now.in_power * (rate * jnp.maximum(free, 0) - goes)
        at_home = (now.held * facts.base) @ facts.population
        behind = people + (facts.raises - 1) * at_home
        bears = params.most * behind * (1 - params.grudged * facts.landlords)
        called = (facts.raises > 0) * params.gathers * (bears - now.army)
        return Effect(values={"revolution.called": is_war(view) * called.at[REGIME].set(comes)})


MECHANISM = Levy()

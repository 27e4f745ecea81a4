"""The committee votes whether to rise, and the government falls or stands.

Equations, each month in which the party is out of power; S support, C crisis, s_v stance of a
voter:
    threshold = S (1 - cost),   below which strength the government falls
    strength = l + (1 - l) (1 - eroded C),   l = loyal / garrison
    chance = Phi((threshold - strength) / unsure)
    need_v = 1 - (1 - bold) (1 + s_v) / 2
    chance that v votes for it = 1 / (1 + exp(-(chance - need_v) / wavering))
The party rises where more than half of those present vote for it, and takes power where the drawn
strength + unsure z is at most the threshold.

Shapes: chance, votes, rose, in_power []; votes are drawn by voter, z for the country.
Assumptions: each who might join sees the government's strength almost exactly, and knows that he
pays `cost` of what he would win where it stands; a voter who is wholly for taking power asks for a
chance of `bold`, one who is wholly against it for certainty. The committee may vote every month.
Departures: Morris and Shin's public signals are left out, so that the threshold has a closed form;
Edmond's government, which speaks itself, is silent here.
Rival accounts: a few hundred armed men would have done (`loyal`) against a government that nobody
would defend (`eroded`).
Sources: Morris and Shin (1998, 2003), whose threshold stands in `published.regime_change`; Edmond
(2013); Angeletos, Hellwig and Pavan (2007); Rabinowitch (1976), as recalled; the vote is our own
rule."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import LEAST, given_of, there, uprising
from partystate.published.regime_change import chance_of_fall, sure_threshold
from partystate.world.effect import Effect
from partystate.world.view import View

VOTE, STRENGTH = 1, 2  # sites of draws
MAJORITY = 1 / 2


class Params(eqx.Module):
    cost: Float[Array, ""]  # 0..1, what is lost by joining in vain, of what is won and lost in all
    eroded: Float[Array, ""]  # share of the government's strength that a full crisis takes
    unsure: Float[Array, ""]  # 1, sd of that strength
    bold: Float[Array, ""]  # chance of success for which one wholly in favour asks
    wavering: Float[Array, ""]  # 1, spread of what moves a vote beside


class Insurrection(Mechanism[Params]):
    id = "insurrection"
    theme = "revolution"
    phase = "act"
    claims = ("S008", "S009")
    citations = (
        "morris1998",
        "morris2003",
        "edmond2013",
        "angeletos2007",
        "rabinowitch1976",
        "ours",
    )
    directions = (
        Direction("cost", "revolution.chance", -1),
        Direction("eroded", "revolution.chance", +1),
        Direction("bold", "vote.insurrection", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, given, facts = uprising(view), given_of(view), view.endowment.revolution
        loyal = jnp.clip(given.loyal / jnp.maximum(given.garrison, 1), 0, 1)
        strength = loyal + (1 - loyal) * (1 - params.eroded * given.crisis)
        threshold = sure_threshold(now.support, params.cost)
        chance = chance_of_fall(threshold, strength, params.unsure)
        need = 1 - (1 - params.bold) * (1 + now.stance) / 2
        for_it = jax.nn.sigmoid((chance - need) / params.wavering)
        ayes = view.draws.uniform(VOTE, facts.voter_ids) < for_it
        present = there(view)
        votes = (present * ayes).sum() / jnp.maximum(present.sum(), LEAST)
        out = (now.in_power < 1) & (now.ruled < 1)
        rises = (votes > MAJORITY) & out
        shown = strength + params.unsure * view.draws.normal(STRENGTH, facts.country_id)[0]
        takes = rises & (shown <= threshold)
        return Effect(
            values={
                "revolution.chance": jnp.where(out, chance, now.chance),
                "revolution.votes": jnp.where(out, votes, now.votes),
                "revolution.rose": rises * 1.0,
                "revolution.in_power": jnp.where(out, takes * 1.0, now.in_power),
            }
        )


MECHANISM = Insurrection()

"""What the party stands for in a fast crisis, as voices come back to it and delegates meet.

Equations, each month; s_v stance of a voter, a_v the part of the month in which he is present,
C crisis of the government, k_v = conviction_v + radicalised C (1 - conviction_v),
w_v = a_v seniority_v / sum_u a_u seniority_u, f 1 where a rising failed last month:
    s_v <- s_v + a_v (heeds (sum_u w_u s_u - s_v) + holds_to (k_v - s_v) + moods z_v) - chastened f
    line <- line + followed (sum_v w_v s_v - line)
    in a month in which delegates meet:
    line <- (1 - delegates) sum_v w_v s_v + delegates (2 restless C - 1)
    s_v <- s_v + discipline a_v (line - s_v)
z_v standard normal; all between -1, where the government is defended, and 1, where power is to be
taken.

Shapes: s [voters], line [], -1..1.
Assumptions: who is senior has more of the paper and of the bureau, whoever was there before; nobody
sways from afar; delegates are the more restless the worse the crisis, and bind those who are there.
Departures: DeGroot's weights are fixed, here they change with who is present; Friedkin's
stubbornness holds to a conviction that the crisis moves. Steps are of a month, shifts of weeks are
smoothed.
Rival accounts: one man's arrival turned the line (`seniority` of one voice) against a rank and file
that was ahead of its leaders (`delegates`, `restless`).
Sources: DeGroot (1974); Friedkin and Johnsen (1999); Rabinowitch (1968), as recalled; the meeting
is our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.revolution.forces import LEAST, given_of, setback, there, uprising
from partystate.world.effect import Effect
from partystate.world.view import View

MOOD = 1  # site of draws


class Params(eqx.Module):
    heeds: Float[Array, ""]  # 1/month, move to what the others say
    holds_to: Float[Array, ""]  # 1/month, move to one's own conviction
    radicalised: Float[Array, ""]  # share of the way to 1 that a full crisis moves a conviction
    moods: Float[Array, ""]  # 1, sd of what else moves a voter in a month
    chastened: Float[Array, ""]  # 1, fall of all stances after a rising that failed
    followed: Float[Array, ""]  # 1/month, move of the public line to that of the voters
    delegates: Float[Array, ""]  # share of delegates' own mind in what a meeting decides
    restless: Float[Array, ""]  # 1, half of their stance above -1 that a full crisis brings
    discipline: Float[Array, ""]  # share of the way to a meeting's line that voters go


class PartyLine(Mechanism[Params]):
    id = "party_line"
    theme = "revolution"
    phase = "decide"
    claims = ("S002", "S003", "S005", "S006")
    citations = ("degroot1974", "friedkin1999", "rabinowitch1968", "ours")
    directions = (Direction("radicalised", "party.line", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        now, given, facts = uprising(view), given_of(view), view.endowment.revolution
        present = there(view)
        weight = present * facts.seniority
        weight = weight / jnp.maximum(weight.sum(), LEAST)
        conviction = facts.conviction + params.radicalised * given.crisis * (1 - facts.conviction)
        said = weight @ now.stance
        moved = (
            params.heeds * (said - now.stance)
            + params.holds_to * (conviction - now.stance)
            + params.moods * view.draws.normal(MOOD, facts.voter_ids)
        )
        stance = jnp.clip(now.stance + present * moved - params.chastened * setback(view), -1, 1)
        said = weight @ stance
        mind = jnp.clip(2 * params.restless * given.crisis - 1, -1, 1)
        decided = (1 - params.delegates) * said + params.delegates * mind
        usual = now.line + params.followed * (said - now.line)
        line = jnp.where(given.meeting, decided, usual)
        bound = params.discipline * present * given.meeting
        return Effect(
            values={
                "revolution.line": line,
                "revolution.stance": stance + bound * (line - stance),
            }
        )


MECHANISM = PartyLine()

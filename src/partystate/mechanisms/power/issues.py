"""What persons believe and say on each issue, and the line that follows.

Equations; b belief, c commitment, f shortfall of collections as told:
    peasant market   b <- b + (1 - c) [interest (aim - b) - shortfall f],   interest for heads of
        party regions alone, whose aim is -(urban share)
    party discipline b <- b + tactics (1 - c) (aim - b),   aim the share of the apparatus that one's
        following holds, -1 for those shut out of rule
    every issue      b <- b + influence (1 - c) (b of the patron - b)
    said aloud       rulers close the part conformity of the gap to the line; open opponents stand
        off from it by widening more
    line             l <- l + moving (outcome - l) at a meeting
The outcome is Romer and Rosenthal's, with the committee's median, the line as status quo and the
belief of the leader of the rulers, who sets the agenda, as his ideal. Influence is Friedkin and
Johnsen's with one patron.

Shapes: persons P, issues I. Units: index -1..1.
Assumptions: issues are separable; the founder sets the agenda while present.
Departures: interests of office and tactics of the excluded are ours.
Rival accounts: ideas first (set the tactical and office terms to nothing).
Sources: Romer and Rosenthal (1978); Friedkin and Johnsen (1999); claims S003, S005, S023, S034,
S050, S058."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import heads_land, told_shortfall
from partystate.published.agenda_setter import outcome
from partystate.world.effect import Effect
from partystate.world.power import FULL
from partystate.world.view import View


class Params(eqx.Module):
    shortfall: Float[Array, ""]  # per month and unit of shortfall
    interest: Float[Array, ""]  # per month towards the interest of those answered for
    tactics: Float[Array, ""]  # per month, on discipline
    influence: Float[Array, ""]  # per month towards the patron
    conformity: Float[Array, ""]  # part of the gap that rulers close in speech
    widening: Float[Array, ""]  # by which opponents stand off from the line
    moving: Float[Array, ""]  # share of the way the line goes at a meeting


def setter_of(power, base):
    """Who sets the agenda: the founder while he is more present than not, else the strongest of the
    rulers."""
    strongest = jnp.where(power.strongest >= 0, power.strongest, base.founder)
    return jnp.where(power.presence > 1 / 2, base.founder, strongest)


def median_of(values, mask):
    """Median over members; the middle of the list where it is even, rounded down."""
    ordered = jnp.sort(jnp.where(mask, values, jnp.inf))
    return ordered[jnp.maximum(mask.sum() - 1, 0) // 2]


def beliefs(power, shortfall, base, params):
    """Beliefs [P, I] after this month."""
    people = len(power.own)
    region, land = base.office_region, heads_land(base)
    answers = jnp.where((power.holder >= 0) & land, power.holder, people)
    urban = base.urban[region]
    weight = jnp.zeros(people).at[answers].max(jnp.where(land, params.interest, 0), mode="drop")
    ideal = jnp.zeros(people).at[answers].min(-urban, mode="drop")
    market = power.belief[:, base.market]
    soft = 1 - power.commitment
    market = market + soft * (weight * (ideal - market) - params.shortfall * shortfall)
    regime = power.belief[:, base.regime]
    held = power.delegates @ power.apparatus
    mine = jnp.zeros(people).at[power.principal].add(held)[power.principal]
    shut_out = (power.bloc > 0) & ~power.ruling & (power.presence < 1)
    aim = jnp.where(shut_out, -1, mine)
    in_question = shut_out | (mine > 0)
    regime = regime + params.tactics * soft * in_question * (aim - regime)
    fresh = power.belief.at[:, base.market].set(market).at[:, base.regime].set(regime)
    fresh = fresh + params.influence * soft[:, None] * (fresh[power.patron] - fresh)
    return jnp.clip(fresh, -1, 1)


def line_after(power, inputs, base, params, belief):
    """The line [I] after a meeting."""
    committee = (power.seats[base.committee] == FULL) & power.alive
    ideal = belief[setter_of(power, base)]
    median = jax.vmap(median_of, in_axes=(1, None))(belief, committee)
    decided = outcome(power.line, ideal, median)
    meets = inputs.party.plenum | inputs.party.congress | inputs.party.conference
    return jnp.where(meets, power.line + params.moving * (decided - power.line), power.line)


class Issues(Mechanism[Params]):
    id = "issues"
    theme = "power"
    phase = "perceive"
    claims = ("S003", "S005", "S023", "S034", "S050", "S058", "S189")
    citations = ("romer1978", "friedkin1999", "ours")
    directions = (Direction("shortfall", "party.line", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        belief = beliefs(power, told_shortfall(view), base, params)
        line = line_after(power, inputs, base, params, belief)
        gap = line[None] - belief
        conforms = (power.ruling & ~power.opposing)[:, None]
        spoken = belief + jnp.where(conforms, params.conformity * gap, 0)
        spoken = spoken - jnp.where(power.opposing[:, None], params.widening * jnp.sign(gap), 0)
        return Effect(
            values={
                "power.belief": belief.astype(power.belief.dtype),
                "power.position": jnp.clip(spoken, -1, 1).astype(power.position.dtype),
                "power.line": line.astype(power.line.dtype),
            }
        )


MECHANISM = Issues()

"""Standing in the party: what the past earned, and what present posts add.

Equations, of standing s = k + p, points of ten:
    present posts   p <- p + settling [10 (.2 B + .2 O) - p]
    earned capital  k <- (k + reelected [seated at a congress] + access (1 - f) [holds the
        appointments office while 0 < f < 1] + (leading + acclaim V) [leads]) (1 - defeat v)
        (1 - answering q) (1 - shame g)
B the weight of the highest body, O half the summed weights of offices, both at most 1 (the rule
that codes persons at the start, kept alive); f presence of the founder; V praise of the leader
times what it still tells; v 1 in the month after
the committee votes against one, or the share who hear it after a testament against one is read. Who
answers for results pays for them: q is the shortfall of collections as told for heads of regions,
and that of the plan of industry as reported for offices that answer for it. Whoever had
his post from one who is being forgotten is lowered with him: g is the share of that man that is
gone (`erasure`).

Shapes: persons P, bodies B, offices O. Units: points of ten.
Assumptions: access goes with the appointments office (the body charged with the founder's regimen).
Departures: the weights are those of the coding rule; the moving part is ours.
Rival accounts: standing as popularity with delegates, which is the votes' matter.
Sources: claims S020-S022, S036, S043; the coding rule for persons."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import forgotten_sponsor, heard_output_short, worth_of_praise
from partystate.mechanisms.quantities import heads_land, told_shortfall
from partystate.world.effect import Effect
from partystate.world.power import CANDIDATE, FULL, READ, READ_TO_FEW
from partystate.world.view import View

TOP = 10.0
POST_SHARE = 0.2  # of a body, and of offices, in the coding rule
# share of the committee's voters who hear a testament read to heads of delegations
PUBLICITY_OF_FEW = 0.25


class Params(eqx.Module):
    settling: Float[Array, ""]  # per month, of what posts add
    reelected: Float[Array, ""]  # points at a re-election
    access: Float[Array, ""]  # points a month of full incapacity
    leading: Float[Array, ""]  # points a month
    acclaim: Float[Array, ""]  # points a month where all praise, and mean it
    defeat: Float[Array, ""]  # share of capital lost in a lost vote
    # share of capital lost in a month in which all one answers for fails
    answering: Float[Array, ""]
    shame: Float[Array, ""]  # share of capital lost a month by the men of one who is forgotten


def from_posts(seats, holder, base):
    """Points [P] that bodies and offices add."""
    people = seats.shape[1]
    seat = jnp.where(
        seats == FULL,
        base.body_weight[:, None],
        jnp.where(seats == CANDIDATE, base.candidate_weight[:, None], 0),
    )
    offices = (
        jnp.zeros(people)
        .at[jnp.where(holder >= 0, holder, people)]
        .add(base.office_weight, mode="drop")
    )
    return TOP * POST_SHARE * (seat.max(0) + jnp.minimum(offices / 2, 1))


def publicity(testament):
    """Share of the voters who know the testament."""
    return jnp.where(testament == READ, 1, jnp.where(testament == READ_TO_FEW, PUBLICITY_OF_FEW, 0))


def failed(view: View, people: int) -> Float[Array, "persons"]:
    """Shortfall, 0 to 1, of what each person answers for: the worst of his offices."""
    power, base = view.world.power, view.endowment.party
    short = jnp.where(heads_land(base), told_shortfall(view), 0)
    short = jnp.maximum(short, jnp.where(base.of_industry, heard_output_short(view), 0))
    holder = jnp.where(power.holder >= 0, power.holder, people)
    return jnp.zeros(people).at[holder].max(short, mode="drop")


class Standing(Mechanism[Params]):
    id = "standing"
    theme = "power"
    phase = "perceive"
    claims = ("S020", "S036", "S043")
    citations = ("coding_rule_persons", "ours")
    directions = (Direction("reelected", "elite.standing", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        people = jnp.arange(len(power.standing))
        added = power.standing - power.capital
        added = added + params.settling * (from_posts(power.seats, power.holder, base) - added)
        ailing = (power.presence > 0) & (power.presence < 1)
        has_access = (people == power.holder[base.appointments]) & ailing
        honour = params.leading + params.acclaim * worth_of_praise(view)
        gain = params.access * has_access * (1 - power.presence) + honour * (people == power.leader)
        gain = (
            gain + params.reelected * (power.seats[base.committee] == FULL) * inputs.party.congress
        )
        # it is read in one month, felt in the next, and then has no subject any more
        told = (people == power.subject) * publicity(power.testament)
        capital = jnp.clip(
            (power.capital + gain)
            * (1 - params.defeat * jnp.maximum(power.beaten, told))
            * (1 - params.answering * failed(view, len(power.standing)))
            * (1 - params.shame * forgotten_sponsor(view)),
            0,
            TOP,
        )
        return Effect(
            values={
                "power.capital": capital.astype(power.capital.dtype),
                "power.standing": jnp.clip(capital + added, 0, TOP).astype(power.standing.dtype),
            }
        )


MECHANISM = Standing()

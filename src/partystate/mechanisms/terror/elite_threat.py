"""What a leader fears at the party's top, whom of his own he doubts, and when he orders terror.

Equations; L the leader, c_L the share of the committee that follows him, l = (1 + line on
discipline) / 2 (1 + doctrine d) the licence, d how far doctrine calls for struggle against the
usual (-1/2 to 1/2):
    established  E = 1 / {1 + exp[-(c_L - established) / width]}, 0 without a leader
    threat       = l (rivals R + opponents O + foreign F + murder K + confessions C + unrest U
        + silence H + output P)
        R = the following of the strongest man outside the leader's, over the leader's
        O = 1 - exp(-n / crowd),   n the standing (in tens) of former opponents who are alive and
            not clients of the leader
        F = danger from abroad and K a murder, as remembered (`peril`)
        C = 1 - exp(-names),   names <- names (1 - memory) + naming x confessions of the month
        U = unrest, H = 1 - support, P = the share by which output falls short of the plan, all
            three as reported to the top
    doubted      X = share of the committee's members m with
        p_m = betrayal T (1 - W_Lm + tie t_m) > h (1 - r_L) / [h (1 - r_L) + r_L],
        T = max(threat - cost D^2 - restraint B, 0),   h = min(enough / c_L, 1)
    order        while none is on, one is given with probability E X a month, for `term` months;
        when its months are over it is renewed with the same probability. While it is on, a mass
        operation in society prolongs it to joined x (months that operation has left)
    wanted       I* = E X / term  while an order is on, else 0
    blamed       in the month of a murder the leader blames the former opponents with probability
        E (1 - mean trust in them) / 2
r_L the leader's ruthlessness, W_Lm his trust in m, t_m the ties of m to men just taken, D the share
of the committee taken and not yet replaced, B the brake that arrests in society have put on. A
follower who would go over with chance p helps with chance 1 - p, as far as he is needed: a leader
whom c_L follow needs but `enough` of them, so each is worth h to him. One who weighs harm by r and
help by 1 - r keeps him while (1 - p)(1 - r) h > p r. So X is the fear of one's own following: the
more follow, the less each is worth and the less it takes to fear him.
Each arrest makes followers of the man taken doubtful; each confession makes the danger larger; each
seat not yet filled makes those who are left dearer. The doubted are taken within a term. Only an
established leader can turn on the elite.

Shapes: scalars; blamed [P]. Units: index; intensity in arrests a month of a person of no special
suspicion.
Assumptions: whoever has opposed and is distrusted is the first to be blamed; a leader sees no
difference between a true and a false name; the larger the part of them he doubts, the likelier he
gives the order.
Departures: all equations are ours; the dilemma is Wintrobe's (1998), the leader who fears those who
brought him up Svolik's (2012).
Rival accounts: fear of those who would side with an enemy abroad (`foreign`); a plan laid long
before (E alone); rivals (`rivals`).
Sources: Wintrobe (1998), Svolik (2012), Khlevniuk (2009), Getty and Naumov (1999), Gregory (2009),
as recalled; claims S071-S077."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms import danger
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import (
    brake,
    heard_dissent,
    heard_output_short,
    heard_unrest,
    licence,
    operation_term,
)
from partystate.mechanisms.quantities import LEAST
from partystate.world.effect import Effect
from partystate.world.power import FULL, MEMBER
from partystate.world.view import View

BLAMING, ORDERING = 1, 2
TOP = 10.0


class Params(eqx.Module):
    memory: Float[Array, ""]  # per month, of names confessed
    established: Float[Array, ""]  # share of the committee at which terror becomes possible
    width: Float[Array, ""]
    rivals: Float[Array, ""]
    opponents: Float[Array, ""]
    crowd: Float[Array, ""]  # former opponents of full standing at which most of that fear is there
    foreign: Float[Array, ""]
    murder: Float[Array, ""]
    confessions: Float[Array, ""]
    naming: Float[Array, ""]  # names remembered, a confession
    betrayal: Float[Array, ""]  # chance, at full threat, that a man of no trust goes over
    tie: Float[Array, ""]  # trust that a tie to a man just taken costs
    enough: Float[Array, ""]  # share of the committee that a leader needs
    term: Float[Array, ""]  # months for which an order is given
    joined: Float[Array, ""]  # how far an operation in society prolongs it
    cost: Float[Array, ""]  # threat that a committee wholly taken would outweigh
    unrest: Float[Array, ""]  # fear of a village that has all risen, as reported
    silence: Float[Array, ""]  # fear where nobody is reported to support the regime
    output: Float[Array, ""]  # fear where the plan of industry wholly fails
    restraint: Float[Array, ""]  # threat that a brake of one in society outweighs
    doctrine: Float[Array, ""]  # rise of the licence from a mild doctrine to one of struggle


def establishment(power, params):
    """(leader [], E []); no terror without a leader."""
    leader = jnp.maximum(power.leader, 0)
    share = power.committee_bloc[leader]
    return leader, jnp.where(
        power.leader >= 0, jax.nn.sigmoid((share - params.established) / params.width), 0
    )


def rival_share(power, leader):
    """R: the largest following outside the leader's, over his."""
    others = jnp.where(power.alive & (power.principal != leader), power.bloc, 0)
    return jnp.clip(
        others.max() / jnp.maximum(power.bloc[leader], jnp.finfo(others.dtype).tiny), 0, 1
    )


def former_opponents(power, leader):
    """Who [P] has opposed, is alive and does not follow the leader."""
    return (
        power.ever_opposed
        & power.alive
        & (power.principal != leader)
        & (jnp.arange(len(power.own)) != leader)
    )


def doubted(power, base, leader, threat, params: Params):
    """X: share of the committee, the leader apart, whom to keep costs the leader more than it
    helps."""
    members = (power.seats[base.committee] == FULL) & power.alive & (power.status == MEMBER)
    members = members & (jnp.arange(len(power.own)) != leader)
    chance = params.betrayal * threat * (1 - power.trust[leader] + params.tie * power.tied)
    needed = jnp.minimum(params.enough / jnp.maximum(power.committee_bloc[leader], LEAST), 1)
    ruthless = power.ruthlessness[leader]
    help_ = needed * (1 - ruthless)
    goes = members & (chance * (help_ + ruthless) > help_)
    return goes.sum() / jnp.maximum(members.sum(), 1)


def ordered(order, willing, u, operation, params: Params):
    """Months left of an order: `order` before, `willing` the chance to give or renew it,
    `operation` months that one in society has left."""
    fresh = jnp.where(u < willing, params.term, 0)
    left = jnp.where(order > 1, order - 1, fresh)
    return jnp.where(left > 0, jnp.maximum(left, params.joined * operation), 0)


class EliteThreat(Mechanism[Params]):
    id = "elite_threat"
    theme = "terror"
    phase = "perceive"
    claims = ("S071", "S072", "S076", "S077")
    citations = (
        "wintrobe1998",
        "svolik2012",
        "khlevniuk2009",
        "getty1999",
        "gregory2009",
        "ours",
    )
    directions = (Direction("betrayal", "elite.accused", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        leader, established = establishment(power, params)
        peril = view.world.peril
        abroad = danger.index(peril.danger)
        names = power.names * (1 - params.memory) + params.naming * power.confessing
        old = former_opponents(power, leader)
        weight = (old * power.standing).sum() / TOP
        allowed = (1 + power.line[base.regime]) / 2 * (1 + params.doctrine * licence(view))
        threat = allowed * (
            params.rivals * rival_share(power, leader)
            - params.opponents * jnp.expm1(-weight / params.crowd)
            + params.foreign * abroad
            + params.murder * peril.shock
            - params.confessions * jnp.expm1(-names)
            + params.unrest * heard_unrest(view)
            + params.silence * heard_dissent(view)
            + params.output * heard_output_short(view)
        )
        trust = (old * power.trust[leader]).sum() / jnp.maximum(old.sum(), 1)
        u = view.draws.uniform(BLAMING, base.office_ids[base.appointments])
        blames = (inputs.murder > 0) & (u < established * (1 - trust) / 2)
        held = params.cost * power.disruption**2 + params.restraint * brake(view)
        share = doubted(power, base, leader, jnp.maximum(threat - held, 0), params)
        v = view.draws.uniform(ORDERING, base.office_ids[base.appointments])
        order = ordered(power.order, established * share, v, operation_term(view), params)
        order = jnp.where(power.leader >= 0, order, 0)
        wanted = (order > 0) * established * share / jnp.maximum(params.term, 1)
        asked = {
            "names": names,
            "threat": threat,
            "established": established,
            "order": order,
            "wanted": wanted,
        }
        return Effect(
            values={
                f"power.{name}": value.astype(power.threat.dtype) for name, value in asked.items()
            }
            | {"power.blamed": power.blamed | (blames & old)}
        )


MECHANISM = EliteThreat()

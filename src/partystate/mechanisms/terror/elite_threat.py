"""What a leader fears at the party's top, and how much terror against it he wants.

Equations; L the leader, c_L the share of the committee that follows him, l = (1 + line on
discipline) / 2 the licence of the doctrine:
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
    wanted       I* = E r_L intensity max(0, threat - ignored - cost D^2 - restraint B)
    blamed       in the month of a murder the leader blames the former opponents with probability
        E (1 - mean trust in them) / 2
r_L the leader's ruthlessness, D the share of the committee taken and not yet replaced, B the brake
that arrests in society have put on. Only an established leader can turn on the elite. The cost is
convex, or terror that feeds on confessions either never starts or never ends.

Shapes: scalars; blamed [P]. Units: index; intensity in arrests a month of a person of no special
suspicion.
Assumptions: whoever has opposed and is distrusted is the first to be blamed; a leader sees no
difference between a true and a false name.
Departures: all equations are ours; form after a trial in plain arrays, numbers rounded.
Rival accounts: fear of those who would side with an enemy abroad (`foreign`); a plan laid long
before (E alone); rivals (`rivals`).
Sources: Khlevniuk (2009), Getty and Naumov (1999), Gregory (2009), as recalled; claims S071-S077.
"""

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
)
from partystate.world.effect import Effect
from partystate.world.view import View

BLAMING = 1
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
    ignored: Float[Array, ""]  # threat without an answer
    intensity: Float[Array, ""]  # arrests a month a unit of threat
    cost: Float[Array, ""]  # threat that a committee wholly taken would outweigh
    unrest: Float[Array, ""]  # fear of a village that has all risen, as reported
    silence: Float[Array, ""]  # fear where nobody is reported to support the regime
    output: Float[Array, ""]  # fear where the plan of industry wholly fails
    restraint: Float[Array, ""]  # threat that a brake of one in society outweighs


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


def wanted_intensity(
    threat,
    disruption,
    ruthlessness,
    established,
    params: Params,
    brake: Float[Array, ""] | float = 0.0,
):
    """I*."""
    held = params.cost * disruption**2 + params.restraint * brake
    excess = jnp.maximum(threat - params.ignored - held, 0)
    return established * ruthlessness * params.intensity * excess


class EliteThreat(Mechanism[Params]):
    id = "elite_threat"
    theme = "terror"
    phase = "perceive"
    claims = ("S071", "S072", "S076", "S077")
    citations = ("khlevniuk2009", "getty1999", "gregory2009", "ours")
    directions = (Direction("intensity", "elite.accused", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        leader, established = establishment(power, params)
        peril = view.world.peril
        abroad = danger.index(peril.danger)
        names = power.names * (1 - params.memory) + params.naming * power.confessing
        old = former_opponents(power, leader)
        weight = (old * power.standing).sum() / TOP
        licence = (1 + power.line[base.regime]) / 2
        threat = licence * (
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
        wanted = wanted_intensity(
            threat, power.disruption, power.ruthlessness[leader], established, params, brake(view)
        )
        asked = {
            "names": names,
            "threat": threat,
            "established": established,
            "wanted": wanted,
        }
        return Effect(
            values={
                f"power.{name}": value.astype(power.threat.dtype) for name, value in asked.items()
            }
            | {"power.blamed": power.blamed | (blames & old)}
        )


MECHANISM = EliteThreat()

"""Accusation, arrest, confession, verdict: who of the party's top is taken, and what becomes of
them.

Equations; I intensity, K a murder fresh in mind, E establishment of the leader, g = I / (I +
half_saturation):
    heat of a person x = opponents [ever opposed]
            (1 - safety (1 - insincere_detected_share) [recanted])
        + blame K [blamed] + tie t - distrust (trust of the leader)
    accused    with hazard h = I exp(x) + disgrace [disgraced chief]
    arrested   of the accused, with hazard arrest max(g, [disgraced])
    judged     of the arrested, with hazard judgement, twice that under a simplified procedure
    confess    of the judged, with probability pressure (1 - commitment / 2)
    shot       of the judged, with probability death g, else sent away for five to ten years
    tried anew of those away, with hazard reopening h: a promise does not bind
    ties       t <- min{t (1 - forgetting) + [patron or sponsor taken]
        + clip(trust of the taken in him, 0, 1), 2}
    bereft     by region of the party, b <- min[b (1 - forgetting) + share of its posts held by
        clients of the taken, 1]
    disruption D <- D (1 - replacing) + share of the committee taken
    procedure  a simplified one is adopted with probability E K in a month
A submission buys little where the police see that it was not meant. Whoever followed, got his post
from or was trusted by a man just taken is tied to him.

Shapes: persons P. Units: hazards a month, months of a term.
Assumptions: everybody who has had a post, a seat or a party penalty can be accused, the leader
apart; files are not needed.
Departures: all equations are ours.
Rival accounts: guilt in fact (`tie` = 0); terror at random (`opponents` = `distrust` = `tie` = 0).
Sources: Getty and Naumov (1999), Jansen and Petrov (2002), as recalled; claims S073-S076,
S080-S082."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import BANISHED, DETAINED, FREE, FULL, IMPRISONED, MEMBER, NO_SEAT
from partystate.world.view import View

ACCUSATION, ARREST, JUDGEMENT, CONFESSION, SENTENCE, TERM, PROCEDURE = range(1, 8)
SHORTEST, LONGEST = 60, 120  # months of a term: the range of the code of law
MOST_TIED = 2.0


class Params(eqx.Module):
    opponents: Float[Array, ""]
    blame: Float[Array, ""]
    tie: Float[Array, ""]
    distrust: Float[Array, ""]
    # share of the suspicion of an opponent that a believed submission takes away
    safety: Float[Array, ""]
    # share of insincere submissions that the police see through
    insincere_detected_share: Float[Array, ""]
    disgrace: Float[Array, ""]  # hazard of an accusation of a chief in disgrace
    arrest: Float[Array, ""]  # hazard, of the accused at high intensity
    half_saturation: Float[Array, ""]  # intensity at half effect
    judgement: Float[Array, ""]  # hazard
    pressure: Float[Array, ""]  # probability of a confession
    death: Float[Array, ""]  # probability at high intensity
    reopening: Float[Array, ""]
    forgetting: Float[Array, ""]  # per month, of ties
    replacing: Float[Array, ""]  # per month, of those taken


def heat(power, params, shock):
    """Log of the relative hazard [P]."""
    safe = params.safety * (1 - params.insincere_detected_share) * power.recanted
    return (
        params.opponents * power.ever_opposed * (1 - safe)
        + params.blame * shock * power.blamed
        + params.tie * power.tied
        - params.distrust * power.trust[jnp.maximum(power.leader, 0)]
    )


def in_politics(power):
    """Who [P] has or had something to lose: a seat, an office, a post given, a penalty, a past in
    opposition."""
    people = len(power.own)
    holds = (
        jnp.zeros(people, bool)
        .at[jnp.where(power.holder >= 0, power.holder, people)]
        .set(True, mode="drop")
    )
    return (
        (power.seats != NO_SEAT).any(0)
        | holds
        | (power.sponsor >= 0)
        | (power.status != MEMBER)
        | power.ever_opposed
    )


def ties_after(power, params, taken):
    """Ties [P] to the fallen."""
    by_post = taken[power.patron] | ((power.sponsor >= 0) & taken[power.sponsor])
    liked = jnp.clip(taken.astype(power.trust.dtype) @ power.trust, 0, 1)
    return jnp.clip(power.tied * (1 - params.forgetting) + by_post + liked, 0, MOST_TIED) * ~taken


def bereft_after(power, params, taken):
    """Share [G] of a region's posts whose patron has fallen, remembered as ties are."""
    fallen = power.apparatus @ taken.astype(power.apparatus.dtype)
    return jnp.clip(power.bereft * (1 - params.forgetting) + fallen, 0, 1)


def judged(power, params, u):
    """(judged, confesses, shot [P], months of a term [P]) of those in custody before a verdict."""
    rate = params.judgement * (1 + power.simplified)
    now = (power.custody == DETAINED) & (u[JUDGEMENT] < -jnp.expm1(-rate))
    confesses = now & (u[CONFESSION] < params.pressure * (1 - power.commitment / 2))
    shot = now & (
        u[SENTENCE] < params.death * power.intensity / (power.intensity + params.half_saturation)
    )
    months = SHORTEST + (LONGEST - SHORTEST) * u[TERM]
    return now, confesses, shot, months.astype(power.term.dtype)


class Prosecution(Mechanism[Params]):
    id = "prosecution"
    theme = "terror"
    phase = "act"
    claims = ("S073", "S074", "S076", "S080", "S081", "S082")
    citations = ("getty1999", "jansen2002", "ours")
    directions = (
        Direction("opponents", "elite.accused", +1),
        Direction("arrest", "elite.arrested", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        sites = (ACCUSATION, ARREST, JUDGEMENT, CONFESSION, SENTENCE, TERM)
        u = {site: view.draws.uniform(site, base.person_ids) for site in sites}
        people, free = jnp.arange(len(power.own)), power.custody == FREE
        hazard = (
            power.intensity * jnp.exp(heat(power, params, view.world.peril.shock))
            + params.disgrace * power.disgraced
        )
        open_to = (
            power.alive
            & inputs.party.available
            & (people != power.leader)
            & (power.status != BANISHED)
            & in_politics(power)
        )
        own_course = inputs.forced.posts.dead < 0  # under replay nobody is taken but on record
        can = open_to & (people != base.founder) & (power.leader >= 0) & own_course
        fresh = can & free & ~power.accused & (u[ACCUSATION] < -jnp.expm1(-hazard))
        again = (
            can
            & (power.custody == IMPRISONED)
            & (u[ACCUSATION] < -jnp.expm1(-params.reopening * hazard))
        )
        force = power.intensity / (power.intensity + params.half_saturation)
        rate = params.arrest * jnp.maximum(force, power.disgraced)
        taken = can & free & power.accused & (u[ARREST] < -jnp.expm1(-rate))
        now, confesses, shot, months = judged(power, params, u)
        away = now & ~shot
        done = (power.custody == IMPRISONED) & (power.term <= 1) & ~again
        custody = jnp.select(
            [taken | again, away, done], [DETAINED, IMPRISONED, FREE], power.custody
        )
        term = jnp.where(away, months, jnp.maximum(power.term - 1, 0))
        committee = (power.seats[base.committee] == FULL) & power.alive
        lost = (taken & committee).sum() / jnp.maximum(committee.sum(), 1)
        w = view.draws.uniform(PROCEDURE, base.office_ids[base.appointments])
        adopts = w < power.established * view.world.peril.shock
        values = {
            "accused": (power.accused | fresh | again) & power.alive & ~done,
            "custody": jnp.where(power.alive, custody, power.custody).astype(power.custody.dtype),
            "term": term.astype(power.term.dtype),
            "confessed": power.confessed | (confesses & power.alive),
            "confessing": (confesses & power.alive).sum().astype(power.confessing.dtype),
            "tied": ties_after(power, params, taken | again).astype(power.tied.dtype),
            "disruption": (power.disruption * (1 - params.replacing) + lost).astype(
                power.disruption.dtype
            ),
            "simplified": power.simplified | adopts,
            "bereft": bereft_after(power, params, taken | again).astype(power.bereft.dtype),
        }
        return Effect(
            values={f"power.{name}": value for name, value in values.items()},
            posts={"arrested": taken & power.alive, "executed": shot & power.alive},
        )


MECHANISM = Prosecution()

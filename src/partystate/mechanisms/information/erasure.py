"""The fallen leave texts, pictures, films and names of places; credit for the founding narrows.

Equations, each month; E how far a leader is established, I intensity of terror at the top:
    zeal   z = 1 for a person shot, killed abroad, banished or in custody, `lenience` for one put
        out of the party, else 0
    trace  in each medium m, what showed him and still does: T_m <- T_m exp(-m E z). A film is cut
        before it is shown again, a place is named anew by a decree, a text waits for its next
        edition, a picture until it is printed again
    left   the mean of T over the media; erased where it is below a half
    risk   r = max(E z, 1 - exp(-12 I)) for the living, E z for the dead: who is named today may
        have fallen within the year, and whoever names him answers for it. Nobody risks anything
        with the leader, nor with the founder
    credit for the founding, c <- c exp(acclaim p - caution r) / sum of it, p of the share of public
        speech that is praise the founder's part for the founder, the rest for the leader, none for
        anybody else: authors share it out among those with whom they are safe and who are praised
        (a replicator equation, Taylor and Jonker 1978)
At the opening credit goes with standing to the power set there (fame), among those of record.

Shapes: persons P, media. Units: shares; rates a month.
Assumptions: all copies of a medium go at one rate; who is taken back is not put back; authors know
how many have been taken lately.
Departures: all equations are ours but the form of the last.
Rival accounts: credit narrows because the leader is praised (`acclaim`) or because the others are
dangerous (`caution`).
Sources: King (1997) on pictures; Brandenberger and Zelenov (2014) on the course of party history
and Plamper (2012) on the two in pictures, as recalled; Taylor and Jonker (1978); claims
S121-S122."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.agricultural_clock import MONTHS
from partystate.world.culture import Creed
from partystate.world.effect import Effect
from partystate.world.endowment import PartyFacts
from partystate.world.power import BANISHED, FREE, MEMBER, Power
from partystate.world.records import MEDIA, Memory
from partystate.world.view import View

HALF = 1 / 2


class Params(eqx.Module):
    text: Float[Array, ""]  # per month
    picture: Float[Array, ""]  # per month
    film: Float[Array, ""]  # per month
    place: Float[Array, ""]  # per month
    lenience: Float[Array, ""]  # zeal against those who were only put out of the party
    caution: Float[Array, ""]  # per month, of authors against a risk of one
    acclaim: Float[Array, ""]  # per month, of authors for one whom all public speech praises


def zeal(power: Power, params: Params) -> Float[Array, "persons"]:
    """How far each person is to be forgotten."""
    enemy = power.executed | power.killed_abroad | (power.status == BANISHED)
    enemy = enemy | (power.custody != FREE)
    return jnp.where(enemy, 1.0, params.lenience * (power.status != MEMBER))


def risk(power: Power, founder, forgotten) -> Float[Array, "persons"]:
    """What it may cost to give a person credit; `forgotten` is E z."""
    people = jnp.arange(len(forgotten))
    may_fall = power.alive * -jnp.expm1(-MONTHS * power.intensity)
    safe = (people == power.leader) | (people == founder)
    return jnp.where(safe, 0, jnp.maximum(forgotten, may_fall))


def praise(power: Power, creed: Creed, founder) -> Float[Array, "persons"]:
    """Share of public speech that praises each person."""
    people = jnp.arange(len(power.capital))
    of_founder = creed.image * creed.founder_share
    return (people == founder) * of_founder + (people == power.leader) * (creed.image - of_founder)


class Erasure(Mechanism[Params]):
    id = "erasure"
    theme = "information"
    phase = "report"
    claims = ("S121", "S122")
    citations = ("king1997", "brandenberger2014", "plamper2012", "taylor1978", "ours")
    directions = (
        Direction("lenience", "record.persons_erased", +1),
        Direction("caution", "record.credit_top_two_share@published", +1),
        Direction("acclaim", "record.credit_top_two_share@published", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        power, memory = view.world.power, view.world.memory
        forgotten = power.established * zeal(power, params)
        rates = jnp.stack([getattr(params, medium) for medium in MEDIA])
        trace = memory.trace * jnp.exp(-forgotten[:, None] * rates[None])
        left = trace.mean(1)
        founder = view.endowment.party.founder
        credit = memory.credit * jnp.exp(
            params.acclaim * praise(power, view.world.creed, founder)
            - params.caution * risk(power, founder, forgotten)
        )
        return Effect(
            values={
                "memory.trace": trace,
                "memory.left": left,
                "memory.erased": memory.erased | (left < HALF),
                "memory.credit": credit / jnp.maximum(credit.sum(), jnp.finfo(float).tiny),
            }
        )


def opening_memory(power: Power, base: PartyFacts, fame: Array | float) -> Memory:
    """Everybody is where he was; credit for the founding by standing earned, of those of record."""
    people = len(power.capital)
    earned = jnp.where(base.named, power.capital.astype(float), 0) ** fame
    return Memory(
        trace=jnp.ones((people, len(MEDIA))),
        left=jnp.ones(people),
        erased=jnp.zeros(people, bool),
        credit=earned / jnp.maximum(earned.sum(), jnp.finfo(float).tiny),
    )


MECHANISM = Erasure()

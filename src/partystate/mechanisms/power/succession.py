"""Illness, incapacity and death of the founder; natural deaths; who controls access; a testament
and who learns of it.

Equations; f presence, a age:
    presence   f = capacity (an input) while the founder lives
    death      hazard a month mortality exp[ageing (a - 45)] (Gompertz 1825); it spares the founder,
        whose death is a dated input, as a murder is
    testament  while 0 < f < 1 it is written with probability writing a month; it would remove the
        holder of the appointments office if the founder trusts him less than trust_limit, else
        nobody
At a congress the rulers decide: a testament against one of them is withheld, and read to a few at
the next one; otherwise it is read out.

Shapes: persons P. Units: years, per month.
Assumptions: one testament; the founder writes of the office that fills posts, the one power that
grows without him.
Departures: the rule of writing and withholding is ours; no published model was found.
Rival accounts: whether he meant removal or balance is disputed; the vote on it is a separate
mechanism.
Sources: Gompertz (1825); claims S035-S046."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import NOBODY, READ, READ_TO_FEW, UNWRITTEN, WITHHELD, WRITTEN
from partystate.world.view import View

DEATH, WRITING = 1, 2
PIVOT_AGE = 45.0  # years, where the hazard is read
MONTHS = 12.0


class Params(eqx.Module):
    mortality: Float[Array, ""]  # per month at the pivot age
    ageing: Float[Array, ""]  # per year of age
    writing: Float[Array, ""]  # per month of partial incapacity
    trust_limit: Float[Array, ""]  # below it the founder would remove the holder


def hazard_of_death(age, mortality, ageing):
    """Monthly hazard at `age` in years."""
    return mortality * jnp.exp(ageing * (age - PIVOT_AGE))


def next_testament(state, is_written, against_ruler, meets, must_read):
    """The testament's state after this month."""
    decided = jnp.where(against_ruler & ~must_read, WITHHELD, READ)
    later = jnp.where(against_ruler & ~must_read, READ_TO_FEW, READ)
    state = jnp.where((state == UNWRITTEN) & is_written, WRITTEN, state)
    at_meeting = jnp.where(state == WRITTEN, decided, jnp.where(state == WITHHELD, later, state))
    return jnp.where(meets, at_meeting, state)


class Succession(Mechanism[Params]):
    id = "succession"
    theme = "power"
    phase = "perceive"
    claims = ("S035", "S037", "S038", "S040", "S042", "S044", "S045")
    citations = ("gompertz1825", "ours")
    directions = (Direction("trust_limit", "challenge.attempted", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        founder = base.founder
        age = base.age + inputs.party.elapsed / MONTHS
        is_founder = jnp.arange(len(age)) == founder
        risk = jnp.where(is_founder, 0, hazard_of_death(age, params.mortality, params.ageing))
        dies = view.draws.uniform(DEATH, base.person_ids) < -jnp.expm1(-risk)
        dies = jnp.where(inputs.forced.posts.dead >= 0, inputs.forced.posts.dead > 0, dies)
        murdered = (jnp.arange(len(age)) == power.holder[base.exposed]) & (inputs.murder > 0)
        dies = power.alive & (dies | murdered | (is_founder & (inputs.party.founder_dies > 0)))
        presence = inputs.party.founder_capacity * power.alive[founder]
        writes = view.draws.uniform(WRITING, base.office_ids[base.appointments]) < params.writing
        is_written = writes & (presence > 0) & (presence < 1)
        holder = power.holder[base.appointments]
        distrusted = (holder >= 0) & (power.trust[founder, holder] < params.trust_limit)
        fresh = jnp.where(distrusted, holder, NOBODY)
        subject = jnp.where((power.testament == UNWRITTEN) & is_written, fresh, power.subject)
        # known once, voted on once
        subject = jnp.where(power.testament >= READ_TO_FEW, NOBODY, subject)
        against_ruler = (subject >= 0) & power.ruling[subject] & power.alive[subject]
        state = next_testament(
            power.testament,
            is_written,
            against_ruler,
            inputs.party.congress,
            inputs.party.testament_read > 0,
        )
        return Effect(
            values={
                "power.presence": presence.astype(power.presence.dtype),
                "power.testament": state.astype(power.testament.dtype),
                "power.subject": subject.astype(power.subject.dtype),
            },
            posts={"deaths": dies},
        )


MECHANISM = Succession()

"""Open opposition, and what rulers do about it: demotion, expulsion, exile, submission,
readmission, files.

Equations; g_i the following behind i, c_K the committee share that follows rulers, L the leader of
the rulers, c_L the share that follows him, ban 1 where factions are forbidden:
    voice    at a meeting a member who is not among the rulers opposes openly with probability
        logistic(steepness U),
        U = voice + voice_support g_i / (g_i + g_L) + voice_follow [principal opposes]
            + voice_distance dist(position, line) - voice_trust W_iL
            - voice_caution caution (1 + steps) - voice_cost c_K (1 + ban x ruthlessness of L)
    submits  with probability submission caution (1 + steps) a meeting
    motion   against i who is not a ruler, with probability
        clip[opposing (ban + (1 - ban) without_ban) + distrust max(-W_Li, 0) + spoils, 0, 1]
            x c_L^2 / (c_L^2 + half_saturation^2) (1 - protection standing / 10)
    files    a ruler whose belief stands off from the line by more than wavering yields with
        probability files x what a file holds
spoils is the worth of a post to rulers with clients to place. A motion is first for the heaviest
office, then the inner seat; then, for opponents under the ban, the committee seat, the party; then
exile at home and abroad. Who has submitted is moved for readmission after six months, with
probability readmission a meeting.

Shapes: persons P. Units: probabilities a meeting.
Assumptions: votes decide motions the same month; exile needs no vote (a board of the police).
Departures: all equations are ours.
Rival accounts: discipline as punishment for ideas (`distrust` = 0), or as pure struggle for posts
(`without_ban` = 1).
Sources: claims S026-S027, S046, S052-S057, S062-S067."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import (
    ABROAD,
    COMMITTEE_SEAT,
    EXILE,
    EXILED,
    EXPELLED,
    FULL,
    INNER_SEAT,
    MEMBER,
    MOTION_NONE,
    NO_SEAT,
    OFFICE,
    PARTY,
    READMISSION,
)
from partystate.world.view import View

VOICE, SUBMISSION, MOTION, FILE = 1, 2, 3, 4
TOP = 10.0
LEAST_MONTHS_OUT = 6  # before readmission


class Params(eqx.Module):
    steepness: Float[Array, ""]
    voice: Float[Array, ""]
    voice_support: Float[Array, ""]
    voice_follow: Float[Array, ""]
    voice_distance: Float[Array, ""]
    voice_trust: Float[Array, ""]
    voice_caution: Float[Array, ""]
    voice_cost: Float[Array, ""]
    submission: Float[Array, ""]
    without_ban: Float[Array, ""]
    distrust: Float[Array, ""]
    spoils: Float[Array, ""]  # ground for taking a post held outside the coalition
    half_saturation: Float[Array, ""]  # committee share at half effect
    protection: Float[Array, ""]
    readmission: Float[Array, ""]
    files: Float[Array, ""]
    wavering: Float[Array, ""]  # distance from the line at which a file is used


def rulers_committee(power, base):
    """Share of the committee whose principal rules."""
    voters = (power.seats[base.committee] == FULL) & power.alive & (power.status == MEMBER)
    return (voters & power.ruling[power.principal]).sum() / jnp.maximum(voters.sum(), 1)


def utility_of_voice(power, base, params):
    """U [P]."""
    leader = jnp.where(power.strongest >= 0, power.strongest, base.founder)
    people = jnp.arange(len(power.own))
    behind = jnp.where(power.ruling[power.principal], 0, power.bloc[power.principal])
    support = behind / jnp.maximum(behind + power.bloc[leader], jnp.finfo(behind.dtype).tiny)
    distance = jnp.abs(power.position - power.line[None]).mean(-1)
    follows = power.opposing[power.principal] & (power.principal != people)
    cost = rulers_committee(power, base) * (1 + power.ruthlessness[leader] * power.faction_ban)
    return (
        params.voice
        + params.voice_support * support
        + params.voice_follow * follows
        + params.voice_distance * distance
        - params.voice_trust * power.trust[:, leader]
        - params.voice_caution * power.caution * (1 + power.steps)
        - params.voice_cost * cost
    )


def next_step(power, base):
    """The step [P] that would come next for each person, by what is left to lose."""
    people = len(power.own)
    held = jnp.where(power.holder >= 0, power.holder, people)
    has_office = jnp.zeros(people, bool).at[held].max(True, mode="drop")
    inner = power.seats[base.inner] != NO_SEAT
    committee = power.seats[base.committee] != NO_SEAT
    step = jnp.where(
        has_office,
        OFFICE,
        jnp.where(inner, INNER_SEAT, jnp.where(committee, COMMITTEE_SEAT, PARTY)),
    )
    step = jnp.where(
        power.status == EXPELLED, EXILE, jnp.where(power.status == EXILED, ABROAD, step)
    )
    return jnp.where(power.status > EXILED, MOTION_NONE, step)


def chance_of_motion(power, base, params):
    """(probability [P] that rulers move against a person, the step [P])."""
    leader = jnp.where(power.strongest >= 0, power.strongest, base.founder)
    step = next_step(power, base)
    ban = power.faction_ban
    guilt = power.opposing * jnp.where(ban, 1, params.without_ban)
    grudge = params.distrust * jnp.maximum(-power.trust[leader], 0)
    following = power.committee_bloc[leader]
    force = following**2 / (following**2 + params.half_saturation**2)
    shield = 1 - params.protection * power.standing / TOP
    chance = jnp.clip(guilt + grudge + params.spoils, 0, 1) * force * shield
    severe = (step >= COMMITTEE_SEAT) & ~(power.opposing & ban)
    open_to = power.alive & ~power.ruling & (step != MOTION_NONE) & ~severe
    seated = (power.seats != NO_SEAT).any(0) | (step == OFFICE) | power.ever_opposed
    return jnp.where(open_to & seated, chance, 0), step


def at_meeting(power, base, params, u):
    """Opposing, recanted, yielded, motion [P] after a meeting; `u` has one uniform [P] for each
    draw."""
    member = power.alive & (power.status == MEMBER)
    voice = jax.nn.sigmoid(params.steepness * utility_of_voice(power, base, params))
    may = member & ~power.ruling & (power.seats[base.committee] != NO_SEAT)
    speaks = may & (u[VOICE] < voice)
    submits = power.opposing & (
        u[SUBMISSION] < params.submission * power.caution * (1 + power.steps)
    )
    opposing = (power.opposing | speaks) & ~submits & power.alive & ~power.ruling
    chance, step = chance_of_motion(power, base, params)
    motion = jnp.where(u[MOTION] < chance, step, MOTION_NONE)
    out = power.alive & (power.status == EXPELLED)
    back = out & power.recanted & (power.months_out >= LEAST_MONTHS_OUT)
    motion = jnp.where(
        back, jnp.where(u[MOTION] < params.readmission, READMISSION, MOTION_NONE), motion
    )
    off = jnp.abs(power.belief - power.line[None]).mean(-1) > params.wavering
    inner = power.seats[base.inner] == FULL
    yielded = member & inner & power.ruling & off & (u[FILE] < params.files * power.compromised)
    return (
        opposing,
        power.recanted & ~opposing | submits,
        yielded,
        motion.astype(power.motion.dtype),
    )


class Discipline(Mechanism[Params]):
    id = "discipline"
    theme = "power"
    phase = "decide"
    claims = ("S027", "S046", "S052", "S056", "S065", "S067")
    citations = ("ours",)
    directions = (
        Direction("voice", "party.open_criticism", +1),
        Direction("submission", "elite.recantation", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        meets = inputs.party.plenum | inputs.party.congress | inputs.party.conference
        none = jnp.zeros_like(power.alive)

        def hold():
            u = {
                site: view.draws.uniform(site, base.person_ids)
                for site in (VOICE, SUBMISSION, MOTION, FILE)
            }
            return at_meeting(power, base, params, u)

        def pause():
            return power.opposing & power.alive, power.recanted, none, jnp.zeros_like(power.motion)

        opposing, recanted, yielded, motion = jax.lax.cond(meets, hold, pause)
        opposing = (
            jnp.where(inputs.forced.posts.opposing >= 0, inputs.forced.posts.opposing > 0, opposing)
            & power.alive
        )
        return Effect(
            values={
                "power.opposing": opposing,
                "power.ever_opposed": power.ever_opposed | opposing,
                "power.recanted": recanted,
                "power.yielded": yielded,
                "power.motion": motion,
            }
        )


MECHANISM = Discipline()

"""Votes as votes: the committee on each motion, meetings on the line, a congress on the holder of
the appointments office.

Equations; W trust, c_K the committee share that follows rulers, L the leader of the rulers:
    ballot     a voter m backs the rulers against t with probability logistic(U),
        U = trust (W_mL - W_mt) + distance (d_mt - d_m) + conformity c_K (1 + licensed d)
            + patron ([m's principal rules] - [m shares t's principal or opposes])
    testament  when one is heard, the committee votes to remove its subject x with probability
        logistic(U),   U = testament publicity - trust W_mx - patron [m follows him] - divisive
    after a division that carries the line at a congress or conference, an open opponent accepts it
        with probability acceptance [f + (1 - f) caution],   f presence of the founder
d_mt, d_m distance of m from t and from the line; conformity is the fear to vote against a majority
that fills posts, the greater the more doctrine calls for struggle against the usual (d, -1/2 to
1/2), divisive the cost of seeming so. A motion for an office or an inner seat needs half, as does
one for the party, for the committee seat two thirds; exile and readmission are not voted on. In a
division on the line delegates go with their patron, the unattached as the committee leans, by
standing squared; at a plenum each member votes. Faced with an open platform and a division carried,
the rulers ban factions.

Shapes: persons P, regions of the party G. Units: shares of votes.
Assumptions: one committee ballot a motion; the strongest opponent stands for the platform. After a
congress or conference has voted for the line, an open opponent may accept it: the founder's word
binds more than the rulers'.
Departures: the choice rule is ours (probabilistic voting).
Rival accounts: votes as theatre after the count of posts (`distance` = 0).
Sources: probabilistic voting as in Lindbeck and Weibull (1987); claims S008, S023-S026, S046,
S053-S055, S062-S064."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import licence
from partystate.mechanisms.power.discipline import rulers_committee
from partystate.mechanisms.power.standing import publicity
from partystate.world.effect import Effect
from partystate.world.power import (
    ABROAD,
    BANISHED,
    COMMITTEE_SEAT,
    EXILE,
    EXILED,
    EXPELLED,
    FULL,
    INNER_SEAT,
    MEMBER,
    MOTION_NONE,
    NOBODY,
    OFFICE,
    PARTY,
    READMISSION,
)
from partystate.world.view import View

BALLOT, SIDE, ACCEPTANCE = 1, 2, 3
MOST_MOTIONS = 8  # ballots counted in a month
TWO_THIRDS = 2 / 3


class Params(eqx.Module):
    trust: Float[Array, ""]
    patron: Float[Array, ""]
    distance: Float[Array, ""]
    conformity: Float[Array, ""]
    licensed: Float[Array, ""]  # rise of conformity from a mild doctrine to one of struggle
    testament: Float[Array, ""]
    divisive: Float[Array, ""]
    acceptance: Float[Array, ""]


def leaning(power, base, against, params):
    """U [P] of each voter for the rulers and against person `against`."""
    leader = jnp.where(power.strongest >= 0, power.strongest, base.founder)
    with_them = power.ruling[power.principal] & ~power.opposing
    with_him = (power.principal == power.principal[against]) | power.opposing
    to_him = jnp.abs(power.position - power.position[against][None]).mean(-1)
    to_line = jnp.abs(power.position - power.line[None]).mean(-1)
    return (
        params.trust * (power.trust[:, leader] - power.trust[:, against])
        + params.patron * (with_them.astype(to_line.dtype) - with_him)
        + params.distance * (to_him - to_line)
        + params.conformity * rulers_committee(power, base)
    )


def ballots(power, base, params, u):
    """Share [P] for each motion that is voted on, -1 elsewhere. The heaviest persons come first."""
    voted = (power.motion > MOTION_NONE) & (power.motion < EXILE)
    n = min(MOST_MOTIONS, len(power.own))
    _, targets = jax.lax.top_k(jnp.where(voted, 1 + power.own, 0), n)
    voters = (power.seats[base.committee] == FULL) & power.alive & (power.status == MEMBER)

    def share(target):
        counts = voters & (jnp.arange(len(u)) != target)
        back = u < jax.nn.sigmoid(leaning(power, base, target, params))
        return (back & counts).sum() / jnp.maximum(counts.sum(), 1)

    shares = jax.vmap(share)(targets)
    return jnp.full(len(u), -1.0).at[targets].set(jnp.where(voted[targets], shares, -1))


def strongest_opponent(power):
    """Person who stands for the platform, or NOBODY."""
    able = power.opposing & power.alive
    return jnp.where(
        able.any(), jnp.argmax(jnp.where(able, power.own + power.standing, -1)), NOBODY
    )


def division_of(power, inputs, base, params, u):
    """Share for the rulers' line, -1 where no platform stands against it."""
    rival = strongest_opponent(power)
    lean = jax.nn.sigmoid(leaning(power, base, rival, params))
    voters = (power.seats[base.committee] == FULL) & power.alive & (power.status == MEMBER)
    in_committee = ((u < lean) & voters).sum() / jnp.maximum(voters.sum(), 1)
    held = power.delegates @ power.apparatus
    following = jnp.zeros_like(held).at[power.principal].add(held)
    attached = (following * lean).sum()
    prestige = jnp.where(voters, power.standing**2, 0)
    unattached = (
        jnp.maximum(1 - following.sum(), 0)
        * (prestige * lean).sum()
        / jnp.maximum(prestige.sum(), 1)
    )
    share = jnp.where(
        inputs.party.congress | inputs.party.conference, attached + unattached, in_committee
    )
    return jnp.where(rival >= 0, share, -1)


def challenge_of(power, inputs, base, params):
    """Share of the committee, for its congress, that would remove the subject of the testament from
    the appointments office; -1 where none is asked."""
    subject = power.subject
    heard = publicity(power.testament)
    put = (
        inputs.party.congress
        & (subject >= 0)
        & (heard > 0)
        & (power.holder[base.appointments] == subject)
    )
    lean = (
        params.testament * heard
        - params.trust * power.trust[:, subject]
        - params.patron * (power.principal == subject)
        - params.divisive
    )
    voters = (power.seats[base.committee] == FULL) & power.alive & (power.status == MEMBER)
    share = (jax.nn.sigmoid(lean) * voters).sum() / jnp.maximum(voters.sum(), 1)
    return jnp.where(put, share, -1)


def carried(motion, share):
    """Which motions pass [P]."""
    needs = jnp.where(motion == COMMITTEE_SEAT, TWO_THIRDS, 1 / 2)
    return (motion > MOTION_NONE) & ((motion >= EXILE) | (share > needs))


def lost_posts(power, base, passed):
    """(offices lost [O], seats lost [B, P]) by motions that passed."""
    heaviest = base.office_weight
    holds = power.holder
    best = (
        jnp.zeros(len(power.own))
        .at[jnp.where(holds >= 0, holds, len(power.own))]
        .max(heaviest, mode="drop")
    )
    loses = passed & (power.motion == OFFICE)
    offices = (holds >= 0) & loses[holds] & (heaviest >= best[holds])
    bodies = jnp.arange(power.seats.shape[0])[:, None]
    inner = (passed & (power.motion == INNER_SEAT))[None] & (bodies != base.committee)
    return offices, inner | (passed & (power.motion == COMMITTEE_SEAT))[None]


class Votes(Mechanism[Params]):
    id = "votes"
    theme = "power"
    phase = "act"
    claims = ("S023", "S025", "S026", "S046", "S053", "S062", "S064")
    citations = ("lindbeck1987", "ours")
    directions = (Direction("conformity", "vote", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        meets = inputs.party.plenum | inputs.party.congress | inputs.party.conference
        none = jnp.full(len(power.own), -1.0)
        params = eqx.tree_at(
            lambda p: p.conformity,
            params,
            params.conformity * (1 + params.licensed * licence(view)),
        )

        def hold():
            u = view.draws.uniform(BALLOT, base.person_ids)
            v = view.draws.uniform(SIDE, base.person_ids)
            return ballots(power, base, params, u), division_of(power, inputs, base, params, v)

        share, division = jax.lax.cond(meets, hold, lambda: (none, jnp.full((), -1.0)))
        challenge = challenge_of(power, inputs, base, params)
        passed = carried(power.motion, share)
        offices, seats = lost_posts(power, base, passed)
        is_subject = base.office_ids[:, 0] == base.office_ids[base.appointments, 0]
        offices = offices | (is_subject & (challenge > 1 / 2))
        status = jnp.select(
            [passed & (power.motion == m) for m in (PARTY, EXILE, ABROAD, READMISSION)],
            [EXPELLED, EXILED, BANISHED, MEMBER],
            NOBODY,
        )
        bound = power.presence + (1 - power.presence) * power.caution
        w = view.draws.uniform(ACCEPTANCE, base.person_ids)
        accepts = (
            (inputs.party.congress | inputs.party.conference)
            & (division > 1 / 2)
            & (w < params.acceptance * bound)
        )
        bans = meets & (division > 1 / 2) & (inputs.party.ban_barred == 0)
        return Effect(
            values={
                "power.opposing": power.opposing & ~accepts,
                "power.vote_for": share.astype(power.vote_for.dtype),
                "power.beaten": passed & (power.motion < READMISSION),
                "power.division": division.astype(power.division.dtype),
                "power.challenge": challenge.astype(power.challenge.dtype),
                "power.steps": (power.steps + (passed & (power.motion < READMISSION))).astype(
                    power.steps.dtype
                ),
                "power.faction_ban": (power.faction_ban | bans) & (inputs.party.ban_barred == 0),
            },
            posts={"leave_office": offices, "leave_seat": seats, "status": status},
        )


MECHANISM = Votes()

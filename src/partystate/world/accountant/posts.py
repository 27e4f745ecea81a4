"""The accountant of posts, in this order each month: deaths, executions; arrests; expulsions;
removals; resizing; appointments by rank of score, then by the candidate's own uniform (which the
score carries). A vacancy stays to the next month: candidates are proposed only for posts that were
empty before. One post, one holder, by construction."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Int

from partystate.world.effect import Effect
from partystate.world.inputs import Inputs
from partystate.world.power import (
    CANDIDATE,
    EXPELLED,
    FREE,
    FULL,
    MEMBER,
    NO_SEAT,
    NOBODY,
    VACATED,
    Power,
)
from partystate.world.state import World

POSTS = (
    "deaths",  # [P] bool
    "status",  # [P] new party status, or NOBODY
    "leave_office",  # [O] bool, by a vote
    "moved",  # [O] bool, by those who appoint
    "leave_seat",  # [B, P] bool, by a vote
    "not_reelected",  # [B, P] bool, at a congress
    "office_score",  # [O, P] score of candidates, -inf where not eligible
    "seat_score",  # [B, P] score for full seats to fill
    "candidate_score",  # [B, P] score for candidate seats
    "sponsor",  # [O] who would give the office
    "arrested",  # [P] bool: loses everything, the party included
    "executed",  # [P] bool
    "killed_abroad",  # [P] bool
    "dismissed",  # [O] bool, the chief of the police
    "sideways",  # [O] who is put there though it is not vacant, or NOBODY
    "chief_score",  # [P] score of candidates for the office of the police, -inf where not eligible
    "slate",  # [P] on whose slate one would come into the committee, or NOBODY
)


def settle_posts(
    world: World, effect: Effect, inputs: Inputs, police: Int[Array, ""] | int = NOBODY
) -> World:
    """Apply the posts part of an effect; recorded or imposed posts have the last word. `police` is
    the office of the police."""
    posts, power = effect.posts, world.power
    unknown = set(posts) - set(POSTS)
    if unknown:
        raise ValueError(f"posts of a kind nobody declared: {sorted(unknown)}")
    executed = posts["executed"] & power.alive & ~posts["deaths"] & (inputs.forced.posts.dead < 0)
    killed = (
        posts["killed_abroad"]
        & power.alive
        & ~posts["deaths"]
        & ~executed
        & (inputs.forced.posts.dead < 0)
    )
    alive = power.alive & ~posts["deaths"] & ~executed & ~killed
    asked = posts["status"]
    status = jnp.where(asked != NOBODY, asked, power.status)
    held = posts["arrested"] | (power.custody != FREE)
    status = jnp.where(held, jnp.maximum(status, EXPELLED), status)
    status = jnp.where(inputs.forced.posts.status >= 0, inputs.forced.posts.status, status)
    fit = alive & (status == MEMBER) & ~held
    holder = _holders(power, posts, fit, inputs, police)
    seats = _seats(power, posts, fit, inputs)
    sponsor = _sponsors(power.sponsor, power.holder, holder, posts["sponsor"])
    entered = (posts["slate"] != NOBODY) & (seats != power.seats).any(0)
    sponsor = jnp.where(entered, posts["slate"], sponsor).astype(power.sponsor.dtype)
    out = jnp.where(status == MEMBER, 0, power.months_out + 1)
    settled = eqx.tree_at(
        lambda p: (
            p.alive,
            p.status,
            p.holder,
            p.seats,
            p.sponsor,
            p.months_out,
            p.arrested,
            p.executed,
            p.killed_abroad,
        ),
        power,
        (
            alive,
            status,
            holder,
            seats,
            sponsor,
            out,
            posts["arrested"] & alive,
            power.executed | executed,
            power.killed_abroad | killed,
        ),
    )
    return eqx.tree_at(lambda w: w.power, world, settled)


def _holders(power: Power, posts, fit, inputs, police):
    """[O] who holds each office after the month."""
    holds = power.holder
    pushed = posts["sideways"] >= 0
    stays = (
        (holds >= 0)
        & fit[holds]
        & ~posts["leave_office"]
        & ~posts["moved"]
        & ~posts["dismissed"]
        & inputs.party.office_open
        & ~pushed
    )
    score = jnp.where(fit[None], posts["office_score"], -jnp.inf)
    chief = jnp.where(fit, posts["chief_score"], -jnp.inf)
    is_police = (jnp.arange(len(holds)) == police)[:, None]
    score = jnp.where(is_police & jnp.isfinite(chief).any(), chief[None], score)
    best = jnp.argmax(score, axis=1)
    found = jnp.isfinite(score.max(axis=1)) & inputs.party.office_open & (holds == NOBODY)
    new = jnp.where(stays, holds, jnp.where(found, best, NOBODY)).astype(holds.dtype)
    new = jnp.where(pushed & fit[posts["sideways"]], posts["sideways"], new)
    forced = inputs.forced.posts.holder
    kept = jnp.where((forced >= 0) & fit[forced], forced, jnp.where(forced == VACATED, NOBODY, new))
    return kept.astype(holds.dtype)


def _seats(power: Power, posts, fit, inputs):
    """[B, P] seats after the month: full members, then candidates, each up to the places of the
    body; free places are taken at a plenum or congress."""
    stays = fit[None] & ~posts["leave_seat"] & ~posts["not_reelected"]
    seats = jnp.where(stays, power.seats, NO_SEAT)
    meets = inputs.party.plenum | inputs.party.congress
    seats = jax.lax.cond(meets, lambda: _elected(seats, posts, fit, inputs), lambda: seats)
    forced = jnp.where(
        fit[None], inputs.forced.posts.seats, jnp.minimum(inputs.forced.posts.seats, NO_SEAT)
    )
    return jnp.where(forced >= 0, forced, seats).astype(power.seats.dtype)


def _elected(seats, posts, fit, inputs):
    """[B, P] with free places taken."""
    full = _filled(
        seats == FULL,
        jnp.where(fit[None], posts["seat_score"], -jnp.inf),
        inputs.party.places[:, 1],
    )
    waiting = (seats == CANDIDATE) & ~full
    candidates = _filled(
        waiting,
        jnp.where(fit[None] & ~full, posts["candidate_score"], -jnp.inf),
        inputs.party.places[:, 0],
    )
    return jnp.where(full, FULL, jnp.where(candidates, CANDIDATE, NO_SEAT)).astype(seats.dtype)


def _filled(sitting, score, places):
    """Add the best-scored persons until the places are taken; nobody is turned out for want of a
    place."""
    free = jnp.maximum(places - sitting.sum(1), 0).astype(jnp.int32)
    score = jnp.where(sitting, -jnp.inf, score)
    ordered = jnp.sort(score, axis=1)[:, ::-1]
    last = jnp.take_along_axis(ordered, jnp.maximum(free - 1, 0)[:, None], axis=1)
    return sitting | ((score >= last) & jnp.isfinite(score) & (free > 0)[:, None])


def _sponsors(sponsor, before, after, giver):
    """[P] with the giver of each office newly filled."""
    fresh = (after != before) & (after >= 0)
    return sponsor.at[jnp.where(fresh, after, len(sponsor))].set(
        giver.astype(sponsor.dtype), mode="drop"
    )

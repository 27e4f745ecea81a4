"""Who gets a post: loyalty against competence, moves aside, and the fall of protégés with their
patron.

Equations; s standing, e a normal draw, h the holder of the appointments office:
    loyal      T = (1 - a) (power-weighted trust of the rulers) + a (trust of h),   a = office_part
        for posts that his office fills (regions, economy, press), 0 for others
    office     loyalty T + standing s / 10 - load (offices held) + noise e
        + ladder [sits in an inner body, for a post the rulers fill themselves]
    small seat loyalty T + standing s / 10 + incumbency [is its candidate] / 2 + noise e,
        a = office_part
    inner seat loyalty [list T + (1 - list) V] + standing s / 10
        + [list noise + (1 - list) voting_noise] e,   a = 0, V the mean trust of the committee's
        members, each with the trust of the patron whom he follows
    committee  delegates (trust of the delegates' patrons) + incumbency [full member, half for a
        candidate] + standing s / 10 + noise e - penalty [opposes]
    slate      a patron, with probability as (delegates behind him) x
        exp[delegates (his trust in the newcomer)], or nobody with the share of the unattached
    moved      with probability moving, a head of a region outside the inner body who does not
        follow h; and with probability falling, the clients of a man just voted down
A vacant office goes to the highest score. A congress ranks everyone for the committee; the places
are given, who sits is not. A newcomer to it owes his seat to the patron of his slate. The committee
elects the inner body from its own: part of it votes for the rulers' list, the others rank whom they
or their patrons trust and who stands high, a candidate by the standing of his seat. Once all follow
one, both are his list. No committee is elected in the month in which the leadership
enters: who sat when it closed is what it enters with.

Shapes: persons P, offices O, bodies B. Units: index; hazards a month.
Assumptions: patrons reward trust; competence is seen through standing.
Departures: the published model of viziers is kept as an exact case; the score is ours.
Rival accounts: promotion by merit (`loyalty` = 0); an inner body that rulers fill as they like
(`list` = 1).
Sources: Egorov and Sonin (2011); White (1970); claims S028, S048, S066-S068."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import CANDIDATE, FULL, MEMBER, NO_SEAT, NOBODY
from partystate.world.view import View

OFFICE_TASTE, SEAT_TASTE, MOVE, SLATE = 1, 2, 3, 4
TOP = 10.0
PATRONS = 24  # largest delegations that draw up slates


class Params(eqx.Module):
    loyalty: Float[Array, ""]
    standing: Float[Array, ""]
    load: Float[Array, ""]
    noise: Float[Array, ""]
    office_part: Float[Array, ""]  # of the holder of the appointments office
    delegates: Float[Array, ""]
    incumbency: Float[Array, ""]
    penalty: Float[Array, ""]  # of open opposition
    moving: Float[Array, ""]
    falling: Float[Array, ""]
    ladder: Float[Array, ""]
    list: Float[Array, ""]  # share of the committee that votes for the rulers' list
    voting_noise: Float[Array, ""]  # of those who vote otherwise


def rulers_trust(power):
    """Power-weighted trust [P] of the rulers in each person."""
    weight = jnp.where(power.ruling & power.alive, power.own, 0)
    return (weight.astype(power.trust.dtype) @ power.trust) / jnp.maximum(
        weight.sum(), jnp.finfo(weight.dtype).tiny
    )


def committees_trust(power, base):
    """Mean trust [P] in each person of the committee's members, who trust as their patrons do."""
    votes = (power.seats[base.committee] == FULL) & power.alive & (power.status == MEMBER)
    behind = jnp.zeros_like(power.own).at[power.principal].add(votes)
    share = (behind / jnp.maximum(votes.sum(), 1)).astype(power.trust.dtype)
    return share @ power.trust


def load_of(power):
    """Offices [P] held."""
    people = len(power.own)
    return (
        jnp.zeros(people).at[jnp.where(power.holder >= 0, power.holder, people)].add(1, mode="drop")
    )


def office_scores(power, inputs, base, params, noise):
    """Score [O, P] of candidates for each vacant office, and the giver [O]."""
    centre = power.holder[base.appointments]
    rulers = rulers_trust(power)
    by_office = jnp.where(centre >= 0, power.trust[centre], rulers)
    filled_there = base.filled_by_office & (centre >= 0)
    part = jnp.where(filled_there, params.office_part, 0)[:, None]
    loyal = part * by_office[None] + (1 - part) * rulers[None]
    merit = params.standing * power.standing / TOP - params.load * load_of(power)
    bodies = jnp.arange(power.seats.shape[0])[:, None]
    climbs = ((power.seats == FULL) & (bodies != base.committee)).any(0)
    ladder = params.ladder * climbs[None] * ~base.filled_by_office[:, None]
    score = params.loyalty * loyal + merit[None] + ladder + params.noise * noise
    people = jnp.arange(len(power.own))
    able = inputs.party.available & ~power.opposing & (people != base.founder)
    in_committee = power.seats[base.committee] == FULL
    may = able[None] & (in_committee[None] | base.filled_by_office[:, None])
    giver = jnp.where(
        filled_there, centre, jnp.where(power.strongest >= 0, power.strongest, base.founder)
    )
    vacant = (power.holder < 0)[:, None]
    return jnp.where(may & vacant, score, -jnp.inf), giver


def delegations(power, base):
    """Share [P] of the delegates behind each principal."""
    held = power.delegates @ power.apparatus
    return jnp.zeros_like(held).at[power.principal].add(held)


def slates(power, base, params, u):
    """The patron [P] on whose slate each person would come in, or NOBODY."""
    following = delegations(power, base)
    size, patron = jax.lax.top_k(following, min(PATRONS, len(following)))
    weight = size[None] * jnp.exp(params.delegates * power.trust[patron].T)
    nobody = jnp.maximum(1 - following.sum(), 0)
    bounds = jnp.cumsum(weight, 1) / (weight.sum(1) + nobody)[:, None]
    drawn = (u[:, None] >= bounds).sum(1)
    return jnp.where(drawn < len(patron), patron[jnp.minimum(drawn, len(patron) - 1)], NOBODY)


def election_scores(power, inputs, base, params, noise):
    """Score [P] of everyone in a congress election of the committee."""
    following = delegations(power, base)
    favour = following.astype(power.trust.dtype) @ power.trust
    sits = power.seats[base.committee]
    score = (
        params.delegates * favour
        + params.incumbency * ((sits == FULL) + (sits == CANDIDATE) / 2)
        + params.standing * power.standing / TOP
        + params.noise * noise
        - params.penalty * power.opposing
    )
    able = inputs.party.available & power.alive & (power.status == MEMBER)
    return jnp.where(able, score, -jnp.inf)


def congress_elects(inputs):
    """Whether a congress elects a committee this month."""
    return inputs.party.congress & (inputs.party.elapsed > 0)


def seat_scores(power, inputs, base, params, noise):
    """(full [B, P], candidates [B, P], not re-elected [B, P])."""
    bodies = jnp.arange(power.seats.shape[0])[:, None]
    is_committee = bodies == base.committee
    centre = power.holder[base.appointments]
    rulers = rulers_trust(power)
    by_office = jnp.where(centre >= 0, power.trust[centre], rulers)
    proposed = params.office_part * by_office + (1 - params.office_part) * rulers
    voted = params.list * rulers + (1 - params.list) * committees_trust(power, base)
    is_inner = bodies == base.inner
    error = jnp.where(
        is_inner, params.list * params.noise + (1 - params.list) * params.voting_noise, params.noise
    )
    inner = (
        params.loyalty * jnp.where(is_inner, voted[None], proposed[None])
        + params.standing * power.standing[None] / TOP
        + params.incumbency * ((power.seats == CANDIDATE) & ~is_inner) / 2
        + error * noise
    )
    able = inputs.party.available & ~power.opposing & (power.seats[base.committee] == FULL)
    inner = jnp.where(able[None] & ~is_committee, inner, -jnp.inf)
    elected = election_scores(power, inputs, base, params, noise[base.committee])
    rank = jnp.argsort(jnp.argsort(-elected))
    full, all_ = inputs.party.places[base.committee, 1], inputs.party.places[base.committee].sum()
    now = power.seats[base.committee]
    # who cannot be elected has no rank of his own
    beyond = jnp.where(now == FULL, rank >= full, rank >= all_) | ~jnp.isfinite(elected)
    drops = beyond & (now != NO_SEAT)
    top = jnp.where(rank < full, elected, -jnp.inf)
    next_ = jnp.where((rank >= full) & (rank < all_), elected, -jnp.inf)
    at_congress = congress_elects(inputs) & is_committee
    meets = inputs.party.plenum | inputs.party.congress
    return (
        jnp.where(at_congress, top[None], jnp.where(meets, inner, -jnp.inf)),
        jnp.where(at_congress, next_[None], jnp.where(meets, inner, -jnp.inf)),
        at_congress & drops[None],
    )


def moved(power, base, params, u):
    """Offices [O] whose holder is moved: regions that do not follow the holder, and protégés of a
    man voted down."""
    centre, holds = power.holder[base.appointments], power.holder
    stranger = (centre >= 0) & (power.principal[holds] != power.principal[centre])
    protege = power.beaten[power.principal[holds]] & (power.principal[holds] != holds)
    sits = (power.seats[base.inner] == FULL)[holds]  # needs a vote
    hazard = params.moving * (stranger & ~sits & (base.office_region >= 0) & base.filled_by_office)
    hazard = hazard + params.falling * protege
    return (holds >= 0) & (u < hazard)


class Appointments(Mechanism[Params]):
    id = "appointments"
    theme = "power"
    phase = "act"
    claims = ("S028", "S048", "S066", "S068")
    citations = ("egorov2011", "white1970", "ours")
    directions = (Direction("incumbency", "party.cc_reelected_share", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        meets = inputs.party.plenum | inputs.party.congress
        nobody = jnp.full(power.seats.shape, -jnp.inf)
        nowhere = jnp.zeros(power.seats.shape, bool), jnp.full_like(power.sponsor, NOBODY)

        def elect():
            taste = view.draws.normal(SEAT_TASTE, base.seat_ids).astype(power.own.dtype)
            u = view.draws.uniform(SLATE, base.person_ids)
            slate = jnp.where(
                congress_elects(inputs), slates(power, base, params, u), NOBODY
            ).astype(power.sponsor.dtype)
            return *seat_scores(power, inputs, base, params, taste), slate

        full, candidates, drops, slate = jax.lax.cond(
            meets, elect, lambda: (nobody, nobody, *nowhere)
        )
        office_taste = view.draws.normal(OFFICE_TASTE, base.person_ids).astype(power.own.dtype)
        scores, giver = office_scores(power, inputs, base, params, office_taste[None])
        u = view.draws.uniform(MOVE, base.office_ids)
        return Effect(
            posts={
                "office_score": scores,
                "seat_score": full,
                "candidate_score": candidates,
                "not_reelected": drops,
                "moved": moved(power, base, params, u),
                "sponsor": giver,
                "slate": slate,
            }
        )


MECHANISM = Appointments()

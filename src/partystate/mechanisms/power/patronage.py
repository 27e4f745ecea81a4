"""Circular flow of power: posts make clients, clients make delegates, delegates make the committee.

Equations; s standing, W trust, h the holder of the appointments office:
    own power   o = prestige_weight p + committee_weight (k + u p) + posts_weight j,   p = s^2 over
        the committee's sum, k committee that follows one, u the unattached part of it, j weights
        of offices and seat_weight for an inner seat, as a share of all
    patron of i the j among the strongest with the largest V_ij sqrt(o_j),
        V_ij = W_ij + gratitude [j gave i his post], if V_ij > threshold and o_j >= ratio o_i
    apparatus   of a region, x_h <- x_h + turnover (a - x_h),
        a = central (skill of h) (1 - barony),   barony = s / 10 of the region's head where he does
        not follow h, else 0;  the rest of what turns over goes to the region's head
Who has a base of his own (a share of the committee or the apparatus above independence) follows
nobody but the giver of his post. Principals are reached by following patrons.

Shapes: persons P, regions of the party G, offices O. Units: shares.
Assumptions: secretaries below the named heads are shares, not persons.
Departures: Daniels describes the flow in words; the equations are ours (linear case checked
exactly).
Rival accounts: the flow as mere routine (ablate this mechanism), or competence as the ground of
appointments.
Sources: Daniels (1966, 1971); White (1970); claims S014, S024, S029-S030."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.published.circular_flow import renewed
from partystate.world.effect import Effect
from partystate.world.endowment import PartyFacts
from partystate.world.power import FULL, MEMBER, Power
from partystate.world.view import View

STRONGEST = 24  # persons who can be anyone's patron
LINKS = 3  # patrons of patrons followed: 2**3 steps
TOP = 10.0
MONTHS = 12.0


class Params(eqx.Module):
    prestige_weight: Float[Array, ""]
    committee_weight: Float[Array, ""]
    posts_weight: Float[Array, ""]
    seat_weight: Float[Array, ""]  # of an inner seat, as an office
    threshold: Float[Array, ""]  # trust above which one follows
    ratio: Float[Array, ""]  # least power of a patron over one's own
    turnover: Float[Array, ""]  # share of a region's posts a month
    gratitude: Float[Array, ""]  # added to trust in whoever gave one's post
    independence: Float[Array, ""]  # share of committee or apparatus with which one follows no peer
    central: Float[Array, ""]  # part filled from the centre, at full skill and no baron


def shares(values):
    """Values as shares of their sum (zero where the sum is)."""
    total = values.sum()
    return jnp.where(total > 0, values / jnp.where(total > 0, total, 1), 0)


def power_of(power, base, inputs, params):
    """Own power [P]."""
    people = len(power.own)
    able = power.alive & (power.status == MEMBER)
    committee = (power.seats[base.committee] == FULL) & able
    prestige = shares(jnp.where(committee, power.standing**2, 0))
    unattached = 1 - power.committee_bloc.sum()
    held = jnp.where(power.holder >= 0, power.holder, people)
    posts = (
        jnp.zeros(people).at[held].add(base.office_weight * inputs.party.office_open, mode="drop")
    )
    posts = shares(
        jnp.where(able, posts + params.seat_weight * (power.seats[base.inner] == FULL), 0)
    )
    return (
        params.prestige_weight * prestige
        + params.committee_weight * jnp.where(able, power.committee_bloc + unattached * prestige, 0)
        + params.posts_weight * posts
    )


def patrons_of(own, trust, sponsor, based, params):
    """Patron [P] of each person: themselves where they follow nobody. Who is `based` follows only a
    giver of posts."""
    strongest_power, strongest = jax.lax.top_k(own, STRONGEST if len(own) > STRONGEST else len(own))
    people = jnp.arange(len(own))
    owes = sponsor[:, None] == strongest[None]
    bond = trust[:, strongest] + params.gratitude * owes
    pull = bond * jnp.sqrt(strongest_power)[None]
    can = (
        (bond > params.threshold)
        & (strongest_power[None] >= params.ratio * own[:, None])
        & (strongest[None] != people[:, None])
        & (strongest_power > 0)[None]
        & (owes | ~based[:, None])
    )
    best = jnp.argmax(jnp.where(can, pull, -jnp.inf), axis=1)
    return jnp.where(can.any(1), strongest[best], people)


def principals_of(patron):
    """The last patron [P] of each chain; a patron is stronger than the client, so chains end."""
    for _ in range(LINKS):
        patron = patron[patron]
    return patron


def flow(
    power: Power, base: PartyFacts, params: Params
) -> Float[Array, "regions_of_party persons"]:
    """Apparatus [G, P] after a month of turnover."""
    regions, people = power.apparatus.shape
    centre = power.holder[base.appointments]
    head = (
        jnp.full(regions, -1)
        .at[jnp.where(base.office_region >= 0, base.office_region, regions)]
        .max(power.holder, mode="drop")
    )
    has_head, has_centre = head >= 0, centre >= 0
    follows = power.principal[head] == power.principal[centre]
    barony = jnp.where(has_head & ~follows, power.standing[head] / TOP, 0)
    part = params.central * power.skill[centre] * (1 - barony) * has_centre
    appointed = part[:, None] * (jnp.arange(people)[None] == centre)
    local = (1 - part)[:, None] * ((jnp.arange(people)[None] == head[:, None]) & has_head[:, None])
    return jnp.asarray(renewed(power.apparatus, appointed + local, params.turnover))


class Patronage(Mechanism[Params]):
    id = "patronage"
    theme = "power"
    phase = "perceive"
    claims = ("S014", "S024", "S029", "S030")
    citations = ("daniels1966", "daniels1971", "white1970", "ours")
    directions = (Direction("threshold", "patronage.clients", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        own = power_of(power, base, inputs, params)
        held = jnp.maximum(power.committee_bloc, power.delegates @ power.apparatus)
        patron = patrons_of(own, power.trust, power.sponsor, held > params.independence, params)
        principal = principals_of(patron)
        able = power.alive & (power.status == MEMBER)
        bloc = jnp.zeros_like(own).at[principal].add(jnp.where(able, own, 0))
        voters = (power.seats[base.committee] == FULL) & able
        follows = voters & (principal != jnp.arange(len(own)))
        following = jnp.zeros_like(own).at[principal].add(follows) / jnp.maximum(voters.sum(), 1)
        return Effect(
            values={
                "power.own": own.astype(power.own.dtype),
                "power.patron": patron.astype(power.patron.dtype),
                "power.principal": principal.astype(power.principal.dtype),
                "power.bloc": bloc.astype(power.bloc.dtype),
                "power.committee_bloc": following.astype(power.committee_bloc.dtype),
                "power.apparatus": flow(power, base, params).astype(power.apparatus.dtype),
            }
        )


MECHANISM = Patronage()

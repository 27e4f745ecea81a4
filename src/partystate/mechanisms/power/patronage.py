"""Circular flow of power: posts make clients, clients make delegates, delegates make the committee.

Equations; s standing, W trust, h the holder of the appointments office, G_g the share of a congress
of an organisation g (a region of the party, the army, the unions):
    own power   o = prestige_weight p + committee_weight (k + u p) + posts_weight j
        + voters_weight v,   p = s^2 over the committee's sum, k committee that follows one, u the
        unattached part of it, j weights of offices and seat_weight for an inner seat, as a share
        of all, v = sum over g of G_g x_gi the delegates whom one's own officials send
    patron of i the j among the strongest with the largest V_ij sqrt(o_j),
        V_ij = W_ij + gratitude [j gave i his post], if V_ij > threshold and o_j >= ratio o_i
    officials   of an organisation, x_gi <- x_gi + turnover (a_gi - x_gi):  to h goes
        a_gh = central (skill of h) (1 - barony),   barony = s / 10 of those of its heads who do not
        follow h;  the rest of what turns over goes to the heads; both by weight of their offices
    outlook     o as it would be in `horizon` months, x carried on with today's a, and k by then
        what delegates make of it: the share of a congress that those behind one command
Officials stay a man's own when he has lost the office, until they are replaced. Who has a base of
his own (a share of the committee or of the delegates above independence) follows nobody but the
giver of his post. Principals are reached by following patrons.

Shapes: persons P, organisations of the party G, offices O. Units: shares.
Assumptions: secretaries below the named heads are shares, not persons; who looks ahead expects
appointments as they are.
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
from partystate.mechanisms.quantities import LEAST
from partystate.published.circular_flow import renewed
from partystate.world.effect import Effect
from partystate.world.endowment import PartyFacts
from partystate.world.power import FULL, MEMBER, Power
from partystate.world.view import View

STRONGEST = 24  # persons who can be anyone's patron
LINKS = 3  # patrons of patrons followed: 2**3 steps
TOP = 10.0


class Params(eqx.Module):
    prestige_weight: Float[Array, ""]
    committee_weight: Float[Array, ""]
    posts_weight: Float[Array, ""]
    voters_weight: Float[Array, ""]
    seat_weight: Float[Array, ""]  # of an inner seat, as an office
    threshold: Float[Array, ""]  # trust above which one follows
    ratio: Float[Array, ""]  # least power of a patron over one's own
    turnover: Float[Array, ""]  # share of a region's posts a month
    gratitude: Float[Array, ""]  # added to trust in whoever gave one's post
    independence: Float[Array, ""]  # share of committee or apparatus with which one follows no peer
    central: Float[Array, ""]  # part filled from the centre, at full skill and no baron
    horizon: Float[Array, ""]  # months that one looks ahead


def shares(values):
    """Values as shares of their sum (zero where the sum is)."""
    total = values.sum()
    return jnp.where(total > 0, values / jnp.where(total > 0, total, 1), 0)


def power_of(power, base, inputs, params, following, voters):
    """Own power [P], where `following` [P] of the committee follow each and `voters` [P] are the
    delegates of each."""
    people = len(power.own)
    able = power.alive & (power.status == MEMBER)
    committee = (power.seats[base.committee] == FULL) & able
    prestige = shares(jnp.where(committee, power.standing**2, 0))
    unattached = 1 - following.sum()
    held = jnp.where(power.holder >= 0, power.holder, people)
    posts = (
        jnp.zeros(people).at[held].add(base.office_weight * inputs.party.office_open, mode="drop")
    )
    posts = shares(
        jnp.where(able, posts + params.seat_weight * (power.seats[base.inner] == FULL), 0)
    )
    return (
        params.prestige_weight * prestige
        + params.committee_weight * jnp.where(able, following + unattached * prestige, 0)
        + params.posts_weight * posts
        + params.voters_weight * jnp.where(able, voters, 0)
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


def heads_of(power: Power, base: PartyFacts) -> Float[Array, "regions_of_party persons"]:
    """Share [G, P] of an organisation's offices, by weight, that each person holds."""
    regions, people = power.apparatus.shape
    held = (base.office_region >= 0) & (power.holder >= 0)
    weight = (
        jnp.zeros((regions, people))
        .at[jnp.where(held, base.office_region, regions), jnp.maximum(power.holder, 0)]
        .add(base.office_weight, mode="drop")
    )
    return weight / jnp.maximum(weight.sum(1, keepdims=True), LEAST)


def appointees(
    power: Power, base: PartyFacts, params: Params
) -> Float[Array, "regions_of_party persons"]:
    """Whose men [G, P] the posts that turn over are filled with."""
    heads, people = heads_of(power, base), power.apparatus.shape[1]
    centre = power.holder[base.appointments]
    strange = power.principal != power.principal[centre]
    barony = heads @ jnp.where(strange, power.standing / TOP, 0)
    part = params.central * power.skill[centre] * (1 - barony) * (centre >= 0)
    return part[:, None] * (jnp.arange(people)[None] == centre) + (1 - part)[:, None] * heads


def outlook_of(power, base, inputs, params, wanted, principal):
    """Share [P] of power that each person is expected to hold at the horizon."""
    kept = (1 - params.turnover) ** params.horizon
    voters = power.delegates @ (wanted + kept * (power.apparatus - wanted))
    following = jnp.zeros_like(voters).at[principal].add(voters)
    return power_of(power, base, inputs, params, following, voters)


class Patronage(Mechanism[Params]):
    id = "patronage"
    theme = "power"
    phase = "perceive"
    claims = ("S014", "S024", "S029", "S030")
    citations = ("daniels1966", "daniels1971", "white1970", "ours")
    directions = (Direction("threshold", "patronage.clients", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        voters = power.delegates @ power.apparatus
        own = power_of(power, base, inputs, params, power.committee_bloc, voters)
        held = jnp.maximum(power.committee_bloc, voters)
        patron = patrons_of(own, power.trust, power.sponsor, held > params.independence, params)
        principal = principals_of(patron)
        able = power.alive & (power.status == MEMBER)
        wanted = appointees(power, base, params)
        later = outlook_of(power, base, inputs, params, wanted, principal)

        def behind(values):
            return jnp.zeros_like(own).at[principal].add(jnp.where(able, values, 0))

        voters = (power.seats[base.committee] == FULL) & able
        follows = voters & (principal != jnp.arange(len(own)))
        following = jnp.zeros_like(own).at[principal].add(follows) / jnp.maximum(voters.sum(), 1)
        return Effect(
            values={
                "power.own": own.astype(power.own.dtype),
                "power.patron": patron.astype(power.patron.dtype),
                "power.principal": principal.astype(power.principal.dtype),
                "power.bloc": behind(own).astype(power.bloc.dtype),
                "power.outlook": behind(later).astype(power.outlook.dtype),
                "power.committee_bloc": following.astype(power.committee_bloc.dtype),
                "power.apparatus": jnp.asarray(
                    renewed(power.apparatus, wanted, params.turnover)
                ).astype(power.apparatus.dtype),
            }
        )


MECHANISM = Patronage()

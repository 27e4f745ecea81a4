"""The chief of the police: how hard he drives terror at the top, when he is dropped, and who comes
next.

Equations; z the chief's ruthlessness (idle where the office is empty), I* what is wanted, D the
share of the committee taken and not yet replaced, E establishment of the leader, c = I* / (I* +
half_saturation):
    intensity  I <- max[I + (z I* - I) / lag, 0]
    dropped    with hazard
        E [impatience (1 - z) I* + grudge max(0, -trust of the leader in him) c]      results behind
            what is wanted; distrust
        E blame min(1, 2 D) [I* < I / 2]                 the brake: someone must be to blame
    successor  maximises (1 - competence) (trust of the leader) + competence c z + noise e, once
        E > 1/2, among the committee's members who hold no full seat in the inner body
    called off where I* < I / 2 and D E > I
The one dropped is first moved to the lightest open office that is no region's and whose holder does
not sit in the inner body, and is in disgrace; his arrest comes through `prosecution`. The more is
wanted, the more competence (at terror) is taken for loyalty; with competence = 0 the successor is
chosen for loyalty alone. An able man may be the one who betrays.

Shapes: scalars; persons P, offices O. Units: hazards a month.
Assumptions: one office of the police; its chief's traits are drawn like everybody's; the office
acts at `idle` without a chief.
Departures: Egorov and Sonin have one dictator and one adviser and a game; ours keeps their trade of
loyalty for competence as a score.
Rival accounts: a chief is dropped because he knows too much (`grudge`), or for nothing but failure
(`impatience`).
Sources: Egorov and Sonin (2011); Zakharov (2016), as recalled; claims S078-S079, S083-S086."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.effect import Effect
from partystate.world.power import BEHIND, BLAMED, FULL, MEMBER, NO_SEAT, NOBODY, STAYS
from partystate.world.view import View

DISMISSAL, REASON, TASTE = 1, 2, 3


class Params(eqx.Module):
    lag: Float[Array, ""]  # months
    idle: Float[Array, ""]  # zeal of the office without a chief
    impatience: Float[Array, ""]
    grudge: Float[Array, ""]
    blame: Float[Array, ""]
    half_saturation: Float[Array, ""]  # intensity at half effect
    competence: Float[Array, ""]  # weight against loyalty
    noise: Float[Array, ""]


def chief_of(power, base):
    """Person or NOBODY."""
    return jnp.where(base.police >= 0, power.holder[base.police], NOBODY)


def hazards(power, params, zeal, trust):
    """(behind, to blame): hazards of dismissal."""
    called = power.wanted / (power.wanted + params.half_saturation)
    behind = power.established * (
        params.impatience * (1 - zeal) * power.wanted
        + params.grudge * jnp.maximum(-trust, 0) * called
    )
    braking = power.wanted < power.intensity / 2
    return behind, power.established * params.blame * jnp.minimum(1, 2 * power.disruption) * braking


def lighter_office(power, inputs, base):
    """The office [] a fallen chief is moved to, or NOBODY."""
    offices = jnp.arange(len(power.holder))
    inner = (power.seats[base.inner] != NO_SEAT)[power.holder] & (power.holder >= 0)
    apart = (offices != base.police) & (offices != base.appointments) & (base.office_region < 0)
    can = inputs.party.office_open & apart & ~inner & (power.holder != power.leader)
    return jnp.where(can.any(), jnp.argmin(jnp.where(can, base.office_weight, jnp.inf)), NOBODY)


def successor_scores(power, inputs, base, params, noise):
    """Score [P] of candidates for the office of the police: members of the committee who hold no
    seat in the inner body."""
    called = power.wanted / (power.wanted + params.half_saturation)
    trust = power.trust[jnp.maximum(power.leader, 0)]
    score = (
        (1 - params.competence) * trust
        + params.competence * called * power.ruthlessness
        + params.noise * noise
    )
    able = (
        inputs.party.available
        & power.alive
        & (power.status == MEMBER)
        & ~power.opposing
        & ~power.disgraced
        & ~power.accused
    )
    seated = (power.seats[base.committee] != NO_SEAT) & (power.seats[base.inner] != FULL)
    may = able & seated & (jnp.arange(len(power.own)) != power.leader)
    return jnp.where(may & (power.established > 1 / 2) & (base.police >= 0), score, -jnp.inf)


class PoliceChief(Mechanism[Params]):
    id = "police_chief"
    theme = "terror"
    phase = "decide"
    claims = ("S078", "S079", "S083", "S085", "S086")
    citations = ("egorov2011", "zakharov2016", "ours")
    directions = (Direction("lag", "comintern.conformity", -1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        chief = chief_of(power, base)
        has = chief >= 0
        zeal = jnp.where(has, power.ruthlessness[chief], params.idle)
        behind, to_blame = hazards(
            power, params, zeal, power.trust[jnp.maximum(power.leader, 0), chief]
        )
        at = base.office_ids[base.appointments]
        # not under replay
        total = (behind + to_blame) * (
            inputs.forced.posts.holder[jnp.maximum(base.police, 0)] == NOBODY
        )
        goes = (
            has & (chief != power.leader) & (view.draws.uniform(DISMISSAL, at) < -jnp.expm1(-total))
        )
        is_blamed = view.draws.uniform(REASON, at) * total < to_blame
        people, offices = jnp.arange(len(power.own)), jnp.arange(len(power.holder))
        target = jnp.where(goes, lighter_office(power, inputs, base), NOBODY)
        noise = view.draws.normal(TASTE, base.person_ids).astype(power.own.dtype)
        braking = (power.wanted < power.intensity / 2) & (
            power.disruption * power.established > power.intensity
        )
        intensity = power.intensity + (zeal * power.wanted - power.intensity) / params.lag
        return Effect(
            values={
                "power.intensity": jnp.maximum(intensity, 0).astype(power.intensity.dtype),
                "power.disgraced": power.disgraced | (goes & (people == chief)),
                "power.chief_left": jnp.where(
                    goes, jnp.where(is_blamed, BLAMED, BEHIND), STAYS
                ).astype(power.chief_left.dtype),
                "power.braking": braking,
            },
            posts={
                "dismissed": goes & (offices == base.police),
                "sideways": jnp.where((offices == target) & goes, chief, NOBODY),
                "chief_score": successor_scores(power, inputs, base, params, noise),
            },
        )


MECHANISM = PoliceChief()

"""Which coalition rules and whom it drops: the ultimate ruling coalition, with named additions that
can be ablated.

Players are the n strongest principals among the inner body's full members. Each stands for his
following's power g, seen with a log error of sd `misjudging`; other followings lend a share
`lending` to the player they trust most, and afterwards go along with the rulers unless they trust
the dropped players more by a `margin`. At a meeting, with probability 1 - presence, a coalition Y
rules if it is winning (g_Y > majority g_N), self-enforcing, and best: no proper part Z that is
itself winning in Y and self-enforcing gains by going on alone.

Equation; h the player to whom most power is passing (`outlook` less what he has):
    V(Z; Y) = share_weight ln(g_Y / g_Z)
        + safety {ln Phi[(g_Z / g_N - majority) / doubt] - ln Phi[(g_Y / g_N - majority) / doubt]}
        + trust [W_Z(Z) - W_Z(Y)] - distance [D_Z(Z) - D_Z(Y)] - breaking g_dropped / g_Y
        + commitment (sum of f_j) / g_Y,   over the j whom Z with h drops from Y; or, where Z
            without h drops h from Y, over the j in Z
    f_j = c_j max[g_j (1 - outlook_j / own following_j), 0]
c_j is 1 where j could still bring h down: some coalition without h wins with j and not without him.
j will lose f_j and cannot be promised otherwise, since nothing binds h once he has it; so j gains
by striking while he can, and h by striking first. W_Z(Y) and D_Z(Y) are power-weighted means, over
members of Z, of trust in members of Y and of distance to them; a player trusts his own following by
`own_following_trust`. The present rulers stay if they still win and the best coalition gains no
more than `inertia` by breaking them up. With trust = distance = safety = breaking = commitment = 0
and share_weight > 0 this is the published model. With share_weight = safety = 1 and nothing else a
coalition is worth the chance that it wins times one's share of it.

Shapes: players n, coalitions 2^n, persons P. Units: shares of power.
Assumptions: power is seen with a log error.
Departures: safety, trust, distance and the cost of breaking up are ours; so is the form of the
problem of commitment, which Fearon (1995) and Powell (2004) have for two who bargain.
Rival accounts: rule by office alone (ablate), by ideas alone (`trust` = 0), by habit (`commitment`
= 0).
Sources: Acemoglu, Egorov and Sonin (2008); Fearon (1995), Powell (2004) and Svolik (2012), as
recalled; claims S039, S041, S047-S051, S062."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
from jax.scipy.stats import norm
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.published.coalition_game import masks, self_enforcing
from partystate.world.effect import Effect
from partystate.world.power import FULL, MEMBER, NOBODY
from partystate.world.view import View

PLAYERS = 7
SEEN, PRESENT = 1, 2
SETTLED_MONTHS = 6  # running, to be called the leader
FLOOR = 1e-6  # of a probability, inside a logarithm


class Params(eqx.Module):
    majority: Float[Array, ""]  # share of power that wins, strictly
    share_weight: Float[Array, ""]  # value of the log of one's share
    safety: Float[Array, ""]  # weight of the risk of losing
    doubt: Float[Array, ""]  # error of a share of power, sd
    trust: Float[Array, ""]
    distance: Float[Array, ""]
    breaking: Float[Array, ""]  # cost of dropping a share of power
    commitment: Float[Array, ""]  # weight of power about to pass that can still be fought for
    own_following_trust: Float[Array, ""]  # trust inside one's own following
    inertia: Float[Array, ""]  # gain below which nobody moves
    margin: Float[Array, ""]  # of trust, by which one must prefer the dropped to stand by them
    lending: Float[Array, ""]  # part of an outside following lent
    misjudging: Float[Array, ""]  # log error of power seen, sd


def players_of(power, base):
    """(person [n], is a player [n]): the strongest principals of the inner body."""
    people = jnp.arange(len(power.own))
    sits = (
        (power.seats[base.inner] == FULL)
        & power.alive
        & (power.status == MEMBER)
        & (people != base.founder)
    )
    leads = sits & (power.principal == people)
    n = PLAYERS if len(people) > PLAYERS else len(people)
    strength, person = jax.lax.top_k(jnp.where(leads, power.bloc, -1), n)
    return person, strength > 0


def lent_power(power, base, person, plays, params):
    """Power [n] each player brings: his following, and what other followings lend him."""
    people = jnp.arange(len(power.own))
    is_player = jnp.zeros(len(people), bool).at[person].set(plays)
    others = (power.principal == people) & ~is_player & power.alive & (people != base.founder)
    towards = jnp.where(plays[None], power.trust[:, person], -1)
    best = jnp.argmax(towards, axis=1)
    lends = others & (towards.max(1) > 0)
    lent = jnp.zeros(len(person)).at[best].add(jnp.where(lends, params.lending * power.bloc, 0))
    return jnp.where(plays, power.bloc[person] + lent, 0)


def mean_trust(power, person, weight):
    """Power-weighted trust [P] of everyone in some players; 0 where there are none."""
    return (
        power.trust[:, person] @ weight.astype(power.trust.dtype) / jnp.maximum(weight.sum(), FLOOR)
    )


def at_stake(weight, outlook, members, majority):
    """(f [n], h as a flag [n]): power that is about to pass from each player who could still bring
    down the one who gains most, and who that is. `outlook` [n] is the later following of each over
    his present one."""
    passing = weight * (outlook - 1)
    rising = (jnp.arange(len(weight)) == jnp.argmax(passing)) & (passing > 0)
    total, needed = members @ weight, majority * weight.sum()
    without_him = (members @ rising.astype(members.dtype) == 0) & (total > needed)
    needs = (members > 0) & (total[:, None] - weight[None] <= needed)
    can = (without_him[:, None] & needs).any(0) & rising.any()
    return jnp.where(can & ~rising, jnp.maximum(-passing, 0), 0), rising


def fear_of_what_they_can(stake, rising, members):
    """Sum of f [Z, Y] that counts for a coalition Z which breaks Y up."""
    flag = rising.astype(members.dtype)
    has_him, mine = members @ flag, members @ stake
    dropped = mine[None] - members @ (members * stake[None]).T
    strikes = (1 - has_him)[:, None] * has_him[None]
    return has_him[:, None] * has_him[None] * dropped + strikes * mine[:, None]


def gain_of_breaking(weight, trust, distance, members, params, outlook: Array | float = 1.0):
    """V [Z, Y] for every pair of coalitions (rows go on alone, columns are broken up). `outlook`
    [n] is the later following of each player over his present one."""
    inside = members * weight[None]
    total = inside.sum(1)
    whole = jnp.maximum(weight.sum(), FLOOR)
    spread = jnp.maximum(inside / jnp.maximum(total, FLOOR)[:, None], 0)

    def mean(matrix):
        return jnp.einsum("zi,ij,yj->zy", spread, matrix, spread)

    towards = mean(params.trust * trust - params.distance * distance)
    own = jnp.diagonal(towards)[:, None]
    dropped = (total[None] - members @ (members * weight[None]).T) / jnp.maximum(total, FLOOR)[None]
    wins = jnp.log(jnp.maximum(norm.cdf((total / whole - params.majority) / params.doubt), FLOOR))
    size = jnp.log(jnp.maximum(total, FLOOR))
    stake, rising = at_stake(weight, outlook, members, params.majority)
    fear = fear_of_what_they_can(stake, rising, members) / jnp.maximum(total, FLOOR)[None]
    return (
        params.share_weight * (size[None] - size[:, None])
        + params.safety * (wins[:, None] - wins[None])
        + own
        - towards
        - params.breaking * dropped
        + params.commitment * fear
    )


def ruling_coalition(weight, trust, distance, now, params, outlook: Array | float = 1.0):
    """The coalition [n] that rules, given who rules now [n]."""
    n = len(weight)
    members = jnp.asarray(masks(n), weight.dtype)
    powers_of_two = 2 ** jnp.arange(n)
    gain = gain_of_breaking(weight, trust, distance, members, params, outlook)
    real = (members * (weight > 0)[None]).sum(1) == members.sum(1)
    stable = self_enforcing(weight, params.majority, gain) & real
    total = members @ weight
    wins = stable & (total > params.majority * weight.sum())
    everyone = ((weight > 0) * powers_of_two).sum()
    value = jnp.where(wins, gain[:, everyone], -jnp.inf)
    best = jnp.argmax(value)
    current = ((now & (weight > 0)) * powers_of_two).sum()
    still_wins = (current > 0) & (total[current] > params.majority * weight.sum())
    keeps = still_wins & (~wins.any() | (gain[best, current] <= params.inertia))
    chosen = jnp.where(keeps, current, jnp.where(wins.any(), best, everyone))
    return members[chosen] > 0


def meeting(power, base, params, error):
    """Ruling [P] after the game."""
    person, plays = players_of(power, base)
    weight = lent_power(power, base, person, plays, params)
    weight = weight * jnp.exp(params.misjudging * error[person])
    alone = jnp.eye(len(person), dtype=bool)
    trust = jnp.where(alone, params.own_following_trust, power.trust[person][:, person])
    distance = jnp.abs(power.position[person][:, None] - power.position[person][None]).mean(-1)
    outlook = jnp.where(
        plays, power.outlook[person] / jnp.maximum(power.bloc[person], FLOOR), 1
    ).astype(weight.dtype)
    now = power.ruling[person] & plays
    chosen = ruling_coalition(weight, trust, distance, now, params, outlook) & plays
    to_rulers = mean_trust(power, person, jnp.where(chosen, weight, 0))
    to_others = mean_trust(power, person, jnp.where(plays & ~chosen, weight, 0))
    is_player = jnp.zeros(len(power.own), bool).at[person].set(plays)
    of_player = jnp.zeros(len(power.own), bool).at[person].max(chosen)
    rules = jnp.where(is_player, of_player, to_rulers + params.margin >= to_others)[power.principal]
    return rules & power.alive & (power.status == MEMBER)


class Coalition(Mechanism[Params]):
    id = "coalition"
    theme = "power"
    phase = "decide"
    claims = ("S039", "S041", "S047", "S049", "S062")
    citations = ("acemoglu2008", "fearon1995", "powell2004", "svolik2012", "ours")
    directions = (Direction("breaking", "coalition.ruling", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        power, inputs, base = view.world.power, view.inputs, view.endowment.party
        everyone = power.alive & (power.status == MEMBER) & ~power.opposing
        error = view.draws.normal(SEEN, base.person_ids).astype(power.own.dtype)
        meets = inputs.party.plenum | inputs.party.congress | inputs.party.conference
        played = jax.lax.cond(
            meets, lambda: meeting(power, base, params, error), lambda: power.ruling
        )
        absent = view.draws.uniform(PRESENT, base.office_ids[base.appointments]) >= power.presence
        ruling = jnp.where(meets, jnp.where(absent, played, everyone), power.ruling)
        ruling = jnp.where(inputs.forced.posts.ruling >= 0, inputs.forced.posts.ruling > 0, ruling)
        ruling = ruling & power.alive & (power.status == MEMBER)
        inner = ruling & (power.seats[base.inner] == FULL)
        strongest = jnp.where(inner.any(), jnp.argmax(jnp.where(inner, power.bloc, -1)), NOBODY)
        months = jnp.where(strongest == power.strongest, power.leading_months + 1, 1)
        leader = jnp.where((strongest >= 0) & (months >= SETTLED_MONTHS), strongest, NOBODY)
        same = (strongest == power.leader) & (strongest >= 0)
        return Effect(
            values={
                "power.ruling": ruling,
                "power.strongest": strongest.astype(power.strongest.dtype),
                "power.leading_months": months.astype(power.leading_months.dtype),
                "power.leader": jnp.where(same, power.leader, leader).astype(power.leader.dtype),
            }
        )


MECHANISM = Coalition()

"""How much grain the state asks of each region, how hard it presses, and what happens when it gets
too little.

Equations, by region r; w force in the line (0 free trade, 1 force), E expected harvest, V known
people of the villages:
    needs      n = D + clip(B - D, 0, X), D what the granary owes at home in a year, X the exports
        that would pay for the imports (state_trade): what is believed to be there decides on them
    surplus    s_r = max[E_r - (1 - w + left_use w) use_r V_r - seed_r, 0]: usual use is left to
        villages under trade, a part of it under force, so that regions that brought grain in are
        asked for little; towns are fed out of what is collected, wherever it is
    country    N = min{max[n + max(2 w - 1, 0) T max(B - n, 0) + r, 0], most_share sum(E_r),
        ambition C' where w > 1/2},   B = sum(max(E_r - bare_norm V_r - seed_r, 0)),
        T = tautness [lone_farms + (1 - lone_farms) q] max[1 - retreat max(1 - C' / N', 0), 0],
        r = max(S, 0) + (1 - w) min(S, 0),   S = stock_wanted d - G;   C' what was collected in the
        year before, as known, and N' its plan, d what the granary owes in a month, G what it holds:
        rulers by force hold what they have and ask no less for it
    plan       in the harvest month, before the harvest: N, split by
        [output_weight E_r + (1 - output_weight) s_r] (1 + bias target_r), and no more than
        region_cap E_r: what is above is put on the others by the room they have. Both caps fall to
        levy_cap as h grows: a levy told beforehand is one that farms are held to be able to bear
    asked      plan_r (1 - cut_r) + shifted sum(plan cut) by plan_r (1 - cut_r), up to the same cap,
        and what is owed to the stations for their tractors (tractors), where the regime holds;
        cut_r = revision L_r + (1 - revision) excused min(D_r, L_r),
        L_r = max(1 - W_r(known harvest) / W_r(E_r), 0), W_r(E_r) the weight in the split: what a
        failed harvest leaves above use and seed falls faster than the harvest;  D_r the same of
        E_r (1 - v_r), v the share that drought took, as known: what a gauge tells is granted
    lesson     h <- max[h, min(f / alarm, 1)], forgotten while w <= 1/2;   f the share by which
        collections fall short of the year before, as told (statistics), once nearly all is due:
        rulers whom force brings less than it did announce the levy beforehand
    due        max(asked_r F_t - C_r, 0),   C collected so far as known;   lag = due / asked
    coercion   k <- k + coercion_rise w lag (1 - k) - coercion_ease (k - coercion_base w)
    blacklist  b <- b + blacklisting w (1 - b) where lag > patience, else b - blacklisting w b; and
        (1 - w) b are let off
    frustration  Q <- Q (1 - fading) + w lag of the country
F_t share due by the month's end; q collectivised share as known. The plan reads only what is
believed: an inflated report raises it, a failed harvest does not lower it unless it is revised.

Shapes: [R]; t of grain. Reads only what was known from earlier months.
Assumptions: the plan is set once a year; its revision works through the year by what is reported; a
thesis may name people against whom the split is biased (`target`), by default nobody is. Planners
reach for more than needs once force outweighs trade, and deeper where farms are collective; from
then on they go by what was achieved: so much more than last year and no more, and less far beyond
needs where that year's plan was not met.
Departures: planning from the achieved level (Birman 1978, Weitzman 1980) is a cap here, of grain
alone; Meng, Qian and Yared (2015) take the whole expected surplus above subsistence, here a share
`tautness` of it.
Rival accounts: harvest failure with a plan that follows the harvest (`revision` = 1); inflexible
plan (`revision` = `excused` = 0); bias (Markevich, Naumenko and Qian 2024) through `bias` and
`target`.
Sources: Meng, Qian and Yared (2015), the procurement rule; Markevich, Naumenko and Qian (2024);
Birman (1978) and Weitzman (1980) on plans from the achieved level; Davies and Wheatcroft (2004) on
plans and blacklists; our worked-out equation P2."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command, forced, known_villagers, told_shortfall
from partystate.published.inflexible_procurement import split_by_surplus, weights
from partystate.world.agricultural_clock import HARVEST, month_of_year
from partystate.world.effect import Effect
from partystate.world.view import View

HALF = 1 / 2  # of full force, from which the line is one of force
NEARLY_ALL = 0.8  # share of the year's collections due, from which rulers judge them; ours


class Params(eqx.Module):
    output_weight: Float[Array, ""]  # 1, weight of output against surplus
    bare_norm: Float[Array, ""]  # t a head and year left to the country's villages by force
    stock_wanted: Float[Array, ""]  # months of needs that the state wants to hold at harvest
    left_use: Float[Array, ""]  # share of usual use left to a region in the split by force
    region_cap: Float[Array, ""]  # share of its expected harvest that no region is asked for more
    # share of its expected harvest that a levy announced beforehand asks for at most
    levy_cap: Float[Array, ""]
    shifted: Float[Array, ""]  # share of what is cut that other regions are asked for
    alarm: Float[Array, ""]  # fall of collections in a year that is more than an ordinary one
    # share of the believed surplus above needs that a plan by force asks for
    tautness: Float[Array, ""]
    # part of that share which they ask for while all farms are separate
    lone_farms: Float[Array, ""]
    ambition: Float[Array, ""]  # a plan over what was collected the year before, at most
    retreat: Float[Array, ""]  # fall of the reach beyond needs, by the part of a plan that lacked
    most_share: Float[Array, ""]  # share of the expected harvest that a plan never exceeds
    revision: Float[Array, ""]  # share of a reported harvest failure that the plan follows
    excused: Float[Array, ""]  # share that it follows of the rest, as far as drought tells of it
    bias: Float[Array, ""]  # rise of the weight of a region all of whose people are the target
    coercion_base: Float[Array, ""]  # coercion under full force when nothing lags
    coercion_rise: Float[Array, ""]  # per month, at a full lag
    coercion_ease: Float[Array, ""]  # per month
    patience: Float[Array, ""]  # lag from which a region is blacklisted
    # share a month of a lagging region that is blacklisted under full force
    blacklisting: Float[Array, ""]
    fading: Float[Array, ""]  # per month, of frustration


def achieved(view: View):
    """Grain that was collected in the year before, as known in the harvest month, t, and the share
    of that year's plan that lacked; without bound, and nothing lacked, where no year is over or
    trade outweighs force."""
    policy, got = view.world.policy, view.world.information.collected_by_month[HARVEST - 1]
    asked = (policy.plan + policy.station_due).sum()
    is_known = (got > 0) & (asked > 0) & (command(view) > HALF)
    lacked = jnp.where(is_known, jnp.maximum(1 - got / jnp.maximum(asked, 1), 0), 0)
    return jnp.where(is_known, got, jnp.inf), lacked


def country_plan(view: View, params: Params):
    """Grain asked of the country in a year, t."""
    known, base, w = view.world.information, view.endowment, command(view)
    seed = base.land.seed_rate * base.land.sown_area
    policy, people = view.world.policy, known_villagers(view)
    beyond = jnp.maximum(known.expected_harvest - params.bare_norm * people - seed, 0).sum()
    ask = policy.state_need + jnp.clip(beyond - policy.state_need, 0, policy.export_wanted)
    joined = (known.known_collectivised_share * people).sum() / jnp.maximum(people.sum(), 1)
    before, lacked = achieved(view)
    reach = params.tautness * (params.lone_farms + (1 - params.lone_farms) * joined)
    reach = reach * jnp.maximum(1 - params.retreat * lacked, 0)
    wanted = ask + forced(view) * reach * jnp.maximum(beyond - ask, 0)
    lacking = params.stock_wanted * view.world.policy.monthly_due - known.known_granary
    refill = jnp.maximum(lacking, 0) + (1 - w) * jnp.minimum(lacking, 0)
    most = bearable(view, params.most_share, params.levy_cap) * known.expected_harvest.sum()
    return jnp.minimum(jnp.maximum(wanted + refill, 0), jnp.minimum(most, params.ambition * before))


def bearable(view: View, cap, levy_cap):
    """Share of the expected harvest that is asked for at most, as rulers have learned."""
    return cap - view.world.policy.lesson * jnp.maximum(cap - levy_cap, 0)


def capped(plan, most):
    """A plan [R], t, with what is above `most` put on the others by the room they have."""
    above = jnp.maximum(plan - most, 0).sum()
    room = jnp.maximum(most - plan, 0)
    return jnp.minimum(plan, most) + room * jnp.minimum(above / jnp.maximum(room.sum(), 1), 1)


def revised(plan, cut, most, shifted):
    """A plan [R], t, where shares `cut` [R] fell out, with the share `shifted` of the loss put on
    regions as they stand, none above `most`."""
    kept = plan * (1 - cut)
    burden = shifted * (plan * cut).sum() * kept / jnp.maximum(kept.sum(), 1)
    return kept + jnp.minimum(burden, jnp.maximum(most - kept, 0))


def lost_weight(expected, harvest, left, seed, output_weight):
    """Share [R] of a region's weight in the split that a harvest below the expected one takes
    away."""
    before, after = (weights(grain, left, seed, output_weight) for grain in (expected, harvest))
    return jnp.maximum(1 - after / jnp.maximum(before, 1), 0)


def learned(view: View, params: Params):
    """What rulers have learned from collections that fell, 0 to 1."""
    before, is_known = view.world.policy.lesson, view.inputs.calendar.due_before >= NEARLY_ALL
    now = jnp.where(is_known, jnp.clip(told_shortfall(view) / params.alarm - 1, 0, 1), 0)
    return jnp.where(command(view) > HALF, jnp.maximum(before, now), 0)


class Procurement(Mechanism[Params]):
    id = "procurement"
    theme = "land"
    phase = "decide"
    claims = ("S059", "S060", "S061", "S154", "S155", "S200", "S201")
    citations = (
        "meng2015",
        "birman1978",
        "weitzman1980",
        "markevich2024",
        "davies2004",
        "ours",
    )
    directions = (
        Direction("tautness", "grain.procurement", +1),
        Direction("revision", "famine.deaths_attributed", -1),
        Direction("coercion_rise", "grain.procurement", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        world, inputs, base, w = view.world, view.inputs, view.endowment, command(view)
        known, policy = world.information, world.policy
        is_harvest = month_of_year(world.month) == HARVEST
        seed = base.land.seed_rate * base.land.sown_area
        kept = 1 - w + w * params.left_use
        left = kept * base.land.use_per_head * known_villagers(view)
        by = left, seed, params.output_weight
        share = split_by_surplus(known.expected_harvest, *by)
        share = share * (1 + params.bias * base.land.target)
        cap = bearable(view, params.region_cap, params.levy_cap)
        most = cap * known.expected_harvest
        fresh = capped(country_plan(view, params) * share / share.sum(), most)
        is_new = is_harvest | (policy.plan.sum() == 0)
        plan = jnp.where(is_new, fresh, policy.plan)
        basis = jnp.where(is_new, known.expected_harvest, policy.plan_basis)
        collected = jnp.where(is_harvest, 0, known.known_collected)
        failed = jnp.where(is_harvest, 0, lost_weight(basis, known.known_harvest, *by))
        dry = jnp.minimum(lost_weight(basis, basis * (1 - known.known_struck), *by), failed)
        cut = params.revision * failed + (1 - params.revision) * params.excused * dry
        asked = revised(plan, cut, most, params.shifted) + policy.station_due
        asked = asked * inputs.controlled
        due = jnp.maximum(asked * inputs.calendar.collection_season - collected, 0)
        lag = jnp.clip(due / jnp.maximum(asked, 1), 0, 1)
        coercion = policy.coercion + params.coercion_rise * w * lag * (1 - policy.coercion)
        coercion = coercion - params.coercion_ease * (policy.coercion - params.coercion_base * w)
        listed = (
            params.blacklisting
            * w
            * jnp.where(lag > params.patience, 1 - policy.blacklist, -policy.blacklist)
        )
        behind = due.sum() / jnp.maximum(asked.sum(), 1)
        return Effect(
            values={
                "policy.plan": plan,
                "policy.plan_basis": basis,
                "policy.collection_due": due,
                "policy.coercion": jnp.clip(coercion, 0, 1),
                "policy.blacklist": jnp.clip(
                    policy.blacklist + listed - (1 - w) * policy.blacklist, 0, 1
                ),
                "policy.lesson": learned(view, params),
                "policy.frustration": policy.frustration * (1 - params.fading) + w * behind,
            }
        )


MECHANISM = Procurement()

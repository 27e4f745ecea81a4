"""What the state does with its grain: exports to pay for imports, and rations of the towns by their
rank.

Equations, each month; G state granary, L months to the harvest, w force in the line, u_r
townspeople:
    trade    S <- S + (1 - w) growth S (1 - S) / 12,   S no less than state_part
    part     = S + (1 - S) w
    needs    v = part other_uses sum(u_r) / 12;  k = confined_norm K / 12, K those confined and
        under arms, by the books;
        m = part sum[norm u_r + b_r] / 12;  d = m + v + k;
        b_r = clip[norm V_r - o_r, 0, usual inflow_r - norm u_r0],   u_r0 towns of the base year,
        V_r villagers, o_r what their fields leave them beside seed and the levy
    pay      X = (Y + repaid B) / price,   t a year;   what grain is to pay of imports, USD a year,
        Y = grain_share imports (price / price_0)^elsewhere,   price_0 that of the base years
    owed     B <- max[(1 - repaid / 12) B + season Y - price e, 0],   e exports of the month before
    cover    c = clip[(G + D - untouched d) / (d L cushion), 0, 1],   D what is still to come
        of the plan (granary)
    exports  = min{season X, free spare(reserve_months)}   (granary)
    upkeep   = c v + spoiled G;   supply to villages c part b / 12;   the confined confined_norm c
    need     = 12 d, and X for exports,   t a year
    ration_r = part norm / 12 [c + (1 - c) max(rank_r - (1 - c), 0)],   rank_r of the supply lists;
        before there are any, their mean over the towns for all
Volume rises when the price falls, until grain binds (Dohan): the value of imports is given, the
tonnes are not. Where trade is free, what state and cooperatives sell displaces traders by a
logistic curve; force does it by order. What grain could not pay in a bad year is owed, and asked of
the next good one; the part `repaid` of it falls due in a year, and what grain does not pay of that
is paid by other goods. What grain no longer pays for when it is cheap is paid for elsewhere, by
timber, oil, furs and gold. What will not last to the harvest beside a reserve that is not touched
is cut: supply and upkeep as rations on the mean, rations by rank. Under free trade a part of the
towns' bread comes from the market. A part of what lies in store, in heaps and on the rails is lost.
What army, industry, transport and those who build and fell timber use grows with the towns, and not
with the village.

Shapes: [R] t a head and month; exports t a month.
Assumptions: the import programme of a year is given (inputs); the share of it that grain must pay
for falls with the price of grain by a constant power.
Departures: Dohan's credit limit is inside the given imports, and what is owed is that of grain
alone, without interest.
Rival accounts: none.
Sources: Dohan (1976), as worked out in our notes on trade; Mansfield (1961) on displacement by a
logistic curve, as recalled; the supply lists of 1930-33 (Osokina 1998), as recalled."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.granary import counted_on, spare
from partystate.mechanisms.quantities import command, known_villagers
from partystate.world.agricultural_clock import MONTHS, months_left
from partystate.world.effect import Effect
from partystate.world.view import View


class Params(eqx.Module):
    grain_share: Float[Array, ""]  # share of the value of imports that grain is to pay for
    free: Float[Array, ""]  # 1/month, share of grain above the reserve that may be shipped
    reserve_months: Float[Array, ""]  # months of needs kept back from export
    norm: Float[Array, ""]  # t of grain a head of the towns and year
    # share of the towns' grain that state and cooperatives sell when free trade begins
    state_part: Float[Array, ""]
    growth: Float[Array, ""]  # per year, of that share while it is small
    # t a head of the towns and year: army, industry, horses of towns, country people who do not
    # farm
    other_uses: Float[Array, ""]
    confined_norm: Float[Array, ""]  # t of grain a head of the confined and soldiers and year
    untouched: Float[Array, ""]  # months of needs that are kept through the harvest
    cushion: Float[Array, ""]  # 1, stock wanted over what rations take to the harvest
    spoiled: Float[Array, ""]  # 1/month, share of the granary that is lost in store
    elsewhere: Float[Array, ""]  # power by which the share that grain pays for falls with its price
    repaid: Float[Array, ""]  # share of what grain owes abroad that falls due in a year


def to_pay(view: View, params: Params):
    """What grain is to pay of the imports of a year, USD."""
    trade = view.inputs.trade
    cheap = trade.grain_price / view.endowment.land.grain_price
    return params.grain_share * trade.imports * cheap**params.elsewhere


def owed(view: View, params: Params):
    """What grain was to pay and has not paid, USD."""
    trade, policy = view.inputs.trade, view.world.policy
    unpaid = view.inputs.calendar.export_season * to_pay(view, params)
    unpaid = unpaid - trade.grain_price * policy.export_due
    return jnp.maximum((1 - params.repaid / MONTHS) * policy.owed_abroad + unpaid, 0)


def planned_exports(view: View, params: Params):
    """Grain to be shipped in a year to pay for the given imports, and what falls due of those
    before, t."""
    due = to_pay(view, params) + params.repaid * view.world.policy.owed_abroad
    return due / view.inputs.trade.grain_price


def rank_of_towns(view: View) -> Float[Array, "regions"]:
    """Rank of each region's towns; all have the mean before supply lists rank them."""
    rank, towns = view.endowment.land.town_weight, view.world.information.known_towns
    mean = (rank * towns).sum() / jnp.maximum(towns.sum(), 1)
    return mean + view.inputs.towns_ranked * (rank - mean)


def to_villages(view: View, params: Params) -> Float[Array, "regions"]:
    """Bread that the state sends to a region's villages, t a year: what own fields, less seed and
    the levy, do not give them, and no more than they usually bring in when the towns of the base
    year have their norm."""
    base, known, policy = view.endowment, view.world.information, view.world.policy
    towns = base.people.population_base - base.people.rural_base
    usual = jnp.maximum(base.land.inflow - params.norm * towns, 0)
    seed = base.land.seed_rate * base.land.sown_area
    own = jnp.maximum(known.known_harvest - seed - policy.plan - policy.station_due, 0)
    return jnp.clip(params.norm * known_villagers(view) - own, 0, usual)


class StateTrade(Mechanism[Params]):
    id = "state_trade"
    theme = "land"
    phase = "decide"
    claims = ("S155", "S158", "S159")
    citations = ("dohan1976", "mansfield1961", "osokina1998", "ours")
    directions = (
        Direction("grain_share", "grain.exports", +1),
        Direction("spoiled", "grain.state_stocks", -1),
        Direction("growth", "grain.procurement", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        world, inputs, w = view.world, view.inputs, command(view)
        known, towns = world.information, world.information.known_towns
        sold = jnp.maximum(world.policy.state_trade, params.state_part)
        part = sold + (1 - sold) * w
        upkeep = part / MONTHS * params.other_uses * towns.sum()
        villages = to_villages(view, params)
        monthly = part / MONTHS * (params.norm * towns + villages).sum()
        left = months_left(world.month)
        confined = params.confined_norm / MONTHS
        due = monthly + upkeep + confined * known.known_confined
        programme = planned_exports(view, params)
        export = jnp.minimum(
            inputs.calendar.export_season * programme,
            params.free * spare(view, due, params.reserve_months),
        )
        may_go = counted_on(view) - params.untouched * due
        cover = jnp.clip(may_go / jnp.maximum(due * left * params.cushion, 1), 0, 1)
        rank = rank_of_towns(view)
        ranked = cover + (1 - cover) * jnp.maximum(rank - (1 - cover), 0)
        return Effect(
            values={
                "policy.supply_due": part / MONTHS * cover * villages,
                "policy.cover": cover,
                "policy.export_due": export,
                "policy.owed_abroad": owed(view, params),
                "policy.state_trade": sold + (1 - w) * params.growth / MONTHS * sold * (1 - sold),
                "policy.upkeep_due": upkeep * cover + params.spoiled * known.known_granary,
                "policy.state_need": MONTHS * due,
                "policy.export_wanted": programme,
                "policy.monthly_due": due,
                "policy.confined_norm": confined * cover,
                "policy.ration_norm": params.norm / MONTHS * part * ranked,
            }
        )


MECHANISM = StateTrade()

"""Recorded collections, exports and rations, put into force month by month: what the procurement mechanism will decide.

Equations:
    w_r = [tau E_r + (1 - tau) max(E_r - u_r P_r - S_r, 0)] / sum        set in the harvest month
    due_r = max(Q F_t w_r - C_r, 0)
E expected harvest = the last one known to the centre [t]; u usual use a head [t/year]; P known population; S seed
[t]; tau weight of output against surplus; Q recorded collections of the agricultural year [t]; F share due by the
end of the month; C collected so far, as known [t]. The country's total is given; its split over regions is ours.

Shapes: [R]. Reads only what was known from earlier months.
Assumptions: the split follows what is believed to be surplus (progressive and inflexible within the year).
Departures: Meng, Qian and Yared (2015) take the whole expected surplus; here the recorded total is spread by it.
Rival accounts: a split biased against a nationality (Markevich, Naumenko and Qian 2024) is not in this stand-in.
Sources: Meng, Qian and Yared (2015), eqs. of the procurement rule; our worked-out equation P2.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Card, Mechanism
from partystate.world.agricultural_clock import HARVEST, month_of_year
from partystate.world.effect import Effect
from partystate.world.inputs import View


class Params(eqx.Module):
    output_weight: Float[Array, ""]  # 1, weight of output against surplus


def weights(expected, use_per_head, population, seed, output_weight):
    """Share [R] of collections asked of each region."""
    surplus = jnp.maximum(expected - use_per_head * population - seed, 0)
    raw = output_weight * expected + (1 - output_weight) * surplus
    return raw / raw.sum()


def propose(view: View, params: Params, luck, stream: int) -> Effect:
    world, inputs, base = view.world, view.inputs, view.endowment
    known, policy = world.information, world.policy
    is_harvest = month_of_year(world.month) == HARVEST
    seed = base.seed_rate * base.sown_area
    fresh = weights(known.known_harvest, base.use_per_head, known.known_population, seed, params.output_weight)
    undecided = policy.collection_weight.sum() == 0
    weight = jnp.where(is_harvest | undecided, fresh, policy.collection_weight)
    collected = jnp.where(is_harvest, 0, known.known_collected)
    due = jnp.maximum(inputs.collections * inputs.collections_to_date * weight - collected, 0)
    return Effect(
        values={
            "policy.collection_weight": weight,
            "policy.collection_due": due,
            "policy.export_due": inputs.exports,
            "policy.ration_norm": inputs.ration,
        }
    )


MECHANISM = Mechanism(
    Card(
        id="recorded_collections",
        theme="land",
        phase="decide",
        stream="recorded_collections",
        reads=(
            "month",
            "information.known_harvest",
            "information.known_population",
            "information.known_collected",
            "policy.collection_weight",
            "inputs.collections",
            "inputs.collections_to_date",
            "inputs.exports",
            "inputs.ration",
        ),
        proposes=(
            "values:policy.collection_weight",
            "values:policy.collection_due",
            "values:policy.export_due",
            "values:policy.ration_norm",
        ),
        claims=("S155", "S158"),
        sources=("Meng, Qian and Yared (2015)",),
        status="replay",
    ),
    Params,
    propose,
)

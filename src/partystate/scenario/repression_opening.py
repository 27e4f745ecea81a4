"""Repression and opinion on the first day of a run: nobody confined, no operation, thoughts as in
ordinary life."""

from __future__ import annotations

import jax.numpy as jnp
from jax.scipy.stats import norm as gaussian

from partystate.world import statuses as s
from partystate.world.layout import Layout
from partystate.world.repression import CATEGORIES, CHANNELS, OUTCOMES, Belief, Repression

THOUSAND = 1e3


def opening_repression(layout: Layout, params: dict, persons) -> Repression:
    """No cases and no cards; the police at the staff of quiet times. `persons` [cells], `params`
    the mechanisms'."""
    regions, peoples = len(layout.axes.regions), len(layout.axes.nationalities)
    none, by_region, by_people = jnp.zeros(()), jnp.zeros(regions), jnp.zeros(peoples)
    places, channels = (
        jnp.zeros((regions, peoples, len(CHANNELS))),
        jnp.zeros((peoples, len(CHANNELS))),
    )
    labels = layout.axes.statuses.labels
    free = jnp.asarray([1.0 if label in s.FREE else 0.0 for label in labels])
    rich = layout.by_region_and_status(persons)[:, labels.index(s.BETTER_OFF_PEASANT)]
    limit = jnp.zeros((regions, len(CATEGORIES)))
    return Repression(
        threat=none,
        pressure=none,
        failure=none,
        blame=none,
        distrust_people=by_people,
        kin_danger=by_people,
        distrust_status=free,
        staff=params["police"].density * persons.sum() / THOUSAND,
        campaign=none,
        term=none,
        untold=none,
        brake=none,
        limit=limit,
        line=by_people,
        orders=jnp.zeros((regions, peoples)),
        filled=limit,
        cards=by_region,
        better_off=rich,
        returned=by_region,
        taken=jnp.zeros(len(layout.axes.pairs)),
        booked=places,
        cases=places,
        judged=places,
        verdicts=jnp.zeros((len(CHANNELS), len(OUTCOMES))),
        arrests=channels,
        sentences=channels,
        climate=none,
        cadres=none,
        places=none,
        crowding=none,
        inmates=none,
        long_terms=none,
        settlers=by_region,
        fresh=by_region,
    )


def opening_belief(layout: Layout, params: dict) -> Belief:
    """Everyone thinks as in ordinary life; nobody has been wronged and nobody shows dissent."""
    none, pairs = jnp.zeros(()), jnp.zeros(len(layout.axes.pairs))
    return Belief(
        support=pairs + gaussian.cdf(params["preference_falsification"].usual_support),
        grievance=pairs,
        exposure=pairs,
        kin=pairs,
        dissent=jnp.zeros(len(layout.axes.regions)),
        usual_wage=none,
        fear=none,
        officials_fear=none,
        scope=none,
        innocent=none,
    )

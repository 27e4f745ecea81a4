"""Who of the arrested was taken for faith: those on the lists of communities, clergy and lay.

A community is registered by lay founders, whose names it hands in; with the clergy they are on a
list of the police before anybody is suspected of anything. Equations, by region r; L lay people on
lists, C clergy, a people is taken as a people:
    taken on a signal, of whom   w_c (L + C) / [sum_q w_q n_q + (w_c - 1)+ L]
    taken as a category          (L + C) / (cards + L + C)
n_q persons of arrestable age of the pairs of the region and w_q the weight of their status in
arrests (`threat`), w_c that of clergy, which lists give the laity too; the sum holds clergy
already, and lay people as who they are. A category is filled from cards and lists. Nobody more is
arrested for faith being looked at: it says who they were. Of the s taken on a signal and the k
taken as a category
    clergy taken   s C / (L + C) + min[k f C / (L + f C), C],   the laity the rest
so that an order against churchmen meets those whom their office shows, f times as likely as one who
has put his name to a list. The rule is ours."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array

from partystate.mechanisms.quantities import LEAST
from partystate.world import statuses as s
from partystate.world.repression import FIRST, NATIONAL, SHOT, SIGNAL
from partystate.world.view import View

CATEGORY = slice(FIRST, NATIONAL)


def weight_of_lists(view: View):
    """Weight in arrests of those on a list; 1 where the country has no clergy among its
    statuses."""
    labels = view.layout.axes.statuses.labels
    weights = view.world.repression.distrust_status
    return weights[labels.index(s.CLERGY)] if s.CLERGY in labels else jnp.ones(())


def parts_of_lists(view: View, on_lists):
    """Share [R] of those taken on a signal, and of those taken as a category, who are on lists."""
    layout, organs, faith = view.layout, view.world.repression, view.world.faith
    grown = view.endowment.people.grown[:, None] * jnp.ones((1, layout.axes.sizes[2]))
    adults = layout.weighted_by_pair(view.world.people.persons, grown)
    adults = jnp.where(layout.pairs_of(*s.FREE), adults, 0)
    everyone = layout.pairs_by_region(organs.distrust_status[layout.pair_status] * adults)
    weight = weight_of_lists(view)
    total = everyone + jnp.maximum(weight - 1, 0) * faith.listed
    signal = jnp.clip(weight * on_lists / jnp.maximum(total, 1), 0, 1)
    return signal, on_lists / jnp.maximum(organs.cards + on_lists, 1)


class OfFaith(NamedTuple):
    """Those on lists who were taken in the month, by region."""

    clergy: Array  # share of the clergy
    lay: Array  # share of lay people on lists
    taken: Array  # persons
    shot: Array  # persons


def by_office(signal, category, lay, clergy, foremost):
    """Clergy [R] among those on lists taken on a `signal` and as a `category`, persons [R], of
    `clergy` and `lay` people on them."""
    evenly = signal * clergy / jnp.maximum(lay + clergy, LEAST)
    first = category * foremost * clergy / jnp.maximum(lay + foremost * clergy, LEAST)
    return jnp.minimum(evenly + first, clergy)


def for_faith(view: View, foremost) -> OfFaith:
    """Those on lists taken this month; a category takes clergy `foremost` times as often."""
    organs, faith = view.world.repression, view.world.faith
    lay, clergy = faith.listed, faith.clergy.sum(0)
    on_lists = lay + clergy
    signal, category = parts_of_lists(view, on_lists)
    booked, judged = organs.booked.sum(1), organs.judged.sum(1)
    on_signal = signal * booked[:, SIGNAL]
    taken = jnp.minimum(on_signal + category * booked[:, CATEGORY].sum(1), on_lists)
    on_signal = jnp.minimum(on_signal, taken)
    of_clergy = by_office(on_signal, taken - on_signal, lay, clergy, foremost)
    shot = signal * judged[:, SIGNAL] * organs.verdicts[SIGNAL, SHOT] + category * (
        judged[:, CATEGORY] @ organs.verdicts[CATEGORY, SHOT]
    )
    return OfFaith(
        clergy=jnp.clip(of_clergy / jnp.maximum(clergy, LEAST), 0, 1),
        lay=jnp.clip((taken - of_clergy) / jnp.maximum(lay, LEAST), 0, 1),
        taken=taken,
        shot=shot,
    )

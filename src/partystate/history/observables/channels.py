"""What of a true figure reaches the books, what of them lasts, and what is printed.

They are those of `secrecy`. Where it does not run nobody keeps anything back, and books are
whole."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array

from partystate.history.observables.registry import KNOWN, LEVELS, PRESERVED, PUBLISHED
from partystate.history.trajectory import Trajectory
from partystate.world.records import BIRTHS, DEATHS, SHOT

PRINTED = "secrets.population"
OF_KIND = {"deaths": DEATHS, "births": BIRTHS}


def has_secrets(run: Trajectory) -> bool:
    """Whether both parts run, so that something can be kept from somebody."""
    return PRINTED in run.arrays


def printed_rates(run: Trajectory) -> dict[str, Array]:
    """Deaths and births [T] of the country as a reader of what is printed has them."""
    found = {}
    for name, kind in OF_KIND.items():
        known = run[f"information.known_{name}"].sum(1)
        if has_secrets(run):
            kept_back = run["secrets.withheld"][:, kind] > 0
            known = jnp.where(kept_back, run[f"secrets.{name}"], known)
        found[name] = known
    return found


def _over(part: Array, whole: Array) -> Array:
    """Part over whole, one where there is no whole."""
    return jnp.where(whole > 0, part / jnp.where(whole > 0, whole, 1), 1)


def printed_by_region(run: Trajectory, name: str) -> Array:
    """The same [T, R], spread as what is known."""
    known = run[f"information.known_{name}"]
    return known * _over(printed_rates(run)[name], known.sum(1))[:, None]


def printed_stock(run: Trajectory, known: Array) -> Array:
    """Population [T + 1, R] as a reader of what is printed has it, spread as what is `known`."""
    if not has_secrets(run):
        return known
    printed = jnp.concatenate([jnp.zeros(1), run[PRINTED]])
    return known * jnp.where(printed > 0, _over(printed, known.sum(1)), 1)[:, None]


def repression_told(run: Trajectory) -> Array:
    """Share [T] of what the organs do that is printed: all or nothing, as of the shot."""
    if not has_secrets(run):
        return jnp.ones(len(run.months))
    return 1 - run["secrets.withheld"][:, SHOT]


def of_the_shot(run: Trajectory) -> dict[str, Array]:
    """Share [T] of the shot at each level."""
    part: dict[str, Array] = dict.fromkeys(LEVELS, jnp.ones(len(run.months)))
    if has_secrets(run):
        booked = run["secrets.booked"]
        # nothing is said of books before the first month
        part[KNOWN] = jnp.where(booked > 0, booked, 1)
        part[PRESERVED] = jnp.where(booked > 0, run["secrets.surviving"], 1)
    part[PUBLISHED] = part[KNOWN] * repression_told(run)
    return part

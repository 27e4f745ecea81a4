"""The package with every annotation held against what is really passed and returned, and a history
of toyland under it; run in a process of its own, since what is imported before is not held.

A NumPy array may stand for one of the device: trees are built of them and handed over whole."""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any

import jaxtyping
from beartype import BeartypeConf, beartype
from beartype.roar import BeartypeDecorHintException

CHECKER = "tests.architecture.annotated.checked"
_check = beartype(conf=BeartypeConf(is_pep484_tower=True))  # a whole number is a number
unreadable: list[str] = []


def checked(given: Callable) -> Callable:
    """`given` with its annotations held; as it is where beartype cannot read them."""
    try:
        return _check(given)
    except BeartypeDecorHintException as error:
        unreadable.append(f"{given.__module__}.{given.__qualname__}: {str(error).split(',')[0]}")
        return given


def main() -> None:
    """Raise at the first annotation that is false; print what could not be read."""
    array, jaxtyping.Array = jaxtyping.Array, typing.cast(Any, Any)
    with jaxtyping.install_import_hook("partystate", CHECKER):
        a_history()
    jaxtyping.Array = array
    print(*unreadable, sep="\n")


def a_history() -> None:
    import partystate

    partystate.configure()
    import jax.numpy as jnp

    from partystate.country.country import load
    from partystate.experiments.histories import simulate
    from partystate.history.observables.about import about_of
    from partystate.history.observables.observe import observe
    from partystate.scenario.assemble import assemble
    from partystate.world.repression import Peril

    try:
        Peril(jnp.zeros(3), jnp.zeros(()), jnp.zeros(3))
    except jaxtyping.TypeCheckError:
        pass
    else:
        raise AssertionError("a false shape went by: annotations are not held")
    scenario = assemble(load("toyland"))  # whose compiled program is taken from the disk
    observe(simulate(scenario, 1).trajectory, about_of(scenario))

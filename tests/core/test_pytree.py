"""Checked trees: annotations name axes, and arrays keep to them."""

from __future__ import annotations

import dataclasses

import equinox as eqx
import jax
import jax.numpy as jnp
import pytest
from jaxtyping import Array, Float, Int

from partystate.core.pytree import Checked, ShapeError, axes_of, check_shapes


class Land(Checked):
    """A small tree."""

    horses: Float[Array, "regions"]
    sown: Float[Array, "regions crops"]
    month: Int[Array, ""]
    flows: Float[Array, "... 2"]
    name: str = eqx.field(static=True, default="land")


class State(eqx.Module):
    """A tree in a tree, not checked by itself."""

    land: Land
    towns: Float[Array, "regions"]


def land(regions=3, crops=2, **changes):
    arrays = {
        "horses": jnp.zeros(regions),
        "sown": jnp.zeros((regions, crops)),
        "month": jnp.array(1),
        "flows": jnp.zeros((4, 5, 2)),
    }
    return Land(**(arrays | changes))


def test_a_right_tree_is_returned_as_it_is():
    tree = land()
    assert check_shapes(tree, {"regions": 3, "crops": 2}) is tree


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"horses": jnp.zeros(4)}, r"Land.sown has length 3 along 'regions'; expected 4"),
        (
            {"horses": jnp.zeros((3, 1))},
            r"Land.horses has 2 axes \(3, 1\); expected 1: \[regions\]",
        ),
        ({"month": jnp.zeros(1, int)}, r"Land.month has 1 axes"),
        ({"month": jnp.array(1.0)}, r"Land.month holds float"),
        ({"flows": jnp.zeros((4, 3))}, r"Land.flows has length 3 along '2'"),
        ({"flows": jnp.array(0.0)}, r"Land.flows has 0 axes"),
    ],
)
def test_a_wrong_array_is_named(changes, message):
    with pytest.raises(ShapeError, match=message):
        land(**changes)


def test_sizes_bind_names():
    with pytest.raises(ShapeError, match="along 'regions'; expected 5"):
        check_shapes(land(), {"regions": 5})


def test_one_name_is_one_length_across_inner_trees():
    check_shapes(State(land(), jnp.zeros(3)))
    with pytest.raises(ShapeError, match="State.towns has length 4 along 'regions'; expected 3"):
        check_shapes(State(land(), jnp.zeros(4)))


def test_trees_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        land().horses = jnp.ones(3)


def test_transformations_are_not_hindered():
    stacked = jax.tree.map(lambda *leaves: jnp.stack(leaves), land(), land())
    doubled = jax.jit(jax.vmap(lambda tree: jax.tree.map(lambda leaf: leaf + leaf, tree)))(stacked)
    assert doubled.horses.shape == (2, 3)
    made = jax.jit(lambda horses: land(horses=horses))(jnp.ones(3))
    assert made.horses.sum() == 3


def test_axes_are_declared_by_the_annotations():
    assert axes_of(Land) == {
        "horses": ("regions",),
        "sown": ("regions", "crops"),
        "month": (),
        "flows": ("...", "2"),
    }

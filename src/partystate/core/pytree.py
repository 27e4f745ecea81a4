"""Frozen trees of arrays whose annotations name their axes, and the check that the arrays keep to
them.

A checked tree is an equinox module whose arrays are annotated by jaxtyping, for example

    class Land(Checked):
        horses: Float[Array, "regions"]
        sown: Float[Array, "regions crops"]

One name stands for one length in the whole tree. `check_shapes` compares names with lengths and is
meant for the places where a tree is built from data, and for tests; inside compiled code it costs
nothing, as shapes are static."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import equinox as eqx
import jax
import numpy as np

Tree = TypeVar("Tree", bound=eqx.Module)
ANY_LENGTH = "_"
LEADING = ("...", "*")


class ShapeError(ValueError):
    """An array whose number of axes, a length or a dtype is not what its annotation says."""


class Checked(eqx.Module):
    """Base of trees checked on every creation (names are compared within the one tree; see
    `check_shapes`)."""

    def __check_init__(self):
        check_shapes(self)


def check_shapes(tree: Tree, sizes: Mapping[str, int] | None = None) -> Tree:
    """The tree itself, if each annotated array has the axes of its annotation; else ShapeError.

    `sizes` gives lengths by axis name; names that it lacks take the length first met. Leaves that
    are not arrays (placeholders of a transformation) pass."""
    lengths = dict(sizes or {})
    for path, annotation, value in _annotated(tree, type(tree).__name__):
        _check_dtype(path, annotation, value)
        _check_axes(path, annotation, value.shape, lengths)
    return tree


def of_numpy(kind: type[Tree], *arrays: Any, **named: Any) -> Tree:
    """A tree of NumPy's arrays, for `jax.device_put` to hand over whole: one by one, hundreds of
    small arrays take longer to hand over than to build."""
    return kind(*arrays, **named)


def axes_of(cls: type) -> dict[str, tuple[str, ...]]:
    """Axis names of each annotated array field of a module class."""
    return {name: _names(hint) for name, hint in _hints(cls).items() if _is_array_hint(hint)}


def _annotated(tree: eqx.Module, path: str) -> Iterator[tuple[str, type, jax.Array | np.ndarray]]:
    """(path, annotation, array) of each annotated array, into modules inside modules."""
    hints = _hints(type(tree))
    for field in dataclasses.fields(tree):
        value, here = getattr(tree, field.name, None), f"{path}.{field.name}"
        if isinstance(value, eqx.Module):
            yield from _annotated(value, here)
        elif _is_array_hint(hints.get(field.name)) and isinstance(value, jax.Array | np.ndarray):
            yield here, hints[field.name], value


def _check_axes(
    path: str, annotation: type, shape: tuple[int, ...], lengths: dict[str, int]
) -> None:
    """Compare a shape with names, and note the length of names met for the first time.

    A first name `...` or `*name` stands for any number of axes; a name that is a number for that
    length."""
    names = _names(annotation)
    if names and names[0].startswith(LEADING):
        names = names[1:]
        shape = shape[max(len(shape) - len(names), 0) :]
    if len(names) != len(shape):
        raise ShapeError(
            f"{path} has {len(shape)} axes {shape}; expected {len(names)}: [{' '.join(names)}]"
        )
    for name, length in zip(names, shape, strict=True):
        wanted = int(name) if name.isdigit() else lengths.get(name, length)
        if name != ANY_LENGTH and length != wanted:
            raise ShapeError(
                f"{path} has length {length} along {name!r}; expected {wanted} (shape {shape})"
            )
        lengths.setdefault(name, length)


def _check_dtype(path: str, annotation: type, value) -> None:
    kinds = getattr(annotation, "dtypes", ())
    if isinstance(kinds, list | tuple) and kinds and str(value.dtype) not in map(str, kinds):
        raise ShapeError(
            f"{path} holds {value.dtype}; expected one of {', '.join(map(str, kinds))}"
        )


def _hints(cls: type) -> dict[str, type]:
    return typing.get_type_hints(cls)


def _is_array_hint(hint: object) -> bool:
    return hasattr(hint, "dim_str") and hasattr(hint, "dtypes")


def _names(hint: type) -> tuple[str, ...]:
    return tuple(hint.dim_str.split())

"""Series of a place of the gazetteer, such as a republic that the model has in several regions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import xarray as xr

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.evidence import Gazetteer, Observable
from partystate.evidence.compiling import resolve_group
from partystate.evidence.gazetteer import AXES
from partystate.evidence.loading import load_gazetteer


@functools.cache
def gazetteer_of(evidence: Path) -> Gazetteer:
    """The places that an evidence folder names; none where it names none."""
    there = (evidence / "gazetteer.csv").is_file()
    return Gazetteer(load_gazetteer(evidence) if there else [])


def over_place(
    by: Callable[[str], xr.DataArray], place: str, observable: Observable | None, evidence: Path
) -> xr.DataArray:
    """The sum over the parts of a place, [..., time], of an observable that adds up over places.

    `by` gives the observable [..., time, axis] by an axis. A time at which a part of the place lies
    outside of the model is not-a-number. UserError for a place there is not, or an observable
    of which the evidence does not say that it adds up."""
    known = gazetteer_of(evidence)
    axis = known.axis_of(place)
    if axis not in AXES:
        names = [label for each in AXES for label in known.labels(each)]
        raise UserError(
            "there is no such place",
            found=repr(place),
            expected=nearest(place, names),
            action="Name a region, a place or a people of the gazetteer.",
        )
    if observable is None or not observable.additive:
        raise UserError(
            f"{observable.name if observable else 'this observable'} does not add up over places, "
            "as far as the evidence says",
            found=repr(place),
            expected="an observable that is counted",
            action=f"Read its parts with by={axis!r}.",
        )
    parts = by(axis)
    time, labels = str(parts.dims[-2]), [str(label) for label in parts[axis].values]
    is_rural = observable.is_rural
    times = [str(when) for when in parts[time].values]
    weights = np.array([_weights(known, axis, place, when, is_rural, labels) for when in times])
    there = np.where(np.isnan(weights) | (weights > 0), parts.values, 0.0)
    dims = parts.dims[:-1]
    coords = {dim: parts[dim].values for dim in dims}
    attrs = parts.attrs | {"place": place}
    return xr.DataArray((there * weights).sum(-1), coords, dims, parts.name, attrs)


def _weights(
    known: Gazetteer, axis: str, place: str, time: str, is_rural: bool, labels: list[str]
) -> list[float]:
    """The part of each label in a place at a time; not-a-number where some of the place is not
    among the labels, or the place had no meaning then."""
    try:
        members = resolve_group(f"{axis}={place}", time, known, is_rural)
    except UserError:
        members = ()
    found = dict.fromkeys(labels, 0.0)
    for group, weight in members:
        label = group.removeprefix(f"{axis}=")
        if label not in found:
            return [np.nan] * len(labels)
        found[label] = weight
    return list(found.values()) if members else [np.nan] * len(labels)

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
    """The sum over the parts of a place, [time], of an observable that adds up over places.

    `by` gives the observable [time, axis] by an axis. A time at which a part of the place lies
    outside of the model is not-a-number. UserError for a place there is not, or an observable
    whose regions do not add up."""
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
    if observable is not None and not observable.additive:
        raise UserError(
            f"{observable.name} does not add up over places",
            found=repr(place),
            expected="an observable that is counted",
            action=f"Read its parts with by={axis!r}.",
        )
    parts = by(axis)
    time, is_rural = str(parts.dims[0]), bool(observable and observable.is_rural)
    columns = {str(label): i for i, label in enumerate(parts[axis].values)}
    sums = np.full(len(parts), np.nan)
    for i, when in enumerate(parts[time].values):
        members = _members(known, axis, place, str(when), is_rural)
        if members and all(label in columns for label, _ in members):
            sums[i] = sum(
                weight * float(parts.values[i, columns[label]]) for label, weight in members
            )
    attrs = parts.attrs | {"place": place}
    return xr.DataArray(sums, {time: parts[time].values}, (time,), parts.name, attrs)


def _members(
    known: Gazetteer, axis: str, place: str, time: str, is_rural: bool
) -> tuple[tuple[str, float], ...]:
    """Parts of a place at a time; none where it had no meaning then, or lies outside."""
    try:
        return known.resolve(axis, place, time, is_rural)
    except UserError:
        return ()

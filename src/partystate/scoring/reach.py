"""Rows that are mapped and that the model can never speak to, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.country.country import Country
from partystate.evidence import Observable, Row
from partystate.history import written
from partystate.history.written import Form
from partystate.scoring.aggregate import at_time

SCORED = ("calibrate", "validate")
# axes whose labels are a country's own, and its tables of them
LABELLED = {"region": "regions", "nationality": "nationalities", "person": "persons"}


def never_spoken_to(
    rows: Iterable[Row], country: Country, observables: dict[str, Observable]
) -> list[tuple[Row, str]]:
    """(row, reason) of the quantities that count in a score and that no run of the country can ever
    answer; rows excused by a missing tolerance are not among them."""
    scored = (r for r in rows if r.kind == "quantity" and r.role in SCORED and r.tolerance)
    found = ((row, why_silent(row, country, observables)) for row in scored)
    return [(row, reason) for row, reason in found if reason]


def why_silent(row: Row, country: Country, observables: dict[str, Observable]) -> str:
    """Why the model cannot speak to a row; blank where it can."""
    forms = written.forms().get(row.observable, ())
    if not forms:
        return "no mechanism writes the observable"
    levels = list(dict.fromkeys(level for form in forms for level in form.levels))
    if row.level not in levels:
        return f"written as {' and '.join(levels)}, not as {row.level}"
    forms = [form for form in forms if row.level in form.levels]
    for group, _ in row.members or ((row.group, 1.0),):
        labels = parse_group(group) if group else {}
        mine = [form for form in forms if frozenset(labels) in form.axes]
        reason = (
            _no_group(labels, forms, row.level)
            if not mine
            else no_label(labels, country)
            or _no_time(row, mine, country, observables.get(row.observable))
        )
        if reason:
            return reason
    return ""


def _no_group(labels: dict[str, str], forms: list[Form], level: str) -> str:
    known = dict.fromkeys(axes_in_words(axes) for form in forms for axes in form.axes)
    return f"as {level} written {' and '.join(known)}, not {axes_in_words(labels)}"


def axes_in_words(axes: Iterable[str]) -> str:
    """Of what a series is written."""
    return "by " + " and ".join(sorted(axes)) if axes else "for the whole country"


def no_label(labels: dict[str, str], country: Country) -> str:
    """Which label of a group the country does not have; blank where it has all."""
    for axis, label in labels.items():
        table = country.tables.get(LABELLED.get(axis, ""))
        if table is not None and label not in table[axis].to_list():
            return f"the country has no {axis} {label!r}"
    return ""


def _no_time(row: Row, forms: list[Form], country: Country, observable: Observable | None) -> str:
    kinds = list(dict.fromkeys(kind for form in forms for kind in form.times))
    series = {time: np.zeros(1) for kind in kinds for time in written.times_of(kind, country)}
    for time in filter(None, (row.time, row.base)):
        if series and at_time(series, time, observable) is not None:
            continue
        return _outside(time, country) or f"written by {' and '.join(kinds)} only"
    return ""


def _outside(time: str, country: Country) -> str:
    """Where a time stands to the months of the country's runs; blank where it lies inside."""
    numbers = written.months_of(country).numbers
    first, last = dates.parse(time).months
    if last < numbers[0]:
        return "before the run"
    if first > numbers[-1] + 1:
        return "after the run"
    return "" if numbers[0] <= first and last <= numbers[-1] else "not wholly inside the run"

"""A user's record file as rows to be scored: `observable, level, time, group, low, central, high,
unit, source, role, class`."""

from __future__ import annotations

import difflib
import math
from pathlib import Path

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.core.units import convert
from partystate.country.country import Country
from partystate.evidence import Gazetteer, Observable, Row
from partystate.evidence.compiling import possible, resolve_group
from partystate.evidence.gazetteer import AXES
from partystate.evidence.loading import load_gazetteer
from partystate.evidence.records import CLASSES, LEVELS, ROLES
from partystate.evidence.tables import Line, read_lines, three
from partystate.history import written

COLUMNS = (
    "observable",
    "level",
    "time",
    "group",
    "low",
    "central",
    "high",
    "unit",
    "source",
    "role",
    "class",
)
SIDES = ("low", "central", "high")
NEAREST = 4  # labels shown for one that is unknown
# axes whose labels stand in a table of the country, in a column of the same name
TABLES = {
    "region": "regions",
    "nationality": "nationalities",
    "status": "statuses",
    "person": "persons",
    "person_to": "persons",
    "region_to": "regions",
}
FIXED = {"sex": ["male", "female"], "settlement": ["urban", "rural"]}  # the same in every country


def load_record_file(
    path: Path, observables: dict[str, Observable], country: Country | None = None
) -> list[Row]:
    """Rows of a record file, in the units of their observables; the first mistake is told with its
    row and column.

    A region or a people may be one of the country, or a label of its gazetteer."""
    lines = read_lines(path, COLUMNS)
    if not lines:
        raise UserError(
            "the record has no rows",
            Path(path).name,
            expected="a header and at least one row",
            action="Add the figures, or leave the file out.",
        )
    places = _Places(country)
    return [_row(line, observables, places) for line in lines]


class _Places:
    """The groups that labels stand for, in the country whose runs are scored."""

    def __init__(self, country: Country | None) -> None:
        self.country = country
        evidence = country.path / "evidence" if country else None
        entries = load_gazetteer(evidence) if evidence and evidence.is_dir() else []
        self.gazetteer = Gazetteer(entries)

    def members(self, line: Line, observable: Observable) -> tuple[tuple[str, float], ...]:
        """The model's groups with weights; UserError for a label that the country does not know."""
        group = line.text("group")
        if self.country is None or not group:
            return ((group, 1.0),)
        labels = parse_group(group)
        for axis in labels:
            if axis not in known_axes():
                raise self.no_axis(line, axis)
        is_own = {axis: label in self.labels(axis) for axis, label in labels.items()}
        for axis, label in labels.items():
            if self.labels(axis) and not is_own[axis] and not self.gazetteer.knows(axis, label):
                raise self.unknown(line, axis, label)
        if all(is_own.get(axis, True) for axis in AXES):
            return ((group, 1.0),)
        try:
            return resolve_group(group, line.text("time"), self.gazetteer, observable.is_rural)
        except UserError as error:
            raise line.error(error.problem, "group", repr(group), error.expected) from None

    def labels(self, axis: str) -> list[str]:
        """All labels of an axis in the country; none where they are not known beforehand."""
        if axis in FIXED:
            return FIXED[axis]
        name, column = TABLES.get(axis, ""), axis.removesuffix("_to")
        tables = self.country.tables if self.country else {}
        return tables[name][column].to_list() if name in tables else []

    def no_axis(self, line: Line, axis: str) -> UserError:
        known = sorted(known_axes())
        near = difflib.get_close_matches(axis, known, n=NEAREST) or known
        return line.error(
            "no observable has such groups", "group", found=repr(axis), expected=" | ".join(near)
        )

    def unknown(self, line: Line, axis: str, label: str) -> UserError:
        known = self.labels(axis)
        if axis in AXES:
            known = sorted({*known, *self.gazetteer.labels(axis)})
        near = difflib.get_close_matches(label, known, n=NEAREST, cutoff=0.4) or known[:NEAREST]
        return line.error(
            f"the country has no such {axis}",
            "group",
            found=repr(label),
            expected=f"one of {len(known)}, such as {', '.join(near)}",
        )


def known_axes() -> set[str]:
    """The axes of all groups that runs write."""
    forms = (form for of in written.forms().values() for form in of)
    return {axis for form in forms for axes in form.axes for axis in axes}


def _row(line: Line, observables: dict[str, Observable], places: _Places) -> Row:
    observable = observables.get(line.text("observable"))
    if observable is None:
        near = difflib.get_close_matches(line.text("observable"), observables, n=NEAREST)
        raise line.error(
            "an unknown observable",
            "observable",
            found=repr(line.text("observable")),
            expected=", ".join(["a name of observables.csv", *near]),
        )
    for column, allowed in (("level", LEVELS), ("role", ROLES), ("class", CLASSES)):
        line.choice(column, allowed)
    for column, read in (("time", dates.parse), ("group", parse_group)):
        _readable(line, column, read)
    line.required("source")
    low, central, high = figures = _figures(line, observable)
    members = places.members(line, observable)
    is_whole = observable.additive or members == ((line.text("group"), 1.0),)
    return Row(
        id=f"{line.file}:{line.number}",
        headline="literature",
        kind="quantity",
        observable=observable.name,
        level=line.text("level"),
        time=line.text("time"),
        group=line.text("group"),
        members=members,
        combine="sum" if is_whole else "mean",
        low=low,
        central=central,
        high=high,
        stated=figures,
        unit=observable.unit,
        source=line.text("source"),
        place="",
        verified=True,
        role=line.text("role"),
        tolerance=line.text("class"),
        scale=observable.scale,
        series=f"{line.file}:{observable.name}",
        theme=observable.theme,
        base="",
        statement="",
    )


def _readable(line: Line, column: str, read) -> None:
    """Raise, with its place, unless `read` takes the cell."""
    try:
        read(line.text(column))
    except UserError as error:
        raise line.error(
            error.problem, column, found=repr(line.text(column)), expected=error.expected
        ) from None


def _figures(line: Line, observable: Observable) -> tuple[float | None, float | None, float | None]:
    """Low, central and high in the unit of the observable."""
    values = tuple(line.number_or_none(side) for side in SIDES)
    for side, value in zip(SIDES, values, strict=True):
        if value is not None and not math.isfinite(value):
            raise line.error("no finite number", side, found=line.text(side), expected="a number")
    if values == (None, None, None):
        raise line.error(
            "a row without a figure", "central", found="nothing", expected="a figure or a bound"
        )
    line.interval(*SIDES)
    values = three(None if v is None else _converted(line, v, observable.unit) for v in values)
    possible(dict(zip(SIDES, values, strict=True)), observable.scale, line.file, line.number)
    return values


def _converted(line: Line, value: float, unit: str) -> float:
    if line.text("unit") == unit:
        return value
    try:
        return convert(value, line.text("unit"), unit)
    except UserError as error:
        raise line.error(
            error.problem,
            "unit",
            found=repr(line.text("unit")),
            expected=f"{unit}, or a unit of its kind",
            action="Give the figure in this unit.",
        ) from None

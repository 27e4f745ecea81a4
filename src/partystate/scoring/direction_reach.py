"""Directions that no run of a country can answer, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.country.country import Country
from partystate.evidence import Direction
from partystate.evidence.directions import WITHOUT
from partystate.history import written
from partystate.history.observables.registry import registered
from partystate.mechanisms.registry import MECHANISMS
from partystate.scenario.parts import LEADERSHIP
from partystate.scoring.directions import FEWEST_POINTS
from partystate.scoring.reach import axes_in_words, no_label


def never_answered(directions: Iterable[Direction], country: Country) -> dict[str, str]:
    """Reason by the id of each direction that is to be tested and that no run can answer."""
    found = {d.id: why_never(d, country) for d in directions if not d.reason}
    return {name: reason for name, reason in found.items() if reason}


def why_never(direction: Direction, country: Country) -> str:
    """Why no run of a country can answer a direction; blank where one can."""
    return _no_response(direction, country) or _no_arm(direction, country)


def _no_response(direction: Direction, country: Country) -> str:
    """Why the response has no values in the window."""
    forms = written.forms().get(direction.response, ())
    if not forms:
        return "no mechanism writes the observable"
    groups = [group for group, _ in direction.members] or [direction.group]
    return next(filter(None, (_no_group(direction, g, forms, country) for g in groups)), "")


def _no_group(
    direction: Direction, group: str, forms: tuple[written.Form, ...], country: Country
) -> str:
    """Why the response has no values of one of the model's groups."""
    labels = parse_group(group) if group else {}
    mine = [form for form in forms if frozenset(labels) in form.axes]
    if not mine:
        known = dict.fromkeys(axes_in_words(axes) for form in forms for axes in form.axes)
        return f"written {' and '.join(known)}, not {axes_in_words(labels)}"
    return no_label(labels, country) or _no_time(direction, mine, country)


def _no_time(direction: Direction, forms: list[written.Form], country: Country) -> str:
    """Why there is no time, or of a trend too few, in the window."""
    window, kinds = dates.parse(direction.window), dict.fromkeys(k for f in forms for k in f.times)
    first, last = _ends(direction.response, country)
    spans = [
        (dates.parse(time), kind) for kind in kinds for time in written.times_of(kind, country)
    ]
    inside = [
        span
        for span, kind in spans
        if window.start <= span.start
        and span.end <= window.end
        and (span.months[0] >= first or kind in written.OF_REVOLUTION)
    ]
    if not inside:
        begins, ends = window.months
        where = "after" if begins > last else "before" if ends < first else "not within"
        run = f"{dates.month_text(first)} to {dates.month_text(last)}"
        return f"{direction.window} is {where} the months in which it is written, {run}"
    if direction.test == "trend" and len(inside) < FEWEST_POINTS:
        return f"{len(inside)} points in {direction.window}, and a trend needs {FEWEST_POINTS}"
    return ""


def _ends(observable: str, country: Country) -> tuple[int, int]:
    """First and last month number in which a run writes an observable."""
    numbers = written.months_of(country).numbers
    part = next((one.part for one in registered() if one.name == observable), "")
    top = country.meta.power
    if part == LEADERSHIP and top is not None:
        return dates.month_number(top.start), int(numbers[-1])
    return int(numbers[0]), int(numbers[-1])


def _no_arm(direction: Direction, country: Country) -> str:
    """Why an arm cannot be run."""
    there = {path.stem for path in (country.path / "what_ifs").glob("*.toml")}
    there |= {f"{WITHOUT}{m.id}" for m in MECHANISMS}
    for name in (name for side in direction.sides(there) for name in side):
        if name not in there:
            mechanism = name.removeprefix(WITHOUT)
            is_ablation = direction.test == "ablate"
            return (
                f"there is no mechanism {mechanism!r}"
                if is_ablation
                else f"the country has no what-if {name!r}"
            )
    return ""

"""The one door for what-ifs and theses: read by name or path, and held against the country and the
months of the run before any part of the model is given them.

No part has to ask whether an edit of another part is meant: what names nothing, or would do
nothing, is refused here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.country import Country
from partystate.country.priors import domain
from partystate.country.renamed import new_names
from partystate.country.what_ifs import Edit, WhatIf, load_thesis, load_what_if
from partystate.mechanisms.registry import MECHANISMS
from partystate.scenario.edited_inputs import FORMER, NOT_NEGATIVE, PLACES, SHARE, Place, places_of
from partystate.scenario.edited_regions import regions_of
from partystate.scenario.own_mechanism import OwnMechanism, with_own
from partystate.scenario.own_parameters import UNIT
from partystate.scenario.parts import LEADERSHIP, REVOLUTION, SOCIETY, mechanisms_of
from partystate.world.power import BANISHED

OPENING_OF_LEADERSHIP = "power_opening"
NOBODY_AT_ALL = "nobody"  # who holds an office that is kept empty
POLITICS = {"opposing": (0, 1), "ruling": (0, 1), "status": (0, BANISHED)}
COUNTED = ("hazards", "births", "inflows", "claims", "destinations")  # kinds that are not negative


@dataclass(frozen=True)
class Known:
    """What an edit may name: what a country has, and mechanisms that the user brings."""

    country: Country
    own: tuple[OwnMechanism, ...] = ()

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """Unit and range by name: of mechanisms of the user's own those that they have."""
        table = self.country.tables["parameters"]
        rows = {row["parameter"]: row for row in table.iter_rows(named=True)}
        for one in self.own:
            gone = {n for n in rows if n.startswith(f"{one.id}.")} - {*one.mechanism.parameters}
            rows = {name: row for name, row in rows.items() if name not in gone}
            for p in one.parameters:
                unit = rows.get(p.name, {"unit": UNIT})["unit"]
                range_of = {"low": p.low, "central": p.central, "high": p.high}
                rows[p.name] = {"unit": unit, **range_of}
        return rows


def read_what_ifs(
    country: Country,
    what_ifs: Iterable[str | WhatIf] = (),
    thesis: str | None = None,
    own: Sequence[OwnMechanism] = (),
) -> tuple[WhatIf, ...]:
    """What-ifs of a country by name, path, or as they are, each one held against the country and
    what the user brings; first the thesis, so that a what-if on top of it has the last word."""
    found = [load_thesis(thesis, country.path / "theses")] if thesis else []
    found += [
        load_what_if(w, country.path / "what_ifs") if isinstance(w, str) else w for w in what_ifs
    ]
    for number, what_if in enumerate(found):
        if what_if in found[:number]:
            raise _refusal(
                what_if,
                "the same what-if twice",
                "title",
                repr(what_if.title),
                "each once",
                "Name it once, or write one file with both changes.",
            )
        check(country, what_if, own)
    return tuple(found)


def check(country: Country, what_if: WhatIf, own: Sequence[OwnMechanism] = ()) -> None:
    """Refuse a what-if with an edit that names nothing of the country, or a value that cannot
    be."""
    for number, edit in enumerate(what_if.edit):
        if edit in what_if.edit[:number]:
            raise _refusal(what_if, "the same edit twice", "name", repr(edit.name), "each once")
        is_elsewhere = _is_of(edit, (SOCIETY,)) or _is_of(edit, (REVOLUTION,))
        if country.meta.power is None and not is_elsewhere:
            raise _refusal(
                what_if,
                "an edit of the leadership, which the country does not have",
                "name",
                repr(edit.name),
                "[power] in country.toml",
                "Take the edit out.",
            )
        CHECKS[edit.target](Known(country, tuple(own)), what_if, edit)


def check_run(
    what_ifs: Iterable[WhatIf],
    months: np.ndarray,
    parts: tuple[str, ...],
    entered: int | None,
    is_at_war: bool = False,
    own: Sequence[OwnMechanism] = (),
) -> None:
    """Refuse edits that would do nothing in a run of `parts` over the month numbers `months`, whose
    leadership enters in the month `entered`, which has months of a war or not, and mechanisms that
    the user brings."""
    for what_if in what_ifs:
        for edit in what_if.edit:
            first, last = _months_of(edit, months, entered)
            if not _is_of(edit, parts, is_at_war, own):
                raise _refusal(
                    what_if,
                    f"an edit of {edit.name}, which no part of this run looks at",
                    "name",
                    repr(edit.name),
                    f"an edit of {' or '.join(parts)}",
                    "Leave --parts out, or take the edit out.",
                )
            if not _acts_in(edit, first, last):
                raise _refusal(
                    what_if,
                    f"an edit of {edit.name} that lies outside the months of the run",
                    "start" if edit.first is not None and edit.first > last else "until",
                    f"{edit.start or 'the start'} to {edit.until or 'the end'}",
                    f"months from {dates.month_text(first)} to {dates.month_text(last)}",
                    "Change its months, or those of the run.",
                )
            if (edit.months or 0) >= len(months):
                raise _refusal(
                    what_if,
                    "a delay as long as the run",
                    "months",
                    str(edit.months),
                    f"less than the {len(months)} months of the run",
                    'Shorten it, or write change = "ablate".',
                )


def acts(what_if: WhatIf, months: np.ndarray, parts: tuple[str, ...], entered: int | None) -> bool:
    """Whether a run would take the what-if: each of its edits acts in it."""
    try:
        check_run([what_if], months, parts, entered)
    except UserError:
        return False
    return True


def _months_of(edit: Edit, months: np.ndarray, entered: int | None) -> tuple[int, int]:
    """First and last month number in which an edit could act."""
    start = 0 if entered is None or _is_of(edit, (SOCIETY,)) else entered
    return max(int(months[0]), start), int(months[-1])


def _acts_in(edit: Edit, first: int, last: int) -> bool:
    """Whether some month from `first` to `last` is one in which the edit holds."""
    starts = first if edit.first is None else edit.first
    ends = last if edit.last is None else edit.last
    return starts <= last and ends >= first


def _is_of(
    edit: Edit,
    parts: tuple[str, ...],
    is_at_war: bool = False,
    own: Sequence[OwnMechanism] = (),
) -> bool:
    """Whether a run of these parts of the model looks at what an edit changes."""
    if edit.target in ("office", "person"):
        return LEADERSHIP in parts
    if edit.target == "people":
        return SOCIETY in parts
    if edit.target == "input":
        places = places_of(edit.name)
        return not places or any(set(place.parts) & set(parts) for place in places)
    owner = edit.name.partition(".")[0]
    if is_of_the_start(edit, own) and edit.target == "parameter":
        return (LEADERSHIP if owner == OPENING_OF_LEADERSHIP else SOCIETY) in parts
    acting = {m.id for m in mechanisms_of(parts, is_at_war, own)}
    return owner in acting or owner not in _mechanisms(own)


def _mechanisms(own: Sequence[OwnMechanism]) -> list[str]:
    """Ids of the catalogue and of what the user brings."""
    return [m.id for m in with_own(MECHANISMS, own)]


def is_of_the_start(edit: Edit, own: Sequence[OwnMechanism] = ()) -> bool:
    """Whether a parameter belongs to the opening and to no mechanism."""
    return edit.name.partition(".")[0] not in _mechanisms(own)


def check_values(what_if: WhatIf, edit: Edit, place: Place, values: np.ndarray) -> None:
    """Refuse an edit that gives an input values it cannot have. Not a number is what the model
    finds itself, which can be set but not scaled."""
    if not values.size:
        return
    if np.isnan(values).any():
        raise _refusal(
            what_if,
            f"{edit.name} comes out of the model in this run",
            "scale",
            "a factor",
            "set",
            "Give a value.",
        )
    _within(what_if, edit, place.ends, float(values.min()), float(values.max()))


def _parameter(known: Known, what_if: WhatIf, edit: Edit) -> None:
    rows, country = known.parameters, known.country
    if edit.name not in rows:
        raise _unknown(what_if, edit, rows)
    if not edit.is_throughout and is_of_the_start(edit, known.own):
        raise _refusal(
            what_if,
            "a parameter of the start cannot change in some months or regions",
            "name",
            repr(edit.name),
            "a parameter of a mechanism",
            "Leave out start, until and region.",
        )
    if edit.region is not None:
        regions_of(country, what_if, edit)
    row = rows[edit.name]
    given = [row[name] for name in ("low", "central", "high") if row[name] is not None]
    values = given if edit.set is None else [edit.set]
    factor = 1.0 if edit.scale is None else edit.scale
    most = domain(row["unit"], row["low"], row["central"], row["high"])
    _within(what_if, edit, most, min(values) * factor, max(values) * factor, row["unit"])


def _input(known: Known, what_if: WhatIf, edit: Edit) -> None:
    """The name, and a value that is given; a scaled one is looked at where it is applied."""
    country = known.country
    places = places_of(edit.name)
    if not places:
        raise _unknown(what_if, edit, (*PLACES, *FORMER))
    for place in places if edit.set is not None else ():
        _within(what_if, edit, place.ends, edit.set, edit.set)
    if edit.region is not None:
        regions_of(country, what_if, edit)
        if not all(place.is_regional for place in places):
            raise _refusal(
                what_if,
                f"{edit.name} is one number for the country",
                "region",
                edit.region,
                ", ".join(name for name, place in PLACES.items() if place.is_regional),
                "Leave region out, or name one of these inputs.",
            )


def _people(known: Known, what_if: WhatIf, edit: Edit) -> None:
    peoples = known.country.tables["nationalities"]["nationality"].to_list()
    if edit.name not in peoples:
        raise _unknown(what_if, edit, peoples)
    value = edit.scale if edit.set is None else edit.set
    _within(what_if, edit, SHARE, value, value)


def _office(known: Known, what_if: WhatIf, edit: Edit) -> None:
    offices = known.country.tables["offices"]["office"].to_list()
    if edit.name not in offices:
        raise _unknown(what_if, edit, offices)
    if edit.person != NOBODY_AT_ALL:
        _known_person(known.country, what_if, edit)


def _person(known: Known, what_if: WhatIf, edit: Edit) -> None:
    _known_person(known.country, what_if, edit)
    if edit.set != int(edit.set):
        raise _refusal(what_if, "not a whole number", "set", f"{edit.set:g}", "0 or 1, or a status")
    _within(what_if, edit, POLITICS[edit.name], edit.set, edit.set)


def _known_person(country: Country, what_if: WhatIf, edit: Edit) -> None:
    persons = country.tables["persons"]["person"].to_list()
    if edit.person not in persons:
        raise _refusal(
            what_if,
            "unknown person",
            "person",
            repr(edit.person),
            nearest(edit.person, persons),
            "Use the id of the first column of persons.csv.",
        )


def _mechanism(known: Known, what_if: WhatIf, edit: Edit) -> None:
    if edit.name not in (names := _mechanisms(known.own)):
        raise _unknown(what_if, edit, names)
    if edit.scale is not None:
        _within(what_if, edit, NOT_NEGATIVE, edit.scale, edit.scale)
    if edit.entry and edit.entry.split(":")[0] in COUNTED:
        _within(what_if, edit, NOT_NEGATIVE, edit.set, edit.set)


CHECKS = {
    "parameter": _parameter,
    "input": _input,
    "people": _people,
    "office": _office,
    "person": _person,
    "mechanism": _mechanism,
}


def _within(
    what_if: WhatIf,
    edit: Edit,
    most: tuple[float, float],
    low: float,
    high: float,
    unit: str = "",
) -> None:
    """Refuse values from `low` to `high` where they leave the ends of what can be."""
    if most[0] <= low and high <= most[1] or (edit.outside and np.isfinite([low, high]).all()):
        return
    ends = f"at least {most[0]:g}" if most[1] == np.inf else f"{most[0]:g} to {most[1]:g}"
    found = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    raise _refusal(
        what_if,
        f"{edit.name} cannot have this value",
        "set" if edit.set is not None else "scale",
        found,
        f"{ends} {unit}".strip(),
        "Mend it; where it is meant, say why in an entry `outside` of the edit."
        if edit.target in ("parameter", "input")
        else "Mend it.",
    )


def _unknown(what_if: WhatIf, edit: Edit, known: Iterable[str]) -> UserError:
    return _refusal(
        what_if,
        f"unknown {edit.target}",
        "name",
        repr(edit.name)[:80],
        nearest(edit.name, known, former=new_names() if edit.target == "parameter" else None),
        "Mend the name.",
    )


def _refusal(
    what_if: WhatIf, problem: str, column: str, found: str, expected: str, action: str = "Mend it."
) -> UserError:
    return UserError(problem, f"{what_if.name}.toml", None, column, found, expected, action)

"""What-ifs and theses as data: a TOML file of a country or of a user. `scenario.edits` applies
them, after `scenario.edit_checks` has held them against a country."""

# pyright: reportInvalidTypeForm=false
# a Literal of words that stand elsewhere is made when the program runs, for pydantic

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country import renamed
from partystate.country.meta import Month, read_toml
from partystate.world.proposed import KINDS

Written = Annotated[str, Field(min_length=1)]
POLITICS = ("opposing", "ruling", "status")  # of a person, that an edit may hold
SIZES = ("set", "scale")
OWN = "own"  # the name of a what-if that has none
# what an edit of each target needs, one of each group, and what it may have
TARGETS: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "parameter": ((SIZES,), ("start", "until", "outside", "region")),
    "input": ((SIZES,), ("start", "until", "outside", "region")),
    "people": ((SIZES,), ()),
    "office": ((("person",),), ("start", "until")),
    "person": ((("person",), ("set",)), ("start", "until")),
    "mechanism": ((("change",),), ("set", "scale", "entry", "months")),
}
CHANGES: dict[str, tuple[str, ...]] = {
    "ablate": (),
    "scale": ("scale",),
    "delay": ("months",),
    "clamp": ("entry", "set"),
}
# an option that an edit does not have is None; what reads it runs where the target needs it
_LEFT_OUT: Any = None
OPTIONS = (
    "person",
    "set",
    "scale",
    "start",
    "until",
    "change",
    "entry",
    "months",
    "outside",
    "region",
)


def _entry(text: str) -> str:
    """`kind:key` of a proposal."""
    kind, colon, key = text.partition(":")
    if not (colon and key and kind in KINDS):
        raise PydanticCustomError(
            "entry",
            "{expected}",
            {
                "expected": "a proposal as `partystate mechanisms` lists it, such as "
                "values:policy.export_due or hazards:death"
            },
        )
    return text


class Edit(BaseModel):
    """One change. `set` gives a value, `scale` a factor; `start` and `until` bound the months in
    which it holds, both inside; `region` says where, a region or a place of the gazetteer.
    `outside` says why a value may lie outside what its quantity can be."""

    model_config = ConfigDict(extra="forbid", strict=True)
    target: Literal[tuple(TARGETS)]
    name: Written
    person: Written = _LEFT_OUT
    set: FiniteFloat = _LEFT_OUT
    scale: FiniteFloat = _LEFT_OUT
    start: Month | None = None
    until: Month | None = None
    change: Literal[tuple(CHANGES)] | None = None
    entry: Annotated[str, AfterValidator(_entry)] = _LEFT_OUT
    months: Annotated[int, Field(ge=1)] = _LEFT_OUT
    outside: Written | None = None
    region: Written | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Edit:
        """What the target needs is there, once, and nothing that would have no effect."""
        needs, may = TARGETS[self.target]
        if self.target == "mechanism" and self.change is not None:
            needs, may = (("change",), *((name,) for name in CHANGES[self.change])), ()
        for group in needs:
            given = [name for name in group if getattr(self, name) is not None]
            if len(given) != 1:
                raise _incomplete(
                    f"an edit of a {self.target} with {' and '.join(given) or 'nothing to do'}",
                    " or ".join(group),
                )
        allowed = {name for group in needs for name in group} | set(may)
        for name in OPTIONS:
            if getattr(self, name) is not None and name not in allowed:
                raise _incomplete(
                    f"{name!r}, which has no effect on a {self.target}"
                    + (f" that is to {self.change}" if self.change else ""),
                    ", ".join(n for n in OPTIONS if n in allowed),
                )
        if self.target == "person" and self.name not in POLITICS:
            raise _incomplete(repr(self.name), ", ".join(POLITICS))
        first, last = self.first, self.last
        if first is not None and last is not None and last < first:
            raise _incomplete(f"{self.start} to {self.until}", "a start before the end")
        return self

    @property
    def first(self) -> int | None:
        """Month number from which it holds, None from the beginning."""
        return dates.month_number(self.start) if self.start else None

    @property
    def last(self) -> int | None:
        """Last month number in which it holds, None to the end."""
        return dates.month_number(self.until) if self.until else None

    @property
    def is_dated(self) -> bool:
        """Whether it holds in some months only."""
        return self.start is not None or self.until is not None

    @property
    def is_throughout(self) -> bool:
        """Whether it holds in all months and everywhere."""
        return not self.is_dated and self.region is None


def _incomplete(found: str, expected: str) -> PydanticCustomError:
    return PydanticCustomError("edit", "{expected}", {"found": found, "expected": expected})


class WhatIf(BaseModel):
    """A named set of edits."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: Written
    note: str = ""
    edit: list[Edit]
    name: str = ""

    @model_validator(mode="after")
    def _under_new_names(self) -> WhatIf:
        """Edits of parameters by the names that hold now."""
        self.edit = [
            e.model_copy(update={"name": self._new_name(e.name)}) if e.target == "parameter" else e
            for e in self.edit
        ]
        return self

    def _new_name(self, name: str) -> str:
        beside = {e.name for e in self.edit if e.target == "parameter"}
        return renamed.read_name(name, beside, f"{self.name}.toml", column="name")


class Thesis(WhatIf):
    """A what-if that says what named authors suppose, and on which themes of the evidence it bears.
    `adds` names parameters that have no effect but under it."""

    authors: Written
    themes: list[str] = ["land", "people"]
    adds: list[str] = []

    @model_validator(mode="after")
    def _adds_under_new_names(self) -> Thesis:
        """The same of what it adds."""
        beside, file = tuple(self.adds), f"{self.name}.toml"
        self.adds = [renamed.read_name(name, beside, file, column="adds") for name in self.adds]
        return self


Kind = TypeVar("Kind", bound=WhatIf)


def load_what_if(name: str, folder: Path) -> WhatIf:
    """Read `name` from the country's what_ifs folder, or a path to a TOML file."""
    return _load(name, folder, WhatIf, "what-if")


def load_thesis(name: str, folder: Path) -> Thesis:
    """Read `name` from the country's theses folder, or a path to a TOML file."""
    return _load(name, folder, Thesis, "thesis")


def _load(name: str, folder: Path, model: type[Kind], word: str) -> Kind:
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if "\0" in name or not path.is_file():
        raise UserError(
            f"there is no such {word}",
            found=repr(name)[:120],
            expected=nearest(name, sorted(p.stem for p in folder.glob("*.toml"))),
            action="Name one of these or a .toml file.",
        )
    data = read_toml(path, path.name)
    if "name" in data:
        raise UserError(
            f"a {word} is named after its file", path.name, column="name", action="Remove it."
        )
    if data.get("edit") == []:
        raise UserError(
            f"a {word} without an edit",
            path.name,
            column="edit",
            expected="one [[edit]] at least",
            action="See the template.",
        )
    return _validated(data, path.stem, path.name, model)


def what_if_of(data: dict[str, Any], name: str) -> WhatIf:
    """A what-if from what its file would hold; UserError for the first mistake, with its place."""
    return _validated(data, name, f"{name}.toml", WhatIf)


def what_if_in(data: Mapping[str, Any]) -> WhatIf:
    """A what-if that was written in Python as its file would hold it: `edit`, a list of mappings,
    and if wanted `name`, `title` and `note`; UserError for the first mistake, with its place."""
    name = str(data.get("name") or OWN)
    if not data.get("edit"):
        raise UserError(
            "a what-if without an edit",
            f"what-if {name!r}",
            column="edit",
            found=repr(dict(data))[:80],
            expected="a list of one edit at least",
            action='Write {"edit": [{"target": "parameter", "name": NAME, "set": VALUE}]}.',
        )
    return _validated({"title": name} | dict(data), name, f"what-if {name!r}", WhatIf)


def _validated(data: dict[str, Any], name: str, file: str, model: type[Kind]) -> Kind:
    try:
        return model.model_validate(data | {"name": name})
    except ValidationError as error:
        raise _told(error, file, model) from None


def _told(error: ValidationError, file: str, model: type[WhatIf]) -> UserError:
    """The first mistake of a file, with its place: `edit 2, start`; edits are counted from 1."""
    first = error.errors()[0]
    place = [str(part + 1) if isinstance(part, int) else part for part in first["loc"]]
    kind, context = first["type"], first.get("ctx", {})
    fields = (Edit if "edit" in place else model).model_fields
    problem = {
        "missing": "an entry is missing",
        "extra_forbidden": "an unknown entry",
        "edit": "an edit that is not whole",
    }.get(kind, "a wrong entry")
    known = [name for name in fields if name != "name" or fields is Edit.model_fields]
    expected = {
        "missing": place[-1],
        "extra_forbidden": nearest(place[-1], known),
        "finite_number": "a number, neither infinite nor not-a-number",
    }.get(kind, first["msg"].removeprefix("Input should be "))
    found = context.get("found", "" if kind == "missing" else repr(first.get("input"))[:80])
    return UserError(
        problem,
        file,
        column=" ".join(place) if kind != "missing" else " ".join(place[:-1]) or place[0],
        found=found,
        expected=expected,
        action="See the what-ifs of the countries that come with the program.",
    )

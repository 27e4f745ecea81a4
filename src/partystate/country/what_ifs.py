"""What-ifs and theses as data: a TOML file of a country or of a user. `scenario.edits` applies
them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from partystate.core.errors import UserError


class Edit(BaseModel):
    """One change. `set` gives a value, `scale` a factor; `start` and `until` bound the months in
    which it holds."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    target: Literal["parameter", "input", "mechanism", "office", "person", "people"]
    name: str
    person: str | None = None
    set: float | None = None
    scale: float | None = None
    start: str | None = None
    until: str | None = None
    change: Literal["ablate", "scale", "delay", "clamp"] | None = None
    entry: str | None = None
    months: int | None = None


class WhatIf(BaseModel):
    """A named set of edits."""

    model_config = ConfigDict(extra="forbid")
    title: str
    note: str = ""
    edit: list[Edit]
    name: str = ""


class Thesis(WhatIf):
    """A what-if that says what named authors suppose, and on which themes of the evidence it bears.
    `adds` names parameters that have no effect but under it."""

    authors: str
    themes: list[str] = ["land", "people"]
    adds: list[str] = []


def load_what_if(name: str, folder: Path) -> WhatIf:
    """Read `name` from the country's what_ifs folder, or a path to a TOML file."""
    return _load(name, folder, WhatIf, "what-if")


def load_thesis(name: str, folder: Path) -> Thesis:
    """Read `name` from the country's theses folder, or a path to a TOML file."""
    return _load(name, folder, Thesis, "thesis")


def _load(name: str, folder: Path, model: type[WhatIf], word: str):
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        there = ", ".join(sorted(p.stem for p in folder.glob("*.toml"))) or "none"
        raise UserError(
            f"there is no such {word}",
            found=repr(name),
            expected=there,
            action="Name one of these or a .toml file.",
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return model(**(data | {"name": path.stem}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"not a TOML file: {error}", path.name, action="Mend the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(
            first["msg"],
            path.name,
            column=place,
            found=repr(first.get("input")),
            action="See the template.",
        ) from None

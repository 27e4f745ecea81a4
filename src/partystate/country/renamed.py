"""Parameters under another name than before, as renamed_parameters.csv has them.

A row is an old name, the one that holds now, and the version from which on the old one is no longer
read. Rows stay in the file for good: draws and the digests of a posterior go by the first name of a
parameter, so that no renaming moves a number."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import partystate
from partystate.core.errors import UserError

FILE = Path(__file__).with_name("renamed_parameters.csv")


class Renamed(FutureWarning):
    """A file names a parameter as it was once called."""


@dataclass(frozen=True)
class Renaming:
    """A row of the file; of a name that changed twice, the earlier row stands first."""

    old: str
    new: str
    until_version: str

    @property
    def is_read(self) -> bool:
        """Whether this version still reads the old name."""
        return _parts(partystate.__version__) < _parts(self.until_version)


@cache
def renamings() -> tuple[Renaming, ...]:
    """All rows of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Renaming(**row) for row in csv.DictReader(file))


@cache
def new_names() -> dict[str, str]:
    """The name that holds now by each old one, those no longer read among them."""
    return {row.old: row.new for row in renamings()}


def first_name(name: str) -> str:
    """The name under which a parameter is drawn: the one it was first given."""
    return next((row.old for row in renamings() if row.new == name), name)


def read_name(
    name: str, beside: Collection[str], file: str, row: int | None = None, column: str = ""
) -> str:
    """A name as it stands in a file `beside` others: an old one becomes the new one, with a
    warning. UserError where both stand there."""
    found = next((r for r in renamings() if r.old == name and r.is_read), None)
    if found is None:
        return name
    if found.new in beside:
        raise UserError(
            "a parameter under its old and its new name",
            file,
            row,
            column,
            found=f"{name!r} and {found.new!r}",
            expected=f"{found.new!r} alone",
            action="Remove the old one.",
        )
    warnings.warn(
        f"{file}: the parameter {name!r} is called {found.new!r} now; "
        f"the old name is read until version {found.until_version}.",
        Renamed,
        stacklevel=1,  # one place for all, so that Python says each once
    )
    return found.new


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

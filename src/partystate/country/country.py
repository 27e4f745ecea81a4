"""A country: a folder of data, read and checked whole before anything uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from partystate.core.errors import UserError
from partystate.country.check import Reading, problems
from partystate.country.meta import FILE, NAME, Meta, PartyTop
from partystate.country.posterior_file import Posterior

COUNTRIES = Path(__file__).parents[1] / "countries"
TEMPLATE = "_template"


@dataclass(frozen=True)
class Country:
    """The data of one country. `tables` has one frame a CSV file, by its stem; blank cells are
    null."""

    id: str
    path: Path
    meta: Meta
    tables: dict[str, pl.DataFrame]
    posterior: Posterior | None = None

    @property
    def leadership(self) -> PartyTop:
        """What country.toml says of the leadership; UserError where the country has none."""
        if self.meta.power is None:
            raise UserError(
                f"the country {self.id!r} has no leadership",
                FILE,
                expected="[power] in country.toml and its tables",
                action="See the countries that come with the package.",
            )
        return self.meta.power

    def parameter(self, name: str) -> float:
        """Central value of a parameter."""
        found = self.tables["parameters"].filter(pl.col("parameter") == name)
        if found.is_empty():
            raise UserError(
                "a parameter is missing",
                "parameters.csv",
                column="parameter",
                expected=name,
                action="Add a row with its unit, prior, range and ground.",
            )
        return found["central"][0]


def bundled() -> list[str]:
    """Names of the countries that come with the package."""
    return sorted(
        p.name for p in COUNTRIES.iterdir() if (p / FILE).is_file() and p.name != TEMPLATE
    )


def load(name_or_path: str | Path) -> Country:
    """Read and check a country.

    Arguments:
        name_or_path: name of one that comes with the package, or the path of a folder.

    Returns:
        The country, with one table a file.

    Raises:
        UserError: the first problem of its files, with file, row and column.

    Example:
        >>> import partystate as ps
        >>> ps.load_country("toyland").id
        'toyland'
    """
    folder = find(name_or_path)
    reading = Reading()
    for error in problems(folder, reading):
        raise error
    meta = reading.meta
    if meta is None:
        raise ValueError(f"{folder} was read without a problem, and without {FILE}")
    return Country(meta.id, folder, meta, reading.frames(), reading.posterior)


def find(name_or_path: str | Path) -> Path:
    """The folder of a country. A plain name is a bundled country; anything else is a path, `..`
    only at its beginning."""
    text = str(name_or_path)
    if NAME.fullmatch(text) and (COUNTRIES / text).is_dir():
        return COUNTRIES / text
    parts = list(Path(text).parts)
    while parts and parts[0] == "..":
        parts.pop(0)
    if not text or "\0" in text or ".." in parts:
        raise _nowhere("not the name or path of a country", text)
    try:
        is_folder = Path(text).is_dir()
    except OSError:
        is_folder = False
    if not is_folder:
        raise _nowhere("there is no such country or folder", text)
    return Path(text)


def _nowhere(problem: str, text: str) -> UserError:
    return UserError(
        problem,
        found=repr(text)[:120],
        expected=f"{', '.join(bundled())}, or the path of a country's folder",
        action="`partystate country new PATH` makes one.",
    )

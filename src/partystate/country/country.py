"""A country: a folder of data, read and checked whole before anything uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from partystate.core import cards
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.check import Reading, problems, some_tables
from partystate.country.meta import FILE, NAME, Meta, PartyTop, Uprising

if TYPE_CHECKING:
    from partystate.country.posterior_file import Posterior

COUNTRIES = Path(__file__).parents[1] / "countries"
TEMPLATE = "_template"
OF_REVOLUTION = "-revolution"  # how names end of what-ifs of the revolution, which runs by itself


@dataclass(frozen=True, repr=False)
class Country:
    """The data of one country, of `ps.load_country`. `tables` has one frame a CSV file, by its
    stem; blank cells are null."""

    id: str
    path: Path
    meta: Meta
    tables: dict[str, pl.DataFrame]
    posterior: Posterior | None = None

    def __repr__(self) -> str:
        return cards.line("Country", self.id, [self.meta.title, *self._counts])

    def _repr_html_(self) -> str:
        facts = {
            "months": f"{self.meta.start} to {self.meta.end}",
            "data": ", ".join(self._counts),
            "what-ifs": cards.some(self.what_ifs),
            "theses": cards.some(self.theses),
            "folder": self.path,
        }
        return cards.card(f"{self.id}: {self.meta.title}", facts)

    @property
    def _counts(self) -> list[str]:
        """How much of each there is, in words."""
        of = {"regions": "regions", "parameters": "parameters", "persons": "persons"}
        found = [f"{len(self.tables[t])} {w}" for t, w in of.items() if t in self.tables]
        asked = len(self.what_ifs)
        found += [f"{asked} what-if{'s' * (asked > 1)}"] if asked else []
        draws = self.posterior.draws if self.posterior else None
        return found + ([f"a posterior of {len(draws)} draws"] if draws is not None else [])

    @property
    def what_ifs(self) -> tuple[str, ...]:
        """Names of its what-ifs, for `scenario.edited(...)`; `ps.describe(name)` tells of one."""
        return tuple(n for n in _stems(self.path / "what_ifs") if not n.endswith(OF_REVOLUTION))

    @property
    def revolution_what_ifs(self) -> tuple[str, ...]:
        """Names of those for a run of the revolution, `parts=["revolution"]`."""
        return tuple(n for n in _stems(self.path / "what_ifs") if n.endswith(OF_REVOLUTION))

    @property
    def theses(self) -> tuple[str, ...]:
        """Names of its theses, for `ps.compare_theses`."""
        return _stems(self.path / "theses")

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

    @property
    def uprising(self) -> Uprising:
        """What country.toml says of the revolution; UserError where the country has none."""
        if self.meta.revolution is None:
            raise UserError(
                f"the country {self.id!r} has no revolution",
                FILE,
                expected="[revolution] in country.toml and its tables",
                action="See the countries that come with the package.",
            )
        return self.meta.revolution

    def parameter(self, name: str) -> float:
        """Central value of a parameter."""
        found = self.tables["parameters"].filter(pl.col("parameter") == name)
        if found.is_empty():
            raise UserError(
                "a parameter is missing",
                "parameters.csv",
                column="parameter",
                found=repr(name),
                expected=nearest(name, self.tables["parameters"]["parameter"]),
                action="Mend the name, or add a row with its unit, prior, range and ground.",
            )
        return found["central"][0]


def _stems(folder: Path) -> tuple[str, ...]:
    """Names of the TOML files of a folder; none where there is no folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


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


SHOWN = ("regions", "persons", "names", "offices", "tiles", "regional_land")


def glance(name_or_path: str | Path) -> Country:
    """A country as far as showing its results needs it: meta data and the tables of names and
    places, not held to the rules of the model. Raises UserError for a country there is not."""
    folder = find(name_or_path)
    there = [name for name in SHOWN if (folder / f"{name}.csv").is_file()]
    reading = some_tables(folder, there)
    assert reading.meta is not None
    return Country(reading.meta.id, folder, reading.meta, reading.frames())


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
        expected=f"{nearest(text, bundled())}, or the path of a country's folder",
        action="`partystate country new PATH` makes one.",
    )

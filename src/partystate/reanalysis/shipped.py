"""The reanalysis that a country ships, opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr

from partystate.core import cards
from partystate.core.errors import UserError
from partystate.country.country import Country, load
from partystate.history import files
from partystate.history.attributes import attributes_of
from partystate.history.known import require_known
from partystate.history.release import MEMBERS_FILE, QUANTILES, QUANTILES_FILE
from partystate.history.release import REANALYSIS as FOLDER
from partystate.history.release import REANALYSIS_CARD as CARD
from partystate.reanalysis.dataset import dataset_of

COUNTRY, TRUTH = "", "truth"
BEST = "the reanalysis has"
NAMES = (*QUANTILES, "mean")


@dataclass(frozen=True, repr=False)
class Reanalysis:
    """The best account of what happened, with its uncertainty.

    `reanalysis["grain.harvest"]` is an array [statistic, time] of the whole country,
    `reanalysis.array("grain.harvest", level="published", group="region=Urals")` one of another
    level and place; `members` are single members of the whole country, each under closed books.

    Arguments:
        path: its folder, of a country or of `partystate reanalyse`.
        country: whose it is; the one it is of, or in whose folder it lies, if not given.

    Example:
        >>> import partystate as ps
        >>> best = ps.load_reanalysis("ussr")
        >>> best.array("grain.harvest", level="published").attrs["level"]
        'published'
    """

    path: Path
    country: Country | None = None

    def __repr__(self) -> str:
        card = self.card
        told = [f"{len(self.observables)} observables", f"{card['members']} members"]
        told += [f"{card['figures']} figures of the record taken in ({card['rows']})"]
        return cards.line("Reanalysis", self._title, told)

    def _repr_html_(self) -> str:
        card = self.card
        facts = {
            "made": card["made"],
            "figures taken in": f"{card['figures']} ({card['rows']})",
            "members": card["members"],
            "observables": cards.some(self.observables),
            "folder": self.path,
        }
        cells = [
            (what, f"{told['crps']:.3f}", f"{told['inside90']:.0%}")
            for what, told in card["left_out"].items()
        ]
        heads = ("left out", "score (lower is better)", "90 per cent holds")
        return cards.card(f"Reanalysis of {self._title}", facts, cards.rows(heads, cells))

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.observables)

    @property
    def _title(self) -> str:
        return self.country.id if self.country else self.path.parent.name

    def to_dataset(self) -> xr.Dataset:
        """All series as one dataset, with units, definitions and sources.

        Returns:
            Variables [statistic, axes of groups, time] named after their observables:
            `grain.harvest`, `grain.harvest.published`, `grain.harvest.by_region`,
            `population.births.monthly`. Each has `units`, `long_name`, `definition`, `source` and
            `version`.

        Example:
            >>> import partystate as ps
            >>> harvest = ps.load_reanalysis("ussr").to_dataset()["grain.harvest"]
            >>> harvest.units, harvest.sel(statistic="median", year="1937").ndim
            ('Mt', 0)
        """
        return dataset_of(self.quantiles, self.card, self._country())

    def to_netcdf(self, path: str | Path) -> Path:
        """Write `to_dataset()` as a NetCDF file (version 3, 64-bit offsets), which needs no library
        beyond those of the project.

        Arguments:
            path: the file.

        Returns:
            The file.

        Raises:
            UserError: where it cannot be written.
        """
        path = Path(path)
        files.writable_folder(path.parent)
        self.to_dataset().to_netcdf(path, engine="scipy", format="NETCDF3_64BIT")
        return path

    def _country(self) -> Country:
        if self.country is not None:
            return self.country
        is_run = (self.path / files.MANIFEST).is_file()
        return load(files.country_of(self.path) if is_run else str(self.path.parent))

    @cached_property
    def card(self) -> dict:
        """How it was made and how well it predicts what it was not given."""
        return files.read_json(self.path / CARD)

    @cached_property
    def quantiles(self) -> pl.DataFrame:
        """Quantiles and mean of every series."""
        return files.read_parquet(self.path / QUANTILES_FILE)

    @property
    def observables(self) -> tuple[str, ...]:
        """Names of what it speaks to."""
        return tuple(self.quantiles["observable"].unique().sort())

    def __getitem__(self, observable: str) -> xr.DataArray:
        return self.array(observable)

    def array(self, observable: str, *, level: str = TRUTH, group: str = COUNTRY) -> xr.DataArray:
        """Quantiles and mean of one series.

        Arguments:
            observable: a name of `observables`.
            level: "truth", "known", "published" or "preserved".
            group: "" for the whole country, else `axis=label`.

        Returns:
            An array [statistic, time], in the unit of the observable.

        Raises:
            UserError: for a series that it does not have.
        """
        found = self._where(self.quantiles, observable, level, group)
        values = found.select(NAMES).to_numpy().T
        return xr.DataArray(
            values,
            dims=("statistic", "time"),
            coords={"statistic": list(NAMES), "time": found["time"].to_list()},
            name=observable,
            attrs=self._attributes(observable, level) | {"group": group},
        )

    def members(self, observable: str, *, level: str = TRUTH) -> xr.DataArray:
        """Members of one series of the whole country, [member, time]."""
        table = files.read_parquet(self.path / MEMBERS_FILE)
        found = self._where(table, observable, level, COUNTRY)
        values = found.select(pl.selectors.starts_with("member")).to_numpy().T
        return xr.DataArray(
            values,
            dims=("member", "time"),
            coords={"member": np.arange(len(values)), "time": found["time"].to_list()},
            name=observable,
            attrs=self._attributes(observable, level),
        )

    def _attributes(self, observable: str, level: str) -> dict[str, str]:
        evidence = self._country().path / "evidence"
        return attributes_of(observable, level, evidence, source=self.card["made"])

    def _where(self, table: pl.DataFrame, observable: str, level: str, group: str) -> pl.DataFrame:
        found = table
        for column, asked in (("observable", observable), ("level", level), ("group", group)):
            require_known(BEST, column, asked, found[column].unique().sort().to_list())
            found = found.filter(pl.col(column) == asked)
        return found


def open_reanalysis(country: Country) -> Reanalysis:
    """The reanalysis that a country ships; UserError where it ships none."""
    folder = country.path / FOLDER
    if not (folder / QUANTILES_FILE).is_file():
        raise UserError(
            f"the country {country.id} ships no reanalysis",
            expected=f"its folder {FOLDER}",
            action="Make one with `partystate reanalyse`.",
        )
    return Reanalysis(folder, country)

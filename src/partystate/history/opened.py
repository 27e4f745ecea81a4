"""A run directory, opened by anyone: series as arrays, events, and what the run rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl
import xarray as xr

from partystate.core import cards, dates
from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.history import files
from partystate.history.attributes import attributes_of, observables_in, version
from partystate.history.citations import citations
from partystate.history.country_at_hand import evidence_at_hand, for_places, id_in
from partystate.history.dataset import dataset_of
from partystate.history.known import require_known
from partystate.history.own_mechanisms import own_in, source_words, words_of
from partystate.history.places import over_place
from partystate.mechanisms.registry import MECHANISMS

HISTORY = "this history has"
TIMES = ("year", "day", "month", "interval")  # kinds of time, the first preferred


@dataclass(frozen=True, repr=False)
class History:
    """A run directory, opened: what `ps.run` and `ps.open_history` return.

    `history["population.total"]` is an xarray DataArray [year] for the whole country, in the unit
    of the observable (`.attrs["units"]`); `array` gives it by region or another group, or of a
    place of the gazetteer; `to_dataset` gives everything.

    Arguments:
        path: the folder.
        table: series.parquet: observable, level, time, group, value, unit.
        country: whose history it is, where that is at hand.

    Example:
        >>> import partystate as ps
        >>> history = ps.run(ps.load_country("toyland"))
        >>> history.array("population.births", by="region").sel(region="Steppe").dims
        ('year',)
        >>> "@article" in history.citations()
        True
    """

    path: Path
    table: pl.DataFrame
    country: Country | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        about = self.about
        told = [f"{key} {about[key]}" for key in ("seed", "parameters") if key in about]
        changed = [w.get("name", w["title"]) for w in about.get("what_ifs", ())]
        told += [f"what-ifs {cards.some(changed)}"] if changed else []
        told += source_words(about)
        told += [f"{len(self.observables)} observables", str(self.path)]
        return cards.line("History", self._title, told)

    def _repr_html_(self) -> str:
        about = self.about
        facts = {
            "months": " to ".join(str(about[k]) for k in ("start", "end") if k in about),
            "luck": f"seed {about['seed']}" if "seed" in about else "",
            "parameters": about.get("parameters", ""),
            "what-ifs": "; ".join(w["title"] for w in about.get("what_ifs", ())) or "none",
            "not of the package": "; ".join(words_of(about)),
            "the rulers' line": about.get("line", ""),
            "observables": cards.some(self.observables),
            "folder": self.path,
        }
        return cards.card(f"History of {self._title}", facts)

    def _ipython_key_completions_(self) -> list[str]:
        return self.observables

    @property
    def _title(self) -> str:
        return id_in(self.about)

    @cached_property
    def about(self) -> dict:
        """The manifest: versions, digests, seed, parameters, what-ifs; empty without one."""
        there = (self.path / files.MANIFEST).is_file()
        return files.read_manifest(self.path) if there else {}

    @property
    def observables(self) -> list[str]:
        """Names of what was observed."""
        return self.table["observable"].unique().sort().to_list()

    @property
    def events(self) -> pl.DataFrame:
        """The ledger: what happened on a day, in order, with mechanism and ids of causes."""
        return files.read_parquet(self.path / "events.parquet")

    def citations(self) -> str:
        """BibTeX of what this run rests on: the works that its mechanisms cite, and for which;
        mechanisms that are not of the package are named."""
        about = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        instead = {one["id"] for one in own_in(about)}
        ours = [m for m in MECHANISMS if m.id in about["mechanisms"] and m.id not in instead]
        said = [f"% It ran {words}\n" for words in source_words(about)]
        return "\n".join([*said, citations(ours)])

    def series(self, observable: str, level: str = "truth") -> pl.DataFrame:
        """Rows of one observable at one level; none where it has no such rows."""
        return self.table.filter((pl.col("observable") == observable) & (pl.col("level") == level))

    def __getitem__(self, observable: str) -> xr.DataArray:
        """The whole country at the level of truth, by years where there are any."""
        return self.array(observable)

    def to_dataset(self) -> xr.Dataset:
        """Everything that was observed, as one dataset.

        Returns:
            Variables [axes of groups, time] named after their observables: `grain.harvest`,
            `grain.harvest.published`, `grain.harvest.by_region`, `population.births.monthly`. Times
            of one kind share a dimension, with first and last day beside them. Each has `units`,
            `long_name`, `definition`, `source` and `version`.

        Example:
            >>> import partystate as ps
            >>> data = ps.run(ps.load_country("toyland")).to_dataset()
            >>> data["population.births.by_region"].dims, data["population.births"].units
            (('region', 'year'), 'persons')
        """
        units = dict(self.table.select("observable", "unit").unique().iter_rows())

        def told(observable: str, level: str) -> dict[str, str]:
            return self._attributes(observable, level, units[observable])

        about = {"title": f"History of {self._title}", "source": self._source}
        return dataset_of(self.table, ("value",), told).assign_attrs(about | {"version": version()})

    def _attributes(self, observable: str, level: str, unit: str) -> dict[str, str]:
        """Attributes of an array, `unit` as it has always been called among them."""
        told = attributes_of(observable, level, self._evidence, unit=unit, source=self._source)
        return {"unit": unit} | told

    @property
    def _source(self) -> str:
        about = self.about
        told = [f"{key} {about[key]}" for key in ("seed", "parameters") if key in about]
        return ", ".join(["one history of partystate", *told, *source_words(about)])

    @property
    def _evidence(self) -> Path | None:
        return evidence_at_hand(self.country, self.about)

    def array(
        self,
        observable: str,
        level: str = "truth",
        by: str = "",
        every: str = "",
        place: str = "",
    ) -> xr.DataArray:
        """Values over time, and over one group axis or in one place.

        Arguments:
            observable: a name of `observables`.
            level: "truth", or what was "known" to the centre, where it has that.
            by: "region" or another group that the observable has; the whole country if not given.
            every: "year", "day", "month" or "interval"; the first of these that there is if not
                given.
            place: a name of the gazetteer, such as a republic that the model has in several
                regions, which are added up with their parts at each time; not-a-number at times
                when some of it lies outside of the model.

        Returns:
            An array [year] or [year, group]; other times than years are EDTF texts on `time`.

        Raises:
            UserError: for a name this history does not have, with the nearest that it has.
        """
        if place:
            return self._of_place(observable, level, every, place)
        require_known(HISTORY, "observable", observable, self.observables)
        mine = self.table.filter(pl.col("observable") == observable)
        require_known(HISTORY, "level", level, mine["level"].unique().sort().to_list())
        rows = mine.filter(pl.col("level") == level)
        axis = rows["group"].map_elements(
            lambda g: ",".join(parse_group(g)), return_dtype=pl.String
        )
        require_known(HISTORY, "axis", by, axis.unique().sort().to_list())
        rows = rows.filter(axis == by)
        kinds = rows["time"].map_elements(
            lambda t: dates.parse(t).precision, return_dtype=pl.String
        )
        there = [kind for kind in TIMES if (kinds == kind).any()]
        every = every or there[0]
        require_known(HISTORY, "kind of time", every, there)
        rows = rows.filter(kinds == every).with_columns(
            pl.col("group").str.strip_prefix(f"{by}=").alias("label")
        )
        wide = rows.pivot(on="label", index="time", values="value").sort("time")
        times = [int(t) for t in wide["time"]] if every == "year" else wide["time"].to_list()
        name = "year" if every == "year" else "time"
        values = wide.drop("time").to_numpy()
        attrs = self._attributes(observable, level, rows["unit"][0])
        if not by:
            return xr.DataArray(values[:, 0], {name: times}, (name,), observable, attrs)
        return xr.DataArray(
            values, {name: times, by: wide.columns[1:]}, (name, by), observable, attrs
        )

    def _of_place(self, observable: str, level: str, every: str, place: str) -> xr.DataArray:
        evidence = for_places(self._evidence, "history", "open_history")
        known = observables_in(evidence).get(observable)
        return over_place(
            lambda axis: self.array(observable, level, axis, every), place, known, evidence
        )


def open_history(folder: str | Path, *, country: Country | None = None) -> History:
    """Open the directory of a run.

    Arguments:
        folder: what `ps.run` or `partystate run` wrote.
        country: whose it is, where that does not come with the package.

    Returns:
        The history.

    Raises:
        UserError: where the folder holds no run.

    Example:
        >>> import partystate as ps
        >>> ps.open_history("nowhere")
        Traceback (most recent call last):
        partystate.core.errors.UserError: nowhere is not a run directory; ...
    """
    path = Path(folder) / "series.parquet"
    if not path.is_file():
        raise UserError(
            f"{folder} is not a run directory",
            expected="a folder with series.parquet",
            action="Run `partystate run` first.",
        )
    return History(Path(folder), files.read_parquet(path), country)

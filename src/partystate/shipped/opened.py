"""The results that a country ships, as xarray: free histories, reanalysis, record and score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
import xarray as xr

from partystate.core import cards
from partystate.core.errors import UserError
from partystate.country.country import Country, glance
from partystate.evidence import Row, compile_rows
from partystate.history import files
from partystate.history.attributes import TRUTH, attributes_of, observables_in, version
from partystate.history.dataset import axes_of, dataset_of
from partystate.history.kinds_of_time import of_kind
from partystate.history.known import require_known
from partystate.history.opened_ensemble import arrays_by_run
from partystate.history.places import over_place
from partystate.history.points import points
from partystate.history.release import (
    CARD,
    ONWARD,
    ONWARD_FILE,
    QUANTILES,
    QUANTILES_FILE,
    answers_of,
    results_of,
)
from partystate.history.runs import parts_of, read_runs
from partystate.reanalysis.shipped import Reanalysis, open_reanalysis
from partystate.shipped.tables import answers_table, record_table, score_table

RESULTS = "these results have"
REGION = "region="


@dataclass(frozen=True, repr=False)
class Shipped:
    """What a country ships, without a run: quantiles of its free histories, its reanalysis, the
    figures of its record, and the score.

    `opened["population.deaths"]` are the quantiles of one observable of the whole country;
    `free`, `onward`, `reanalysis`, `record`, `scorecard` and `answers` are datasets.

    Arguments:
        country: the country, as far as its results need it.

    Example:
        >>> import partystate as ps
        >>> deaths = ps.open("ussr")["population.deaths"]
        >>> deaths.dims, deaths.units, deaths.long_name
        (('statistic', 'year'), 'persons', 'deaths')
    """

    country: Country

    def __repr__(self) -> str:
        told = [f"{self.about['runs']} free histories", f"{len(self.observables)} observables"]
        told += ["a reanalysis"] if self.best else []
        told += [f"{len(self.rows)} figures and claims of the record"]
        return cards.line("Shipped", self.country.id, told)

    def _repr_html_(self) -> str:
        facts = {
            "months": f"{self.about['start']} to {self.about['end']}",
            "free histories": self.about["runs"],
            "observables": cards.some(self.observables),
            "figures and claims of the record": len(self.rows),
            "known to be wrong": "; ".join(self.country.meta.known_failures),
            "read it with": "opened[NAME], .free, .onward, .reanalysis, .record, .scorecard, "
            ".answers",
        }
        return cards.card(f"{self.country.id}: {self.country.meta.title}", facts)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.observables)

    @cached_property
    def folder(self) -> Path:
        """Where the results stand."""
        found = results_of(self.country.path)
        assert found is not None  # `open_shipped` has looked
        return found

    @cached_property
    def about(self) -> dict:
        """The manifest of the free histories: versions, digests, seed, what was put in."""
        return files.read_manifest(self.folder)

    @cached_property
    def best(self) -> Reanalysis | None:
        """The reanalysis by itself, with its card; None where the country ships none."""
        try:
            return open_reanalysis(self.country)
        except UserError:
            return None

    @cached_property
    def rows(self) -> list[Row]:
        """The compiled record."""
        folder = self.country.path / "evidence"
        return compile_rows(folder) if folder.is_dir() else []

    @cached_property
    def _quantiles(self) -> pl.DataFrame:
        return files.read_parquet(self.folder / QUANTILES_FILE)

    @property
    def observables(self) -> tuple[str, ...]:
        """Names of what the free histories speak to."""
        return tuple(self._quantiles["observable"].unique().sort())

    @cached_property
    def free(self) -> xr.Dataset:
        """Quantiles [statistic, axes of groups, time] of every series of the free histories."""
        return dataset_of(self._quantiles, tuple(QUANTILES), self._attributes).assign_attrs(
            {
                "title": f"Free histories: {self.country.meta.title}",
                "source": self._source,
                "version": version(),
                "licence": self.country.meta.licence,
            }
        )

    @cached_property
    def onward(self) -> xr.Dataset:
        """Quantiles [statistic, axes of groups, time] of histories that go on, at times after the
        usual end: extrapolation, to no figure of which anything was fitted. Raises UserError where
        the country ships none."""
        path = self.folder / ONWARD_FILE
        if not path.is_file():
            raise UserError(
                f"the results of the country {self.country.id} end with its usual run",
                expected=f"results/{ONWARD_FILE}",
                action="Go on with `partystate run --until`, or make them with `partystate release "
                "--onward`.",
            )
        about = self.about[ONWARD]
        return dataset_of(
            files.read_parquet(path), tuple(QUANTILES), self._attributes
        ).assign_attrs(
            {
                "title": f"Free histories after {self.about['end']}: {self.country.meta.title}",
                "source": f"{about['runs']} histories to {about['end']}; nothing was fitted there",
                "version": version(),
                "licence": self.country.meta.licence,
            }
        )

    @cached_property
    def reanalysis(self) -> xr.Dataset:
        """Quantiles and mean [statistic, axes of groups, time] of the best account. Raises
        UserError where the country ships none."""
        return open_reanalysis(self.country).to_dataset()

    @cached_property
    def record(self) -> xr.Dataset:
        """Figures of the record [figure]: what, when, where, low, central, high, source, and
        whether each was used in fitting."""
        return record_table(self.rows, self.country)

    @cached_property
    def scorecard(self) -> xr.Dataset:
        """The score of every figure [figure], misses first; totals among the attributes."""
        return score_table(files.read_json(self.folder / CARD), self.country)

    @cached_property
    def answers(self) -> xr.Dataset:
        """Effects of the what-ifs that were answered for the release [effect_of]: mean difference
        of pairs of histories under the same luck, with its 95 per cent interval. Raises UserError
        where the country ships none."""
        found = answers_of(self.country.path)
        if not found:
            raise UserError(
                f"the country {self.country.id} ships no answers to its what-ifs",
                expected="results/compared",
                action="Ask with `ps.compare`, or make them with `partystate ensemble --answers` "
                "and `partystate release`.",
            )
        return answers_table(found, self.country)

    def __getitem__(self, observable: str) -> xr.DataArray:
        """Quantiles [statistic, time] of the free histories for the whole country, at the level of
        truth."""
        return self.array(observable)

    def array(
        self, observable: str, *, level: str = TRUTH, place: str = "", every: str = ""
    ) -> xr.DataArray:
        """Quantiles of one observable of the free histories.

        Arguments:
            observable: a name of `observables`.
            level: "truth", "known", "published" or "preserved".
            place: a region, or a place of the gazetteer, which is added up history by history; only
                what ships history by history can be.
            every: "year", "day", "month", "months" or "years"; the first of these that there is if
                not given.

        Returns:
            An array [statistic, time] with units, definition and source.

        Raises:
            UserError: for a name there is not, with the nearest; for a sum that quantiles cannot
                tell.
        """
        require_known(RESULTS, "observable", observable, self.observables)
        mine = self._quantiles.filter(pl.col("observable") == observable)
        require_known(RESULTS, "level", level, mine["level"].unique().sort().to_list())
        group = f"region={place}" if place else ""
        mine = mine.filter(pl.col("level") == level)
        found = mine.filter(pl.col("group") == group)
        if found.is_empty():
            return self._summed(observable, level, place, every)
        data = dataset_of(of_kind(RESULTS, found, every), tuple(QUANTILES), self._attributes)
        first = next(iter(data.data_vars))
        return data[first].squeeze("region", drop=True) if place else data[first]

    def geojson(self, observable: str, time: str, *, level: str = TRUTH) -> str:
        """Quantiles of one observable in every region at one time, for a map.

        Arguments:
            observable: a name of `observables` that is told by region.
            time: as the results tell it: "1933", "1933-06", "1933-01-01", "1932-07/1933-06".
            level: "truth", "known", "published" or "preserved".

        Returns:
            The text of a GeoJSON file: a point a region, as a country has no borders, with `q05`,
            `q25`, `median`, `q75`, `q95` and the unit.

        Raises:
            UserError: for a name or a time there is not, with the nearest; for an observable that
                is not told by region.
        """
        require_known(RESULTS, "observable", observable, self.observables)
        mine = self._quantiles.filter(
            (pl.col("observable") == observable)
            & (pl.col("level") == level)
            & pl.col("group").str.starts_with(REGION)
        )
        if mine.is_empty():
            raise UserError(
                f"{observable} is not told by region at this level",
                found=f"level {level!r}",
                expected="an observable that `free` has by_region",
                action="Name another; `ps.describe(NAME)` says by what each is told.",
            )
        times = mine["time"].unique().sort().to_list()
        if time not in times:
            within = [each for each in times if each.startswith(time[:4])] or times
            raise UserError(
                f"{observable} by region is not told at this time",
                found=repr(time),
                expected=f"one of {within[0]} to {within[-1]}",
                action="Name one of these.",
            )
        told = mine.filter(pl.col("time") == time).iter_rows(named=True)
        values = {
            row["group"].removeprefix(REGION): {q: float(f"{row[q]:.6g}") for q in QUANTILES}
            for row in told
        }
        about = self._attributes(observable, level)
        about = {"observable": observable, "time": time, "level": level} | {
            name: about[name] for name in ("units", "long_name", "source")
        }
        return points(self.country.tables["regions"], values, about)

    def _summed(self, observable: str, level: str, place: str, every: str) -> xr.DataArray:
        """Quantiles of a sum over the parts of a place, from histories that ship one by one."""
        runs = read_runs(parts_of(self.folder), [observable]) if level == TRUTH else None
        if runs is None or runs.keys.is_empty():
            raise UserError(
                f"{observable} of {place or 'the whole country'} cannot be told from quantiles, "
                "which do not add up",
                found=repr(place),
                expected="a single region, or an observable that ships history by history",
                action="Read its regions from `free`, or make an ensemble.",
            )
        evidence = self.country.path / "evidence"
        axes = {group: axes_of(group) for group in runs.keys["group"].unique()}
        numbers = range(runs.values.shape[1])

        def by(axis: str) -> xr.DataArray:
            require_known(RESULTS, "axis", axis, sorted(set(axes.values())))
            mine = runs.where(pl.col("group").is_in([g for g in axes if axes[g] == axis]))
            found = arrays_by_run(mine, numbers, every, RESULTS, self._attributes)
            return found.transpose("run", ..., axis)

        known = observables_in(evidence).get(observable)
        sums = over_place(by, place, known, evidence)
        found = sums.quantile(list(QUANTILES.values()), "run", keep_attrs=True, skipna=False)
        return found.rename(quantile="statistic").assign_coords(statistic=list(QUANTILES))

    def _attributes(self, observable: str, level: str) -> dict[str, str]:
        evidence = self.country.path / "evidence"
        return attributes_of(observable, level, evidence, source=self._source)

    @property
    def _source(self) -> str:
        versions = self.about.get("versions", {})
        return (
            f"{self.about['runs']} free histories of partystate {versions.get('partystate', '')}, "
            f"parameters {self.about['parameters']}, seed {self.about['seed']}"
        )


def open_shipped(country: str | Path | Country = "ussr") -> Shipped:
    """Open what a country ships, without running anything: seconds, and no JAX.

    Arguments:
        country: its name, the path of its folder, or what `ps.load_country` returns.

    Returns:
        Its results: `opened["population.deaths"]` are quantiles [statistic, year] of the free
        histories; `free`, `reanalysis`, `record` and `scorecard` are xarray datasets whose arrays
        have units, long_name, definition and source.

    Raises:
        UserError: for a country there is not, or one that ships no results.

    Example:
        >>> import partystate as ps
        >>> opened = ps.open("ussr")
        >>> opened.reanalysis["grain.harvest"].units
        'Mt'
        >>> opened.array("famine.deaths", place="Ukraine").dims
        ('statistic', 'month')
    """
    found = country if isinstance(country, Country) else glance(country)
    if results_of(found.path) is None:
        raise UserError(
            f"the country {found.id} ships no results to be opened",
            expected="its folder results",
            action="Run a history with `ps.run`, or make them with `partystate ensemble` and "
            "`partystate release`.",
        )
    return Shipped(found)

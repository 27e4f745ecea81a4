"""The folder of an ensemble, opened: series of every run beside the parameters of every run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr

from partystate.core import cards
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.history import files
from partystate.history.attributes import TRUTH, attributes_of, observables_in
from partystate.history.country_at_hand import evidence_at_hand, for_places, id_in
from partystate.history.dataset import STATISTIC, axes_of, dataset_of
from partystate.history.kinds_of_time import of_kind
from partystate.history.known import require_known
from partystate.history.own_mechanisms import source_words, words_of
from partystate.history.places import over_place
from partystate.history.runs import Runs, numbers_of, parts_of, read_runs

ENSEMBLE = "this ensemble has"
RUN, PARAMETER = "run", "parameter"


@dataclass(frozen=True, repr=False)
class Ensemble:
    """The runs of an ensemble: what each came to and with which parameters.

    `runs["population.deaths"]` is an array [run, time] of the whole country; `parameters` is one of
    [run, parameter], in the same order.

    Arguments:
        path: the folder.
        country: whose it is, where that does not come with the package.

    Example:
        >>> import tempfile
        >>> import partystate as ps
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = ps.ensemble(ps.load_country("toyland"), runs=2, out=folder)
        ...     ps.open_ensemble(made)["population.births"].dims
        ('run', 'year')
    """

    path: Path
    country: Country | None = None

    def __repr__(self) -> str:
        told = [f"{len(self.numbers)} runs", f"{len(self.observables)} observables"]
        told += [*source_words(self.about), str(self.path)]
        return cards.line("Ensemble", self._title, told)

    def _repr_html_(self) -> str:
        facts = {
            "runs": len(self.numbers),
            "luck": f"seed {self.about['seed']}" if "seed" in self.about else "",
            "parameters": self.about.get("parameters", ""),
            "not of the package": "; ".join(words_of(self.about)),
            "observables": cards.some(self.observables),
            "folder": self.path,
        }
        return cards.card(f"Ensemble of {self._title}", facts)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.observables)

    @cached_property
    def about(self) -> dict:
        """The manifest: versions, digests, seed, what was put in."""
        return files.read_manifest(self.path)

    @property
    def _title(self) -> str:
        return id_in(self.about)

    @cached_property
    def numbers(self) -> list[int]:
        """Numbers of the runs, in order."""
        return numbers_of(parts_of(self.path))

    @cached_property
    def observables(self) -> tuple[str, ...]:
        """Names of what was observed."""
        first = files.scan_parquet(parts_of(self.path)[0])
        return tuple(first.select(pl.col("observable").unique().sort()).collect()["observable"])

    @cached_property
    def parameters(self) -> xr.DataArray:
        """Values [run, parameter] of the parameters of every run; `unit` stands beside each."""
        table = files.read_parquets(sorted(self.path.glob("parameters-*.parquet")))
        wide = table.pivot(on=PARAMETER, index=RUN, values="value").sort(RUN)
        names = wide.columns[1:]
        units = dict(table.select(PARAMETER, "unit").unique().iter_rows())
        coords = {
            RUN: wide[RUN].to_list(),
            PARAMETER: names,
            "unit": (PARAMETER, [units[name] for name in names]),
        }
        return xr.DataArray(wide.drop(RUN).to_numpy(), coords, (RUN, PARAMETER), "parameters")

    def __getitem__(self, observable: str) -> xr.DataArray:
        """Values [run, time] of the whole country at the level of truth."""
        return self.array(observable)

    def array(
        self,
        observable: str,
        *,
        level: str = TRUTH,
        by: str = "",
        every: str = "",
        place: str = "",
    ) -> xr.DataArray:
        """Values of one observable in every run.

        Arguments:
            observable: a name of `observables`.
            level: "truth", "known", "published" or "preserved".
            by: "region" or other groups that the observable has, with ";" between several; the
                whole country if not given.
            every: "year", "day", "month", "months" or "years"; the first of these that there is if
                not given.
            place: a region, or a place of the gazetteer, which is added up run by run.

        Returns:
            An array [run, groups, time] with units, definition and source.

        Raises:
            UserError: for a name there is not, with the nearest; for `by` and `place` together.
        """
        require_known(ENSEMBLE, "observable", observable, self.observables)
        if by and place:
            raise UserError(
                "groups and a place are asked for at once",
                found=f"by={by!r}, place={place!r}",
                expected="one of them",
                action="Leave the other out.",
            )
        runs = read_runs(parts_of(self.path), [observable])
        levels = runs.keys["level"].unique().sort().to_list()
        require_known(ENSEMBLE, "level", level, levels)
        runs = runs.where(pl.col("level") == level)
        if not place:
            return self._by(runs, by, every)
        evidence = for_places(self._evidence, "ensemble", "open_ensemble")
        known = observables_in(evidence).get(observable)

        def parts(axis: str) -> xr.DataArray:
            return self._by(runs, axis, every).transpose(RUN, ..., axis)

        return over_place(parts, place, known, evidence)

    def _by(self, runs: Runs, by: str, every: str) -> xr.DataArray:
        """Values [run, axes, time] by the axes `by`."""
        axes = {group: axes_of(group) for group in runs.keys["group"].unique()}
        require_known(ENSEMBLE, "axis", by, sorted(set(axes.values())))
        mine = runs.where(pl.col("group").is_in([g for g, axis in axes.items() if axis == by]))
        return arrays_by_run(mine, self.numbers, every, ENSEMBLE, self._attributes)

    def _attributes(self, observable: str, level: str) -> dict[str, str]:
        told = [f"{key} {self.about[key]}" for key in ("seed", "parameters") if key in self.about]
        told += source_words(self.about)
        source = f"{len(self.numbers)} runs of partystate, {', '.join(told)}"
        return attributes_of(observable, level, self._evidence, source=source)

    @property
    def _evidence(self) -> Path | None:
        return evidence_at_hand(self.country, self.about)


def arrays_by_run(
    runs: Runs,
    numbers: Sequence[int],
    every: str,
    opened: str,
    attributes: Callable[[str, str], dict[str, str]],
) -> xr.DataArray:
    """The runs of one observable at one level by one set of axes, as an array [run, axes, time]."""
    columns = [str(number) for number in numbers]
    table = runs.keys.with_columns(
        pl.Series(name, values) for name, values in zip(columns, runs.values.T, strict=True)
    )
    data = dataset_of(of_kind(opened, table, every), columns, attributes)
    found = data[next(iter(data.data_vars))]
    if STATISTIC not in found.dims:  # of one run
        found = found.expand_dims(STATISTIC)
    return found.rename({STATISTIC: RUN}).assign_coords({RUN: np.array(numbers)})


def open_ensemble(folder: str | Path, *, country: Country | None = None) -> Ensemble:
    """Open the folder of an ensemble.

    Arguments:
        folder: what `ps.ensemble` or `partystate ensemble` wrote.
        country: whose it is, where that does not come with the package.

    Returns:
        The ensemble: `runs["population.deaths"]` is an array [run, time],
        `runs.array(..., place="Ukraine")` a sum run by run, `runs.parameters` an array
        [run, parameter].

    Raises:
        UserError: where the folder holds no ensemble.

    Example:
        >>> import partystate as ps
        >>> ps.open_ensemble("nowhere")
        Traceback (most recent call last):
        partystate.core.errors.UserError: nowhere holds no ensemble; ...
    """
    path = Path(folder)
    if not parts_of(path):
        raise UserError(
            f"{folder} holds no ensemble",
            expected="a folder with parts/*.parquet",
            action="Make one with `partystate ensemble`; one history is opened with "
            "`ps.open_history`.",
        )
    return Ensemble(path, country)

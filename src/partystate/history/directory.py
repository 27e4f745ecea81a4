"""The run directory of design section 8: written whole, read by anyone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xarray as xr

from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.history import files
from partystate.history.flows import flows_table
from partystate.history.kept import Kept
from partystate.history.provenance import manifest, ro_crate
from partystate.history.series import blocks_of, index_of, long_table, values_of
from partystate.scenario.assemble import Scenario

DESCRIBED = {
    "manifest.json": "versions, digests, seed, parameters, what-ifs and device",
    "series.parquet": "observables by level, time and group",
    "events.parquet": "the ledger of events with causes",
    "flows.parquet": "persons moved by month, cause, place and status",
    "parameters.parquet": "parameter values of the run",
    "report.html": "one page: people, food, deaths, scorecard",
}
EVENTS_SCHEMA = {
    "id": pl.String,
    "time": pl.String,
    "kind": pl.String,
    "actor": pl.String,
    "target": pl.String,
    "office": pl.String,
    "mechanism": pl.String,
    "drivers": pl.String,
    "causes": pl.String,
}


def no_events() -> pl.DataFrame:
    """An empty ledger: no mechanism of persons is in the model yet."""
    return pl.DataFrame(schema=EVENTS_SCHEMA)


def parameters_table(country, values: dict[str, float], run: int = 0) -> pl.DataFrame:
    """Parameter values of one run with their units."""
    unit = dict(country.tables["parameters"].select("parameter", "unit").iter_rows())
    return pl.DataFrame(
        {
            "run": pl.Series([run] * len(values), dtype=pl.Int32),
            "parameter": list(values),
            "value": [float(v) for v in values.values()],
            "unit": [unit[name] for name in values],
        }
    )


def write_run(folder: Path, scenario: Scenario, kept: Kept, values: dict, seed: int, people: str) -> Path:
    """Write a run directory (all but report.html) and return it."""
    files.writable_folder(folder)
    blocks = blocks_of(kept, scenario)
    series = long_table(index_of(blocks), [values_of(blocks)], [0])
    files.write_parquet(folder / "series.parquet", series)
    files.write_parquet(folder / "events.parquet", no_events())
    files.write_parquet(folder / "flows.parquet", flows_table(kept))
    files.write_parquet(folder / "parameters.parquet", parameters_table(scenario.country, values))
    about = manifest(
        scenario, seed=seed, people=people, parameters="central", runs=1, replayed=replayed(scenario)
    )
    files.write_json(folder / "ro-crate-metadata.json", ro_crate(f"History of {about['country']['title']}", DESCRIBED))
    files.write_json(folder / "manifest.json", about)
    return folder


def replayed(scenario: Scenario) -> list[str]:
    """Mechanisms that put recorded politics into force instead of deciding."""
    return [m.card.id for m in scenario.rules.mechanisms if m.card.status == "replay"]


@dataclass(frozen=True)
class History:
    """A run directory, opened: `history["population.total"]` is an xarray DataArray over time and group axes."""

    path: Path
    table: pl.DataFrame

    @property
    def observables(self) -> list[str]:
        return self.table["observable"].unique().sort().to_list()

    def series(self, observable: str, level: str = "truth") -> pl.DataFrame:
        """Rows of one observable at one level."""
        return self.table.filter((pl.col("observable") == observable) & (pl.col("level") == level))

    def __getitem__(self, observable: str) -> xr.DataArray:
        return self.array(observable)

    def array(self, observable: str, level: str = "truth", by: str = "") -> xr.DataArray:
        """Values by time, and by one group axis (`by="region"`); times are the EDTF texts, years as integers."""
        rows = self.series(observable, level)
        if rows.is_empty():
            raise UserError(
                "this history has no such observable at this level", found=f"{observable} at {level}",
                expected=", ".join(self.observables), action="Name one of these.",
            )  # fmt: skip
        keys = [parse_group(group) for group in rows["group"].to_list()]
        keep = pl.Series([set(k) == ({by} if by else set()) for k in keys])
        label = [k.get(by, "") for k, ok in zip(keys, keep, strict=True) if ok]
        chosen = rows.filter(keep).with_columns(pl.Series("label", label, pl.String))
        wide = chosen.pivot(on="label", index="time", values="value", aggregate_function="first").sort("time")
        times = wide["time"].to_list()
        coordinate = [int(t) for t in times] if all(t.isdigit() for t in times) else times
        name = "year" if all(t.isdigit() for t in times) else "time"
        values = wide.drop("time").to_numpy()
        attrs = {"unit": rows["unit"][0], "level": level}
        if not by:
            return xr.DataArray(values[:, 0], {name: coordinate}, (name,), observable, attrs)
        return xr.DataArray(values, {name: coordinate, by: wide.columns[1:]}, (name, by), observable, attrs)


def open_history(folder: Path) -> History:
    """Open a run directory."""
    path = Path(folder) / "series.parquet"
    if not path.is_file():
        raise UserError(f"{folder} is not a run directory", expected="a folder with series.parquet", action="Run `partystate run` first.")
    return History(Path(folder), pl.read_parquet(path))

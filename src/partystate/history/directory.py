"""The run directory of design section 8: written whole, read by anyone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr

from partystate.core import dates
from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.engine.wrappers import Replayed
from partystate.history import files
from partystate.history.ledger.ancestry import Lineage, events_of, numbered
from partystate.history.ledger.land import OF_LAND, land_ledger
from partystate.history.ledger.leaders import leaders, trust_table
from partystate.history.ledger.leadership import ledger
from partystate.history.observables.leadership import power_blocks
from partystate.history.power_kept import PowerKept
from partystate.history.provenance import manifest, ro_crate
from partystate.history.series import blocks_of, index_of, long_table, values_of
from partystate.history.tables.flows import flows_table
from partystate.history.tables.grain_flows import grain_table
from partystate.history.tables.region_months import region_months
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Scenario

DESCRIBED = {
    "manifest.json": "versions, digests, seed, parameters, what-ifs and device",
    "series.parquet": "observables by level, time and group",
    "events.parquet": "the ledger of events with causes",
    "leaders.parquet": "who led and held the appointments office, each December",
    "trust.parquet": "trust among the strongest, in chosen Decembers",
    "flows.parquet": "persons moved by month, cause, place and status",
    "grain.parquet": "grain by month, store, region and use, in tonnes; the books close",
    "regions.parquet": "hunger, grain, force and farms of every region by month",
    "parameters.parquet": "parameter values of the run",
    "report.html": "one page: people, food, deaths, scorecard",
}
OF_THE_TOP = ("leaders.parquet", "trust.parquet")
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


def events_table(land: pl.DataFrame, top: PowerKept | None) -> pl.DataFrame:
    """The ledgers of one run in order of time, with ids, drivers as JSON and ids of causes. The two
    parts of a run with a recorded line do not touch, so that causes are sought in an event's own
    part."""
    table = (
        land if top is None else pl.concat([ledger(top), land]).sort("time", maintain_order=True)
    )
    if table.is_empty():
        return pl.DataFrame(schema=EVENTS_SCHEMA)
    found = events_of(table := numbered(table))
    appointments = top.scenario.country.meta.power.appointments if top else ""
    parts = [
        Lineage([e for e in found if (e.mechanism in OF_LAND) == of_land], appointments)
        for of_land in (False, True)
    ]
    causes = [
        ";".join(cause.id for cause in parts[event.mechanism in OF_LAND].causes_of(event))
        for event in found
    ]
    drivers = [json.dumps({"share": round(w, 6)}) if w > 0 else "" for w in table["weight"]]
    return table.with_columns(pl.Series("drivers", drivers), pl.Series("causes", causes)).select(
        list(EVENTS_SCHEMA)
    )


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


def write_run(
    folder: Path,
    scenario: Scenario,
    kept: Trajectory,
    values: dict,
    seed: int,
    people: str,
    top: PowerKept | None = None,
    parameters: str = "central",
) -> Path:
    """Write a run directory (all but report.html) and return it."""
    files.writable_folder(folder)
    blocks = blocks_of(kept, scenario) + (power_blocks(top, 0) if top else [])
    series = long_table(index_of(blocks), [values_of(blocks)], [0])
    files.write_parquet(folder / "series.parquet", series)
    told = land_ledger(kept, np.asarray(scenario.inputs.collection_season))
    files.write_parquet(folder / "events.parquet", events_table(told, top))
    files.write_parquet(folder / "flows.parquet", flows_table(kept))
    files.write_parquet(folder / "grain.parquet", grain_table(kept))
    files.write_parquet(folder / "regions.parquet", region_months(kept))
    files.write_parquet(folder / "parameters.parquet", parameters_table(scenario.country, values))
    about = manifest(
        scenario,
        seed=seed,
        people=people,
        parameters=parameters,
        runs=1,
        replayed=replayed(scenario),
    )
    if top:
        files.write_parquet(folder / "leaders.parquet", leaders(top))
        files.write_parquet(folder / "trust.parquet", trust_table(top))
        about["power"] = {
            "months": [int(top.months[0]), int(top.months[-1])],
            "replay_until": top.scenario.replay_until,
        }
    described = {name: text for name, text in DESCRIBED.items() if top or name not in OF_THE_TOP}
    files.write_json(
        folder / "ro-crate-metadata.json",
        ro_crate(f"History of {about['country']['title']}", described),
    )
    files.write_json(folder / "manifest.json", about)
    return folder


def replayed(scenario) -> list[str]:
    """Mechanisms that put recorded effects into force instead of deciding."""
    return [m.id for m in scenario.rules.mechanisms if isinstance(m, Replayed)]


@dataclass(frozen=True)
class History:
    """A run directory, opened: `history["population.total"]` is an xarray DataArray over time and
    group axes."""

    path: Path
    table: pl.DataFrame

    @property
    def observables(self) -> list[str]:
        return self.table["observable"].unique().sort().to_list()

    def series(self, observable: str, level: str = "truth") -> pl.DataFrame:
        """Rows of one observable at one level."""
        return self.table.filter((pl.col("observable") == observable) & (pl.col("level") == level))

    def __getitem__(self, observable: str) -> xr.DataArray:
        """The whole country at the level of truth, by years where there are any."""
        return self.array(observable)

    def array(
        self, observable: str, level: str = "truth", by: str = "", every: str = ""
    ) -> xr.DataArray:
        """Values over time, and over one group axis (`by="region"`).

        `every` is year, day, month or interval; without it the first of these that the series has.
        Years are whole numbers on the dimension `year`; other times are EDTF texts on `time`."""
        rows = self.series(observable, level)
        if rows.is_empty():
            raise UserError(
                "this history has no such observable at this level",
                found=f"{observable} at {level}",
                expected=", ".join(self.observables),
                action="Name one of these.",
            )
        axis = rows["group"].map_elements(
            lambda g: ",".join(parse_group(g)), return_dtype=pl.String
        )
        rows = rows.filter(axis == by)
        kinds = rows["time"].map_elements(
            lambda t: dates.parse(t).precision, return_dtype=pl.String
        )
        every = every or next(
            kind for kind in ("year", "day", "month", "interval") if (kinds == kind).any()
        )
        rows = rows.filter(kinds == every).with_columns(
            pl.col("group").str.strip_prefix(f"{by}=").alias("label")
        )
        wide = rows.pivot(on="label", index="time", values="value").sort("time")
        times = [int(t) for t in wide["time"]] if every == "year" else wide["time"].to_list()
        name = "year" if every == "year" else "time"
        values, attrs = wide.drop("time").to_numpy(), {"unit": rows["unit"][0], "level": level}
        if not by:
            return xr.DataArray(values[:, 0], {name: times}, (name,), observable, attrs)
        return xr.DataArray(
            values, {name: times, by: wide.columns[1:]}, (name, by), observable, attrs
        )


def open_history(folder: Path) -> History:
    """Open a run directory."""
    path = Path(folder) / "series.parquet"
    if not path.is_file():
        raise UserError(
            f"{folder} is not a run directory",
            expected="a folder with series.parquet",
            action="Run `partystate run` first.",
        )
    return History(Path(folder), pl.read_parquet(path))

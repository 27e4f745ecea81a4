"""The run directory of design section 8, written whole; `history.opened` reads it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.history import files
from partystate.history.leadership import Leadership
from partystate.history.ledger.ancestry import Lineage, events_of, numbered
from partystate.history.ledger.land import land_ledger
from partystate.history.ledger.leaders import leaders, trust_table
from partystate.history.ledger.leadership import ledger
from partystate.history.ledger.revolution import revolution_ledger
from partystate.history.own_mechanisms import OWN
from partystate.history.provenance import manifest, ro_crate
from partystate.history.series import blocks_of, index_of, long_table, values_of
from partystate.history.tables.flows import flows_table
from partystate.history.tables.grain_flows import grain_table
from partystate.history.tables.region_months import region_months
from partystate.history.trajectory import Trajectory
from partystate.scenario.assemble import Assembled
from partystate.scenario.own_parameters import UNIT

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
    "report.html": "one page: who ruled, people, food, industry, terror, deaths, scorecard",
}
EVENTS_SCHEMA = {
    "run": pl.Int32,
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


def events_table(ledgers: list[pl.DataFrame], scenario: Assembled) -> pl.DataFrame:
    """The ledgers of one run in order of time, with ids, drivers as JSON and ids of causes."""
    if not ledgers or (table := pl.concat(ledgers).sort("time", maintain_order=True)).is_empty():
        return pl.DataFrame(schema=EVENTS_SCHEMA)
    found = events_of(table := numbered(table))
    top = scenario.country.leadership
    lineage = Lineage(found, top.appointments if top else "")
    causes = [";".join(cause.id for cause in lineage.causes_of(event)) for event in found]
    drivers = [json.dumps({"share": round(w, 6)}) if w > 0 else "" for w in table["weight"]]
    return table.with_columns(pl.Series("drivers", drivers), pl.Series("causes", causes)).select(
        list(EVENTS_SCHEMA)
    )


def parameters_table(country: Country, values: dict[str, float], run: int = 0) -> pl.DataFrame:
    """Parameter values of one run with their units."""
    unit = dict(country.tables["parameters"].select("parameter", "unit").iter_rows())
    return pl.DataFrame(
        {
            "run": pl.Series([run] * len(values), dtype=pl.Int32),
            "parameter": list(values),
            "value": [float(v) for v in values.values()],
            "unit": [unit.get(name, UNIT) for name in values],
        }
    )


# what two runs must have in common for one to take the folder of the other
IDENTITY = (
    "runs",
    "seed",
    "counting",
    "parts",
    "line",
    "replay_until",
    "enters",
    "parameters",
    "number",
    "thesis",
    "what_ifs",
    "months",
    OWN,
)


@contextlib.contextmanager
def kept_for(
    folder: Path, scenario: Assembled, seed: int, parameters: str, number: int | None = None
) -> Iterator[None]:
    """Hold `folder` for one run; UserError where another process writes there, or where it holds an
    ensemble or another run, which would be replaced."""
    with files.only_writer(folder):
        about = manifest(scenario, seed=seed, parameters=parameters, runs=1, number=number)
        different = _different(folder, about)
        if different:
            raise UserError(
                f"the folder {folder} holds something else, which is not replaced",
                found=different,
                expected="an empty folder, or the same run",
                action="Give another --out, or remove that folder.",
            )
        yield


def _different(folder: Path, about: dict) -> str:
    """What of a folder is not of the run `about`; blank where all is, or where nothing is there."""
    if (folder / "parts").is_dir():
        return "an ensemble"
    if not (folder / files.MANIFEST).is_file():
        return ""
    before = files.read_manifest(folder)
    if (before.get("country") or {}).get("id") != about["country"]["id"]:
        return "a run of another country"
    told = [name for name in IDENTITY if before.get(name) != about.get(name)]
    return f"a run of another {told[0].replace('_', ' ')}" if told else ""


def write_run(
    folder: Path,
    scenario: Assembled,
    trajectory: Trajectory,
    leadership: Leadership | None,
    values: dict[str, float],
    seed: int,
    parameters: str = "central",
    number: int | None = None,
) -> Path:
    """Write a run directory (all but report.html) and return it."""
    files.writable_folder(folder)
    blocks = blocks_of(trajectory, scenario)
    tables = {
        "series": long_table(index_of(blocks), [values_of(blocks)], [0]),
        "parameters": parameters_table(scenario.country, values),
    }
    told = []
    if trajectory.has_people:
        told.append(land_ledger(trajectory, np.asarray(scenario.inputs.calendar.collection_season)))
        tables |= {
            "flows": flows_table(trajectory),
            "grain": grain_table(trajectory),
            "regions": region_months(trajectory),
        }
    if leadership is not None:
        told.insert(0, ledger(leadership))
        tables |= {"leaders": leaders(leadership), "trust": trust_table(leadership)}
    if scenario.endowment.revolution is not None:
        told.append(revolution_ledger(trajectory, scenario, number or 0))
    tables["events"] = events_table(told, scenario)
    for name, table in tables.items():
        files.write_parquet(folder / f"{name}.parquet", table)
    about = manifest(scenario, seed=seed, parameters=parameters, runs=1, number=number)
    here = {f"{name}.parquet" for name in tables} | {"manifest.json", "report.html"}
    described = {name: text for name, text in DESCRIBED.items() if name in here}
    files.write_json(
        folder / "ro-crate-metadata.json",
        ro_crate(f"History of {about['country']['title']}", described),
    )
    files.write_json(folder / "manifest.json", about)
    return folder

"""Arms: an ensemble's first runs again, each arm under what-ifs of its own, beside one base that
all share.

All arms run in one program (`scenario.alike`), the base too, so that nothing but the edits differs
within a pair. `arms/NAME` beside the ensemble holds the series that directions of the evidence
read; `arms/none` is the base."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from partystate.country.country import Country
from partystate.country.what_ifs import Edit, WhatIf, load_what_if
from partystate.evidence import load_directions
from partystate.evidence.directions import AS_IT_IS, JOINED, WITHOUT, Direction
from partystate.experiments.ensemble_manifest import keep_manifest, manifest_of
from partystate.experiments.gathering import Gathered, gather, gather_series
from partystate.experiments.parts import Plan, existing_part, part_name
from partystate.experiments.questions import observables_of
from partystate.history import files
from partystate.history.series import long_table
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.alike import switches_for, under
from partystate.scenario.assemble import Assembled
from partystate.scenario.edit_checks import acts
from partystate.scenario.parts import mechanisms_of
from partystate.scenario.scenario import Scenario
from partystate.scoring.aggregate import Ensemble
from partystate.scoring.direction_reach import never_answered
from partystate.scoring.directions import ARMS

INDEX = ("observable", "level", "time", "group", "unit")


@dataclass(frozen=True)
class Arm:
    """What-ifs on top of those of the ensemble; none for the base."""

    what_ifs: tuple[WhatIf, ...] = ()

    @property
    def name(self) -> str:
        """Name of its folder."""
        return JOINED.join(w.name for w in self.what_ifs) or AS_IT_IS


@dataclass(frozen=True)
class Finished:
    """An arm that has been run, and the seconds that one of its histories took once it was
    compiled."""

    arm: Arm
    scenario: Assembled
    found: Gathered
    seconds: float


BASE = Arm()


class Arms:
    """What the arms of one ensemble have in common: the program, what is asked of each run, and the
    country's what-ifs that such runs take."""

    def __init__(self, plan: Plan, pairs: int) -> None:
        self.plan, self.pairs = plan, pairs
        self.described: Scenario = plan.described()
        self.country: Country = self.described.country
        self.plain: Assembled = plan.scenario()
        self.responses = {d.response for d in directions_of(self.country)}

    @cached_property
    def acting(self) -> list[WhatIf]:
        """What-ifs of the country that act in such runs, and in which they are not already."""
        run = self.plain.months, self.plain.parts, self.plain.entered
        taken = {w.name for w in self.plain.what_ifs}
        return [w for w in what_ifs_of(self.country) if w.name not in taken and acts(w, *run)]

    @cached_property
    def ablations(self) -> list[WhatIf]:
        """Without each mechanism of such runs."""
        return [ablation(m.id) for m in self._mechanisms]

    @property
    def _mechanisms(self) -> tuple[Mechanism, ...]:
        return mechanisms_of(self.plain.parts, own=self.plain.own)

    @cached_property
    def of_directions(self) -> list[Arm]:
        """Arms that directions of the evidence name which a run can answer, and of which such runs
        take all what-ifs, each once; the base first."""
        there = {w.name: w for w in (*self.ablations, *self.acting)}
        asked = directions_of(self.country)
        never = never_answered(asked, self.country)
        sides = [side for d in asked if d.id not in never for side in d.sides(there)]
        sides = [side for side in sides if side and set(side) <= set(there)]
        return [BASE, *(Arm(tuple(there[n] for n in side)) for side in dict.fromkeys(sides))]

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """Those of one program for all that may be asked of the country, so that no arm hangs on
        which others run."""
        mine = self.plain.what_ifs
        sets = [mine, *((*mine, w) for w in self.acting)]
        sets += [(*mine, *arm.what_ifs) for arm in self.of_directions]
        switches = (m.id for m in self._mechanisms)
        return switches_for(sets, self.plain.parts, switches, self.plain.own)

    @cached_property
    def base(self) -> Assembled:
        """The ensemble itself in that program."""
        return under(self.switches, self.plain)

    def scenario(self, arm: Arm) -> Assembled:
        """An arm, ready to run."""
        if not arm.what_ifs:
            return self.base
        edited = replace(self.plan, what_ifs=(*self.plan.what_ifs, *arm.what_ifs))
        return under(self.switches, edited.scenario(), self.base)

    def run(self, arm: Arm, wanted: Iterable[str] | None = None) -> Finished:
        """The pairs' runs of an arm: what directions read, and where it is to be compared also
        what is `wanted` and what the leadership answers."""
        scenario, clock = self.scenario(arm), [time.perf_counter()]
        given = (scenario, self.plan.seed, self.pairs, self.plan.parameters)

        def tick(done: int, of: int) -> None:
            clock.append(time.perf_counter())

        if wanted is None:
            found = Gathered(gather_series(*given, self.responses, tick))
        else:
            found = gather(*given, {*wanted, *self.responses}, tick)
        spent = np.diff(clock)  # the first with what was compiled
        return Finished(
            arm, scenario, found, float(np.median(spent[1:] if self.pairs > 1 else spent))
        )

    def write(self, folder: Path, done: Finished) -> None:
        """Series that directions read of an arm, as one part of an ensemble beside that in
        `folder`."""
        where, runs = folder / ARMS / done.arm.name, range(self.pairs)
        files.writable_folder(where / "parts")
        what_ifs = (*self.plan.what_ifs, *done.arm.what_ifs)
        plan = replace(self.plan, runs=self.pairs, what_ifs=what_ifs)
        keep_manifest(where, plan, done.scenario)
        data = files.parquet_bytes(self._table(done.found.society))
        name = part_name(runs, data)
        files.write_whole(where / "parts" / name, data)
        for older in where.glob("parts/part-*.parquet"):
            if older.name != name:
                older.unlink()

    def _table(self, society: Ensemble | None) -> pl.DataFrame:
        """The long table of the responses."""
        series = {} if society is None else society.values
        units = {name: one.unit for name, one in observables_of(self.country).items()}
        keys = [
            (observable, level, time, group, units.get(observable, ""))
            for (observable, level, group), times in series.items()
            if observable in self.responses
            for time in times
        ]
        index = pl.DataFrame(keys, schema=dict.fromkeys(INDEX, pl.String), orient="row")
        values = np.array([series[o, level, group][time] for o, level, time, group, _ in keys])
        values = values.reshape(len(keys), self.pairs)
        return long_table(index, list(values.T), list(range(self.pairs)))


def is_written(folder: Path, arm: Arm, pairs: int) -> bool:
    """Whether an arm beside the ensemble in `folder` has as many runs, or more."""
    where = folder / ARMS / arm.name
    runs = manifest_of(where).get("runs", 0)
    return runs >= pairs and existing_part(where / "parts", range(runs)) is not None


def directions_of(country: Country) -> list[Direction]:
    """Directions of the evidence that are tested, where the country has any."""
    folder = country.path / "evidence"
    return [d for d in load_directions(folder) if not d.reason] if folder.is_dir() else []


def ablation(mechanism: str) -> WhatIf:
    """The what-if that takes a mechanism out."""
    edit = Edit(target="mechanism", name=mechanism, change="ablate")
    return WhatIf(title=f"Without {mechanism}", edit=[edit], name=f"{WITHOUT}{mechanism}")


def what_ifs_of(country: Country) -> list[WhatIf]:
    """What-ifs of a country."""
    folder = country.path / "what_ifs"
    return [load_what_if(path.stem, folder) for path in sorted(folder.glob("*.toml"))]

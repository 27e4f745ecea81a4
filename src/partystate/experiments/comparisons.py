"""Beside an ensemble: the arms that directions of the evidence ask for, and what every mechanism
taken out and every what-if of the country changes. Each arm is run once for both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from partystate.core.errors import UserError
from partystate.core.runtime import configure
from partystate.evidence.directions import WITHOUT
from partystate.experiments.arms import BASE, Arm, Arms, Finished, is_written
from partystate.experiments.compare import between
from partystate.experiments.effects import wanted
from partystate.experiments.ensemble import WORKERS
from partystate.experiments.gathering import Gathered
from partystate.experiments.parts import Plan
from partystate.experiments.questions import asked_in
from partystate.experiments.workers import told_by_workers
from partystate.history.files import read_json, writable_folder, write_json
from partystate.history.release import COMPARED
from partystate.scenario.parts import REVOLUTION, SOCIETY

# so many that all directions of the USSR (26 arms) are answered within half an hour on two cores,
# the ensemble of 200 included; not below `intervals.FEW`
PAIRS = 30


@dataclass(frozen=True)
class Beside:
    """What is to be run beside the ensemble in `folder`: for the directions alone, or also each
    what-if (`answers`) and each mechanism taken out (`ablates`), compared with the base."""

    plan: Plan
    folder: Path
    pairs: int = PAIRS
    answers: bool = False
    ablates: bool = False

    @cached_property
    def arms(self) -> Arms:
        return Arms(self.plan, self.pairs)

    @cached_property
    def of_directions(self) -> dict[str, Arm]:
        return {arm.name: arm for arm in self.arms.of_directions}

    @cached_property
    def compared(self) -> dict[str, Arm]:
        """Arms that are compared: the ablations first, then the what-ifs."""
        changes = [*self.arms.ablations] if self.ablates else []
        changes += self.arms.acting if self.answers else []
        return {w.name: Arm((w,)) for w in changes}

    @cached_property
    def every(self) -> dict[str, Arm]:
        """Every arm by its name, the base first."""
        return self.of_directions | self.compared

    def lacks_series(self, name: str) -> bool:
        """Whether directions read an arm that is not written."""
        mine = self.of_directions.get(name)
        return mine is not None and not is_written(self.folder, mine, self.pairs)

    def lacks_comparison(self, name: str) -> bool:
        """Whether an arm is to be compared and is not."""
        return name in self.compared and not self._comparison(name).is_file()

    def missing(self) -> list[str]:
        """Names of the arms that have to be run."""
        return [n for n in self.every if self.lacks_series(n) or self.lacks_comparison(n)]

    def run(self, name: str) -> Finished:
        """Run an arm and write what it lacks."""
        done = (
            self._base if self.every[name] == BASE else self.arms.run(self.every[name], self._asked)
        )
        if self.lacks_series(name):
            self.arms.write(self.folder, done)
        if self.lacks_comparison(name):
            self._compare(done)
        return done

    @cached_property
    def _base(self) -> Finished:
        """The side without, run once a process."""
        return self.arms.run(BASE, self._asked)

    @cached_property
    def _asked(self) -> set[str] | None:
        """Observables that are compared; None where nothing is."""
        if not self.compared:
            return None
        return wanted(asked_in(self.arms.country, self.arms.plain.parts))

    def _compare(self, done: Finished) -> None:
        """Write `compared/NAME.json`."""
        writable_folder(self.folder / COMPARED)
        sides = [_without_series(self.arms, one.found) for one in (self._base, done)]
        found = between(
            self.arms.described,
            done.arm.what_ifs,
            sides,
            self.pairs,
            self.plan.parameters,
            parts=done.scenario.parts,
        )
        write_json(self._comparison(done.arm.name), json.loads(json.dumps(found.as_json())))

    def _comparison(self, name: str) -> Path:
        return self.folder / COMPARED / f"{name}.json"


def _without_series(arms: Arms, found: Gathered) -> Gathered:
    """What is compared: of runs of the leadership alone its answers."""
    has_series = {SOCIETY, REVOLUTION} & set(arms.plain.parts)
    return found if has_series else replace(found, society=None)


def run_beside(
    beside: Beside,
    executor: str = "serial",
    workers: int = WORKERS,
    progress: Callable[[int, int], None] = lambda done, of: None,
    tell_seconds: Callable[[float], None] = lambda seconds: None,
) -> None:
    """Run what is missing beside an ensemble. `progress(done, of)` is told histories,
    `tell_seconds` what one takes, once the first arm is done."""
    missing, all_of_them = beside.missing(), len(beside.every)
    done = all_of_them - len(missing)
    progress(done * beside.pairs, all_of_them * beside.pairs)
    runner = _in_processes if executor == "processes" and len(missing) > 1 else _in_turn
    for number, seconds in enumerate(runner(beside, missing, workers)):
        if not number:
            tell_seconds(seconds)
        done += 1
        progress(done * beside.pairs, all_of_them * beside.pairs)


def _in_turn(beside: Beside, missing: list[str], workers: int) -> Iterator[float]:
    for name in missing:
        yield beside.run(name).seconds


def _in_processes(beside: Beside, missing: list[str], workers: int) -> Iterator[float]:
    shares = [missing[i::workers] for i in range(workers) if missing[i::workers]]
    told = (beside.plan, beside.folder, beside.pairs, beside.answers, beside.ablates)
    return told_by_workers(_work, [(told, share) for share in shares], len(missing))


def _work(told: tuple, mine: list[str], done) -> None:
    """A worker process: its share of the arms, and a base of its own where it compares."""
    configure()
    beside = Beside(*told)
    for name in mine:
        try:
            done.put(beside.run(name).seconds)
        except UserError as error:
            done.put(error)
            return


def saved(folder: Path) -> list[dict]:
    """Comparisons written beside an ensemble: the ablations first, then the what-ifs."""
    found = [read_json(path) for path in sorted((folder / COMPARED).glob("*.json"))]
    return sorted(found, key=lambda c: not c["what_ifs"][0].startswith(WITHOUT))

"""Comparisons of the parts of the model that what-ifs touch; and, beside an ensemble, every
mechanism of its part taken out, every what-if of the country that touches it, and the paired
ensembles that directions of the evidence ask for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.country import Country, load
from partystate.country.what_ifs import Edit, WhatIf, load_what_if
from partystate.evidence import load_directions
from partystate.evidence.directions import JOINED
from partystate.experiments.compare import Comparison, compare
from partystate.experiments.compare_land import compare_land, wanted
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.experiments.forks import SAME
from partystate.experiments.land_histories import gather, scenario_of
from partystate.experiments.questions import asked_of
from partystate.history.files import writable_folder, write_json, write_whole
from partystate.mechanisms.registry import of_power, of_society
from partystate.scenario.edits import POWER, SOCIETY, parts_of
from partystate.scenario.parameter_kinds import POSTERIOR, PRIOR, for_many

PAIRS = 100
MECHANISMS = {POWER: of_power, SOCIETY: of_society}
ABLATION = "without-"


def compare_parts(
    country: Country,
    what_ifs: list[str],
    runs: int,
    seed: int = 1,
    parameters: str | None = None,
    thesis: str | None = None,
    start: str | None = None,
    is_lumped: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
    fork: str | None = None,
    luck: str = SAME,
) -> list[Comparison]:
    """One comparison for each part that the what-ifs touch; the sides are the same until the month
    `fork`. A posterior is not of the party's top, which is then drawn from its prior."""
    kind = for_many(country, parameters)
    made = [load_what_if(name, country.path / "what_ifs") for name in what_ifs]
    touched = set().union(*map(parts_of, made)) if made else {SOCIETY}
    if thesis and SOCIETY not in touched:
        raise UserError(
            "the thesis bears on people and land, the what-ifs on the party's top alone",
            found=", ".join(what_ifs),
            expected="a what-if of people and land",
            action="Leave out --thesis.",
        )
    found = []
    if POWER in touched:
        found.append(
            compare(country, made, runs, seed, _of_power(kind), start, progress, fork, luck)
        )
    if SOCIETY in touched:
        found.append(
            compare_land(
                country, made, runs, seed, kind, thesis, None, is_lumped, None, progress, fork, luck
            )
        )
    return found


def _of_power(kind: str) -> str:
    return PRIOR if kind == POSTERIOR else kind


def compare_all(plan: Plan, folder: Path, progress=lambda done, of: None) -> None:
    """Write `compared/NAME.json` for each; what is there is left."""
    country, where, part = load(plan.country), writable_folder(folder / "compared"), part_of(plan)
    jobs = [without(m.id) for m in MECHANISMS[part]()] + what_ifs_of(country, part)
    missing = [w for w in jobs if not (where / f"{w.name}.json").is_file()]
    progress(len(jobs) - len(missing), len(jobs))
    for what_if, found in zip(missing, _compared(plan, country, part, missing), strict=True):
        write_json(where / f"{what_if.name}.json", json.loads(json.dumps(found.as_json())))
        progress(len(jobs) - len(missing) + missing.index(what_if) + 1, len(jobs))


def _compared(
    plan: Plan, country: Country, part: str, what_ifs: list[WhatIf]
) -> Iterable[Comparison]:
    """The comparisons in turn; the side without is the same for all of people and land, and run
    once."""
    base = None
    if part == SOCIETY and what_ifs:
        base = gather(
            scenario_of(country, [], plan.thesis, plan.until),
            plan.seed,
            PAIRS,
            plan.parameters,
            wanted(asked_of(country)),
        )
    for what_if in what_ifs:
        if part == POWER:
            yield compare(country, [what_if], PAIRS, plan.seed, plan.parameters, plan.start)
        else:
            yield compare_land(
                country,
                [what_if],
                PAIRS,
                plan.seed,
                plan.parameters,
                plan.thesis,
                plan.until,
                base=base,
            )


def pair_all(plan: Plan, folder: Path, executor: str, progress=lambda done, of: None) -> None:
    """Ensembles of `PAIRS` runs for the directions: `ablations/MECHANISM`; `contrasts/ID-low` where
    the country has a what-if named `ID-low`; `arms/NAMES` where it has all that are named. The
    ensemble in `folder` is the side without."""
    country, part = load(plan.country), part_of(plan)
    asked = [d for d in directions_of(country) if not d.reason]
    ours = {m.id for m in MECHANISMS[part]()}
    off = sorted({d.mechanism for d in asked if d.test == "ablate" and d.mechanism in ours})
    there = {w.name for w in what_ifs_of(country, part)}
    low = sorted({f"{d.id}-low" for d in asked if d.test == "contrast"} & there)
    arms = dict.fromkeys(arm for d in asked for arm in d.arms if arm and set(arm) <= there)
    jobs = [
        (folder / "ablations" / m, (str(_written(folder / "ablations" / f"{m}.toml", without(m))),))
        for m in off
    ]
    jobs += [(folder / "contrasts" / name, (name,)) for name in low]
    jobs += [(folder / "arms" / JOINED.join(arm), arm) for arm in arms]
    for done, (where, names) in enumerate(jobs):
        run_ensemble(
            replace(plan, runs=min(PAIRS, plan.runs), what_ifs=(*plan.what_ifs, *names)),
            where,
            executor,
        )
        progress(done + 1, len(jobs))


def part_of(plan: Plan) -> str:
    """The part of the model that an ensemble is of."""
    return POWER if plan.only else SOCIETY


def directions_of(country: Country) -> list:
    """Directions of the evidence, where the country has any."""
    folder = country.path / "evidence"
    return load_directions(folder) if folder.is_dir() else []


def _written(path: Path, what_if: WhatIf) -> Path:
    """A what-if that takes out a mechanism, as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    edit = what_if.edit[0]
    text = (
        f'title = "{what_if.title}"\n\n[[edit]]\ntarget = "mechanism"\nname = '
        f'"{edit.name}"\nchange = "{edit.change}"\n'
    )
    write_whole(path, text.encode())
    return path


def without(mechanism: str) -> WhatIf:
    """The what-if that takes a mechanism out."""
    edit = Edit(target="mechanism", name=mechanism, change="ablate")
    return WhatIf(title=f"Without {mechanism}", edit=[edit], name=f"{ABLATION}{mechanism}")


def what_ifs_of(country: Country, part: str) -> list[WhatIf]:
    """What-ifs of a country that touch a part of the model."""
    found = [
        load_what_if(path.stem, path.parent)
        for path in sorted((country.path / "what_ifs").glob("*.toml"))
    ]
    return [w for w in found if part in parts_of(w)]


def saved(folder: Path) -> list[dict]:
    """Comparisons written beside an ensemble: the ablations first, then the what-ifs."""
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((folder / "compared").glob("*.json"))
    ]
    return sorted(found, key=lambda c: not c["what_ifs"][0].startswith(ABLATION))

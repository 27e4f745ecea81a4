"""Beside an ensemble: every mechanism taken out, every what-if of the country, and the paired
ensembles that directions of the evidence ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from partystate.country.country import Country, load
from partystate.country.what_ifs import Edit, WhatIf, load_what_if
from partystate.evidence import load_directions
from partystate.evidence.directions import JOINED
from partystate.experiments.compare import compare
from partystate.experiments.effects import wanted
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.experiments.gathering import gather
from partystate.experiments.questions import asked_of
from partystate.history.files import read_json, writable_folder, write_json, write_whole
from partystate.scenario.assemble import Assembled
from partystate.scenario.edit_checks import acts
from partystate.scenario.parts import SOCIETY, mechanisms_of

PAIRS = 100
ABLATION = "without-"


def compare_all(
    plan: Plan, folder: Path, progress: Callable[[int, int], None] = lambda done, of: None
) -> None:
    """Write `compared/NAME.json` for each mechanism taken out and each what-if of the country; what
    is there is left. The side without is run once."""
    where, described = writable_folder(folder / "compared"), plan.described()
    country, scenario = described.country, plan.scenario()
    jobs = [without(m.id) for m in mechanisms_of(scenario.parts)] + _acting(country, scenario)
    missing = [w for w in jobs if not (where / f"{w.name}.json").is_file()]
    progress(len(jobs) - len(missing), len(jobs))
    if not missing:
        return
    asked = wanted(asked_of(country)) if SOCIETY in scenario.parts else set()
    base = gather(scenario, plan.seed, PAIRS, plan.parameters, asked)
    for done, what_if in enumerate(missing):
        edited = described.edited(what_if)
        found = compare(described, edited, PAIRS, plan.seed, plan.parameters, base=base)
        write_json(where / f"{what_if.name}.json", json.loads(json.dumps(found.as_json())))
        progress(len(jobs) - len(missing) + done + 1, len(jobs))


def pair_all(plan: Plan, folder: Path, executor: str, progress=lambda done, of: None) -> None:
    """Ensembles of `PAIRS` runs for the directions: `ablations/MECHANISM`; `contrasts/ID-low` where
    the country has a what-if named `ID-low`; `arms/NAMES` where it has all that are named. The
    ensemble in `folder` is the side without."""
    country, scenario = load(plan.country), plan.scenario()
    asked = [d for d in directions_of(country) if not d.reason]
    ours = {m.id for m in scenario.rules.mechanisms}
    off = sorted({d.mechanism for d in asked if d.test == "ablate" and d.mechanism in ours})
    there = {w.name for w in _acting(country, scenario)}
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


def what_ifs_of(country: Country) -> list[WhatIf]:
    """What-ifs of a country."""
    found = [
        load_what_if(path.stem, path.parent)
        for path in sorted((country.path / "what_ifs").glob("*.toml"))
    ]
    return found


def _acting(country: Country, scenario: Assembled) -> list[WhatIf]:
    """What-ifs of the country that such runs take: of their parts and months."""
    run = scenario.months, scenario.parts, scenario.entered
    return [w for w in what_ifs_of(country) if acts(w, *run)]


def saved(folder: Path) -> list[dict]:
    """Comparisons written beside an ensemble: the ablations first, then the what-ifs."""
    found = [read_json(path) for path in sorted((folder / "compared").glob("*.json"))]
    return sorted(found, key=lambda c: not c["what_ifs"][0].startswith(ABLATION))

"""Every mechanism of the party's top taken out, and every what-if of a country that touches it, compared in pairs;
and the paired ensembles that directions of the evidence ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from partystate.experiments.compare import compare
from partystate.evidence import load_directions
from partystate.experiments.ensemble import Plan, run_ensemble
from partystate.history.files import writable_folder, write_json, write_whole
from partystate.mechanisms.registry import of_power
from partystate.scenario.country import Country, load
from partystate.scenario.what_if import POWER_INPUTS, Edit, WhatIf, load_what_if

PAIRS = 100
OF_POWER = ("office", "person")


def compare_all(plan: Plan, folder: Path, progress=lambda done, of: None) -> None:
    """Write `compared/NAME.json` for each; what is there is left."""
    country, where = load(plan.country), writable_folder(folder / "compared")
    jobs = [without(m.card.id) for m in of_power()] + what_ifs_of_power(country)
    for done, what_if in enumerate(jobs):
        path = where / f"{what_if.name}.json"
        if not path.is_file():
            found = compare(country, [what_if], PAIRS, plan.seed, plan.parameters, plan.start)
            write_json(path, json.loads(json.dumps(found.as_json())))
        progress(done + 1, len(jobs))


def pair_all(plan: Plan, folder: Path, executor: str, progress=lambda done, of: None) -> None:
    """Ensembles of `PAIRS` runs for the directions: `ablations/MECHANISM`, and `contrasts/ID-low` where the country has
    a what-if named `ID-low`; the ensemble in `folder` is the other side of each pair."""
    country = load(plan.country)
    asked = [d for d in load_directions(country.path / "evidence") if not d.reason]
    powers = {m.card.id for m in of_power()}
    off = sorted({d.mechanism for d in asked if d.test == "ablate" and d.mechanism in powers})
    low = sorted({f"{d.id}-low" for d in asked if d.test == "contrast"} & {w.name for w in what_ifs_of_power(country)})
    jobs = [(folder / "ablations" / m, _written(folder / "ablations" / f"{m}.toml", without(m))) for m in off]
    jobs += [(folder / "contrasts" / name, name) for name in low]
    for done, (where, what_if) in enumerate(jobs):
        run_ensemble(replace(plan, runs=min(PAIRS, plan.runs), what_ifs=(*plan.what_ifs, str(what_if))), where, executor)
        progress(done + 1, len(jobs))


def _written(path: Path, what_if: WhatIf) -> Path:
    """A what-if that takes out a mechanism, as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    edit = what_if.edit[0]
    text = f'title = "{what_if.title}"\n\n[[edit]]\ntarget = "mechanism"\nname = "{edit.name}"\nchange = "{edit.change}"\n'
    write_whole(path, text.encode())
    return path


def without(mechanism: str) -> WhatIf:
    """The what-if that takes a mechanism out."""
    edit = Edit(target="mechanism", name=mechanism, change="ablate")
    return WhatIf(title=f"Without {mechanism}", edit=[edit], name=f"without-{mechanism}")


def what_ifs_of_power(country: Country) -> list[WhatIf]:
    """What-ifs of a country that change the party's top."""
    powers = {m.card.id for m in of_power()}
    found = [load_what_if(path.stem, path.parent) for path in sorted((country.path / "what_ifs").glob("*.toml"))]
    touches = lambda e: e.target in OF_POWER or e.name in POWER_INPUTS or e.name.split(".")[0] in powers  # noqa: E731
    return [w for w in found if any(touches(e) for e in w.edit)]

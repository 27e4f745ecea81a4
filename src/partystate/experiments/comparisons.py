"""Every mechanism of the party's top taken out, and every what-if of a country that touches it, compared in pairs."""

from __future__ import annotations

import json
from pathlib import Path

from partystate.experiments.compare import compare
from partystate.experiments.ensemble import Plan
from partystate.history.files import writable_folder, write_json
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

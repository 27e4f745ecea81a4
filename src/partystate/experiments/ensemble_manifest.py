"""What stands in the manifest of an ensemble, and whether two ensembles are one."""

from __future__ import annotations

import json
from pathlib import Path

from partystate.core.errors import UserError
from partystate.experiments.parts import RUNS_PER_PART, Plan
from partystate.history import files
from partystate.history.own_mechanisms import OWN
from partystate.history.provenance import manifest
from partystate.scenario.assemble import Assembled

# what two ensembles in one folder must have in common, by the names of the manifest
SAME = (
    "code",
    "country",
    "seed",
    "counting",
    "parameters",
    "what_ifs",
    "thesis",
    "months",
    "runs_per_part",
    "parts",
    "line",
    "replay_until",
    "enters",
    "placebo",
    OWN,
)


def described(plan: Plan, scenario: Assembled) -> dict:
    """The manifest of an ensemble."""
    about = manifest(scenario, seed=plan.seed, parameters=plan.parameters, runs=plan.runs)
    return about | {"runs_per_part": RUNS_PER_PART, "placebo": plan.placebo}


def difference(before: dict, about: dict) -> str | None:
    """The first thing in which two manifests are of different ensembles; None where they are of
    one."""
    return next((key for key in SAME if before.get(key) != about.get(key)), None)


def keep_manifest(folder: Path, plan: Plan, scenario: Assembled) -> None:
    """Write the manifest, or refuse a folder that holds another ensemble."""
    about = described(plan, scenario)
    before = manifest_of(folder)
    if before:
        require_same(folder, before, about)
    files.write_json(folder / files.MANIFEST, about)


def require_same(folder: Path, before: dict, about: dict) -> None:
    """UserError where a folder's manifest is of another ensemble."""
    if different := difference(before, about):
        raise UserError(
            f"the folder {folder} holds something else",
            found=f"a different {different}",
            expected="the same ensemble, to be taken up or made longer",
            action="Give another --out, or remove that folder.",
        )


def manifest_of(folder: Path) -> dict:
    """The manifest of a folder; nothing where it has none that can be read."""
    try:
        found = json.loads((folder / files.MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

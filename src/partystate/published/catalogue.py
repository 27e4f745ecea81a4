"""All published models, gathered from the files of this folder."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from partystate.published.model import Published

CASES = Path(__file__).with_name("cases.json")
WITHOUT_MODELS = ("catalogue", "model")


def gather() -> dict[str, Published]:
    """Every model by its name in `cases.json`; ValueError where two files name the same one."""
    found: dict[str, Published] = {}
    for module in iter_modules([str(CASES.parent)]):
        if module.name in WITHOUT_MODELS:
            continue
        models = import_module(f"partystate.published.{module.name}").MODELS
        if twice := found.keys() & models.keys():
            raise ValueError(f"two files answer {sorted(twice)[0]!r}")
        found |= models
    return found


MODELS = gather()

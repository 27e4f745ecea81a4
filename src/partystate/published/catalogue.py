"""All published models, gathered from the files of this folder."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from partystate.published.model import Published

CASES = Path(__file__).with_name("cases.json")
WITHOUT_MODELS = ("catalogue", "model")


def files_of_models() -> list[str]:
    """Names of the files of this folder that hold models."""
    return [m.name for m in iter_modules([str(CASES.parent)]) if m.name not in WITHOUT_MODELS]


def gather() -> dict[str, Published]:
    """Every model by its name in `cases.json`; ValueError where two files name the same one."""
    found: dict[str, Published] = {}
    for name in files_of_models():
        models = import_module(f"partystate.published.{name}").MODELS
        if twice := found.keys() & models.keys():
            raise ValueError(f"two files answer {sorted(twice)[0]!r}")
        found |= models
    return found


MODELS = gather()

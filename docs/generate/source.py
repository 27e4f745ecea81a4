"""Where a thing stands in the source."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import partystate

ROOT = Path(partystate.__file__).parent


def path_of(module: ModuleType | str) -> str:
    """Path of a module in the repository."""
    name = module if isinstance(module, str) else module.__name__
    return f"src/{name.replace('.', '/')}.py"

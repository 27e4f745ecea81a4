"""Answers of what-ifs, kept by digest in the user's cache, so that nothing is run twice: command
line and explorer ask and keep here. It loads no JAX."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from partystate.core.digests import code_digest, folder_digest
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.what_ifs import WhatIf, load_what_if
from partystate.history import files
from partystate.history.release import FOLDER
from partystate.scenario.parameter_kinds import for_many

MOST = 300  # answers kept; the oldest go first
PACKAGES = ("jax", "jaxlib", "numpy")  # whose versions may move a last digit
RECORDED, SAME = "recorded", "same"


@dataclass(frozen=True)
class Asked:
    """What a comparison is of: whatever its numbers hang on beside code and country.

    `what_ifs` are edits as data, without names of files."""

    country: str
    what_ifs: tuple[dict, ...]
    pairs: int
    seed: int
    parameters: str
    is_lumped: bool = False
    thesis: str | None = None
    fork: str | None = None
    luck: str = SAME
    parts: tuple[str, ...] | None = None
    line: str = RECORDED
    enters: str | None = None

    @staticmethod
    def of(
        country: Country,
        what_ifs: Sequence[str | WhatIf],
        pairs: int,
        seed: int = 1,
        parameters: str | None = None,
        **more,
    ) -> Asked:
        """What is asked of a country; what-ifs by name or as they are."""
        read = [
            load_what_if(w, country.path / "what_ifs") if isinstance(w, str) else w
            for w in what_ifs
        ]
        told = tuple(one.model_dump(exclude_none=True) for one in read)
        return Asked(str(country.path), told, pairs, seed, for_many(country, parameters), **more)

    @property
    def digest(self) -> str:
        """Of all that the answer hangs on: this, the country's files and the code."""
        told = asdict(self) | {"country": _country_digest(self.country), "code": _code_digest()}
        told |= {name: metadata.version(name) for name in PACKAGES}
        text = json.dumps(told, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@functools.cache
def _code_digest() -> str:
    return code_digest()


def _country_digest(path: str) -> str:
    """Of a country's files; read anew where one was written since."""
    folder = Path(path)
    newest = max(p.stat().st_mtime_ns for p in folder.rglob("*"))
    return _digest_at(folder, newest)


@functools.lru_cache(8)
def _digest_at(folder: Path, newest: int) -> str:
    return folder_digest(folder, without=FOLDER)


def folder() -> Path:
    """Where answers are kept."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "partystate" / "answers"


def find(asked: Asked) -> dict | None:
    """The answer that was kept, as `Comparison.as_json` gave it, or None."""
    path = folder() / f"{asked.digest}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def keep(asked: Asked, answer: dict) -> Path | None:
    """Keep an answer; where there are too many, the oldest go. None where nothing can be kept."""
    try:
        where = files.writable_folder(folder())
        written = files.write_whole(where / f"{asked.digest}.json", json.dumps(answer).encode())
        kept = sorted(where.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-MOST]:
            path.unlink(missing_ok=True)
    except (OSError, UserError):
        return None
    return written

"""Hashes of code and data, which say what a result was made of."""

from __future__ import annotations

import hashlib
from pathlib import Path

import partystate


def folder_digest(folder: Path, pattern: str = "**/*", without: str = "") -> str:
    """One hash over the names and bytes of the files of a folder, but those of its folder
    `without`; what an editor or a file browser leaves hidden there (`.DS_Store`) does not count."""
    total = hashlib.blake2b(digest_size=16)
    for path in sorted(
        p
        for p in folder.glob(pattern)
        if p.is_file()
        and p.relative_to(folder).parts[0] != without
        and not any(_is_left_over(part) for part in p.relative_to(folder).parts)
    ):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()


def _is_left_over(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def code_digest() -> str:
    """Hash of the package's own code, data of countries apart."""
    return folder_digest(Path(partystate.__file__).parent, "**/*.py")

"""Start a country of one's own from the template."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, TEMPLATE
from partystate.country.meta import FILE, NAME


def new(path: str | Path) -> Path:
    """Copy the template to `path`, which may not exist yet, and name the country after the folder.
    All or nothing."""
    target = Path(path)
    if "\0" in str(path) or not NAME.fullmatch(target.name):
        raise UserError(
            "a country is named after its folder",
            found=repr(target.name),
            expected="small letters, digits, _ and -",
            action="Choose another name.",
        )
    if target.exists() or target.is_symlink():
        raise UserError(
            "the path exists already", str(target), action="Choose another, or remove it."
        )
    if not target.parent.is_dir():
        raise UserError(
            "the folder that should hold it does not exist",
            str(target.parent),
            action="Make it first.",
        )
    try:
        _copy(target)
    except OSError as error:
        raise UserError(
            "the folder cannot be written", str(target), found=error.strerror or ""
        ) from None
    return target


def _copy(target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
        made = Path(scratch) / target.name
        shutil.copytree(COUNTRIES / TEMPLATE, made)
        meta = made / FILE
        text = meta.read_text(encoding="utf-8")
        meta.write_text(re.sub(r'(?m)^id = ".*"$', f'id = "{target.name}"', text), encoding="utf-8")
        made.rename(target)

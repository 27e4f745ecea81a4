"""The works a model rests on: a TOML table a work, under its key, and their BibTeX."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from partystate.core.errors import UserError

# where a work appeared, by kind; and the type of entry that BibTeX knows for it
FOUND_IN = {
    "article": "journal",
    "book": "publisher",
    "incollection": "in",
    "report": "publisher",
    "document": None,
    "project": None,
}
BIBTEX = {
    "article": ("article", "journal"),
    "book": ("book", "publisher"),
    "incollection": ("incollection", "booktitle"),
    "report": ("techreport", "institution"),
    "document": ("misc", ""),
    "project": ("misc", ""),
}
DOI = re.compile(r"10\.\d{4,9}/\S+")
SPECIAL, ESCAPED = re.compile(r"([&%$#_])"), r"\\\1"  # signs that TeX would read


@dataclass(frozen=True, kw_only=True)
class Work:
    """One entry: a published work, a document, or a rule of this project (`kind` "project").

    `published` names files of `partystate.published` that hold its model. `recalled` is true where
    the text was not read again."""

    key: str
    kind: str
    authors: tuple[str, ...]
    title: str
    year: int | None = None
    journal: str = ""
    publisher: str = ""
    in_: str = ""
    doi: str = ""
    published: tuple[str, ...] = ()
    recalled: bool = False

    @property
    def where(self) -> str:
        """The journal, the press, or the book it stands in; "" for documents and rules."""
        return self.journal or self.publisher or self.in_

    def bibtex(self, note: str = "") -> str:
        """The entry, with a note of what it is cited for."""
        kind, where = BIBTEX[self.kind]
        given = {
            "author": " and ".join(
                a if self.kind not in ("document", "project") else f"{{{a}}}" for a in self.authors
            ),
            "title": f"{{{self.title}}}",
            "year": str(self.year or ""),
            where: self.where,
            "doi": self.doi,
            "note": note,
        }
        lines = [
            f"  {name} = {{{value if name == 'doi' else SPECIAL.sub(ESCAPED, value)}}},"
            for name, value in given.items()
            if name and value
        ]
        return "\n".join([f"@{kind}{{{self.key},", *lines, "}"])


def load_bibliography(path: str | Path) -> dict[str, Work]:
    """Works by key; UserError where an entry is not one."""
    path = Path(path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            "the bibliography is not TOML",
            path.name,
            found=str(error),
            expected="[key] and its fields",
            action="Mend the line.",
        ) from error
    return {key: _work(key, entry, path.name) for key, entry in tables.items()}


def _work(key: str, entry: dict, file: str) -> Work:
    known = {f.name.rstrip("_") for f in fields(Work)} - {"key"}
    kind = entry.get("kind")
    if kind not in FOUND_IN:
        raise _wrong(key, file, "kind", kind, ", ".join(FOUND_IN))
    needed = {"authors", "title"} | ({FOUND_IN[kind]} if FOUND_IN[kind] else set())
    needed |= {"year"} if kind != "project" else set()
    for name in sorted(needed - set(entry)):
        raise _wrong(key, file, name, "nothing", f"a {kind} has one")
    for name in sorted(set(entry) - known):
        raise _wrong(key, file, name, repr(entry[name]), f"one of {', '.join(sorted(known))}")
    if "doi" in entry and not DOI.fullmatch(entry["doi"]):
        raise _wrong(key, file, "doi", entry["doi"], "10.<registrant>/<name>, no address")
    values: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in entry.items()
    }
    if "in" in values:
        values["in_"] = values.pop("in")
    return Work(key=key, **values)


def _wrong(key: str, file: str, column: str, found: object, expected: str) -> UserError:
    return UserError(
        f"the work {key!r} cannot be cited",
        file,
        column=column,
        found=str(found),
        expected=expected,
        action="Mend its entry.",
    )

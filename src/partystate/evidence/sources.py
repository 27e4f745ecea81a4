"""Where a source is to be found: its DOIs and addresses, and which source a figure names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from partystate.core.bibliography import DOI
from partystate.core.errors import UserError
from partystate.evidence.records import Source
from partystate.evidence.tables import Line, each, read_lines

FILE = "sources.csv"
COLUMNS = ("key", "citation", "kind")  # `doi` and `address` may be left out
ADDRESS = re.compile(r"https://[^\s/.]+\.[^\s/]+(/\S*)?")


def load_sources(folder: Path, problems: list[UserError] | None = None) -> list[Source]:
    """Every publication with its key."""
    return each(read_lines(folder / FILE, COLUMNS, unique="key"), _source, problems)


def known_sources(folder: Path) -> dict[str, Source]:
    """Sources of an evidence folder by key and by citation; none where it lists none."""
    found = load_sources(folder) if (folder / FILE).is_file() else []
    return {s.key: s for s in found} | {s.citation: s for s in found}


def source_of(cited: str, sources: Mapping[str, Source]) -> Source | None:
    """The source that a figure names, by its citation or by its key first; None for other words."""
    return sources.get(cited) or sources.get(key_in(cited))


def key_in(cited: str) -> str:
    """The first word of what a figure names, where a key may stand."""
    return cited.partition(" ")[0].rstrip(":")


def where_found(cited: str, sources: Mapping[str, Source]) -> dict[str, str]:
    """`doi` and `address` of what a figure names, several apart by a space; blank where there is
    none."""
    source = source_of(cited, sources)
    return {
        "doi": " ".join(source.doi) if source else "",
        "address": " ".join(source.address) if source else "",
    }


def _source(line: Line) -> Source:
    return Source(
        line.required("key"),
        line.required("citation"),
        line.required("kind"),
        _each_is(line, "doi", DOI, "10.<registrant>/<name>, without an address before it"),
        _each_is(line, "address", ADDRESS, "https://<host>/<page>"),
    )


def _each_is(line: Line, column: str, form: re.Pattern[str], expected: str) -> tuple[str, ...]:
    """The words of a cell, each of which must have the form."""
    words = tuple(line.text(column).split())
    for word in words:
        if not form.fullmatch(word):
            raise line.error(
                "a place where no source is found",
                column,
                found=repr(word),
                expected=f"{expected}; several apart by a space, or a blank",
            )
    return words

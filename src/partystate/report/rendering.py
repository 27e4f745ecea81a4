"""From templates to HTML: tables, marked-up text, one style, ids that are each there once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from partystate.evidence import Source, source_of
from partystate.report.content import Table

NUMBER = re.compile(r"[<+-]?[\d,]*\.?\d+(e[+-]?\d+)?%?")
SHORT = 22  # characters that a column keeps on one line
HERE = Path(__file__).parent


def style() -> str:
    """The style of every page."""
    return (HERE / "page.css").read_text(encoding="utf-8")


def environment() -> Environment:
    """Templates of this folder, with the filters that they use."""
    found = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters |= {"plain": plain, "cited": cited, "as_csv": as_csv, "kinds": kinds}
    return found


def plain(text: str) -> Markup:
    """Escaped text in which `code`, **strong** and *emphasis* are marked up."""
    marked = str(escape(text))
    for pattern, tag in (
        (r"`([^`]+)`", "code"),
        (r"\*\*([^*]+)\*\*", "strong"),
        (r"\*([^*]+)\*", "em"),
    ):
        marked = re.sub(pattern, rf"<{tag}>\1</{tag}>", marked)
    return Markup(marked)


def cited(text: str, sources: Mapping[str, Source]) -> Markup:
    """What `plain` makes of a source, with a link to each place where it is found."""
    source = source_of(text, sources)
    links = source.links if source else ()
    return plain(text) + Markup("").join(
        Markup(' <a href="{}" rel="external">{}</a>').format(place, words) for words, place in links
    )


def kinds(table: Table) -> list[str]:
    """`number` for each column after the first that holds numbers alone, `short` for one of short
    words, else `words`."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return [_kind(i, [str(cell) for cell in column]) for i, column in enumerate(columns)]


def _kind(place: int, cells: list[str]) -> str:
    written = [cell for cell in cells if cell]
    if place and written and all(NUMBER.fullmatch(cell) for cell in written):
        return "number"
    return "short" if max(map(len, cells), default=0) <= SHORT else "words"


def as_csv(table: Table) -> str:
    """A table as percent-encoded CSV for a data link."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return quote(buffer.getvalue())


def unique_ids(html: str) -> str:
    """Make ids inside the charts unique on the page: each chart numbers its clip paths and
    gradients from zero."""
    count = 0

    def renamed(match: re.Match) -> str:
        nonlocal count
        count += 1
        svg = match.group(0)
        for name in set(re.findall(r'id="([^"]+)"', svg)):
            svg = svg.replace(f'id="{name}"', f'id="c{count}-{name}"').replace(
                f"url(#{name})", f"url(#c{count}-{name})"
            )
        return svg

    return re.sub(r"<svg.*?</svg>", renamed, html, flags=re.DOTALL)

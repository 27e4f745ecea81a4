"""From templates to HTML."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from partystate.explore.address import Address
from partystate.explore.answer import FOUND, Answer
from partystate.explore.drawing.scale import written
from partystate.explore.library import Library
from partystate.report.rendering import cited, plain, style
from partystate.report.spans import span_words

HERE = Path(__file__).parent
PARTS = (
    ("/chart", "Charts"),
    ("/map", "Map"),
    ("/whatif", "What if"),
    ("/historians", "Historians"),
    ("/top", "The top"),
    ("/records", "Records"),
    ("/evidence", "Evidence"),
    ("/learn", "Learn"),
    ("/country", "Country"),
)


@dataclass(frozen=True)
class Page:
    """A page before it is written out: its title, its template and what stands in it."""

    title: str
    template: str
    data: dict[str, Any] = field(default_factory=dict)
    status: int = FOUND


@functools.cache
def environment() -> Environment:
    """The templates of the explorer."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.filters |= {"plain": plain, "cited": cited, "written": written, "span": span_words}
    return found


def rendered(page: Page, address: Address, library: Library) -> Answer:
    """A page as HTML."""
    country = library.country
    text = (
        environment()
        .get_template(page.template)
        .render(
            title=page.title,
            here=address,
            part="/" + address.path.strip("/").split("/")[0],
            parts=PARTS,
            country=country.id,
            heading=country.meta.title,
            known_sources=library.sources,
            **page.data,
        )
    )
    return Answer(text.encode(), status=page.status)


def stylesheet() -> bytes:
    """The style of the report's pages and what the explorer adds to it."""
    return (style() + (HERE / "explore.css").read_text(encoding="utf-8")).encode()


def script() -> bytes:
    """What enhances the pages where scripts run."""
    return (HERE / "explore.js").read_bytes()

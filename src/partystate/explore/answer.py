"""What the site answers to an address."""

from __future__ import annotations

from dataclasses import dataclass

HTML, CSS, JS = "text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript"
CSV, SVG, PNG = "text/csv; charset=utf-8", "image/svg+xml", "image/png"
GEOJSON = "application/geo+json"
TEXT, BIB = "text/plain; charset=utf-8", "application/x-bibtex"
FOUND, MOVED, MISSING, WRONG = 200, 303, 404, 400


@dataclass(frozen=True)
class Answer:
    """A body with its type and status; `where` is the address of a page that has moved."""

    body: bytes
    media: str = HTML
    status: int = FOUND
    where: str = ""


@dataclass
class Missing(Exception):
    """There is no such page: what is not there, and the nearest names."""

    problem: str
    nearest: str = ""
    status: int = MISSING

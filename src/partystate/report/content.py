"""What the page is made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Column heads and rows of plain cells."""

    columns: tuple[str, ...]
    rows: list[tuple]


@dataclass(frozen=True)
class Figure:
    """A chart as SVG text (blank: a table alone), with its caption, its data and where the figures
    come from.

    `widget` is HTML that is whole without scripts; `scripts` names files of this folder that make
    it answer."""

    id: str
    title: str
    caption: str
    svg: str
    table: Table
    sources: list[str]
    is_open: bool = False
    widget: str = ""
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the page."""

    id: str
    title: str
    text: list[str]
    figures: list[Figure] = field(default_factory=list)

"""Ranges beneath each other on one scale: figures of the record beside the model's interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partystate.explore.drawing.scale import Scale, ticks, written

ROW = 26


@dataclass(frozen=True)
class Range:
    """A line: who says it, low, middle and high, `kind` model or record."""

    name: str
    low: float
    middle: float
    high: float
    kind: str
    said: str
    link: str = ""


@dataclass(frozen=True)
class RangeSize:
    """Pixels of a drawing, of the room for names, and of its letters."""

    name: str
    width: int
    names: int
    letters: int
    longest: int


WIDE, NARROW = RangeSize("wide", 780, 300, 14, 44), RangeSize("narrow", 350, 0, 12, 46)
SIZES = (WIDE, NARROW)


def drawn(ranges: Sequence[Range], unit: str, label: str) -> Markup:
    """The ranges in both sizes; the style of the page shows the one that fits."""
    return Markup("").join(one(ranges, unit, label, size) for size in SIZES)


def one(ranges: Sequence[Range], unit: str, label: str, size: RangeSize = WIDE) -> Markup:
    """The ranges as one SVG; on a narrow one names stand above their lines."""
    row = ROW if size.names else ROW + 16
    marks = ticks(
        min(0.0, *(r.low for r in ranges)), max(r.high for r in ranges), 6 if size.names else 4
    )
    x = Scale(marks[0], marks[-1], size.names + 12, size.width - 26)
    bottom = len(ranges) * row + 8
    parts = []
    for mark in marks:
        parts.append(
            Markup('<line class="grid" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(x(mark), bottom)
        )
        parts.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                x(mark), bottom + size.letters + 4, written(mark)
            )
        )
    parts += [_range(one_, i, row, x, size) for i, one_ in enumerate(ranges)]
    parts.append(
        Markup('<text class="unit" x="{}" y="{}">{}</text>').format(
            size.names + 12, bottom + 2 * size.letters + 8, unit
        )
    )
    return Markup(
        '<svg class="plot ranges {}" viewBox="0 0 {} {}" role="{}" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg" font-size="{}">{}</svg>'
    ).format(
        size.name,
        size.width,
        bottom + 2 * size.letters + 16,
        "group" if any(one_.link for one_ in ranges) else "img",  # links in a picture are not read
        label,
        size.letters,
        Markup("").join(parts),
    )


def _range(one_: Range, place: int, row: int, x: Scale, size: RangeSize) -> Markup:
    middle = place * row + row / 2 if size.names else place * row + row - 10
    name = one_.name if len(one_.name) <= size.longest else f"{one_.name[: size.longest - 2]} …"
    label = (
        Markup('<text class="name" x="0" y="{}">{}</text>').format(middle + 5, name)
        if size.names
        else Markup('<text class="name" x="0" y="{}">{}</text>').format(middle - 12, name)
    )
    if one_.link:
        label = Markup('<a href="{}">{}</a>').format(one_.link, label)
    return Markup(
        '<g><title>{}</title>{}<line class="rule {}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle class="end {}" cx="{}" cy="{}" r="5"/></g>'
    ).format(
        one_.said,
        label,
        one_.kind,
        x(one_.low),
        x(one_.high),
        middle,
        middle,
        one_.kind,
        x(one_.middle),
        middle,
    )

"""The map of tiles: a tile a region, its colour by a class, hatched where little is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partystate.report.sections.tile_map import DARK_FROM, RAMP

# below nought blue, above it orange; ColorBrewer PuOr, which the colour-blind tell apart
BOTH_WAYS = ("#b35806", "#f1a340", "#fee0b6", "#f3f4f0", "#d8daeb", "#998ec3", "#542788")
GAP = 3


@dataclass(frozen=True)
class Tile:
    """A region: where its tile stands, its names, what is told of it, and where it leads."""

    name: str
    short: str
    row: int
    column: int
    fill: str
    is_dark: bool
    value: str
    said: str
    link: str
    is_unsure: bool = False
    is_chosen: bool = False


@dataclass(frozen=True)
class TileSize:
    """Pixels of a tile and of its letters; `full` says whether names and numbers fit."""

    name: str
    width: int
    height: int
    letters: float
    is_full: bool


WIDE, NARROW = TileSize("wide", 71, 60, 11.5, True), TileSize("narrow", 31, 38, 12.2, False)
SIZES = (WIDE, NARROW)


def drawn(tiles: Sequence[Tile], label: str) -> Markup:
    """The map in both sizes; the style of the page shows the one that fits."""
    return Markup("").join(one(tiles, label, size) for size in SIZES)


def one(tiles: Sequence[Tile], label: str, size: TileSize = WIDE) -> Markup:
    """The map as one SVG."""
    columns, rows = max(t.column for t in tiles), max(t.row for t in tiles)
    parts = [_tile(tile, size) for tile in tiles]
    return Markup(
        '<svg class="map {}" viewBox="0 0 {} {}" role="group" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg" font-size="{}">{}{}</svg>'
    ).format(
        size.name,
        columns * (size.width + GAP) + 1,
        rows * (size.height + GAP) + 1,
        label,
        size.letters,
        _hatched(size),
        Markup("").join(parts),
    )


def _hatched(size: TileSize) -> Markup:
    """The pattern of what is not sure; each drawing has its own, as ids are of the whole page."""
    return Markup(
        '<defs><pattern id="hatched-{}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="6" stroke="#1f2933" '
        'stroke-opacity=".28" stroke-width="2"/></pattern></defs>'
    ).format(size.name)


def _tile(tile: Tile, size: TileSize) -> Markup:
    x, y = (tile.column - 1) * (size.width + GAP), (tile.row - 1) * (size.height + GAP)
    ink = "pale" if tile.is_dark else "ink"
    box = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="3"').format(
        x, y, size.width, size.height
    )
    parts = [
        box + Markup(' class="tile{}" fill="{}"/>').format(" chosen" * tile.is_chosen, tile.fill)
    ]
    if tile.is_unsure:
        parts.append(box + Markup(' fill="url(#hatched-{})"/>').format(size.name))
    if size.is_full:
        for i, line in enumerate(_lines(tile.name)):
            parts.append(_text(x + 5, y + 14 + 12 * i, ink, line))
        parts.append(_text(x + 5, y + size.height - 6, f"{ink} value", tile.value))
    else:
        parts.append(_text(x + 1, y + size.height / 2 + 4, ink, tile.short[:4]))
    return Markup('<a href="{}"><title>{}</title>{}</a>').format(
        tile.link, tile.said, Markup("").join(parts)
    )


def _text(x: float, y: float, kind: str, words: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, x, y, words)


def _lines(name: str) -> list[str]:
    """A name in up to three lines of some ten letters."""
    words, lines = name.replace("-", "- ").split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > 10:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [line if len(line) <= 12 else f"{line[:11]}." for line in lines]
    return shown[:3]


def ramp(step: int) -> tuple[str, bool]:
    """(colour, whether it is dark) of a class from little to much."""
    return RAMP[step], step >= DARK_FROM


def both_ways(share: float) -> tuple[str, bool]:
    """(colour, whether it is dark) of a difference, -1 to 1 of the greatest."""
    middle = len(BOTH_WAYS) // 2
    place = middle + round(max(-1.0, min(1.0, share)) * middle)
    return BOTH_WAYS[place], place in (0, len(BOTH_WAYS) - 1)

"""A chart of series in time: bands, lines and the record with its ranges, wide and narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from partystate.explore.drawing.scale import Scale, ticks, written, years

NOTHING = "nothing to draw"
BEYOND = "beyond the usual run"
ROLES = {"not used in fitting": "r-not", "used in fitting": "r-used", "put in": "r-in"}
BAR = 0.35  # of the room of a time, that a column for the pointer takes on either side


@dataclass(frozen=True)
class Size:
    """Pixels of a drawing: whole, margins, and the size of its letters."""

    name: str
    width: int
    height: int
    left: int
    right: int = 12
    top: int = 12
    bottom: int = 30
    letters: int = 14
    most_years: int = 11
    most_ticks: int = 6


# drawn twice, so that letters have 11 px at least wherever one of the two is shown
WIDE = Size("wide", 780, 360, 66)
NARROW = Size("narrow", 350, 270, 48, 8, 10, 28, 12, 5, 5)
SIZES = (WIDE, NARROW)


@dataclass(frozen=True)
class Strand:
    """One series: a line of (at, value) and a band of (at, q05, q25, q75, q95)."""

    name: str
    line: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float, float, float, float]] = ()
    place: int = 0


@dataclass(frozen=True)
class Mark:
    """A figure of the record: where in time, its range, what was done with it, what is said."""

    at: float
    low: float
    middle: float
    high: float
    role: str
    is_read: bool
    said: str
    place: int | None = None
    link: str = ""


@dataclass(frozen=True)
class Plot:
    """What is drawn: series, figures of the record, the unit, and what is said at each time."""

    strands: Sequence[Strand]
    marks: Sequence[Mark] = ()
    unit: str = ""
    said: Sequence[tuple[float, str]] = field(default_factory=tuple)
    from_zero: bool = True
    is_of_years: bool = False  # so that a year is named beneath its middle, where its number lies
    until: float | None = None  # where the usual run ends, if series go on after it

    @property
    def is_empty(self) -> bool:
        return not any(len(s.line) or len(s.band) for s in self.strands) and not self.marks

    def span(self) -> tuple[float, float]:
        """First and last time, in years."""
        at = [p[0] for s in self.strands for p in (*s.line, *s.band)] or [
            mark.at for mark in self.marks
        ]
        return min(at), max(at)

    def range(self) -> tuple[float, float]:
        """Least and greatest value."""
        found = [v for s in self.strands for _, v in s.line]
        found += [v for s in self.strands for row in s.band for v in row[1:]]
        found += [v for mark in self.marks for v in (mark.low, mark.high)]
        low, high = min(found), max(found)
        return (min(0.0, low), max(0.0, high)) if self.from_zero else (low, high)


def drawn(plot: Plot, label: str) -> Markup:
    """The chart in both sizes; the style of the page shows the one that fits."""
    if plot.is_empty:
        return Markup('<p class="note">{}</p>').format(NOTHING)
    return Markup("").join(one(plot, label, size) for size in SIZES)


def one(plot: Plot, label: str, size: Size = WIDE) -> Markup:
    """The chart as one SVG."""
    first, last = plot.span()
    pad = max((last - first) * 0.015, 0.3)
    marks = ticks(*plot.range(), most=size.most_ticks)
    x = Scale(first - pad, last + pad, size.left, size.width - size.right)
    y = Scale(marks[0], marks[-1], size.height - size.bottom, size.top + size.letters)
    shown = [m for m in plot.marks if x.low <= m.at <= x.high]
    parts = [
        *_beyond(plot, size, x),
        *_axes(plot, size, x, y, marks),
        *(_shades(strand, x, y) for strand in plot.strands),
        *(_line(strand, x, y, plot.until) for strand in plot.strands),
        *_columns(plot, size, x),
        *(_mark(mark, x, y) for mark in shown),
    ]
    return Markup(
        '<svg class="plot {}" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'xmlns="http://www.w3.org/2000/svg" font-size="{}">{}</svg>'
    ).format(size.name, size.width, size.height, label, size.letters, Markup("").join(parts))


def _axes(plot: Plot, size: Size, x: Scale, y: Scale, marks: list[float]) -> list[Markup]:
    parts = [
        Markup('<text class="unit" x="{}" y="{}">{}</text>').format(2, size.letters, plot.unit)
    ]
    for mark in marks:
        parts.append(
            Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                size.left, size.width - size.right, y(mark), y(mark)
            )
        )
        parts.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(
                size.left - 8, y(mark) + size.letters / 3, written(mark)
            )
        )
    shift = 0.5 if plot.is_of_years else 0.0
    for year in years(x.low - shift, x.high - shift, size.most_years):
        parts.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                x(year + shift), size.height - 8, year
            )
        )
    return parts


def _beyond(plot: Plot, size: Size, x: Scale) -> list[Markup]:
    """The ground behind what lies after the usual end, and its name."""
    if plot.until is None:
        return []
    left = max(x(plot.until), size.left)
    ground = Markup('<rect class="beyond" x="{}" y="{}" width="{}" height="{}"/>').format(
        left, size.top, size.width - size.right - left, size.height - size.bottom - size.top
    )
    name = Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(
        size.width - size.right, size.letters, BEYOND
    )
    return [ground, name]


def _shades(strand: Strand, x: Scale, y: Scale) -> Markup:
    if not strand.band:
        return Markup("")
    found = Markup("")
    for kind, low, high in (("outer", 1, 4), ("inner", 2, 3)):
        up = [f"{x(row[0])},{y(row[high])}" for row in strand.band]
        down = [f"{x(row[0])},{y(row[low])}" for row in reversed(strand.band)]
        found += Markup('<path class="{} s{}" d="M{}Z"/>').format(
            kind, strand.place, "L".join([*up, *down])
        )
    return found


def _line(strand: Strand, x: Scale, y: Scale, until: float | None) -> Markup:
    """A line, broken after the usual end."""
    usual = [point for point in strand.line if until is None or point[0] <= until]
    later = strand.line[len(usual) :]
    return _stretch(strand, usual, "", x, y) + _stretch(strand, later, " later", x, y)


def _stretch(
    strand: Strand, points: Sequence[tuple[float, float]], kind: str, x: Scale, y: Scale
) -> Markup:
    if len(points) < 2:
        return Markup("").join(
            Markup('<circle class="dot s{}" cx="{}" cy="{}" r="4"/>').format(
                strand.place, x(at), y(value)
            )
            for at, value in points
        )
    path = "L".join(f"{x(at)},{y(value)}" for at, value in points)
    return Markup('<path class="line s{}{}" d="M{}"/>').format(strand.place, kind, path)


def _columns(plot: Plot, size: Size, x: Scale) -> list[Markup]:
    """What the pointer finds: a column for each time, with what is said of it."""
    at = [when for when, _ in plot.said]
    room = min((b - a for a, b in zip(at, at[1:], strict=False)), default=1.0)
    return [
        Markup(
            '<rect class="hit" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
        ).format(
            x(when - room / 2),
            size.top,
            round(max(x(when + room / 2) - x(when - room / 2), 1.0), 1),
            size.height - size.top - size.bottom,
            text,
        )
        for when, text in plot.said
    ]


def _mark(mark: Mark, x: Scale, y: Scale) -> Markup:
    kind = ROLES.get(mark.role, "r-not") if mark.place is None else f"s{mark.place}"
    fill = "full" if mark.is_read else "hollow"
    drawn_ = Markup(
        '<g class="mark {} {}"><title>{}</title><line x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle cx="{}" cy="{}" r="4"/></g>'
    ).format(
        kind,
        fill,
        mark.said,
        *(2 * [x(mark.at)]),
        y(mark.low),
        y(mark.high),
        x(mark.at),
        y(mark.middle),
    )
    if not mark.link:
        return drawn_
    return Markup('<a href="{}">{}</a>').format(escape(mark.link), drawn_)

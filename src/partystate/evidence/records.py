"""The nouns of evidence, each one frozen. Numbers are None where the source is silent.

Times are EDTF text, groups are `axis=label;axis=label`, units are the words of their file
until a row is compiled; a compiled `Row` is in the unit of its observable.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

KINDS = ("quantity", "event", "direction", "state", "shock", "context")
EXTRAPOLATION = "extrapolation"  # of times after those that may be fitted or held out
ROLES = ("calibrate", "validate", "given", "context", EXTRAPOLATION)
LEVELS = ("truth", "known", "published", "preserved")
CLASSES = ("registered", "measured", "estimated", "recalled", "contested", "share", "count")
SCALES = ("positive", "share", "signed", "index")
IN_A_DOI = "/:;().-_"  # signs that stand in an address as they are
THEMES = ("power", "party", "war", "land", "industry", "people", "terror", "belief", "information")


@dataclass(frozen=True)
class Source:
    """A short key for one publication or text, as cited in full, and where it is to be found: a
    citation of several works may have several DOIs and addresses, or those of some."""

    key: str
    citation: str
    kind: str
    doi: tuple[str, ...] = ()
    address: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(words, address) of each place where it is found, DOIs first."""
        return (
            *((f"doi:{doi}", f"https://doi.org/{quote(doi, safe=IN_A_DOI)}") for doi in self.doi),
            *((urlsplit(place).netloc.removeprefix("www."), place) for place in self.address),
        )


@dataclass(frozen=True)
class Observable:
    """A named quantity the model emits; `scale`, `resolution` and the prior range serve the score.

    `additive` says whether several regions combine by a sum or by a weighted mean; `is_rural` that
    a label's part in a region is its part of the villagers, not of the people; `is_smooth` that
    a figure lies near the line between its neighbours: a stock, or a flow of `smooth_flows.csv`.
    """

    name: str
    unit: str
    axes: tuple[str, ...]
    frequency: str
    levels: tuple[str, ...]
    definition: str
    theme: str
    scale: str
    resolution: float
    prior_low: float | None
    prior_high: float | None
    additive: bool
    is_rural: bool = False
    is_smooth: bool = False


@dataclass(frozen=True)
class Claim:
    """One statement of the source: its own figures, the literature's band, and where it stands."""

    id: str
    line_number: int
    section: str
    place: str
    kind: str
    role: str
    level: str
    time: str
    observable: str
    label: str
    low: float | None
    central: float | None
    high: float | None
    unit: str
    band_low: float | None
    band_high: float | None
    attribution: str
    statement: str


@dataclass(frozen=True)
class Figure:
    """One row of the record: a figure, a dated event or a spell of the literature."""

    file: str
    line_number: int
    series: str
    unit: str
    period_start: str
    period_end: str
    region: str
    group: str
    low: float | None
    central: float | None
    high: float | None
    source: str
    verified: bool
    event_type: str
    text: str

    @property
    def id(self) -> str:
        """`file:line` with the line an editor shows."""
        return f"{self.file}:{self.line_number}"


@dataclass(frozen=True)
class SeriesRule:
    """One row of the series map: which figures it takes, and what they observe or why nothing.

    A blank filter takes all. `role` may be `even` or `odd` (see `roles`). `link` is blank,
    `base:TIME` (a ratio to the same observable then), `growth` (1 + figure) or `complement` (1 -
    figure)."""

    line_number: int
    file: str
    series: str
    unit: str
    region: str
    group: str
    period_from: str
    period_to: str
    verified: str
    event_type: str
    kind: str
    observable: str
    level: str
    group_template: str
    unit_factor: float
    time_rule: str
    link: str
    tolerance: str
    scale: str
    role: str
    theme: str
    reason: str


@dataclass(frozen=True)
class GazetteerEntry:
    """A label's part in one cell of the model: weight = share of the cell that the label covers."""

    line_number: int
    label: str
    axis: str
    member: str
    weight: float
    weight_low: float
    weight_high: float
    valid_from: str
    valid_to: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Row:
    """What is scored: one claim or figure, in the unit of its observable.

    `members` are the model's groups with weights; `combine` says `sum` (each times its weight) or
    `mean` (weights times the members' population, where the model gives it). `base` set: the figure
    is a ratio to the same observable at that time. `stated` keeps the source's own low, central,
    high where a band governs the hit."""

    id: str
    headline: str
    kind: str
    observable: str
    level: str
    time: str
    group: str
    members: tuple[tuple[str, float], ...]
    combine: str
    low: float | None
    central: float | None
    high: float | None
    stated: tuple[float | None, float | None, float | None]
    unit: str
    source: str
    place: str
    verified: bool
    role: str
    tolerance: str
    scale: str
    series: str
    theme: str
    base: str
    statement: str

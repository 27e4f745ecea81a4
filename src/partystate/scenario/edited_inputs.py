"""The inputs that a what-if may edit: where each stands, what it can be, and which parts of the
model look at it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.core.pytree import axes_of
from partystate.scenario.parts import ALL, LEADERSHIP, REVOLUTION, SOCIETY
from partystate.world.inputs import Calendar, Foreign, Inputs, Trade, Weather
from partystate.world.revolution import RevolutionInputs

ANY = (-np.inf, np.inf)
NOT_NEGATIVE = (0.0, np.inf)
SHARE = (0.0, 1.0)
PARTS = {
    "weather": Weather,
    "trade": Trade,
    "foreign": Foreign,
    "calendar": Calendar,
    "revolution": RevolutionInputs,
}
REGIONS = "regions"
DROUGHT, WET = (0.0, 3.0), (0.0, 2.0)  # grades


@dataclass(frozen=True)
class Place:
    """`path` in `world.inputs.Inputs`; the ends of its values; `parts` that look at it."""

    path: str
    ends: tuple[float, float] = NOT_NEGATIVE
    parts: tuple[str, ...] = (SOCIETY,)

    @property
    def is_regional(self) -> bool:
        """Whether it has a value for each region."""
        part, _, name = self.path.rpartition(".")
        return axes_of(PARTS.get(part, Inputs)).get(name, ())[-1:] == (REGIONS,)


def _fields(part: str, module: type, **more) -> dict[str, Place]:
    names = [n for n in module.__dataclass_fields__ if n not in ("month", "elapsed")]
    return {name: Place(f"{part}.{name}", **more) for name in names}


PLACES: dict[str, Place] = {
    **_fields("weather", Weather, ends=DROUGHT),
    "wet": Place("weather.wet", WET),
    **_fields("trade", Trade),
    **_fields("foreign", Foreign, ends=ANY, parts=ALL),
    **_fields("calendar", Calendar),
    "controlled": Place("controlled", SHARE),
    "murder": Place("murder", SHARE, ALL),
    "line": Place("forced.line", (-1.0, 1.0)),
    "collections_short": Place("forced.shortfall", (-np.inf, 1.0), (LEADERSHIP,)),
    **{
        name: Place(f"party.{name}", SHARE, (LEADERSHIP,))
        for name in ("founder_capacity", "founder_dies", "testament_read", "ban_barred")
    },
    **{
        name: Place(f"revolution.{name}", SHARE, (REVOLUTION,))
        for name in ("crisis", "unity", "founder_away")
    },
    **{
        name: Place(f"revolution.{name}", NOT_NEGATIVE, (REVOLUTION,))
        for name in ("loyal", "garrison", "reserve", "enemy", "aid", "entering")
    },
    "foreign_troops": Place("revolution.foreign", NOT_NEGATIVE, (REVOLUTION,)),
}
# names of version 0.5, read for one release
FORMER = {
    "market_line": ("line",),
    "outrage": ("murder",),
    "points_abroad": ("disputes", "foreign_events", "kin_points"),
}


def places_of(name: str) -> tuple[Place, ...]:
    """Where an input of this name stands, by its name or that of version 0.5; nowhere is empty."""
    return tuple(PLACES[n] for n in FORMER.get(name, (name,)) if n in PLACES)

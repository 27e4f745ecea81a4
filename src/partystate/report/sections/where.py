"""The part of the page on where and when: the map of tiles."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from partystate.country.country import Country
from partystate.report.content import Section
from partystate.report.sections.tile_map import tile_map
from partystate.report.series import RunData


def where(
    directory: Path, country: Country, data: RunData, environment: Environment
) -> Section | None:
    """The map of tiles, where the run has one."""
    figure = tile_map(directory, country, data, environment)
    text = [
        "One tile a region. Choose a quantity and a month; choose a region to see it through "
        "time. Where scripts are off, and on paper, the map shows the worst month."
    ]
    return Section("where", "Where and when", text, [figure]) if figure else None

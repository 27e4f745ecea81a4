"""What historians and the source say, as typed rows that a model can be scored against."""

from partystate.evidence.check import coverage, problems
from partystate.evidence.compiling import compile_rows
from partystate.evidence.directions import Direction, load_directions
from partystate.evidence.events import EventTarget, load_events
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.loading import load_claims, load_observables, load_record
from partystate.evidence.records import (
    Claim,
    Figure,
    GazetteerEntry,
    Observable,
    Row,
    SeriesRule,
    Source,
)
from partystate.evidence.sources import known_sources, load_sources, source_of, where_found

__all__ = [
    "Claim",
    "Direction",
    "EventTarget",
    "Figure",
    "Gazetteer",
    "GazetteerEntry",
    "Observable",
    "Row",
    "SeriesRule",
    "Source",
    "compile_rows",
    "coverage",
    "known_sources",
    "load_claims",
    "load_directions",
    "load_events",
    "load_observables",
    "load_record",
    "load_sources",
    "problems",
    "source_of",
    "where_found",
]

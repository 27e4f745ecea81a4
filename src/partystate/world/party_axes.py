"""The named axes of the party's leadership."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from partystate.core.axes import Axis


@dataclass(frozen=True)
class PartyAxes:
    """Labels in order: persons (those of record, then an anonymous reserve), offices, bodies,
    issues, regions of the party; ranks of officers are numbered."""

    persons: Axis
    offices: Axis
    bodies: Axis
    issues: Axis
    regions: Axis
    named: int  # persons of record
    ranks: int = 1

    @cached_property
    def number(self) -> dict[str, int]:
        """Position of each person."""
        return {person: i for i, person in enumerate(self.persons.labels)}

    @property
    def lengths(self) -> dict[str, int]:
        """Length of each axis, for the check of shapes."""
        return {
            "persons": len(self.persons),
            "offices": len(self.offices),
            "bodies": len(self.bodies),
            "issues": len(self.issues),
            "regions_of_party": len(self.regions),
            "kinds": 2,
            "ranks": self.ranks,
        }

"""The causes for which a person leaves a cell, and where each leads.

A cause is one row: append only, because its number is the site of its draws (design section 7).
`leaves_to` is a status, `AGE` for the next age band, or None for a departure from the books.
"""

from __future__ import annotations

from dataclasses import dataclass

from partystate.world import statuses as s

AGE = "next age band"


@dataclass(frozen=True)
class Cause:
    """`number` is the draw site; `leaves_from` lists statuses (empty: every status)."""

    name: str
    number: int
    leaves_from: tuple[str, ...]
    leaves_to: str | None


CAUSES = (
    Cause("death", 1, (), None),
    Cause("famine_death", 2, (), None),
    Cause("ageing", 3, (), AGE),
    Cause("joined_collective", 4, (s.INDIVIDUAL_PEASANT,), s.COLLECTIVE_FARMER),
    Cause("left_collective", 5, (s.COLLECTIVE_FARMER,), s.INDIVIDUAL_PEASANT),
    Cause("moved_to_town", 6, (s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER), s.WORKER),
)
CAUSE = {cause.name: cause for cause in CAUSES}
BIRTH = "birth"
BIRTH_SITE = 100
SEX_AT_BIRTH_SITE = 101
DEATHS = tuple(c.name for c in CAUSES if c.leaves_to is None)

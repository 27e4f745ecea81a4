"""The causes for which a person leaves a cell, and where each leads.

A cause is one row: append only, because its number is the site of its draws (design section 7).
`leaves_to` is a status, `AGE` for the next age band, or None for a departure from the books. A move
is within its region and nationality, unless `pooled`: then those of one nationality who leave in a
month are shared out among the pairs of that status anywhere, by the weights of the mechanism that
proposes the move.

Those of `WAR` are there only in months in which a war may be fought; a run without such months has
no place for them, so that it costs nothing."""

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
    pooled: bool = False


PEACE = (
    Cause("death", 1, (), None),
    Cause("famine_death", 2, (), None),
    Cause("ageing", 3, (), AGE),
    Cause("joined_collective", 4, (s.INDIVIDUAL_PEASANT,), s.COLLECTIVE_FARMER),
    Cause("left_collective", 5, (s.COLLECTIVE_FARMER,), s.INDIVIDUAL_PEASANT),
    Cause("moved_to_town", 6, (s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER), s.WORKER),
    Cause("executed", 7, (s.BETTER_OFF_PEASANT, s.INDIVIDUAL_PEASANT), None),
    Cause("sent_to_camp", 8, (s.BETTER_OFF_PEASANT, s.INDIVIDUAL_PEASANT), s.CAMP),
    Cause(
        "deported", 9, (s.BETTER_OFF_PEASANT, s.INDIVIDUAL_PEASANT), s.SPECIAL_SETTLER, pooled=True
    ),
    Cause("ruined", 10, (s.BETTER_OFF_PEASANT,), s.INDIVIDUAL_PEASANT),
    Cause("fled_hunger", 11, (s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER), s.WORKER, pooled=True),
    Cause("arrested", 14, s.FREE, s.PRISONER),
    Cause("people_deported", 15, s.FREE, s.SPECIAL_SETTLER, pooled=True),
    Cause("shot", 16, (s.PRISONER,), None),
    Cause("convicted_camp", 17, (s.PRISONER,), s.CAMP),
    Cause("convicted_colony", 18, (s.PRISONER,), s.COLONY),
    Cause("exiled", 19, (s.PRISONER,), s.SPECIAL_SETTLER, pooled=True),
    Cause("released", 20, (s.PRISONER, s.CAMP, s.COLONY), s.INDIVIDUAL_PEASANT),
    Cause("escaped", 21, (s.CAMP, s.COLONY), s.INDIVIDUAL_PEASANT),
    Cause("fled_settlement", 22, (s.SPECIAL_SETTLER,), s.WORKER, pooled=True),
    Cause("confined_death", 23, (s.PRISONER, s.CAMP, s.COLONY, s.SPECIAL_SETTLER), None),
    Cause("hired_far", 30, (s.INDIVIDUAL_PEASANT, s.COLLECTIVE_FARMER), s.WORKER, pooled=True),
    Cause("back_to_village", 31, (s.WORKER,), s.INDIVIDUAL_PEASANT),
    Cause("promoted", 32, (s.WORKER,), s.TOWN_EMPLOYEE),
    Cause("epidemic_death", 12, (), None),
)
WAR = (
    Cause("called_up", 40, s.FREE, s.SOLDIER),
    Cause("killed_in_action", 41, (s.SOLDIER,), None),
    Cause("died_captive", 42, (s.SOLDIER,), None),
    Cause("sent_home", 43, (s.SOLDIER,), s.INDIVIDUAL_PEASANT),
    Cause("sent_home_to_farm", 44, (s.SOLDIER,), s.COLLECTIVE_FARMER),
    Cause("sent_home_to_town", 45, (s.SOLDIER,), s.WORKER),
    Cause("killed_by_occupier", 46, s.FREE, None),
    Cause("evacuated", 47, (s.WORKER, s.TOWN_EMPLOYEE), s.WORKER, pooled=True),
)
CAUSES = PEACE + WAR
CAUSE = {cause.name: cause for cause in CAUSES}
BIRTH = "birth"
BIRTH_SITE = 100
SEX_AT_BIRTH_SITE = 101
SHARING_SITE = 200  # plus the number of a pooled cause
DEATHS = tuple(c.name for c in CAUSES if c.leaves_to is None)

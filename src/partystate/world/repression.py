"""What the rulers decided about repression with the books of the organs, and what people think and
hide.

`Repression` is known to those who decide: decisions of their own and counts the police made.
`Belief` is the truth about opinion.
Shapes: N nationalities, C statuses, R regions, Q pairs, two categories of a limit, channels by
which people are taken, outcomes."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Float

from partystate.world.keep import KEPT

CHANNELS = ("ordinary", "signal", "first", "second", "national")
ORDINARY, SIGNAL, FIRST, SECOND, NATIONAL = range(len(CHANNELS))
OUTCOMES = ("shot", "camp", "colony", "exile", "release")
SHOT, CAMP, COLONY, EXILE, RELEASE = range(len(OUTCOMES))
CATEGORIES = ("first", "second")
LENGTHS = {"channels": len(CHANNELS), "outcomes": len(OUTCOMES), "categories": len(CATEGORIES)}


class Repression(eqx.Module):
    """Decisions, and the books of the organs."""

    threat: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1, enemies the ruler fears and does not see
    pressure: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1, disorder and failure that he does see
    failure: Float[Array, ""]  # 1, remembered shortfall of plans
    blame: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1, failure laid at the door of the better-off
    distrust_people: Float[Array, "nationalities"]  # 0..1
    kin_danger: Float[Array, "nationalities"]  # 0..1, danger from the states of kin of a people
    distrust_status: Float[Array, "statuses"]  # 1, weight in arrests; the confined have none
    staff: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons of the political police
    campaign: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 while a mass operation is under way
    term: Float[Array, ""]  # months for which the last decision, to go on or to stop, still stands
    untold: Float[Array, ""]  # 1, cost of arrests that no report has told yet
    brake: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1, remembered cost of arrests, as told
    limit: Float[Array, "regions categories"] = eqx.field(
        metadata=KEPT
    )  # persons, with those of earlier operations
    line: Float[Array, "nationalities"]  # 0..1, operation against a people
    orders: Float[Array, "regions nationalities"]  # 0..1, a people is to leave a region
    filled: Float[Array, "regions categories"] = eqx.field(
        metadata=KEPT
    )  # persons taken under limits so far
    cards: Float[Array, "regions"]  # suspects on the index cards, heads of households
    better_off: Float[Array, "regions"]  # persons of that status when last counted
    returned: Float[Array, "regions"]  # persons released or escaped this month
    taken: Float[Array, "pairs"]  # arrests of the month for politics
    booked: Float[Array, "regions nationalities channels"]  # arrests of the month
    cases: Float[Array, "regions nationalities channels"]  # under way
    judged: Float[Array, "regions nationalities channels"]  # of the month
    verdicts: Float[Array, "channels outcomes"] = eqx.field(metadata=KEPT)  # share of the judged
    arrests: Float[Array, "nationalities channels"] = eqx.field(
        metadata=KEPT
    )  # booked, without regions
    sentences: Float[Array, "nationalities channels"] = eqx.field(
        metadata=KEPT
    )  # judged, without regions
    climate: Float[Array, ""]  # remembered political arrests a thousand people
    cadres: Float[Array, ""]  # employees taken this month a thousand of them
    places: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons for whom camps have room
    crowding: Float[Array, ""]  # 0..1, inmates beyond the places, against them
    inmates: Float[Array, ""]  # persons in camps when last counted
    long_terms: Float[Array, ""]  # persons in camps who serve a long term
    settlers: Float[Array, "regions"]  # persons in settlements when last counted
    fresh: Float[Array, "regions"]  # remembered arrivals in settlements over their stock


class Peril(eqx.Module):
    """What all rulers remember of danger; there whichever parts of the model run."""

    danger: Float[Array, ""] = eqx.field(metadata=KEPT)  # points from abroad
    shock: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1, a murder
    kin: Float[Array, "nationalities"]  # points from the states of kin of each people


class Belief(eqx.Module):
    """What people think, fear and say."""

    support: Float[Array, "pairs"]  # share who hold the regime in favour
    grievance: Float[Array, "pairs"]  # 1, remembered wrong
    exposure: Float[Array, "pairs"]  # 1, remembered arrests around one; fear is 1 - exp(-exposure)
    kin: Float[Array, "pairs"]  # share with a relative taken
    dissent: Float[Array, "regions"]  # share who show opposition
    usual_wage: Float[Array, ""]  # 1, the wage people are used to
    fear: Float[Array, ""]  # 0..1, mean of those at liberty
    officials_fear: Float[Array, ""]  # the same of employees
    scope: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share of the people in a category under suspicion
    innocent: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share of those taken for politics who held no opposition

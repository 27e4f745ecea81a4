"""What is said of rulers in public, what doctrine allows, and what is written, built and taught.

`Creed` is there where the leadership is, `Culture` where society is; a run of one part alone leaves
the other out. All of `Creed` but `candor` is said aloud, so that whoever decides may read it.
Shapes: R regions, signs of the cult, styles of new works."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Bool, Float, Int

from partystate.world.keep import KEPT, KEPT_SMALL

SIGNS = ("display", "places", "titles", "anthem")
DISPLAY, PLACES, TITLES, ANTHEM = range(len(SIGNS))
STYLES = ("official", "condemned", "other")
OFFICIAL, CONDEMNED, OTHER_STYLE = range(len(STYLES))
LENGTHS = {"signs": len(SIGNS), "styles": len(STYLES)}
USUAL_LICENCE = 0.5  # of a doctrine that neither calls for struggle nor for peace


class Creed(eqx.Module):
    """The cult of the leader, and doctrine."""

    honoured: Int[Array, ""] = eqx.field(metadata=KEPT_SMALL)  # whom praise is for, or NOBODY
    devotion: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, to the dead founder
    # 1, what each adds of his own to the praise of others
    praise: Float[Array, ""] = eqx.field(metadata=KEPT)
    image: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of public speech that praises him
    # share of the praise that is owed to the founder
    founder_share: Float[Array, ""] = eqx.field(metadata=KEPT)
    meaning: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, of praise at hand
    father: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of it that is of a father
    distance: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, of the leader from the people
    # share of the devotion once given to the church that he has
    transfer: Float[Array, ""] = eqx.field(metadata=KEPT)
    signs: Float[Array, "signs"] = eqx.field(metadata=KEPT)  # share, counts, flag
    gloss: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of bad news kept back to please
    # share of office-holders who say what they think
    candor: Float[Array, ""] = eqx.field(metadata=KEPT)
    one_country: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, against revolution abroad
    # 0..1, how far doctrine calls for struggle against enemies within
    licence: Float[Array, ""] = eqx.field(metadata=KEPT)
    # whether doctrine has it that no hostile class is left
    concord: Bool[Array, ""] = eqx.field(metadata=KEPT)


class Culture(eqx.Module):
    """What is written and built, and who among officials is of a republic's own people."""

    # 0..1, how far works are commissioned and let pass by one hand
    grip: Float[Array, ""] = eqx.field(metadata=KEPT)
    works: Float[Array, "styles"] = eqx.field(metadata=KEPT)  # share of each among new works
    # share of what was built since the opening that is in the monumental style
    monumental: Float[Array, ""] = eqx.field(metadata=KEPT)
    heroes: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, weight of the majority's heroes
    # 0..1, preference for a republic's own people
    preference: Float[Array, "regions"] = eqx.field(metadata=KEPT)
    officials: Float[Array, "regions"] = eqx.field(metadata=KEPT)  # their share among officials
    # share of their children who are taught in their own tongue
    own_tongue: Float[Array, "regions"] = eqx.field(metadata=KEPT)

"""A month without a war, for the tests of war to change."""

from partystate.world.herds import HORSES

ALL_HELD = [1.0, 1.0, 1.0]
STEPPE_LOST = [1.0, 1.0, 0.0]


def quiet(ground, **fields):
    """A month without a war and without an army, all held before and now, in villages of which
    none lives from herds."""
    fields = {
        "endowment__ploughing": ground.setting.endowment.land.herds[HORSES],
        "inputs__fought": 0.0,
        "inputs__called": 0.0,
        "inputs__army": 0.0,
        "inputs__captured": 0.0,
        "inputs__controlled": ALL_HELD,
        "war__controlled": ALL_HELD,
    } | fields
    return ground.view(1, **fields)

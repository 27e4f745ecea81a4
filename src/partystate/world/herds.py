"""The kinds of animals the books keep. Their numbers are those of winter, on the first of
January."""

import numpy as np

HERDS = ("horses", "cattle", "pigs", "sheep_goats")
HORSES = HERDS.index("horses")
# milk and meat of an animal against one of cattle: livestock units, FAO (2011)
FOOD_OF = np.array([0.0, 1.0, 0.2, 0.1])
# families who lived from herds had ten to twenty head of large stock or their like in sheep, those
# who sowed two to five (Kazakh and peasant budget surveys, as recalled): the former at most so many
# times as many
MOST_A_HEAD = 8


def in_cattle(herds):
    """Animals [R] that give milk and meat, head of cattle that give as much, of [herds, R]."""
    return (FOOD_OF[:, None] * herds).sum(0)


def held_by_herders(pastoral, herds, villagers):
    """Share [R] of the animals that is held by those who live from herds, the share `pastoral` [R]
    of the villagers [R]: what is more than sowers hold where nobody lives from herds, and no less
    than their share of the village."""
    animals, others = in_cattle(herds), pastoral <= 0
    usual = (animals * others).sum() / max((villagers * others).sum(), 1)
    of_sowers = usual * (1 - pastoral) * villagers / np.maximum(animals, 1)
    most = MOST_A_HEAD * pastoral / (1 + (MOST_A_HEAD - 1) * pastoral)
    return np.clip(1 - of_sowers, pastoral, most)

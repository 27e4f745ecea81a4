"""The kinds of animals the books keep. Their numbers are those of winter, on the first of
January."""

HERDS = ("horses", "cattle", "pigs", "sheep_goats")
HORSES = HERDS.index("horses")
# kinds that give meat and milk
EATEN = tuple(i for i, kind in enumerate(HERDS) if kind != "horses")


def held_by_herders(pastoral, a_head):
    """Share [R] of the animals that is held by those who live from herds, the share `pastoral` [R]
    of the village, of whom one holds as many as `a_head` others."""
    return a_head * pastoral / (1 + (a_head - 1) * pastoral)

"""The kinds of animals the books keep. Their numbers are those of winter, on the first of
January."""

HERDS = ("horses", "cattle", "pigs", "sheep_goats")
HORSES = HERDS.index("horses")
# kinds that give meat and milk
EATEN = tuple(i for i, kind in enumerate(HERDS) if kind != "horses")

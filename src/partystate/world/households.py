"""Households of a village or a town, ranked by what they have to eat, the hungriest fifth first."""

FIFTHS = 5
DWELLINGS = ("village", "town")

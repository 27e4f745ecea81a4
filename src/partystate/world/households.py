"""Households of a village or a town, ranked by what they have to eat, those with least first."""

FIFTHS = 5
DWELLINGS = ("village", "town")

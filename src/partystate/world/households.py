"""Households of a village or a town, ranked by what they have to eat, the fifth with least first."""

FIFTHS = 5
DWELLINGS = ("village", "town")

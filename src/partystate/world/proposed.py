"""Kinds of what a mechanism may propose, by name; apart from `effect`, which needs JAX."""

KINDS = ("hazards", "destinations", "births", "values", "inflows", "claims", "posts")

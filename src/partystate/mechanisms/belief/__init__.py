"""Mechanisms of the theme belief."""

"""Mechanisms of the theme industry."""

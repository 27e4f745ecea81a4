"""Mechanisms of the theme party."""

"""Mechanisms of the theme terror."""

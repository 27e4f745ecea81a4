"""Mechanisms of the theme people."""

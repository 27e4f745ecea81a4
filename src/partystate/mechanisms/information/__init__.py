"""Mechanisms of the theme information."""

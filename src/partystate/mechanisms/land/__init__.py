"""Mechanisms of the theme land."""

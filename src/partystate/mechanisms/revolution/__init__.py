"""Mechanisms of a revolution and the war that follows."""

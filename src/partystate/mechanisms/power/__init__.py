"""Mechanisms of the party at its top."""

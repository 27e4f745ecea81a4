"""Synthetic archives of a counted history: which of its dead stand in which list, so that what
estimates say can be held against a truth that is known. Every name is invented."""

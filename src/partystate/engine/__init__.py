"""Runs a world through its months: phases, step, scan, what to record, and wrappers that change a
mechanism."""

"""Runs a world through its months: phases, step, run, what to record, and wrappers that change a
mechanism."""

"""Tables of a run that stand beside its series."""

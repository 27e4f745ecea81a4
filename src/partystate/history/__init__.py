"""What a run leaves: observables, a directory to rerun it from, and the reading of both."""

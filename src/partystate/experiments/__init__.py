"""Many histories: ensembles and the score."""

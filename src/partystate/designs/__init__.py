"""Designs of runs that tell on which parameters a figure hangs: elementary effects and indices."""

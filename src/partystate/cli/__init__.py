"""The command line: one file a command. It has a process to itself, and sets it up before NumPy
and jax are loaded."""

from partystate.core.runtime import configure

configure()

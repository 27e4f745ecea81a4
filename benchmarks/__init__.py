"""`python -m benchmarks`, or `make bench`."""

from partystate.core.runtime import configure

configure()

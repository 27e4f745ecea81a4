"""Checks that are run by hand, `python -m verification.NAME`."""

from partystate.core.runtime import configure

configure()

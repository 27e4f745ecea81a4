"""Reference documents, made from the code and the data: `python -m docs.generate`."""

from partystate.core.runtime import configure

configure()

"""Kinds of events that a run of the leadership alone can tell as having come out of it.

Others are told of society, of a revolution or of nothing yet: a shortfall of collections is put
into a run without villages; what is kept out of print, put falsely or concealed needs figures of
society. A test holds the list to the code that writes the ledger."""

from __future__ import annotations

from partystate.evidence import EventTarget
from partystate.history.ledger.rows import PUBLIC

OF_THE_LEADERSHIP = frozenset(
    (
        "accused",
        "appointed",
        "arrested",
        "assassinated",
        "banished",
        "coalition_joined",
        "coalition_left",
        "coalition_split",
        "condemned",
        "confessed",
        "criticised",
        "cult_grows",
        "died",
        "doctrine_adopted",
        "document_read",
        "document_read_to_few",
        "document_withheld",
        "document_written",
        "erased",
        "executed",
        "exiled",
        "expelled",
        "founder_mourned",
        "leader_named_in_anthem",
        "line_followed",
        "opposition_joined",
        "platform_opposed",
        "readmitted",
        "recanted",
        "relation_soured",
        "removal_proposed",
        "removed",
        "resigned",
        "rule_adopted",
        "sentenced",
        "vote_carried",
        "vote_lost",
    )
)


def is_told_alone(event: EventTarget) -> bool:
    """Whether the leadership alone could do what is asked."""
    return event.kind in OF_THE_LEADERSHIP and PUBLIC not in (event.body, event.office)

"""A name asked of something opened (a history, shipped results, a reanalysis) that it does not have
is refused, with the nearest that it has."""

from __future__ import annotations

from collections.abc import Sequence

from partystate.core.errors import UserError
from partystate.core.nearest import nearest

WHOLE = "'' (the whole)"  # how the blank name of a whole is told


def require_known(opened: str, what: str, found: str, there: Sequence[str]) -> None:
    """UserError where `found` is no name of a kind, `what`, that `opened` has."""
    if found not in there:
        raise UserError(
            f"{opened} no such {what}",
            found=repr(found),
            expected=nearest(str(found), [name or WHOLE for name in there]),
            action="Name one of these.",
        )

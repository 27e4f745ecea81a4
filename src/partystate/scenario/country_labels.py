"""How an unknown label is told: where it stands, what is known, which known one is near."""

from __future__ import annotations

import difflib

from partystate.core.errors import UserError

SHOWN = 8  # labels listed in full


def label_error(file: str, number: int, column: str, found: str, known: list[str], place: str) -> UserError:
    """An unknown label, with the nearest known one."""
    near = difflib.get_close_matches(found, known, 1)
    listed = ", ".join(known) if len(known) <= SHOWN else f"one of its {len(known)} labels"
    return UserError(
        f"a label that {place} does not have", file, number, column, found=repr(found), expected=listed,
        action=f"Did you mean {near[0]!r}?" if near else f"Mend the label or add it to {place}.",
    )  # fmt: skip

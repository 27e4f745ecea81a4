"""Words that an option may have, where several commands have it."""

from __future__ import annotations

from enum import StrEnum

from partystate.evidence import roles


class Roles(StrEnum):
    """Which figures of the record are held out."""

    alternate = roles.ALTERNATE
    blocks = roles.BLOCKS

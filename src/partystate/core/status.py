"""How a run ended: each member's value is the sentence a user reads, its code a number for compiled
code."""

from __future__ import annotations

from enum import Enum


class RunStatus(Enum):
    """Append only: the code of a member is its place in this list, and codes are kept in files."""

    FINISHED = "The run reached its last month."
    NOT_A_NUMBER = (
        "A quantity stopped being a number: some parameter or input is outside what the "
        "equations allow."
    )
    NEGATIVE_STOCK = (
        "A stock of persons or grain went below zero: the books are broken, and this is a fault "
        "of the model."
    )

    @property
    def code(self) -> int:
        """Place in the list: 0 is good."""
        return list(RunStatus).index(self)

    @property
    def is_good(self) -> bool:
        """Whether the run may be used."""
        return self is RunStatus.FINISHED

    @staticmethod
    def of(code: int) -> RunStatus:
        """The member of a code; ValueError for a number that is no code."""
        members = list(RunStatus)
        if not 0 <= code < len(members):
            raise ValueError(
                f"no run status has the code {code}; codes are 0 to {len(members) - 1}"
            )
        return members[code]

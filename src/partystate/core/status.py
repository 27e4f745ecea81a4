"""How a run ended: an enumeration whose members are the sentences a user reads."""

from __future__ import annotations

from enum import Enum


class RunStatus(Enum):
    """`code` is usable inside `jit`; the value is for people."""

    FINISHED = "The run reached its last month."
    NOT_A_NUMBER = "A quantity stopped being a number: some parameter or input is outside what the equations allow."
    NEGATIVE_STOCK = "A stock of persons or grain went below zero: the books are broken, and this is a fault of the model."

    @property
    def code(self) -> int:
        return list(RunStatus).index(self)

    @staticmethod
    def of(code: int) -> RunStatus:
        """The status of a code."""
        return list(RunStatus)[code]

"""The figure that is asked about: an observable at a level, of a group, at a time, as histories
tell it."""

from __future__ import annotations

from dataclasses import dataclass

from partystate.core.errors import UserError
from partystate.experiments.sensitivity import no_such
from partystate.history.block import Block
from partystate.history.observables.observe import Selection, Wanted
from partystate.history.series import emitted

TRUTH = "truth"
OF = ":"  # between an observable and its group


@dataclass(frozen=True)
class Figure:
    """One number of a history: `time` as it is told (1933, 1933-06, 1937-01-01), `group` as
    axis=label, blank for the whole country."""

    observable: str
    time: str
    group: str = ""
    level: str = TRUTH

    def check(self) -> None:
        """UserError for an observable that the model does not emit, before anything is run."""
        if self.observable not in emitted():
            raise no_such("the histories have", "observable", self.observable, list(emitted()))

    @property
    def words(self) -> str:
        """What it is, in words."""
        parts = (self.observable, self.group or "the whole country", self.time)
        return ", ".join((*parts, self.level) if self.level != TRUTH else parts)

    @property
    def wanted(self) -> Wanted:
        """What is asked of a history."""
        return (Selection(frozenset({self.observable})),)

    def unit(self, blocks: list[Block]) -> str:
        """The unit of its observable."""
        return self._place(blocks)[0].unit

    def value(self, blocks: list[Block]) -> float:
        """Its value in a history; UserError, with the nearest, where it is not told."""
        block, time, group = self._place(blocks)
        return float(block.values[time, group])

    def _place(self, blocks: list[Block]) -> tuple[Block, int, int]:
        """The block that has it, with the places of its time and group."""
        mine = [b for b in blocks if (b.observable, b.level) == (self.observable, self.level)]
        there = [b for b in mine if self.group in b.groups]
        for block in there:
            if self.time in block.times:
                return block, block.times.index(self.time), block.groups.index(self.group)
        if not blocks:
            raise UserError(
                f"the parts that run do not tell {self.observable}",
                action="Leave --parts out, or ask for another observable.",
            )
        if not mine:
            raise no_such("the histories have", "level", self.level, [b.level for b in blocks])
        if not there:
            raise no_such(
                "the histories have",
                "group",
                self.group,
                [g or "''" for b in mine for g in b.groups],
            )
        raise no_such("the histories have", "time", self.time, [t for b in there for t in b.times])


def figure_of(text: str, time: str, group: str = "", level: str = TRUTH) -> Figure:
    """The figure that `OBSERVABLE` or `OBSERVABLE:GROUP` names; UserError where another group is
    given beside it."""
    observable, _, within = text.partition(OF)
    if within and group and within != group:
        raise UserError(
            "a figure is of one group",
            found=f"{within} and {group}",
            action="Leave one of them out.",
        )
    return Figure(observable, time, within or group, level)

"""Which figures may be fitted: fixed in data, by rules that know no result. There are two.

`alternate`: a series of role `even` calibrates the figures that close an even year and validates
the others, `odd` the reverse; a stock of one day closes the year of its eve. So one fact has one
role in every series of a kind, and a new row never changes the role of another.

What begins after the usual end of runs (`usual_end` of `evidence.toml`) is `extrapolation` under
both: no fit has seen its time, and it is scored apart.

`blocks`: between two figures that were fitted a smooth series is drawn by a line. So whole blocks
of it are held out, of years or of places (`blocks.csv`); the rest of it calibrates. What jumps from
year to year stays with the other rule, and what always validates goes on to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.evidence.loading import load_meta
from partystate.evidence.records import EXTRAPOLATION, Observable, Row
from partystate.evidence.tables import Line, each, read_lines
from partystate.evidence.times import balance_year, span

ALTERNATE, BLOCKS = "alternate", "blocks"
CHOICES = (ALTERNATE, BLOCKS)
FILE = "blocks.csv"
# what a fit or a reanalysis of these rows takes in
FITTED_TO = {"calibrate": ("calibrate",), "all": ("calibrate", "validate")}
COLUMNS = ("block", "from", "to", "axis", "observables", "reason")
SMOOTH, ALL = "smooth", "all"
FITTED = ("calibrate", "validate", "even", "odd")


def role_of(rule: str, time: str) -> str:
    """The role of a figure at `time` under a role or parity word of the series map."""
    if rule not in ("even", "odd"):
        return rule
    parity = balance_year(time) % 2
    return "calibrate" if parity == (rule == "odd") else "validate"


@dataclass(frozen=True)
class Block:
    """Figures held out together: of years first to last, or of every group that has `axis`, or of
    both; of smooth observables, or of all."""

    name: str
    years: tuple[int, int] | None
    axis: str
    observables: str

    def holds(self, time: str, group: str, observable: Observable | None) -> bool:
        """Whether a figure is of the block: a stock by the year it closes, a flow by any part."""
        if self.observables == SMOOTH and not (observable and observable.is_smooth):
            return False
        if self.axis and self.axis not in parse_group(group or ""):
            return False
        return self.years is None or touches(time, *self.years)


def touches(time: str, first: int, last: int) -> bool:
    """Whether a stock closes one of the years, or a flow has a part in one."""
    found = span(time)
    if found.start == found.end:
        return first <= balance_year(time) <= last
    return found.start.year <= last and found.end.year >= first


@dataclass(frozen=True)
class Roles:
    """The rule in force; without blocks the alternate one. Figures that begin after the month
    `usual_end` are extrapolation."""

    blocks: tuple[Block, ...] = ()
    usual_end: str = ""

    def of(self, rule: str, time: str, group: str, observable: Observable | None) -> str:
        """The role of a figure under a role or parity word."""
        if observable and rule in FITTED and time and self._is_later(time):
            return EXTRAPOLATION
        if not self.blocks or rule not in FITTED or not time:
            return role_of(rule, time)
        if any(block.holds(time, group, observable) for block in self.blocks):
            return "validate"
        if observable is None or not observable.is_smooth:
            return role_of(rule, time)
        return "validate" if rule == "validate" else "calibrate"

    def _is_later(self, time: str) -> bool:
        """Whether a time begins after the usual end; a stock of the day after it closes the last
        month."""
        if not self.usual_end:
            return False
        found, after = span(time), span(self.usual_end).end + timedelta(days=1)
        return found.start > after or (found.start == after != found.end)


ALTERNATE_ROLES = Roles()


def require(choice: str) -> str:
    """The choice, or a UserError that names those there are."""
    if choice not in CHOICES:
        raise UserError(
            "no such assignment of roles",
            column="roles",
            found=repr(choice),
            expected=" or ".join(CHOICES),
            action="Use one of them.",
        )
    return choice


def load_roles(folder: Path, choice: str = ALTERNATE) -> Roles:
    """The rule of a choice; UserError where it is blocks and the folder has none."""
    usual_end = load_meta(folder).usual_end
    if require(choice) == ALTERNATE:
        return Roles(usual_end=usual_end)
    blocks = load_blocks(folder)
    if not blocks:
        raise UserError(
            "the country has no blocks to hold out",
            file=FILE,
            found="no row",
            expected=f"the columns {', '.join(COLUMNS)}",
            action=f"Write them, or score with the roles {ALTERNATE}.",
        )
    return Roles(tuple(blocks), usual_end)


def load_blocks(folder: Path, problems: list[UserError] | None = None) -> list[Block]:
    """Blocks of `blocks.csv`, in file order; none where there is no such file."""
    return each(read_lines(folder / FILE, COLUMNS, unique="block", optional=True), _block, problems)


def _block(line: Line) -> Block:
    first, last = (line.number_or_none(c) for c in ("from", "to"))
    axis = line.text("axis")
    if (first is None) != (last is None) or (first is None and not axis):
        raise line.error(
            "a block of nothing",
            "from",
            found="blank",
            expected="years from and to, an axis of groups, or both",
        )
    if first is not None and last is not None and first > last:
        raise line.error(
            "a block that ends before it begins", "to", found=f"{last:g}", expected=f"{first:g} on"
        )
    line.required("reason")
    return Block(
        line.required("block"),
        None if first is None or last is None else (int(first), int(last)),
        axis,
        line.choice("observables", (SMOOTH, ALL)),
    )


def agreed(rows: Iterable[Row]) -> list[Row]:
    """The rows, a fact that one of them holds out held out in all."""
    rows = list(rows)
    held = {fact_of(row) for row in rows if _is_figure(row) and row.role == "validate"}
    return [
        replace(row, role="validate")
        if _is_figure(row) and row.role == "calibrate" and fact_of(row) in held
        else row
        for row in rows
    ]


def fact_of(row: Row) -> tuple:
    """What a row is a figure of."""
    return row.observable, row.time, row.members, row.level


def _is_figure(row: Row) -> bool:
    return row.kind == "quantity" and bool(row.observable) and not row.base

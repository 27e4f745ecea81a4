"""The posterior a country ships: posterior.csv, one column a parameter that was fitted and one row
a draw, and posterior.toml beside it."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from partystate.core.errors import UserError
from partystate.country import priors, renamed
from partystate.country.cells import NUMBER
from partystate.country.files import POSTERIOR, read_lines, read_text
from partystate.country.meta import read_toml
from partystate.country.priors import is_fixed
from partystate.country.told import Rows
from partystate.mechanisms.registry import part_of

FILE, ABOUT = f"{POSTERIOR}.csv", f"{POSTERIOR}.toml"
AGAIN = "Run `partystate calibrate COUNTRY --ship` again, or remove both files."


class About(BaseModel):
    """How a posterior was made; `inside_*` are shares of the figures that calibrate within the 50
    and 90 per cent intervals of its draws' own runs, of all and by theme; `digests` are those of
    the priors and figures each part rests on, `code` of the model it was run with; `roles` is the
    assignment of roles whose calibrate figures were fitted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    design_runs: Annotated[int, Field(ge=1)]
    waves: Annotated[int, Field(ge=1)]
    cut: Annotated[float, Field(gt=0)]
    cuts_of_waves: list[float]
    members: Annotated[int, Field(ge=1)]
    inflations: list[float]
    discrepancy: Annotated[float, Field(ge=0)]
    rule: str
    figures: int
    figures_within_cut: int
    inside_50: dict[str, float]
    inside_90: dict[str, float]
    digests: Annotated[list[str], Field(min_length=1)]
    code: str
    roles: Literal["alternate", "blocks"] = "alternate"


@dataclass(frozen=True)
class Posterior:
    """Draws of the parameters that a calibration left, in their units, and how they were
    made."""

    draws: pl.DataFrame
    about: About


def read_posterior(folder: Path, parameters: Rows) -> Posterior | None:
    """The posterior of a country, None where it ships none; the first mistake is a UserError."""
    if not any((folder / name).exists() for name in (FILE, ABOUT)):
        return None
    about = _read_about(folder)
    written = _header(folder)
    header = tuple(renamed.read_name(c, written, FILE, 1, c) for c in written)
    for column in header:
        _check_column(column, header, parameters)
    lines = read_lines(folder / FILE, FILE, written)
    known = {row.parameter: row for _, row in parameters}
    rows = [
        [_value(cell, known[c], line.number) for c, cell in zip(header, line.cells, strict=True)]
        for line in lines
    ]
    _check_rows(rows)
    return Posterior(
        pl.DataFrame(rows, schema=dict.fromkeys(header, pl.Float64), orient="row"), about
    )


def _read_about(folder: Path) -> About:
    try:
        return About.model_validate(read_toml(folder / ABOUT, ABOUT))
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            "a posterior that does not say how it was made",
            ABOUT,
            column=".".join(map(str, first["loc"])),
            found=repr(first["input"])[:80] if first["type"] != "missing" else "nothing",
            expected=first["msg"].removeprefix("Input should be "),
            action=AGAIN,
        ) from None


def _header(folder: Path) -> tuple[str, ...]:
    return tuple(next(csv.reader(read_text(folder / FILE, FILE).splitlines()[:1]), ()))


def _may_vary(parameters: Rows) -> set[str]:
    return {
        row.parameter
        for _, row in parameters
        if part_of(row.parameter) is not None and not is_fixed(row.prior, row.low, row.high)
    }


def _check_column(column: str, header: tuple[str, ...], parameters: Rows) -> None:
    """Each column is a parameter that a calibration may set and that is not fixed, once."""
    if column not in _may_vary(parameters):
        raise UserError(
            "a column that is no parameter which varies",
            FILE,
            1,
            column,
            expected="parameters of fitted themes that are not fixed in parameters.csv",
            action=AGAIN,
        )
    if header.count(column) > 1:
        raise UserError(
            "a column twice",
            FILE,
            1,
            column,
            expected="each parameter once",
            action="Remove one of them.",
        )


def _value(cell: str, row, number: int) -> float:
    """A cell as a value inside the prior of its parameter."""
    value = float(cell) if NUMBER.fullmatch(cell) else math.nan
    low, high = priors.bounds(row.prior, row.low, row.central, row.high)
    if not low <= value <= high:
        raise UserError(
            "a draw outside its prior",
            FILE,
            number,
            row.parameter,
            found=repr(cell)[:80],
            expected=f"a number from {low:g} to {high:g}",
            action=AGAIN,
        )
    return value


def _check_rows(rows: list[list[float]]) -> None:
    """There is a draw, and none twice: which draw a run takes goes by its values."""
    if not rows:
        raise UserError("the table has no row", FILE, 1, expected="at least one draw", action=AGAIN)
    seen: dict[tuple, int] = {}
    for number, row in enumerate(rows, start=2):
        if tuple(row) in seen:
            raise UserError(
                f"the same draw as row {seen[tuple(row)]}",
                FILE,
                number,
                expected="each once",
                action="Remove one of the two rows.",
            )
        seen[tuple(row)] = number

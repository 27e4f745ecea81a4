"""The cells of a country's CSV files and what a row model is.

Cells arrive as text, blank as None. A model turns them into values or says, in words, what was
expected."""

from __future__ import annotations

import difflib
import functools
import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.core.units import UNITS

NUMBER = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})([eE][+-]?[0-9]{1,2})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")

read_time = functools.lru_cache(maxsize=8192)(dates.parse)  # parsing EDTF is slow, and dates repeat


def number(
    low: float | None = None, high: float | None = None, whole: bool = False
) -> BeforeValidator:
    """Reader of a number, or a whole number, from `low` to `high`."""
    kind = "a whole number" if whole else "a number"
    bounds = {(None, None): "", (0, None): " of at least 0"}.get(
        (low, high), f" from {low} to {high}"
    )

    def read(text: object) -> float | int:
        if isinstance(text, str) and (WHOLE if whole else NUMBER).fullmatch(text):
            value = int(text) if whole else float(text)
            if (low is None or value >= low) and (high is None or value <= high):
                return value
        raise PydanticCustomError("number", "{kind}", {"kind": kind + bounds})

    return BeforeValidator(read)


def _date(text: str) -> str:
    try:
        read_time(text)
    except UserError as error:
        raise PydanticCustomError("date", "{expected}", {"expected": error.expected}) from None
    return text


def _unit(text: str) -> str:
    if text not in UNITS:
        near = difflib.get_close_matches(text, UNITS, 3) or ("t", "ha", "head", "persons", "share")
        raise PydanticCustomError(
            "unit", "{expected}", {"expected": f"a known unit, such as {', '.join(near)}"}
        )
    return text


def _written(text: object) -> str:
    if isinstance(text, str) and text.strip():
        return text
    raise PydanticCustomError("blank", "something written; this column may not be blank")


Text = Annotated[str, BeforeValidator(_written)]
Number = Annotated[float, number()]
Amount = Annotated[float, number(0)]
Share = Annotated[float, number(0, 1)]
Count = Annotated[int, number(0, whole=True)]
Age = Annotated[int, number(0, 120, whole=True)]
Points = Annotated[float, number(-100, 100)]  # of danger, negative where it eases
Year = Annotated[int, number(1, 9999, whole=True)]
Flag = Annotated[int, number(0, 1, whole=True)]
Time = Annotated[str, BeforeValidator(_written), AfterValidator(_date)]
Unit = Annotated[str, BeforeValidator(_written), AfterValidator(_unit)]
Verified = Literal["yes", "no"]
Sex = Literal["male", "female"]


class Row(BaseModel):
    """A row. `key` names it; `ranges` are (low, central, high) columns; `labels` are columns that
    must hold a label of another file; `optional` files may be missing."""

    model_config = ConfigDict(extra="forbid")
    key: ClassVar[tuple[str, ...]]
    ranges: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    labels: ClassVar[dict[str, tuple[str, str]]] = {}
    optional: ClassVar[bool] = False

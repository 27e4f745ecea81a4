"""Direction claims as tests: which response moves which way, and how the model is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence.loading import check_time, load_observables
from partystate.evidence.tables import Line, each, read_lines

TESTS = ("ablate", "trend", "contrast", "arms")
AS_IT_IS, JOINED = "none", "+"  # an arm without a what-if, and what joins those of one arm
SIGNS = {"+": 1, "-": -1}
COLUMNS = (
    "id",
    "claim",
    "response",
    "group",
    "sign",
    "window",
    "min_effect",
    "test",
    "mechanism",
    "dose",
    "note",
    "reason",
)


@dataclass(frozen=True)
class Direction:
    """One test of a direction claim.

    `min_effect` is (size, unit) with unit `%` of the response or `sd` of its runs. `ablate` names
    the mechanism switched off, `contrast` the two doses (low, high), `trend` neither. `arms` names
    in `dose` two sides, each one or more what-ifs of the country (`a + b`) or `none`, and the
    second is tested against the first. With `reason`: not tested."""

    id: str
    claim: str
    response: str
    group: str
    sign: int
    window: str
    min_effect: tuple[float, str]
    test: str
    mechanism: str
    dose: tuple[str, ...]
    note: str
    reason: str

    @property
    def arms(self) -> tuple[tuple[str, ...], ...]:
        """Names of the what-ifs of the two sides; none for the runs as they are."""
        if self.test != "arms":
            return ()
        sides = (tuple(name.strip() for name in side.split(JOINED)) for side in self.dose)
        return tuple(() if side == (AS_IT_IS,) else side for side in sides)


def load_directions(folder: str | Path, problems: list[UserError] | None = None) -> list[Direction]:
    """The rows of `directions.csv`, tested and excused."""
    folder = Path(folder)
    names = load_observables(folder)
    return each(
        read_lines(folder / "directions.csv", COLUMNS, unique="id", optional=True),
        lambda line: _direction(line, names),
        problems,
    )


def _direction(line: Line, names: dict) -> Direction:
    if line.text("reason"):
        return Direction(
            line.required("id"),
            line.required("claim"),
            "",
            "",
            0,
            "",
            (0.0, ""),
            "",
            "",
            (),
            line.text("note"),
            line.text("reason"),
        )
    response, test = line.choice("response", names), line.choice("test", TESTS)
    check_time(line, "window", line.required("window"))
    dose = tuple(p.strip() for p in line.text("dose").split("|") if p.strip())
    if test == "contrast" and len(dose) != 2:
        raise line.error(
            "a contrast needs a low and a high dose",
            "dose",
            found=line.text("dose") or "nothing",
            expected="low | high",
        )
    if test == "arms" and (
        len(dose) != 2
        or len(set(dose)) != 2
        or not all(name.strip() for side in dose for name in side.split(JOINED))
    ):
        raise line.error(
            "a test of arms needs two sides",
            "dose",
            found=line.text("dose") or "nothing",
            expected="what-ifs of each side: a + b | none",
        )
    if test == "ablate":
        line.required("mechanism")
    return Direction(
        line.required("id"),
        line.required("claim"),
        response,
        line.text("group"),
        SIGNS[line.choice("sign", SIGNS)],
        line.text("window"),
        _effect(line),
        test,
        line.text("mechanism"),
        dose,
        line.text("note"),
        "",
    )


def _effect(line: Line) -> tuple[float, str]:
    text = line.required("min_effect")
    for unit in ("%", "sd"):
        if text.endswith(unit):
            try:
                return float(text.removesuffix(unit)), unit
            except ValueError:
                break
    raise line.error(
        "not a size of effect", "min_effect", found=repr(text), expected="5% or 0.2 sd"
    )

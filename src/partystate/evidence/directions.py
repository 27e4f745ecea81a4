"""Direction claims as tests: which response moves which way, and how the model is asked."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence.compiling import resolve_group
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.loading import check_time, load_gazetteer, load_observables
from partystate.evidence.records import Observable
from partystate.evidence.tables import Line, each, read_lines

TESTS = ("ablate", "trend", "contrast", "arms")
AS_IT_IS, JOINED = "none", "+"  # an arm without a what-if, and what joins those of one arm
WITHOUT = "without-"  # how an arm without a mechanism is called
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
    second is tested against the first. `members` are the model's groups with weights of which a
    group is the sum, where it is not one of them itself. With `reason`: not tested."""

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
    members: tuple[tuple[str, float], ...] = ()

    @property
    def arms(self) -> tuple[tuple[str, ...], ...]:
        """Names of the what-ifs of the two sides; none for the runs as they are."""
        if self.test != "arms":
            return ()
        sides = (tuple(name.strip() for name in side.split(JOINED)) for side in self.dose)
        return tuple(() if side == (AS_IT_IS,) else side for side in sides)

    def sides(self, there: Container[str]) -> tuple[tuple[str, ...], ...]:
        """Names of the what-ifs of the two sides of any test by pairs, the second of which is
        tested against the first; a trend has none. A contrast has a high dose of its own where
        there is one, and else the runs as they are."""
        if self.test == "ablate":
            return ((f"{WITHOUT}{self.mechanism}",), ())
        if self.test == "contrast":
            high = f"{self.id}-high"
            return ((f"{self.id}-low",), (high,) if high in there else ())
        return self.arms


def load_directions(folder: str | Path, problems: list[UserError] | None = None) -> list[Direction]:
    """The rows of `directions.csv`, tested and excused."""
    folder = Path(folder)
    names, gazetteer = load_observables(folder), Gazetteer(load_gazetteer(folder))
    return each(
        read_lines(folder / "directions.csv", COLUMNS, unique="id", optional=True),
        lambda line: _direction(line, names, gazetteer),
        problems,
    )


def _direction(line: Line, names: dict[str, Observable], gazetteer: Gazetteer) -> Direction:
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
        _members(line, names[response], gazetteer),
    )


def _members(
    line: Line, response: Observable, gazetteer: Gazetteer
) -> tuple[tuple[str, float], ...]:
    """What adds up to the group; none where the response does not add, or the group is the
    model's."""
    group = line.text("group")
    if not group or not response.additive:
        return ()
    found = resolve_group(group, line.text("window"), gazetteer)
    return () if found == ((group, 1.0),) else found


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

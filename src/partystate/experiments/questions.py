"""What a country asks of its people and land, as rows that can be read off histories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from partystate.core.axes import parse_group
from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.country import Country
from partystate.country.meta import FILE, Question
from partystate.evidence import Observable, Row, load_observables
from partystate.evidence.compiling import resolve_group
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.loading import load_gazetteer
from partystate.history.series import emitted
from partystate.scenario.parts import REVOLUTION, SOCIETY

EACH_REGION = "region=*"


@dataclass(frozen=True)
class Asked:
    """One question at one time and place. `is_each` marks a region that is asked as one of all."""

    question: Question
    row: Row
    is_each: bool

    @property
    def place(self) -> str:
        """Words for the group; blank for the whole."""
        return ", ".join(parse_group(self.row.group).values()) if self.row.group else ""

    @property
    def outcome(self) -> str:
        """What is asked, in words."""
        return ", ".join(part for part in (self.question.label, self.row.time, self.place) if part)


def asked_in(country: Country, parts: Sequence[str]) -> list[Asked]:
    """What is asked of a run of these parts: of people and land, or of the revolution."""
    if SOCIETY in parts:
        return asked_of(country)
    return _asked(country, country.uprising.questions) if REVOLUTION in parts else []


def asked_of(country: Country) -> list[Asked]:
    """Every question of country.toml on people and land, at each of its times and groups."""
    if not country.meta.questions:
        raise UserError(
            "the country asks nothing of its people and land",
            FILE,
            column="questions",
            expected="[[questions]] with an observable and times",
            action="See the template's country.toml.",
        )
    return _asked(country, country.meta.questions)


def _asked(country: Country, questions: list[Question]) -> list[Asked]:
    observables, places = observables_of(country), _places(country)
    found: dict[str, Asked] = {}
    for question in questions:
        if question.observable not in emitted():
            raise UserError(
                "a question about an observable the model does not emit",
                FILE,
                column="questions.observable",
                found=repr(question.observable),
                expected=nearest(question.observable, emitted()),
                action="Name one of these.",
            )
        for group in question.groups:
            groups = (
                [f"region={r}" for r in country.tables["regions"]["region"]]
                if group == EACH_REGION
                else [group]
            )
            for time in question.times:
                for one in groups:
                    asked = Asked(
                        question,
                        _row(question, time, one, places, observables),
                        group == EACH_REGION,
                    )
                    found.setdefault(asked.outcome, asked)
    return list(found.values())


def observables_of(country: Country) -> dict[str, Observable]:
    """Observables of the evidence; none where a country has no evidence yet."""
    folder = country.path / "evidence"
    return load_observables(folder) if folder.is_dir() else {}


def _places(country: Country):
    """(group, time) -> the model's groups with weights: its own regions as they are, other labels
    by the gazetteer."""
    regions = {f"region={r}" for r in country.tables["regions"]["region"]} | {""}
    folder = country.path / "evidence"
    gazetteer = Gazetteer(load_gazetteer(folder) if folder.is_dir() else [])
    return lambda group, time: (
        ((group, 1.0),) if group in regions else resolve_group(group, time, gazetteer)
    )


def _row(
    question: Question, time: str, group: str, places, observables: dict[str, Observable]
) -> Row:
    """The row of a question: no figure, only where to look."""
    try:
        members = places(group, time)
    except UserError as error:
        raise UserError(
            f"a question about {error.problem}",
            FILE,
            column="questions.groups",
            found=f"{group!r} at {time}",
            expected=error.expected,
            action="Mend the group or the time.",
        ) from None
    observable = observables.get(question.observable)
    adds = observable is None or observable.additive
    return Row(
        id=question.label,
        headline="",
        kind="quantity",
        observable=question.observable,
        level=question.level,
        time=time,
        group=group,
        members=members,
        combine="sum" if adds else "mean",
        low=None,
        central=None,
        high=None,
        stated=(None, None, None),
        unit=observable.unit if observable else "",
        source=FILE,
        place="questions",
        verified=True,
        role="context",
        tolerance="",
        scale=observable.scale if observable else "",
        series=question.label,
        theme=observable.theme if observable else "",
        base="",
        statement=question.label,
    )


def evidence_of(country: Country) -> Path:
    """The folder of claims and record; raises where there is none."""
    folder = country.path / "evidence"
    if not folder.is_dir():
        raise UserError(
            "the country has no evidence",
            found=str(country.id),
            expected="a folder evidence/",
            action="Add it, or score another country.",
        )
    return folder

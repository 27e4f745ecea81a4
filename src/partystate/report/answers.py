"""What a shipped what-if changes of what a country asks first, in one line."""

from __future__ import annotations

from partystate.core.cards import number
from partystate.country.country import Country
from partystate.country.meta import Question
from partystate.history.attributes import observables_in
from partystate.history.release import answer_of
from partystate.report.findings import MILLION, PERSONS
from partystate.report.spans import span_words

UNCLEAR = "not told from nothing"


def in_a_line(country: Country, what_if: str) -> str:
    """The effect of a what-if on the first headline question, for the whole country; blank where
    the country ships no answer to it, or none to that question."""
    answer = answer_of(country.path, what_if)
    asked = next((q for q in country.meta.questions if q.headline), None)
    if answer is None or asked is None:
        return ""
    effect = next((e for e in answer["effects"] if is_of(e, asked)), None)
    if effect is None:
        return ""
    known = observables_in(country.path / "evidence").get(asked.observable)
    unit = known.unit if known else ""
    words = "million" if unit == PERSONS else unit
    middle, base = _said(effect["effect"], unit, "+"), _said(effect["base"], unit)
    what = f"{asked.label}, {span_words(effect['time'])}: {middle} {words}".rstrip()
    if effect["low"] is None:
        return f"{what} in {answer['pairs']} pairs, too few for an interval"
    ends = f"[{_said(effect['low'], unit, '+')}, {_said(effect['high'], unit, '+')}]"
    clear = "" if effect["is_clear"] else f"; {UNCLEAR}"
    return f"{what} {ends}, of {base} without the change{clear}"


def _said(value: float, unit: str, sign: str = "") -> str:
    """A number by itself, persons in millions; with its sign where that is asked for."""
    if unit == PERSONS:
        return f"{round(value / MILLION, 2) + 0:{sign}.2f}"
    return f"{sign if value > 0 else ''}{number(value)}"


def is_of(effect: dict, question: Question) -> bool:
    """Whether an effect answers a question for the whole country."""
    is_asked = effect["question"] == question.label and effect["time"] in question.times
    return is_asked and not effect["group"]

"""What a shipped what-if changes of what a country asks first, in one line."""

from __future__ import annotations

import math
from statistics import NormalDist

from partystate.core.cards import number
from partystate.country.country import Country
from partystate.country.meta import Question
from partystate.country.names import Names
from partystate.history.attributes import observables_in
from partystate.history.release import answer_of
from partystate.report.findings import MILLION, PERSONS
from partystate.report.spans import span_words

UNCLEAR = "not told from nothing"
TAIL = 0.025  # of an interval, on each side
SMALL = 0.01  # share of what was, below which an effect is not told by itself


def in_a_line(country: Country, what_if: str) -> str:
    """The effect of a what-if on the first headline question, for the whole country, or where that
    is not told from nothing the largest of those that are; blank where the country ships no answer
    to it, or none to that question."""
    answer = answer_of(country.path, what_if)
    asked = next((q for q in country.meta.questions if q.headline), None)
    if answer is None or asked is None:
        return ""
    effect = next((e for e in answer["effects"] if is_of(e, asked)), None)
    if effect is None:
        return ""
    if effect["low"] is None:
        return f"{_middle(country, effect)} in {answer['pairs']} pairs, too few for an interval"
    if effect["is_clear"]:
        return _with_ends(country, effect)
    other = largest(answer["effects"], answer["pairs"])
    if other is None:
        return f"{_with_ends(country, effect)}; {UNCLEAR}"
    return f"{_with_ends(country, other)}; {asked.label} {UNCLEAR}"


def largest(effects: list[dict], pairs: int) -> dict | None:
    """The effect on the whole country that is the largest share of what was without the change, of
    those that are told from nothing by intervals as wide as so many answers ask for (Dunn 1961);
    none where there are none, or none is a hundredth."""
    told = [e for e in effects if not e["group"] and e["low"] is not None]
    told = [e for e in told if e["high"] > e["low"]]
    if not told:
        return None
    one, each = (students(1 - TAIL / n, pairs - 1) for n in (1, len(told)))
    clear = [e for e in told if _reach(e) > each / one and share_of_base(e) >= SMALL]
    return max(clear, key=share_of_base, default=None)


def students(share: float, degrees: int) -> float:
    """The quantile of Student's distribution, by the normal one and what falls off with the degrees
    of freedom; within a hundredth from four of them on at 97.5 per cent, from nineteen on at 99.97.
    Pages load no SciPy. Source: Abramowitz and Stegun (1964), 26.7.5."""
    z, d = NormalDist().inv_cdf(share), degrees
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / d + second / d**2 + third / d**3


def share_of_base(effect: dict) -> float:
    """The size of an effect against what was without the change."""
    return abs(effect["effect"]) / abs(effect["base"]) if effect["base"] else math.inf


def _reach(effect: dict) -> float:
    """How far an effect lies from nothing, against the half of its interval on that side."""
    size = effect["effect"]
    half = size - effect["low"] if size > 0 else effect["high"] - size
    return abs(size) / half if half > 0 else 0.0


def _middle(country: Country, effect: dict) -> str:
    """What an effect is on, its size and its unit."""
    unit = _unit(country, effect)
    words = {PERSONS: "million"}.get(unit, f"({unit})" if "=" in unit else unit)
    size = _said(effect["effect"], unit, "+")
    if not effect["question"]:
        return f"{Names(country).outcome(effect['outcome'])}: {size}"
    return f"{effect['question']}, {span_words(effect['time'])}: {size} {words}".rstrip()


def _with_ends(country: Country, effect: dict) -> str:
    unit = _unit(country, effect)
    low, high = (_said(effect[end], unit, "+") for end in ("low", "high"))
    base = _said(effect["base"], unit)
    return f"{_middle(country, effect)} [{low}, {high}], of {base} without the change"


def _unit(country: Country, effect: dict) -> str:
    asked = next((q for q in country.meta.questions if q.label == effect["question"]), None)
    known = observables_in(country.path / "evidence").get(asked.observable) if asked else None
    return known.unit if known else ""


def _said(value: float, unit: str, sign: str = "") -> str:
    """A number by itself, persons in millions; with its sign where that is asked for."""
    if unit == PERSONS:
        return f"{round(value / MILLION, 2) + 0:{sign}.2f}"
    return f"{sign if value > 0 else ''}{number(value)}"


def is_of(effect: dict, question: Question) -> bool:
    """Whether an effect answers a question for the whole country."""
    is_asked = effect["question"] == question.label and effect["time"] in question.times
    return is_asked and not effect["group"]

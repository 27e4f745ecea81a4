"""Compare histories with and without what-ifs, pair by pair under the same luck and parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np
import polars as pl

from partystate.core import cards, dates
from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.country.names import Names
from partystate.country.what_ifs import WhatIf
from partystate.experiments.effects import decorrelated, effects_of, first_differences, wanted
from partystate.experiments.forks import SAME, apart_from, arms_of, place_of
from partystate.experiments.gathering import (
    LUMPED,
    Answers,
    Gathered,
    assembled_of,
    gather,
    gather_forked,
)
from partystate.experiments.paired import Effect, paired_effect
from partystate.experiments.questions import asked_in, observables_of
from partystate.history.ledger.ancestry import events_of
from partystate.history.ledger.words import told
from partystate.scenario.assemble import RECORDED
from partystate.scenario.own_mechanism import OwnMechanism
from partystate.scenario.scenario import Scenario

SHOWN = 8
KEY = ["time", "kind", "actor", "target", "office"]


@dataclass(frozen=True, repr=False)
class Comparison:
    """Effects on what a country asks of its society and on outcomes of its leadership; the first
    things that differ (text, share of pairs) of both; and the months from which the pairs of each
    have drifted apart.

    Both sides are one history until the month `fork`, where there is one. `uncoupled` are effects
    under a luck drawn anew from the fork on, where that was asked for. Effects after `decorrelated`
    are average effects."""

    what_ifs: tuple[str, ...]
    effects: list[Effect]
    first_differences: list[tuple[str, float]]
    decorrelated: str | None
    pairs: int
    thesis: str | None = None
    parameters: str = "prior"
    notes: tuple[str, ...] = ()
    fork: str | None = None
    luck: str = SAME
    uncoupled: list[Effect] = field(default_factory=list)
    first_events: list[tuple[str, float]] = field(default_factory=list)
    leadership_decorrelated: str | None = None
    parts: tuple[str, ...] = ()
    line: str = RECORDED
    mechanisms: tuple[str, ...] = ()  # of the user's own, in which the sides differ

    def __repr__(self) -> str:
        clear = sum(effect.is_clear for effect in self.effects)
        told = [f"{self.pairs} pairs", f"{len(self.effects)} effects", f"{clear} told from nothing"]
        return cards.line("Comparison", self._title, [*told, *self._forked])

    def _repr_html_(self) -> str:
        clear = [effect for effect in self.effects if effect.is_clear]
        facts = {
            "pairs": self.pairs,
            "parameters": self.parameters,
            "": ", ".join(self._forked),
            "not told from nothing": f"{len(self.effects) - len(clear)} of {len(self.effects)}",
        }
        cells = [
            (e.outcome, *map(cards.number, (e.base, e.changed, e.effect, e.low, e.high)))
            for e in clear[:SHOWN]
        ]
        heads = ("outcome", "without", "with", "effect", "2.5 %", "97.5 %")
        found = cards.rows(heads, cells) if cells else ""
        return cards.card(self._title, facts, found)

    @property
    def _title(self) -> str:
        return " and ".join((*self.mechanisms, *self.what_ifs))

    @property
    def _forked(self) -> list[str]:
        return [f"the same until {self.fork}"] if self.fork else []

    def is_average(self, effect: Effect) -> bool:
        """Whether an effect at a time ends after the pairs have drifted apart."""
        late = self.decorrelated
        return (
            bool(late and effect.time) and dates.parse(effect.time).end >= dates.parse(late).start
        )

    def as_json(self) -> dict:
        """Everything, with what is clear and what is an average said."""

        def told(effects):
            return [
                asdict(e) | {"is_clear": e.is_clear, "is_average": self.is_average(e)}
                for e in effects
            ]

        return asdict(self) | {"effects": told(self.effects), "uncoupled": told(self.uncoupled)}


def comparison_of(data: dict) -> Comparison:
    """A comparison from what `as_json` gave."""

    def effects(told: list[dict]) -> list[Effect]:
        names = [one.name for one in fields(Effect)]
        return [Effect(**{name: each[name] for name in names}) for each in told]

    known = {one.name for one in fields(Comparison)}
    kept: dict[str, Any] = {name: value for name, value in data.items() if name in known}
    kept |= {
        name: tuple(kept.get(name, ())) for name in ("what_ifs", "notes", "parts", "mechanisms")
    }
    kept |= {name: [tuple(p) for p in kept[name]] for name in ("first_differences", "first_events")}
    kept |= {name: effects(kept[name]) for name in ("effects", "uncoupled")}
    return Comparison(**kept)


def compare(
    scenario: Scenario,
    edited: Scenario,
    runs: int,
    seed: int = 1,
    parameters: str = "prior",
    *,
    is_lumped: bool = False,
    base: Gathered | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    fork: str | None = None,
    luck: str = SAME,
) -> Comparison:
    """`runs` pairs of histories, of a scenario and of the same with more what-ifs or under other
    mechanisms of the user's own; both sides are the same until the month `fork`. `base` is the side
    without, where it has been run already and nothing forks."""
    added = added_by(edited, scenario)
    whole(runs, "pairs", least=1)
    country, changed = scenario.country, assembled_of(edited, is_lumped)
    made = changed.what_ifs[len(changed.what_ifs) - added :]
    at = place_of(fork, changed.months, made, changed.own)
    asked = asked_in(country, changed.parts)
    if base is None:
        arms = arms_of(assembled_of(scenario, is_lumped), changed, luck)
        base, *others = gather_forked(arms, at, seed, runs, parameters, wanted(asked), progress)
    else:
        others = [gather(changed, seed, runs, parameters, wanted(asked), progress)]
    return between(
        scenario,
        made,
        [base, *others],
        runs,
        parameters,
        notes=(LUMPED,) if is_lumped else (),
        fork=fork,
        luck=luck,
        parts=changed.parts,
        mechanisms=tuple(own_words(scenario.own, edited.own)),
    )


def between(
    scenario: Scenario,
    made: Sequence[WhatIf],
    sides: list[Gathered],
    runs: int,
    parameters: str,
    **said,
) -> Comparison:
    """What differs between sides that have been run: `scenario`, the same under the what-ifs `made`
    on top, and that with luck drawn anew where there is a third; `said` are more fields of the
    comparison."""
    country, has_society = scenario.country, sides[0].society is not None
    asked = asked_in(country, said.get("parts", scenario.parts)) if has_society else []
    observables = observables_of(country)
    effects = [_effects(asked, sides[0], other, observables) for other in sides[1:]]
    societies = [g.society for g in sides]
    tops = [g.leadership for g in sides]
    has_top = tops[0] is not None
    return Comparison(
        tuple(w.name for w in made),
        effects[0],
        first_differences(societies[0], societies[1], observables) if has_society else [],
        decorrelated(*societies) if has_society else None,
        runs,
        scenario.thesis,
        parameters,
        uncoupled=effects[1] if len(effects) > 1 else [],
        first_events=first_events(tops[0], tops[1], runs, Names(country)) if has_top else [],
        leadership_decorrelated=strangers_from(*tops) if has_top else None,
        line=scenario.line,
        **said,
    )


def added_by(edited: Scenario, scenario: Scenario) -> int:
    """How many what-ifs `edited` adds to `scenario`; UserError where it adds none and has the same
    mechanisms, or where anything else differs, which the effects would be mixed with."""
    for one in fields(Scenario):
        mine, other = getattr(scenario, one.name), getattr(edited, one.name)
        if one.name == "mechanisms":
            continue
        if one.name == "what_ifs":
            is_same = other[: len(mine)] == mine
        else:
            is_same = mine is other if one.name == "country" else mine == other
        if not is_same:
            raise UserError(
                "the two sides differ in more than the what-ifs that are added",
                found=f"another {one.name.replace('_', ' ').removesuffix('s')}",
                expected="the same scenario with more what-ifs",
                action='Write scenario.edited("NAME").',
            )
    added = len(edited.what_ifs) - len(scenario.what_ifs)
    if not added and scenario.own == edited.own:
        raise UserError(
            "nothing to compare", expected="one what-if at least", action="Give --what-if NAME."
        )
    return added


def own_words(before: Iterable[OwnMechanism], after: Iterable[OwnMechanism]) -> list[str]:
    """Mechanisms of the user's own that one side has and the other has not, or has otherwise."""
    old, new = {m.id: m for m in before}, {m.id: m for m in after}
    changed = [m for m in new.values() if old.get(m.id) != m]
    return [f"own {m.id}" for m in changed] + [f"without own {n}" for n in old if n not in new]


def _effects(asked: list, base: Gathered, changed: Gathered, observables: dict) -> list[Effect]:
    """Effects on questions, then on outcomes of the leadership, the clear ones first."""
    found = []
    if base.society is not None:
        found += effects_of(asked, base.society, changed.society, observables)
    if base.leadership is not None:
        one, other = base.leadership.outcomes, changed.leadership.outcomes
        pairs = [paired_effect(name, one[name], other[name]) for name in one]
        found += sorted(pairs, key=lambda e: not e.is_clear)
    return found


def strangers_from(base: Answers, *others: Answers) -> str | None:
    """First month from which on the inner bodies of a pair are no more alike than strangers."""
    late = apart_from(*(drift(base, other).mean(0) for other in others))
    return None if late is None else dates.month_text(int(base.months[late]))


def drift(base: Answers, changed: Answers) -> np.ndarray:
    """[N, T] share of the members of the two inner bodies who sit in one alone."""
    a, b = base.inner, changed.inner
    return (a ^ b).sum(2) / np.maximum((a | b).sum(2), 1)


def first_events(
    base: Answers, changed: Answers, runs: int, names: Names
) -> list[tuple[str, float]]:
    """The first events that one history of a pair has and the other has not, with the share of the
    pairs in which each is first."""
    found = Counter(first_difference(base.ledger, changed.ledger, names))
    return [(text, n / runs) for text, n in found.most_common(SHOWN)]


def first_difference(one: pl.DataFrame, other: pl.DataFrame, names: Names) -> list[str]:
    """For each pair, the first event that one history has and the other has not, as it is told."""
    only_base = one.join(other, on=["run", *KEY], how="anti", nulls_equal=True).with_columns(
        pl.lit("no longer").alias("side")
    )
    only_new = other.join(one, on=["run", *KEY], how="anti", nulls_equal=True).with_columns(
        pl.lit("now").alias("side")
    )
    both = pl.concat([only_base, only_new]).sort(
        ["run", "time", "side", "kind", "office", "target"]
    )
    first = both.group_by("run", maintain_order=True).first()
    return [
        f"{side}: {told(event, names)}"
        for side, event in zip(first["side"], events_of(first), strict=True)
    ]

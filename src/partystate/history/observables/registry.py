"""Observables: functions that read series off a run, each registered under the name that the
evidence gives it.

A function is given the run and what is known of the country, and returns cuts: values [times,
groups] by level. It is written on arrays, so that it runs inside a compiled graph: values may be
traced, times, groups and levels may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from jaxtyping import Array

from partystate.history.block import WHOLE, Block
from partystate.history.observables.about import About
from partystate.history.trajectory import Trajectory
from partystate.scenario.parts import LEADERSHIP, SOCIETY

TRUTH, KNOWN, PUBLISHED, PRESERVED = "truth", "known", "published", "preserved"
LEVELS = (TRUTH, KNOWN, PUBLISHED, PRESERVED)


@dataclass(frozen=True)
class Cut:
    """Values [times, groups] of one observable, at each of its levels."""

    times: tuple[str, ...]
    groups: tuple[str, ...]
    values: dict[str, Array]


Function = Callable[[Trajectory, About], list[Cut]]


@dataclass(frozen=True)
class Registered:
    """A registered function. `axes` are those of its groups, `part` is the part of the world that
    it needs; one of the leadership is given the months since it entered. `also` are functions of
    other parts that write the same."""

    name: str
    unit: str
    levels: tuple[str, ...]
    axes: tuple[str, ...]
    part: str
    function: Function
    also: tuple[Registered, ...] = ()

    def blocks(self, run: Trajectory, about: About) -> list[Block]:
        """Its series, in the order of its cuts and levels; none where its part is left out."""
        if getattr(about, self.part) is None:
            return [block for other in self.also for block in other.blocks(run, about)]
        if self.part == LEADERSHIP:
            run = run.since(about.leadership.first)
        return [
            Block(self.name, level, self.unit, cut.times, cut.groups, values)
            for cut in self.function(run, about)
            for level, values in cut.values.items()
        ]


_registered: dict[str, Registered] = {}


def observable(
    name: str,
    *,
    unit: str,
    levels: tuple[str, ...] = (TRUTH,),
    axes: tuple[str, ...] = (),
    part: str = SOCIETY,
) -> Callable[[Function], Function]:
    """Register a function as the observable `name`, in the unit of the evidence.

    `levels` and `axes` are all those that its cuts may have. Raises ValueError where the name is
    taken in this part of the world, or has another unit in another."""

    def register(function: Function) -> Function:
        ours = Registered(name, unit, levels, axes, part, function)
        before = _registered.get(name)
        if before is None:
            _registered[name] = ours
            return function
        if before.unit != unit or part in (before.part, *(one.part for one in before.also)):
            raise ValueError(f"{name} is registered twice")
        _registered[name] = replace(before, also=(*before.also, ours))
        return function

    return register


def registered() -> tuple[Registered, ...]:
    """Every observable, in the order of the series."""
    return tuple(_registered.values())


def truth(times: tuple[str, ...], groups: tuple[str, ...], values: Array) -> list[Cut]:
    """One cut, of the truth alone."""
    return [Cut(times, groups, {TRUTH: values})]


def all_levels(
    times: tuple[str, ...],
    groups: tuple[str, ...],
    true: Array,
    known: Array,
    published: Array | None = None,
) -> list[Cut]:
    """One cut at all four levels; what is published is what is known, if not given, and what is
    known is preserved."""
    told = known if published is None else published
    values = {TRUTH: true, KNOWN: known, PUBLISHED: told, PRESERVED: known}
    return [Cut(times, groups, values)]


def whole_and_regions(
    run: Trajectory,
    times: tuple[str, ...],
    true: Array,
    known: Array | None = None,
    published: Array | None = None,
) -> list[Cut]:
    """Values [times, R] of the whole country and of each region, at all levels where known ones are
    given."""
    cuts = []
    for groups, reduce in ((WHOLE, total), (run.region_groups, lambda values: values)):
        if known is None:
            cuts += truth(times, groups, reduce(true))
            continue
        told = known if published is None else published
        cuts += all_levels(times, groups, reduce(true), reduce(known), reduce(told))
    return cuts


def total(values: Array) -> Array:
    """Sum [times, groups] to [times, 1]."""
    return values.sum(1, keepdims=True)


def column(values: Array) -> Array:
    """[times] as [times, 1]."""
    return cast(Array, values[:, None])

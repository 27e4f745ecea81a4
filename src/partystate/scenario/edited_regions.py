"""Where an edit with a `region` holds: a region of the country, or a place of its gazetteer that is
made of whole regions."""

from __future__ import annotations

from collections.abc import Iterable

import jax.numpy as jnp
from jaxtyping import Array, Bool

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.country import Country
from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine.in_regions import Change, InRegions
from partystate.evidence import Gazetteer
from partystate.evidence.loading import load_gazetteer

AXIS = "region"
WHOLE = 0.99  # weight of a region that lies in a place; less is a part of it; ours


def regions_of(country: Country, what_if: WhatIf, edit: Edit) -> tuple[str, ...]:
    """The regions in which an edit with a `region` holds, at its start. UserError for a place there
    is not, or one that is a part of a region."""
    ours, place = country.tables["regions"]["region"].to_list(), str(edit.region)
    if place in ours:
        return (place,)
    evidence = country.path / "evidence"
    there = (evidence / "gazetteer.csv").is_file()
    known = Gazetteer(load_gazetteer(evidence) if there else [])
    if not known.knows(AXIS, place):
        close = nearest(place, [*ours, *known.labels(AXIS)])
        raise _refusal(what_if, "there is no such region", place, close)
    time = edit.start or country.meta.start
    members = dict(known.resolve(AXIS, place, time))
    parts = [name for name, weight in members.items() if weight < WHOLE or name not in ours]
    if parts:
        raise _refusal(
            what_if,
            "an edit holds in whole regions, and this place has parts of some",
            f"{place}: a part of {parts[0]}",
            ", ".join(sorted(set(members) & set(ours))),
        )
    return tuple(members)


def _refusal(what_if: WhatIf, problem: str, found: str, expected: str) -> UserError:
    return UserError(
        problem,
        f"{what_if.name}.toml",
        column="region",
        found=found,
        expected=expected,
        action="Name a region, or a place made of whole regions.",
    )


def regional_changes(
    country: Country, edits: Iterable[tuple[WhatIf, Edit]]
) -> dict[str, list[tuple[tuple[str, ...], InRegions]]]:
    """Of edits of parameters with a region: by mechanism, (fields, their changes and where they
    hold), those of one place together."""
    found: dict[str, dict[tuple[str, ...], list[tuple[str, Change]]]] = {}
    for what_if, edit in edits:
        if edit.region is not None:
            owner, _, field = edit.name.partition(".")
            places = found.setdefault(owner, {})
            here = regions_of(country, what_if, edit)
            places.setdefault(here, []).append((field, change_of(edit)))
    return {
        owner: [
            (
                tuple(field for field, _ in changes),
                InRegions(tuple(c for _, c in changes), where_of(country, regions)),
            )
            for regions, changes in places.items()
        ]
        for owner, places in found.items()
    }


def where_of(country: Country, regions: tuple[str, ...]) -> Bool[Array, "regions"]:
    """Which of the country's regions are among some."""
    return jnp.array([r in regions for r in country.tables["regions"]["region"].to_list()])


def change_of(edit: Edit) -> Change:
    """An edit of some regions, in all months or some, as the engine takes it."""
    ends = jnp.iinfo(jnp.int32)
    return Change(
        set=jnp.asarray(jnp.nan if edit.set is None else edit.set, float),
        factor=jnp.asarray(1.0 if edit.scale is None else edit.scale, float),
        first=jnp.asarray(ends.min if edit.first is None else edit.first, jnp.int32),
        last=jnp.asarray(ends.max if edit.last is None else edit.last, jnp.int32),
    )

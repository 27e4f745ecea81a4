"""What can be read off a run: a page a theme of the score, each under a heading of its own."""

from __future__ import annotations

import inspect

from docs.generate.markdown import (
    Pages,
    anchor,
    code,
    escape,
    heading,
    link,
    number,
    page,
    table,
)
from docs.generate.source import path_of
from partystate.country.country import load
from partystate.evidence.loading import load_observables
from partystate.evidence.records import THEMES, Observable
from partystate.history.observables.registry import Registered, registered

COUNTRY = "ussr"
INTRODUCTION = """Names, units and definitions are those of the evidence of `ussr`; scale and
resolution are how a figure of the record is compared. `history["population.total"]` reads one."""
SCALES = {
    "positive": "a positive quantity, by ratio",
    "share": "a share, by odds",
    "index": "an index",
    "signed": "a quantity of either sign, by difference",
}


def pages() -> Pages:
    known = load_observables(load(COUNTRY).path / "evidence")
    emitted = {each.name: each for each in registered()}
    themes = {
        theme: sorted((o for o in known.values() if o.theme == theme), key=lambda o: o.name)
        for theme in THEMES
    }
    found = {"observables/index.md": _index(themes, emitted)}
    for theme, members in themes.items():
        found[f"observables/{theme}.md"] = page(
            f"# Observables of {theme}", *(_observable(o, emitted.get(o.name)) for o in members)
        )
    return found


def _index(themes: dict[str, list[Observable]], emitted: dict[str, Registered]) -> str:
    parts = [
        page(f"## {theme.capitalize()}", _listed(members, emitted))
        for theme, members in themes.items()
    ]
    toctree = "\n".join(["```{toctree}", ":hidden:", "", *themes, "```"])
    return page("# Observables", INTRODUCTION, *parts, toctree)


def _listed(members: list[Observable], emitted: dict[str, Registered]) -> str:
    return table(
        ["observable", "unit", "definition", "written"],
        [
            (
                link("observable", o.name),
                escape(o.unit),
                escape(o.definition),
                "yes" if o.name in emitted else "no",
            )
            for o in members
        ],
    )


def _observable(observable: Observable, written: Registered | None) -> str:
    low, high, axes = observable.prior_low, observable.prior_high, observable.axes
    facts = [
        escape(observable.unit),
        f"by {escape(' and '.join(axes))}" if axes else "the whole country",
        escape(observable.frequency),
        escape(", ".join(observable.levels)),
    ]
    compared = [
        f"Compared as {SCALES.get(observable.scale, observable.scale)}",
        f"no finer than {number(observable.resolution)}" if observable.resolution else "",
        ""
        if low is None or high is None
        else f"before any record between {number(low)} and {number(high)}",
    ]
    return page(
        heading(2, code(observable.name), anchor("observable", observable.name)),
        escape(observable.definition) + ".",
        " · ".join(fact for fact in facts if fact),
        "; ".join(part for part in compared if part) + ".",
        _function(written),
    )


def _function(written: Registered | None) -> str:
    """Where the model reads it off a run, and how."""
    if written is None:
        return "*Of the record alone: the model does not write it.*"
    function = written.function
    said = escape(inspect.getdoc(function) or "")
    return f"{said} `{function.__name__}` in `{path_of(function.__module__)}`."

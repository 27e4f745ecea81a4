"""The catalogue: a page a mechanism, with its docstring, what its trace reads and proposes, and its
parameters with their priors and grounds in `ussr`."""

from __future__ import annotations

import sys
from types import ModuleType

import polars as pl

from docs.generate.bibliography import short
from docs.generate.markdown import (
    Pages,
    anchor,
    code,
    docstring,
    escape,
    heading,
    link,
    number,
    page,
    table,
)
from docs.generate.source import path_of
from partystate.country.country import load
from partystate.mechanisms.comments import field_comments
from partystate.mechanisms.contract import PHASES, Direction, Mechanism
from partystate.mechanisms.registry import MECHANISMS
from partystate.mechanisms.traced import Traced
from partystate.published.catalogue import MODELS
from partystate.scenario.traces import traces_of

COUNTRY, TRACED_IN = "ussr", "toyland"  # reads and proposals are the same in every country
INTRODUCTION = """One file a mechanism. What it reads and proposes is traced, not typed. Priors and
grounds of parameters are those of `ussr`."""


def pages() -> Pages:
    parameters = load(COUNTRY).tables["parameters"]
    traced = traces_of(load(TRACED_IN))
    found = {"mechanisms/index.md": _index()}
    for mechanism in MECHANISMS:
        found[f"mechanisms/{mechanism.id}.md"] = _page(mechanism, traced[mechanism.id], parameters)
    others = sorted(set(parameters["mechanism"]) - {m.id for m in MECHANISMS})
    found["mechanisms/other-parameters.md"] = _others(others, parameters)
    return found


def module_of(mechanism: Mechanism) -> ModuleType:
    return sys.modules[type(mechanism).__module__]


def summary(mechanism: Mechanism) -> str:
    """First sentence of the docstring."""
    first = (module_of(mechanism).__doc__ or "").split("\n\n")[0]
    return " ".join(first.split())


def _index() -> str:
    rows = [
        (link("mechanism", m.id), m.theme, m.phase, escape(summary(m)))
        for m in sorted(MECHANISMS, key=lambda m: (m.theme, PHASES.index(m.phase)))
    ]
    pages_below = sorted(m.id for m in MECHANISMS)
    toctree = "\n".join(["```{toctree}", ":hidden:", "", *pages_below, "other-parameters", "```"])
    return page(
        "# Mechanisms", INTRODUCTION, table(["mechanism", "theme", "phase", ""], rows), toctree
    )


def _page(mechanism: Mechanism, traced: Traced, parameters: pl.DataFrame) -> str:
    module = module_of(mechanism)
    facts = table(
        ["", ""],
        [
            ("theme, phase", f"{mechanism.theme}, {mechanism.phase}"),
            ("source", code(path_of(module))),
            ("reads", ", ".join(map(code, traced.reads))),
            ("proposes", ", ".join(map(code, traced.proposes))),
            ("expected signs", "; ".join(_sign(mechanism, d) for d in mechanism.directions)),
            ("claims", escape(", ".join(mechanism.claims))),
            ("rests on", "; ".join(short(key) for key in mechanism.citations)),
            ("published models it runs", ", ".join(_models(mechanism))),
        ],
    )
    return page(
        heading(1, mechanism.id, anchor("mechanism", mechanism.id)),
        docstring(module.__doc__),
        "## In the model",
        facts,
        "## Parameters" if mechanism.parameters else "",
        *_parameters(mechanism, parameters),
    )


def _sign(mechanism: Mechanism, direction: Direction) -> str:
    name = f"{mechanism.id}.{direction.parameter}"
    arrow = "raises" if direction.sign > 0 else "lowers"
    shown = link("parameter", name, code(direction.parameter))
    return f"{shown} {arrow} {code(direction.observable)}"


def _models(mechanism: Mechanism) -> list[str]:
    """Links to the published files that it runs or is tied to."""
    name = type(mechanism).__module__.removeprefix("partystate.mechanisms.")
    files = (m.answer.__module__ for m in MODELS.values() if name in m.mechanisms)
    return [link("published", file.rsplit(".", 1)[1]) for file in dict.fromkeys(files)]


def _parameters(mechanism: Mechanism, parameters: pl.DataFrame) -> list[str]:
    comments = field_comments(mechanism.Params)
    rows = {row["parameter"]: row for row in parameters.iter_rows(named=True)}
    return [
        parameter(name, rows.get(name), comments.get(name.split(".", 1)[1], ""))
        for name in mechanism.parameters
    ]


def parameter(name: str, row: dict | None, comment: str) -> str:
    """One parameter under a heading of its own, so that it can be found and linked to."""
    title = heading(3, code(name.split(".", 1)[1]), anchor("parameter", name))
    if row is None:
        return page(title, escape(comment), f"Not in `{COUNTRY}`.")
    facts = [escape(row["unit"]), _prior(row), "calibrated" if row["free"] else ""]
    return page(
        title,
        escape(comment),
        " · ".join(f for f in facts if f),
        f"{_ground(row['ground'])} *{escape(row['source'])}*",
    )


def _prior(row: dict) -> str:
    low, central, high = (row[name] for name in ("low", "central", "high"))
    if row["prior"] == "fixed" or low is None:
        return f"{row['prior']}, **{number(central)}**"
    return f"{row['prior']}, {number(low)} … **{number(central)}** … {number(high)}"


def _ground(text: str | None) -> str:
    text = escape(text or "")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _others(owners: list[str], parameters: pl.DataFrame) -> str:
    parts = []
    for owner in owners:
        rows = parameters.filter(pl.col("mechanism") == owner).iter_rows(named=True)
        parts += [heading(2, owner), *(parameter(row["parameter"], row, "") for row in rows)]
    return page(
        "# Parameters of no mechanism",
        "Of the opening, of what is observed, and of what several mechanisms share.",
        *parts,
    )

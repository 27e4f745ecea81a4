"""What can be read off a run: a page a family of observables, each under a heading of its own."""

from __future__ import annotations

from itertools import groupby

from docs.generate.markdown import Pages, anchor, code, escape, heading, link, page, table
from partystate.country.country import load
from partystate.evidence.loading import load_observables
from partystate.evidence.records import Observable
from partystate.history.observables.leadership import EMITTED as OF_LEADERSHIP
from partystate.history.series import EMITTED as OF_SOCIETY

COUNTRY = "ussr"
INTRODUCTION = """Names, units and definitions are those of the evidence of `ussr`; scale and
resolution are how a figure of the record is compared. `history["population.total"]` reads one."""
SCALES = {"log": "by ratio", "linear": "by difference", "logit": "by odds"}


def pages() -> Pages:
    known = load_observables(load(COUNTRY).path / "evidence")
    emitted = set(OF_SOCIETY) | set(OF_LEADERSHIP)
    families = {
        name: list(group) for name, group in groupby(sorted(known.values(), key=_key), key=family)
    }
    found = {"observables/index.md": _index(families, emitted)}
    for name, members in families.items():
        found[f"observables/{name}.md"] = page(
            f"# Observables of {name}", *(_observable(o, o.name in emitted) for o in members)
        )
    return found


def family(observable: Observable) -> str:
    """First word of a name."""
    return observable.name.split(".", 1)[0]


def _key(observable: Observable) -> tuple[str, str]:
    return family(observable), observable.name


def _index(families: dict[str, list[Observable]], emitted: set[str]) -> str:
    rows = [
        (link("observable", o.name), escape(o.unit), escape(o.definition), _written(o, emitted))
        for members in families.values()
        for o in members
    ]
    toctree = "\n".join(["```{toctree}", ":hidden:", "", *families, "```"])
    header = ["observable", "unit", "definition", "written by the model"]
    return page("# Observables", INTRODUCTION, table(header, rows), toctree)


def _written(observable: Observable, emitted: set[str]) -> str:
    return "yes" if observable.name in emitted else "no"


def _observable(observable: Observable, is_written: bool) -> str:
    low, high = observable.prior_low, observable.prior_high
    facts = [
        ("unit", escape(observable.unit)),
        ("levels", escape(", ".join(observable.levels))),
        ("groups", escape(", ".join(observable.axes)) or "the whole country"),
        ("how often", escape(observable.frequency)),
        ("theme of the score", escape(observable.theme)),
        (
            "compared",
            f"{SCALES.get(observable.scale, observable.scale)}, "
            f"resolution {observable.resolution:g}",
        ),
        ("range before any record", "" if low is None else f"{low:g} to {high:g}"),
    ]
    return page(
        heading(2, code(observable.name), anchor("observable", observable.name)),
        escape(observable.definition) + ".",
        "" if is_written else "*Of the record alone: the model does not write it.*",
        table(["", ""], [fact for fact in facts if fact[1]]),
    )

"""What the project rests on: works of mechanisms, of published models, and of the record."""

from __future__ import annotations

from collections import defaultdict

from docs.generate.markdown import Pages, code, escape, link, page, table
from partystate.country.country import load
from partystate.evidence.loading import load_sources
from partystate.mechanisms.registry import MECHANISMS
from partystate.published.catalogue import CASES, MODELS
from partystate.verify.cases import load_cases

COUNTRY = "ussr"


def pages() -> Pages:
    sources = sorted(load_sources(load(COUNTRY).path / "evidence"), key=lambda s: s.key)
    return {
        "bibliography.md": page(
            "# Bibliography",
            "## Works that mechanisms rest on",
            table(["work", "mechanisms"], of_mechanisms()),
            "## Works whose results are recomputed",
            table(["work", "models"], of_cases()),
            "## Sources of the record of `ussr`",
            table(["key", "source"], [(code(s.key), escape(s.citation)) for s in sources]),
        )
    }


def of_mechanisms() -> list[tuple[str, str]]:
    """(work, links to the mechanisms that rest on it)."""
    found = defaultdict(list)
    for mechanism in MECHANISMS:
        for work in mechanism.citations:
            found[work].append(link("mechanism", mechanism.id))
    return [(escape(work), ", ".join(found[work])) for work in sorted(found)]


def of_cases() -> list[tuple[str, str]]:
    """(work, published models with a case from it)."""
    found = defaultdict(dict)
    for case in load_cases(CASES):
        if case["model"] in MODELS and case.get("citation"):
            found[case["citation"]][case["model"]] = None
    return [(escape(work), escape("; ".join(found[work]))) for work in sorted(found)]

"""What the project rests on: works of mechanisms and published models, and sources of the
record."""

from __future__ import annotations

from docs.generate.markdown import Pages, anchor, code, escape, link, page, table
from partystate.core.bibliography import Work
from partystate.country.country import load
from partystate.evidence import Source, load_sources
from partystate.history.citations import reasons
from partystate.mechanisms.registry import BIBLIOGRAPHY, MECHANISMS

COUNTRY = "ussr"
INTRODUCTION = """`history.citations()` prints what a run rests on as BibTeX. *Recalled* marks
a work that was cited from knowledge of it and not read again."""


def pages() -> Pages:
    sources = sorted(load_sources(load(COUNTRY).path / "evidence"), key=lambda s: s.key)
    return {
        "bibliography.md": page(
            "# Bibliography",
            INTRODUCTION,
            "## Works",
            *(_work(work) for work in BIBLIOGRAPHY.values()),
            f"## Sources of the record of `{COUNTRY}`",
            table(["key", "source", "where"], [_row(source) for source in sources]),
        )
    }


def _row(source: Source) -> tuple[str, str, str]:
    """Key, citation and links of a source of the record."""
    places = (f"[{escape(words)}]({place})" for words, place in source.links)
    return code(source.key), escape(source.citation), ", ".join(places)


def short(key: str) -> str:
    """Authors and year, linked to the work."""
    work = BIBLIOGRAPHY[key]
    names = [name.split(",")[0] for name in work.authors]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return link("work", key, escape(f"{who} ({work.year})" if work.year else who))


def _work(work: Work) -> str:
    year = f" ({work.year})" if work.year else ""
    parts = [
        f"{escape('; '.join(work.authors))}{year}. *{escape(work.title)}*.",
        f"{escape(work.where)}." if work.where else "",
        f"doi {code(work.doi)}." if work.doi else "",
        "Recalled." if work.recalled else "",
    ]
    used = ", ".join(link("mechanism", name) for name in reasons(MECHANISMS).get(work.key, ()))
    models = ", ".join(link("published", name) for name in work.published)
    parts += [
        f"Mechanisms: {used}." if used else "",
        f"Published models: {models}." if models else "",
    ]
    return f"({anchor('work', work.key)})=\n{' '.join(part for part in parts if part)}"

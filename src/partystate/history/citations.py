"""What a run rests on, as BibTeX: every work with the mechanisms that cite it."""

from __future__ import annotations

from collections.abc import Iterable

from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.registry import BIBLIOGRAPHY

HEAD = """% What this run rests on: {works} works and rules, with the mechanisms that cite each.
% "Recalled" marks a text that was cited from knowledge of it: check it before you print.
"""


def reasons(mechanisms: Iterable[Mechanism]) -> dict[str, list[str]]:
    """Ids of mechanisms by the key of the work they cite, in the order of the bibliography."""
    found: dict[str, list[str]] = {}
    for mechanism in mechanisms:
        for key in mechanism.citations:
            found.setdefault(key, []).append(mechanism.id)
    return {key: found[key] for key in BIBLIOGRAPHY if key in found}


def citations(mechanisms: Iterable[Mechanism]) -> str:
    """BibTeX entries of the works that these mechanisms cite, one after another; the note of each
    says which mechanisms use it.

    >>> from partystate.mechanisms.land import harvest
    >>> print(citations([harvest.MECHANISM]).split("@")[2].splitlines()[0])
    article{tauger1991,
    """
    why = reasons(mechanisms)
    entries = []
    for key, used in why.items():
        work = BIBLIOGRAPHY[key]
        note = f"used by {', '.join(used)}" + ("; recalled" if work.recalled else "")
        entries.append(work.bibtex(note))
    return "\n".join([HEAD.format(works=len(why)), *(entry + "\n" for entry in entries)])

"""What is said of an array beside its values: unit, name in words, definition, source, version."""

from __future__ import annotations

import functools
from pathlib import Path

import partystate
from partystate.country.names import words_of_the_model
from partystate.evidence import Observable, load_observables

TRUTH = "truth"


def version() -> str:
    """Of the program."""
    return partystate.__version__


@functools.cache
def observables_in(evidence: Path) -> dict[str, Observable]:
    """Observables of an evidence folder by name; none where a country has no evidence."""
    return load_observables(evidence) if (evidence / "observables.csv").is_file() else {}


def words_for(observable: str) -> str:
    """An observable in words; one the model has no words for keeps its theme in front."""
    theme, _, rest = observable.replace("_", " ").partition(".")
    known = words_of_the_model().get(("observable", observable))
    return known or (f"{theme}: {rest}" if rest else theme)


def attributes_of(
    observable: str, level: str, evidence: Path | None, *, unit: str = "", source: str = ""
) -> dict[str, str]:
    """Attributes of the array of one observable at one level.

    `units` and `long_name` are read by xarray and by the conventions for climate and forecast data
    (CF); `unit` is what the table says, or the evidence where there is no table."""
    known = observables_in(evidence).get(observable) if evidence else None
    words = words_for(observable)
    return {
        "units": unit or (known.unit if known else ""),
        "long_name": words if level == TRUTH else f"{words}, as {level}",
        "definition": known.definition if known else "",
        "source": source,
        "version": version(),
        "level": level,
    }

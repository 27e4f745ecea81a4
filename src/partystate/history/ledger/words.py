"""Events of a ledger as a person tells them: `Trotsky removed from the Politburo under Stalin`.

Each kind has a phrase in words.csv beside this file: `{actor}`, `{target}` and `{place}` are put in
as the country spells them, and a part in brackets is left out where what it names is blank. `of` is
a place by its id, or `body` or `office`, or blank for any."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import polars as pl

from partystate.country.names import Names, plain
from partystate.history.ledger.ancestry import Event

FILE = Path(__file__).with_name("words.csv")
OPTIONAL = re.compile(r"\[([^\]]*)\]")
PART = re.compile(r"\{(\w+)\}")
NOBODY = {"actor": "somebody", "target": "somebody", "place": "place"}


@functools.cache
def phrases() -> dict[tuple[str, str], str]:
    """(kind, of) -> phrase."""
    table = pl.read_csv(FILE, infer_schema=False).fill_null("")
    return {(kind, of): phrase for kind, of, phrase in table.iter_rows()}


def phrase_of(kind: str, place: str, names: Names) -> str:
    """The phrase of a kind of event at a place; `{target} kind` for a kind without one."""
    what = "office" if place in names.offices else "body" if place in names.bodies else ""
    found = next((phrases()[kind, of] for of in (place, what, "") if (kind, of) in phrases()), None)
    return found or "[{target} ]" + plain(kind) + "[ ({place})]"


def sentence(event: Event, names: Names) -> str:
    """One event without its time."""
    parts = {
        "actor": names.who(event.actor),
        "target": names.who(event.target),
        "place": names.place(event.office) if event.office else "",
    }
    phrase = OPTIONAL.sub(
        lambda m: m[1] if all(parts[name] for name in PART.findall(m[1])) else "",
        phrase_of(event.kind, event.office, names),
    )
    return PART.sub(lambda m: parts[m[1]] or NOBODY[m[1]], phrase)


def told(event: Event, names: Names) -> str:
    """One event with its month in front, as files write months."""
    return f"{event.time} {sentence(event, names)}"


def asked_id(text: str, names: Names) -> str:
    """What a person asks for as a ledger holds it: `removed:Trotsky:Politburo` or `Trotsky removed
    from the Politburo` -> `removed:trotsky:politburo`; an id, or what is not understood, as it
    is."""
    if ":" not in text:
        return _of_sentence(text, names) or text
    kind, *rest = text.split(":")
    readers = (names.person_id, names.place_id)
    found = [read(part) if part else part for read, part in zip(readers, rest, strict=False)]
    return ":".join([kind.strip().replace(" ", "_"), *found])


def _of_sentence(text: str, names: Names) -> str | None:
    """`kind:target:office` of a sentence made by a phrase that names a target, its optional parts
    left out."""
    for (kind, of), phrase in phrases().items():
        must = OPTIONAL.sub("", phrase)
        if "{target}" not in must or "{actor}" in must:
            continue
        pattern = re.escape(must).replace(r"\{target\}", "(?P<target>.+?)")
        match = re.fullmatch(pattern.replace(r"\{place\}", "(?P<place>.+)"), text.strip(" ."))
        if match is None:
            continue
        target, parts = names.person_id(match["target"]), match.groupdict()
        place = names.place_id(parts["place"]) if parts.get("place") else ""
        allowed = {"office": names.offices, "body": names.bodies}.get(of, {place})
        if target in names.persons and place in allowed:
            return ":".join([kind, target, place]).rstrip(":")
    return None

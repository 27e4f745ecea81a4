"""The part of the page on how the run was made, what was put in, and how to make it again."""

from __future__ import annotations

from partystate.country.put_in import PutIn
from partystate.history.own_mechanisms import words_of
from partystate.report.content import Figure, Section, Table

SHOWN_SOURCES = 3  # of a series, in its row; all are under Sources


def provenance(about: dict, given: list[PutIn]) -> Section:
    """What was put in, how the run was made, and how to make it again."""
    words = words_of(about)
    text = [
        "What is put in comes month by month from the country's tables, as the what-ifs change it, "
        "and nothing of it answers to what happens in the run.",
        f"To make it again: `{command(about)}`"
        if not words
        else f"It had mechanisms that are not of the package, so that no command makes it again: "
        f"{'; '.join(words)}. Their hashes stand in manifest.json.",
    ]
    return Section("made", "How it was made", text, [inputs(given), manifest(about)])


def inputs(given: list[PutIn]) -> Figure:
    """Every series put in from the record, with its source."""
    rows = [(g.words, g.values, _span(g), g.file, _sources(g)) for g in given]
    sources = list(dict.fromkeys(source for g in given for source in g.sources))
    return Figure(
        "put-in",
        "What was put in from the record",
        "Dated inputs of the country, series by series. A series without a span is a profile of "
        "the year.",
        "",
        Table(("what", "values", "span", "file of the country", "source"), rows),
        sources,
        True,
    )


def _span(given: PutIn) -> str:
    return given.first if given.first == given.last else f"{given.first} to {given.last}"


def _sources(given: PutIn) -> str:
    more = len(given.sources) - SHOWN_SOURCES
    return "; ".join(given.sources[:SHOWN_SOURCES]) + (f"; and {more} more" if more > 0 else "")


def command(about: dict) -> str:
    """The command that makes the run again."""
    edits = (f" --thesis {about['thesis']}" if about.get("thesis") else "") + "".join(
        f" --what-if {w['name']}" for w in about["what_ifs"]
    )
    edits += f" --replay-until {about['replay_until']}" if about["replay_until"] else ""
    parts = "".join(f" --parts {part}" for part in about["parts"])
    number = "" if about.get("number") is None else f" --number {about['number']}"
    return (
        f"partystate run {about['country']['id']} --seed {about['seed']}{number} --counting "
        f"{about['counting']} --parameters {about['parameters']} --line {about['line']}{parts}"
        f"{edits} --until {about['end']}"
    )


def manifest(about: dict) -> Figure:
    """Versions, digests and what was asked for."""
    flat = [
        ("country", f"{about['country']['title']} ({about['country']['id']})"),
        ("seed", about["seed"]),
        ("run of the seed", "its first" if about.get("number") is None else about["number"]),
        ("people", about["counting"]),
        ("months", f"{about['start']} to {about['end']}"),
        ("parts", " and ".join(about["parts"])),
        ("line on the village", about["line"]),
        ("leadership enters", about["enters"] or "never"),
        ("recorded posts until", about["replay_until"] or "the leadership enters"),
        ("thesis", about.get("thesis") or "none"),
        ("what-ifs", ", ".join(w["name"] for w in about["what_ifs"]) or "none"),
        ("mechanisms not of the package", "; ".join(words_of(about)) or "none"),
        ("digest of the code", about["code"]),
        ("digest of the country", about["country"]["digest"]),
        ("digest of the evidence", about["country"]["evidence_digest"]),
        ("device", about["device"]["kind"]),
    ]
    flat += [(f"version of {name}", version) for name, version in about["versions"].items()]
    return Figure(
        "manifest",
        "Manifest",
        "",
        "",
        Table(("entry", "value"), [(k, str(v)) for k, v in flat]),
        ["manifest.json of this run"],
        False,
    )

"""What if: cards and edits to choose from, and what an answer says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from partystate.core.nearest import nearest
from partystate.country.country import Country
from partystate.country.what_ifs import OWN, WhatIf, load_what_if, what_if_of
from partystate.experiments.kept import Asked
from partystate.explore.address import Address
from partystate.explore.answer import TEXT, WRONG, Answer, Missing
from partystate.explore.drawing import ranges, tiles
from partystate.explore.drawing.scale import in_words, written
from partystate.explore.library import Library
from partystate.explore.rendering import Page
from partystate.history.release import answer_of
from partystate.report.answers import in_a_line
from partystate.report.home import OF_A_CLAIM, what_ifs_of
from partystate.report.spans import span_words

if TYPE_CHECKING:
    from partystate.explore.site import Answers

QUICK, FULL = 20, 100
FIELDS = ("target", "name", "size", "value", "start", "until")
TARGETS = ("parameter", "input")


def asked_of(country: Country, name: str, address: Address) -> tuple[WhatIf, Asked]:
    """What an address asks to be run: a what-if of the country, or one edit of the reader's own.
    UserError for an edit that is not whole."""
    what_if = own_edit(address) if name == OWN else _named(country, name)
    pairs = address.get("pairs", str(QUICK))
    if pairs not in (str(QUICK), str(FULL)):
        raise Missing(f"{pairs!r} pairs cannot be asked for here.", f"{QUICK} or {FULL}", WRONG)
    is_lumped = address.get("lumped", "yes") == "yes"
    return what_if, Asked.of(country, [what_if], int(pairs), is_lumped=is_lumped)


def _named(country: Country, name: str) -> WhatIf:
    if name not in country.what_ifs:
        raise Missing(f"There is no what-if {name!r}.", nearest(name, country.what_ifs))
    return load_what_if(name, country.path / "what_ifs")


def own_edit(address: Address) -> WhatIf:
    """One edit of a parameter or an input from the fields of a form."""
    given = {key: address.get(key) for key in FIELDS}
    try:
        value = float(given["value"])
    except ValueError:
        raise Missing(f"{given['value']!r} is no number.", "a number such as 0.5", WRONG) from None
    if given["target"] not in TARGETS or given["size"] not in ("set", "scale"):
        raise Missing("This edit is not whole.", "a parameter or an input, set or scale", WRONG)
    edit = {"target": given["target"], "name": given["name"], given["size"]: value}
    edit |= {key: given[key] for key in ("start", "until") if given[key]}
    words = "is" if given["size"] == "set" else "is times"
    when = " ".join(
        f"{word} {span_words(edit[key])}"
        for key, word in (("start", "from"), ("until", "to"))
        if key in edit
    )
    title = f"{given['name']} {words} {written(value)} {when}".strip()
    return what_if_of({"title": title, "edit": [edit]}, OWN)


def page(library: Library, address: Address, name: str, answers: Answers) -> Page:
    """The cards, or one what-if with its answer where there is one."""
    if not name:
        return _index(library, answers)
    what_if, asked = asked_of(library.country, name, address)
    kept = answers.kept(asked)
    shipped = None if kept else answer_of(library.country.path, name)
    answer = kept or shipped
    state = Address(f"/whatif/{name}", address.asked)
    data = {
        "name": name,
        "what_if": what_if,
        "toml": toml_of(what_if),
        "asked": asked,
        "quick": QUICK,
        "full": FULL,
        "is_live": answers.is_live,
        "answer": told(library, answer) if answer else None,
        "is_shipped": shipped is not None,
        "command": command_of(library.country, name, asked),
        "python": python_of(library.country, name, asked),
        "hidden": [(key, address.get(key)) for key in FIELDS if name == OWN],
        "state": state,
        "titles": what_if.title,
    }
    return Page(f"What if: {what_if.title}", "what_if.html", data)


def _index(library: Library, answers: Answers) -> Page:
    country = library.country
    named = dict(what_ifs_of(country))
    first = [n for n in country.meta.first_asked if n in named]
    notes = {
        n: in_a_line(country, n) or load_what_if(n, country.path / "what_ifs").note for n in named
    }
    parameters = library.table("parameters")
    edited = (
        [
            (r["parameter"], r["unit"], r["low"], r["central"], r["high"])
            for r in parameters.iter_rows(named=True)
        ]
        if parameters is not None
        else []
    )
    recorded = library.table("recorded")
    inputs = sorted(recorded["input"].unique().to_list()) if recorded is not None else []
    data = {
        "first": [(n, named[n], notes[n]) for n in first],
        "others": [(n, named[n], notes[n]) for n in named if n not in first],
        "claims": [n for n in country.what_ifs if n.endswith(OF_A_CLAIM)],
        "parameters": edited,
        "inputs": inputs,
        "is_live": answers.is_live,
        "quick": QUICK,
    }
    return Page("What if", "what_ifs.html", data)


def job(library: Library, id: str, answers: Answers) -> Page:
    """A job that waits, runs or has ended."""
    state = answers.job(id)
    if state is None:
        raise Missing(
            "There is no such job: it has ended long ago, or the explorer was started anew."
        )
    data = {
        "id": id,
        "job": state,
        "share": round(100 * state["done"] / max(state["of"], 1)),
        "rows": effect_rows(library, state["effects"]),
        "answer": told(library, state["answer"]) if state["answer"] else None,
    }
    return Page(f"Running: {state['title']}", "job.html", data)


def told(library: Library, answer: dict) -> dict:
    """What an answer says: a headline, effects that are clear, a map of differences, the rest."""
    effects = answer["effects"]
    headline = [e for e in effects if not e["group"] and _is_headline(library, e)]
    clear = [e for e in effects if e["is_clear"] and not _is_region(library, e["group"])]
    first = next((e for e in headline if e["is_clear"]), headline[0] if headline else None)
    differences = _map(library, effects, first)
    return {
        "pairs": answer["pairs"],
        "parameters": answer["parameters"],
        "notes": answer["notes"],
        "headline": sentence(library, first) if first else "",
        "ruler": _ruler(library, [e for e in clear if e["question"]][:18]),
        "rows": effect_rows(library, clear),
        "silent": effect_rows(
            library,
            [e for e in effects if not e["is_clear"] and not _is_region(library, e["group"])],
        ),
        "map": differences[0],
        "map_of": differences[1],
        "first_events": [(library.names.outcome(t), s) for t, s in answer["first_events"]],
        "first_differences": [
            (_difference(library, text), share) for text, share in answer["first_differences"]
        ],
        "decorrelated": answer["decorrelated"],
        "json": json.dumps(answer, indent=1),
    }


def _is_headline(library: Library, effect: dict) -> bool:
    return any(
        q.headline and q.label == effect["question"] and effect["time"] in q.times
        for q in library.country.meta.questions
    )


def _is_region(library: Library, group: str) -> bool:
    regions = library.country.tables["regions"]["region"].to_list()
    return group.startswith("region=") and group.removeprefix("region=") in regions


def _unit(library: Library, effect: dict) -> str:
    """The unit of an effect, by the question it answers; blank for an outcome of the leadership."""
    for question in library.country.meta.questions:
        if question.label == effect["question"] and effect["time"] in question.times:
            series = library.catalogue.get(question.observable)
            return series.unit if series else ""
    return ""


def effect_rows(library: Library, effects: list[dict]) -> list[dict]:
    """Effects as a table shows them, in words and in units that read well."""
    rows = []
    for e in effects:
        unit = _unit(library, e)
        factor, words = in_words(unit, max(abs(e["base"]), abs(e["changed"]), abs(e["effect"])))
        ends = (
            f"{_signed(e['low'] * factor)} to {_signed(e['high'] * factor)}"
            if e["low"] is not None
            else "none yet"
        )
        rows.append(
            {
                "what": _what(library, e),
                "base": written(e["base"] * factor),
                "changed": written(e["changed"] * factor),
                "effect": _signed(e["effect"] * factor),
                "interval": ends,
                "unit": words,
                "is_clear": e.get("is_clear", e["low"] is not None and e["low"] * e["high"] > 0),
                "is_average": e.get("is_average", False),
            }
        )
    return rows


def _what(library: Library, e: dict) -> str:
    if not e["question"]:
        return library.names.outcome(e["outcome"])
    place = library.words_of(e["group"])
    return ", ".join(p for p in (e["question"], place, span_words(e["time"])) if p)


def _signed(value: float) -> str:
    said = written(value)
    return f"+{said}" if value > 0 else said


def sentence(library: Library, e: dict) -> str:
    """An effect in a sentence."""
    row = effect_rows(library, [e])[0]
    what = row["what"]
    told_ = f"{what[:1].upper()}{what[1:]}: {row['effect']} {row['unit']} "
    told_ += f"[{row['interval'].replace(' to ', ', ')}], of {row['base']} without the change."
    return told_ if row["is_clear"] else f"{told_} This is not told from nothing."


def _ruler(library: Library, effects: list[dict]):
    """Effects as shares of what they are without the change, beneath each other."""
    drawn = []
    for e in effects:
        if not e["base"] or e["low"] is None:
            continue
        low, middle, high = (100 * e[k] / abs(e["base"]) for k in ("low", "effect", "high"))
        if abs(middle) > 400:
            continue
        row = effect_rows(library, [e])[0]
        said = f"{row['what']}: {row['effect']} {row['unit']} ({row['interval']})"
        drawn.append(ranges.Range(row["what"], low, middle, high, "model", said))
    return ranges.drawn(drawn, "per cent of what it is without", "Effects") if drawn else None


def _map(library: Library, effects: list[dict], first: dict | None):
    """Differences by region of the headline question, as a map of tiles, and what it is of."""
    if first is None or "tiles" not in library.country.tables:
        return None, ""
    mine = {
        e["group"].removeprefix("region="): e
        for e in effects
        if (e["question"], e["time"]) == (first["question"], first["time"])
        and _is_region(library, e["group"])
    }
    top = max((abs(e["effect"]) for e in mine.values()), default=0.0)
    if not top:
        return None, ""
    factor, unit = in_words(_unit(library, first), top)
    drawn = []
    for tile in library.country.tables["tiles"].iter_rows(named=True):
        e = mine.get(tile["region"])
        if e is None:
            continue
        fill, is_dark = tiles.both_ways(-e["effect"] / top)
        words = library.names.label("region", tile["region"])
        row = effect_rows(library, [e])[0]
        drawn.append(
            tiles.Tile(
                words,
                tile["short"],
                tile["row"],
                tile["column"],
                fill,
                is_dark,
                _signed(e["effect"] * factor) if abs(e["effect"]) > top / 1000 else "0",
                f"{words}: {row['effect']} {row['unit']} ({row['interval']})",
                str(Address("/map", {"place": tile["region"]})),
                not e["is_clear"],
            )
        )
    words = f"Difference of {first['question']}, {span_words(first['time'])}, {unit}"
    return (tiles.drawn(drawn, words) if drawn else None), words


def _difference(library: Library, text: str) -> str:
    time, _, rest = text.partition(" ")
    if rest in library.catalogue:
        return f"{span_words(time)}: {library.names.observable(rest)}"
    return text


def toml_of(what_if: WhatIf) -> str:
    """A what-if as its file is written."""
    lines = [f"title = {json.dumps(what_if.title)}"]
    lines += [f"note = {json.dumps(what_if.note)}"] if what_if.note else []
    for edit in what_if.edit:
        lines += ["", "[[edit]]"]
        lines += [
            f"{key} = {json.dumps(value)}"
            for key, value in edit.model_dump(exclude_none=True).items()
        ]
    return "\n".join(lines) + "\n"


def command_of(country: Country, name: str, asked: Asked) -> str:
    """The same on the command line."""
    said = f"{name}.toml" if name == OWN else name
    lumped = " --lumped" if asked.is_lumped else ""
    return f"partystate compare {country.id} --what-if {said}{lumped} --runs {asked.pairs}"


def python_of(country: Country, name: str, asked: Asked) -> str:
    """The same in Python."""
    said = f"{name}.toml" if name == OWN else name
    lumped = ", lumped=True" if asked.is_lumped else ""
    return (
        "import partystate as ps\n"
        f'scenario = ps.Scenario(ps.load_country("{country.id}"))\n'
        f'ps.compare(scenario, scenario.edited("{said}"), runs={asked.pairs}{lumped})'
    )


def file(library: Library, name: str) -> Answer:
    """A what-if of the country as TOML."""
    return Answer(toml_of(_named(library.country, name)).encode(), TEXT)

"""Learn, country and the search over everything."""

from __future__ import annotations

from partystate.core.nearest import nearest
from partystate.country.names import plain
from partystate.country.tours import tours_of
from partystate.explore.address import Address
from partystate.explore.answer import Missing
from partystate.explore.library import Library
from partystate.explore.rendering import Page
from partystate.report.limits import limits

MOST = 40  # things that a search names of a kind


def learn(library: Library, address: Address) -> Page:
    """The tours, and the words of the model."""
    words = [(s.words, s.unit, s.definition, s.name) for s in library.catalogue.values()]
    data = {
        "tours": tours_of(library.country.path),
        "glossary": sorted(words, key=lambda w: w[0].casefold()),
        "id": library.country.id,
    }
    return Page("Learn", "learn.html", data)


def tour(library: Library, address: Address, name: str) -> Page:
    """One tour: its steps and exercises."""
    there = {one.name: one for one in tours_of(library.country.path)}
    if name not in there:
        raise Missing(f"There is no tour {name!r}.", nearest(name, there))
    return Page(there[name].title, "tour.html", {"tour": there[name]})


def country(library: Library, address: Address) -> Page:
    """What the country is made of, and how another is shown."""
    mine, about = library.country, library.about
    tables = sorted(mine.path.glob("*.csv"))
    data = {
        "mine": mine,
        "failures": mine.meta.known_failures,
        "limits": limits(mine, about, library.card),
        "tables": [
            (plain(p.stem), p.name, sum(1 for _ in p.open(encoding="utf-8")) - 1) for p in tables
        ],
        "facts": [
            ("Months", f"{about['start']} to {about['end']}"),
            ("Free histories", f"{library.data.members}, parameters {about['parameters']}"),
            ("People", about["counting"]),
            ("The rulers' line on the village", about["line"]),
            ("Figures and claims of the record", f"{len(library.rows):,}"),
            ("Series", f"{len(library.catalogue)}"),
            (
                "Made with",
                f"partystate {about.get('versions', {}).get('partystate', '')}, seed "
                f"{about['seed']}",
            ),
            ("Licence of the data", mine.meta.licence),
        ],
    }
    return Page(f"Country: {mine.meta.title}", "country.html", data)


def find(library: Library, address: Address) -> Page:
    """Series, places, persons, what-ifs and figures whose words hold what is looked for."""
    looked = address.get("find").strip()
    words = looked.casefold().split()

    def holds(*texts: str) -> bool:
        text = " ".join(texts).casefold()
        return all(word in text for word in words)

    names = library.names
    found: list[tuple[str, list[tuple[str, str]]]] = []
    if words:
        series = [
            (s.words, f"/chart/{s.name}")
            for s in library.catalogue.values()
            if holds(s.name, s.words, s.definition)
        ]
        regions = library.country.tables["regions"]["region"].to_list()
        places = [
            (p, str(Address("/chart/population.total", {"place": p})))
            for p in sorted({*library.places, *regions})
            if holds(p)
        ]
        top = names.full_names if library.country.meta.power else {}
        persons = [(n, f"/person/{p}") for p, n in top.items() if holds(p, n)]
        asked = [
            (names.change(w), f"/whatif/{w}")
            for w in library.country.what_ifs
            if holds(w, names.change(w))
        ]
        kinds = (("Series", series), ("Places", places), ("Persons", persons), ("What-ifs", asked))
        found = [(kind, items[:MOST]) for kind, items in kinds if items]
    else_ = ""
    if words and not found:
        every = [s.words for s in library.catalogue.values()]
        else_ = nearest(looked, [*every, *library.places, *names.persons.values()])
    data = {
        "looked": looked,
        "found": found,
        "nearest": else_,
        "evidence": str(Address("/evidence", {"find": looked})),
    }
    return Page(f"Search: {looked}" if looked else "Search", "find.html", data)

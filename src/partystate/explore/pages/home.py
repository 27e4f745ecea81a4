"""The first page: what was found and missed, in words and two pictures, and what can be asked."""

from __future__ import annotations

from partystate.country.tours import tours_of
from partystate.explore import told
from partystate.explore.address import Address
from partystate.explore.drawing import plot
from partystate.explore.library import Library
from partystate.explore.pages.charts import plot_of
from partystate.explore.pages.tile_map import drawn_map, usual_quantity, worst_time
from partystate.explore.picked import picked
from partystate.explore.rendering import Page
from partystate.report.answers import in_a_line
from partystate.report.findings import findings, in_short, who_leads
from partystate.report.home import BEST_LINE, FIRST_ASKED, LEAD, MIDDLE_LINE, what_ifs_of
from partystate.report.limits import limits
from partystate.report.spans import span_words

FIRST = "population.deaths"


def home(library: Library, address: Address) -> Page:
    """The page."""
    country, names = library.country, library.names
    asks = what_ifs_of(country)
    name = FIRST if FIRST in library.catalogue else next(iter(library.catalogue))
    found = picked(library, library.series(name), Address("/", _usual_years(library)))
    factor, unit = told.unit_of(found)
    finding = told.finding(found.scaled(factor)[0], unit, library.data.whose, library.data.is_best)
    quantity = usual_quantity(library)
    worst = worst_time(library, quantity) if quantity else ""
    line = BEST_LINE if library.data.is_best else MIDDLE_LINE
    data = {
        "lead": LEAD.format(members=library.data.members, line=line),
        "first": name,
        "first_words": found.series.words,
        "finding": finding,
        "svg": plot.drawn(plot_of(library, found), f"{found.series.words}: {finding}"),
        "map": drawn_map(library, quantity, worst) if quantity else None,
        "map_words": f"{quantity.title}, {span_words(worst)}, {quantity.unit}" if quantity else "",
        "findings": findings(country, names, library.card),
        "short": " ".join(in_short(library.card)),
        "leads": who_leads(country, names, library.card),
        "failures": country.meta.known_failures,
        "asks": [(n, words, in_a_line(country, n)) for n, words in asks[:FIRST_ASKED]],
        "limits": limits(country, library.about, library.card),
        "tours": tours_of(country.path),
        "has_top": country.meta.power is not None,
        "about": library.about,
        "members": library.data.members,
        "whose": library.data.whose,
    }
    return Page(f"{country.meta.title}: a model you can question", "home.html", data)


def _usual_years(library: Library) -> dict[str, str]:
    """The whole years up to the usual end, where the results go on after it."""
    if library.beyond is None:
        return {}
    return {"time": f"..{int(library.beyond.at) - 1}"}

"""The site: an address in, an answer out. Server and export both go through here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Protocol

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.explore.address import LONGEST, Address, parsed
from partystate.explore.answer import CSS, JS, MOVED, WRONG, Answer, Missing
from partystate.explore.library import Library
from partystate.explore.pages import (
    charts,
    evidence,
    historians,
    home,
    others,
    records,
    tile_map,
    top,
    what_if,
)
from partystate.explore.rendering import PARTS, Page, rendered, script, stylesheet

HELD = 128  # pages in memory; the results they are made from do not change
LIVE = ("whatif", "job")  # pages that may say another thing the next time
FILES = (".csv", ".geojson", ".svg", ".png", ".bib", ".py", ".toml")
STATIC = {"/static/explore.css": (stylesheet, CSS), "/static/explore.js": (script, JS)}


class Answers(Protocol):
    """Where answers of what-ifs are kept and asked for: nothing more than pages need of it."""

    @property
    def is_live(self) -> bool:
        """Whether a what-if can be run from the page."""
        ...

    def kept(self, asked: what_if.Asked) -> dict | None:
        """The answer to a what-if that was run before, or None."""
        ...

    def job(self, id: str) -> dict | None:
        """The state of a job, or None where there is no such job."""
        ...


class Site:
    """Every page of a country's results, by address."""

    def __init__(self, library: Library, answers: Answers):
        self.library, self.answers = library, answers
        self._held = functools.lru_cache(HELD)(lambda text: self._answer(parsed(text)))

    def answer(self, address: Address) -> Answer:
        """The page or file at an address; one that is not there says so, with the nearest name."""
        try:
            if len(str(address)) > LONGEST:
                raise Missing("This address is too long.", f"{LONGEST} characters", 414)
            if address.path.strip("/").partition("/")[0] in LIVE:
                return self._answer(address)
            return self._held(str(address))
        except Missing as missing:
            return self.refused(missing)
        except UserError as error:
            return self.refused(Missing(str(error), status=WRONG))

    def refused(self, missing: Missing) -> Answer:
        """A page that says what is not there, or wrong."""
        data = {"problem": missing.problem, "nearest": missing.nearest}
        page = Page("Not here", "missing.html", data, missing.status)
        return self._page(page, Address("/"))

    def _page(self, page: Page, address: Address) -> Answer:
        return rendered(page, address, self.library)

    def _answer(self, address: Address) -> Answer:
        if address.path in STATIC:
            make, media = STATIC[address.path]
            return Answer(make(), media)
        part, _, rest = address.path.strip("/").partition("/")
        ending = next((e for e in FILES if address.path.endswith(e)), "")
        if ending:
            return self._file(address, part.removesuffix(ending), rest.removesuffix(ending), ending)
        if part == "chart" and not rest and address.get("what"):  # chosen from the list
            what = Address(f"/chart/{address.get('what')}", {**address.asked, "what": ""})
            return Answer(b"", status=MOVED, where=str(what))
        if part == "top" and not rest and address.get("month"):
            what = Address(f"/top/{address.get('month')}", {**address.asked, "month": ""})
            return Answer(b"", status=MOVED, where=str(what))
        return self._page(self._page_of(address, part, rest), address)

    def _page_of(self, address: Address, part: str, rest: str) -> Page:
        library = self.library
        bare: dict[str, Callable[[Library, Address], Page]] = {
            "": home.home,
            "chart": charts.index,
            "map": tile_map.page,
            "historians": historians.page,
            "evidence": evidence.page,
            "learn": others.learn,
            "country": others.country,
            "find": others.find,
        }
        within: dict[str, Callable[[Library, Address, str], Page]] = {
            "chart": charts.chart,
            "evidence": evidence.one,
            "learn": others.tour,
            "person": top.person,
        }
        if part == "whatif":
            return what_if.page(library, address, rest, self.answers)
        if part == "job":
            return what_if.job(library, rest, self.answers)
        if part in ("top", "records"):
            return (top.page if part == "top" else records.page)(library, address, rest)
        if rest and part in within:
            return within[part](library, address, rest)
        if not rest and part in bare:
            return bare[part](library, address)
        names = [path for path, _ in PARTS]
        raise Missing(f"There is no page {address.path!r}.", nearest(address.path, names))

    def _file(self, address: Address, part: str, rest: str, ending: str) -> Answer:
        library, page = self.library, Address(address.path.removesuffix(ending), address.asked)
        if part == "chart" and rest and ending != ".toml":
            return charts.file(library, page, rest, ending)
        if part == "evidence" and not rest and ending in (".csv", ".bib"):
            return evidence.file(library, page, ending)
        if part == "historians" and not rest and ending in (".csv", ".bib"):
            return historians.file(library, page, ending)
        if part == "map" and not rest and ending in (".csv", ".geojson"):
            return tile_map.file(library, page, ending)
        if part == "whatif" and rest and ending == ".toml":
            return what_if.file(library, rest)
        raise Missing(f"There is no file {address.path!r}.")

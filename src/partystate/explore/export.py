"""The same pages as files: every page and file that can be reached, linked to each other."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from partystate.explore.address import Address, parsed
from partystate.explore.answer import FOUND, HTML, MOVED
from partystate.explore.site import Site
from partystate.history import files

LINK = re.compile(r'\b(href|src)="(/[^"]*)"')
NOT_WRITTEN = (".png", ".py", ".geojson")
MONTH_WRITTEN = "-12"  # of the top
BARE = ("find", "job")


@dataclass(frozen=True)
class Scope:
    """What of a site is written: places of the series `headlines`, months of the top to `last`."""

    headlines: frozenset[str]
    last: str

    @staticmethod
    def of(site: Site) -> Scope:
        """What is written of a site."""
        meta = site.library.country.meta
        names = frozenset(q.observable for q in meta.questions if q.headline)
        return Scope(names, meta.power.end if meta.power else "")


def is_written(address: Address, scope: Scope) -> bool:
    """Whether a state is among those that are written: pages by themselves, places of the series
    that the country asks first, a map for each time that a page names by a year, the top in
    December, pages of the table of evidence."""
    part, _, rest = address.path.strip("/").partition("/")
    keys = set(address.asked)
    if part in BARE or address.path.endswith(NOT_WRITTEN):
        return False
    if part == "top":
        is_named = not rest or rest == scope.last or rest.endswith(MONTH_WRITTEN)
        return is_named and keys <= {"history"} and address.get("history", "all") == "all"
    if not keys:
        return True
    name = rest.partition(".csv")[0].partition(".svg")[0].partition(".bib")[0]
    if part == "chart":
        return keys <= {"place"} and name in scope.headlines
    if part in ("map", "map.csv"):
        return keys <= {"what", "time", "whose"}
    if part in ("historians", "historians.csv", "historians.bib"):
        return keys <= {"what"}
    return part == "evidence" and keys <= {"page"}


def export(site: Site, out: Path, told: Callable[[int], None] = lambda pages: None) -> int:
    """Write the site into `out`, and return how many files there are. Links to states that are not
    written lead to the page by itself."""
    number = 0
    for address, body in written(site):
        path = out / address.file
        files.writable_folder(path.parent)
        files.write_whole(path, body)
        number += 1
        told(number)
    return number


def written(site: Site) -> Iterator[tuple[Address, bytes]]:
    """Every address that is written, with its bytes."""
    scope = Scope.of(site)
    start = [Address("/"), Address("/static/explore.css"), Address("/static/explore.js")]
    queue, seen = deque(start), {str(one) for one in start}
    while queue:
        address = queue.popleft()
        answer = site.answer(address)
        if answer.status == MOVED:
            continue
        if answer.media != HTML:
            yield address, answer.body
            continue
        text = answer.body.decode()
        yield address, relinked(text, address, scope).encode()
        if answer.status != FOUND:
            continue
        for _, link in LINK.findall(text):
            found = _kept(parsed(unescape(link)), scope)
            if found is not None and str(found) not in seen:
                seen.add(str(found))
                queue.append(found)


def _kept(address: Address, scope: Scope) -> Address | None:
    """The state that stands for an address among what is written; None where none does."""
    if is_written(address, scope):
        return address
    bare = Address(address.path)
    if address.asked and is_written(bare, scope):
        return bare
    part, _, rest = address.path.strip("/").partition("/")
    if part == "top" and rest:
        return Address(f"/top/{min(f'{rest[:4]}{MONTH_WRITTEN}', scope.last)}")
    return None


def relinked(text: str, address: Address, scope: Scope) -> str:
    """A served page as a file: links by their way through the folder, what needs a server away."""
    here = os.path.dirname(address.file)

    def link(match: re.Match) -> str:
        whole, _, place = unescape(match[2]).partition("#")
        found = _kept(parsed(whole), scope)
        if found is None:
            return f'data-not-written="{escape(match[2])}"'
        way = os.path.relpath(found.file, here or ".").replace(os.sep, "/")
        return f'{match[1]}="{escape(way)}{"#" + place if place else ""}"'

    return LINK.sub(link, text).replace('<html lang="en">', '<html lang="en" class="static">', 1)

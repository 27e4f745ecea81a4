"""The address of a page, which is its whole state; and the file it is written to when exported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

LONGEST = 2000  # characters of an address
INDEX = "index.html"
OTHER = re.compile(r"[^A-Za-z0-9._-]+")
WITH_TYPE = (".css", ".js", ".csv", ".geojson", ".svg", ".png", ".bib", ".toml")


@dataclass(frozen=True)
class Address:
    """A path and what is asked of it, in one order, so that one state has one address."""

    path: str
    asked: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        kept = {key: value for key, value in sorted(self.asked.items()) if value}
        query = urlencode(kept, quote_via=quote, safe=",:=")
        return f"{quote(self.path)}?{query}" if query else quote(self.path)

    def get(self, key: str, usual: str = "") -> str:
        """What is asked under a key."""
        return self.asked.get(key, "") or usual

    def with_(self, **changed: str) -> Address:
        """The same page in another state; a blank takes a key out."""
        kept = {**self.asked, **changed}
        return Address(self.path, {key: value for key, value in kept.items() if value})

    def as_type(self, ending: str) -> Address:
        """The same state as a file of another type: `.csv`, `.svg`."""
        return Address(self.path + ending, self.asked)

    @property
    def file(self) -> str:
        """The file it is exported to, inside the folder of the site."""
        path = self.path.strip("/") or "index"
        path = "/".join(OTHER.sub("-", part) for part in path.split("/"))
        tail = "".join(
            f"--{key}-{OTHER.sub('-', value)}" for key, value in sorted(self.asked.items()) if value
        )
        for ending in WITH_TYPE:
            if path.endswith(ending):
                return f"{path.removesuffix(ending)}{tail}{ending}"
        return f"{path}{tail}.html"


def parsed(text: str) -> Address:
    """The address behind a link of a page."""
    from urllib.parse import unquote

    path, _, query = text.partition("#")[0].partition("?")
    return Address(unquote(path), dict(parse_qsl(query)))

"""What a request must be before any page hears of it: from this machine, small, of one site."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

HOSTS = ("localhost", "127.0.0.1", "[::1]")
LARGEST = 64 * 1024  # bytes of a body
LONGEST_PATH = 2000
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a drawing by itself
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Guard:
    """Refuses what is not asked by a page of ours on this machine, and says what pages may do."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        refused = refusal(scope)
        if refused:
            status, words = refused
            answer = PlainTextResponse(words, status, {"content-security-policy": POLICY})
            return await answer(scope, receive, send)
        await self.app(scope, _bounded(receive), _with_headers(send))


def refusal(scope: Scope) -> tuple[int, str] | None:
    """(status, words) for a request that is not answered."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not is_ours(headers.get("host", "")):
        return 421, "These pages are served to this machine alone, under localhost or 127.0.0.1."
    if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) > LONGEST_PATH:
        return 414, f"An address has at most {LONGEST_PATH} characters."
    if scope["method"] not in ("GET", "HEAD", "POST"):
        return 405, "Pages are read (GET) and what-ifs are asked for (POST)."
    if scope["method"] == "POST":
        origin = headers.get("origin", "")
        if origin and (origin == "null" or urlsplit(origin).netloc != headers["host"]):
            return 403, "A what-if is asked for from these pages alone."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "A what-if is asked for from these pages alone."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            return 413, f"A body has at most {LARGEST} bytes."
    return None


def is_ours(host: str) -> bool:
    """Whether a Host header names this machine: a name that resolves to it from outside does not,
    which keeps other sites from reading these pages by a name of theirs."""
    name, _, port = (
        host.rpartition(":") if ":" in host and not host.endswith("]") else (host, "", "")
    )
    return name in HOSTS and (not port or port.isdigit())


class TooLarge(Exception):
    """A body is larger than it said."""


def _bounded(receive: Receive) -> Receive:
    seen = 0

    async def bounded() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST:
            raise TooLarge
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def told(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name for name, _ in message["headers"]}
            added = {"content-security-policy": POLICY, **HEADERS}
            message["headers"] = [
                *message["headers"],
                *(
                    (name.encode(), value.encode())
                    for name, value in added.items()
                    if name.encode() not in there
                ),
            ]
        await send(message)

    return told

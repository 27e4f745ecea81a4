"""The server: the site over HTTP, on this machine alone; jobs by server-sent events."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from partystate.core.errors import UserError
from partystate.explore.address import Address
from partystate.explore.answer import MOVED, SVG, WRONG, Answer, Missing
from partystate.explore.guard import DRAWING_POLICY, LARGEST, Guard, TooLarge
from partystate.explore.jobs.desk import Desk, Full
from partystate.explore.library import Library
from partystate.explore.pages import what_if
from partystate.explore.site import Site

LOOK = 0.25  # seconds between two looks at a job
WORD = 10.0  # seconds after which an event says that the line is still open
STREAM = "text/event-stream"
FIELDS = 40


def application(library: Library, desk: Desk, is_warmed: bool = False) -> Starlette:
    """The pages of a library, with a desk for what-ifs. `is_warmed`: the model process is started
    and what charts wait for is read, while the first page is looked at."""
    site = Site(library, desk)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if is_warmed:
            threading.Thread(target=library.warm, daemon=True).start()
            names = library.country.what_ifs
            if names:
                desk.warm(what_if.asked_of(library.country, names[0], Address("/"))[1])
        yield
        desk.close()

    def page(request: Request) -> Response:
        asked = dict(list(request.query_params.items())[:FIELDS])
        address = Address(request.scope["path"], asked)
        if any(value == "" for value in asked.values()):  # of a form that was not filled in
            return RedirectResponse(str(address.with_()), MOVED)
        return _response(site.answer(address))

    async def ask(request: Request) -> Response:
        """A form that asks for a what-if; its job is the answer."""
        try:
            form = dict(
                parse_qsl((await request.body()).decode("utf-8", "replace"), max_num_fields=FIELDS)
            )
        except (TooLarge, ValueError):
            return Response(f"A body has at most {LARGEST} bytes and {FIELDS} fields.", 413)
        name = request.path_params["name"]
        return await run_in_threadpool(_asked, site, desk, name, form)

    async def stop(request: Request) -> Response:
        found = desk.stop(request.path_params["id"])
        return RedirectResponse(f"/job/{request.path_params['id']}" if found else "/whatif", MOVED)

    async def events(request: Request) -> Response:
        id = request.path_params["id"]
        if desk.job(id) is None:
            return _response(site.answer(Address(f"/job/{id}")))
        return StreamingResponse(
            told(desk, library, id), media_type=STREAM, headers={"cache-control": "no-store"}
        )

    routes = [
        Route("/whatif/{name}", ask, methods=["POST"]),
        Route("/job/{id}/stop", stop, methods=["POST"]),
        Route("/job/{id}/events", events, methods=["GET"]),
        Route("/{rest:path}", page, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.add_middleware(Guard)
    return app


def _response(answer: Answer) -> Response:
    if answer.where:
        return RedirectResponse(answer.where, answer.status)
    headers = {"cache-control": "no-cache"}
    if answer.media == SVG:
        headers["content-security-policy"] = DRAWING_POLICY
    return Response(answer.body, answer.status, headers, answer.media)


def _asked(site: Site, desk: Desk, name: str, form: dict[str, str]) -> Response:
    """The job of what a form asks for, or what is wrong with it."""
    address = Address(f"/whatif/{name}", form)
    if not desk.is_live:
        return _response(
            site.refused(Missing("What-ifs are not run from these pages.", status=403))
        )
    try:
        made, asked = what_if.asked_of(site.library.country, name, address)
        job = desk.submit(asked, made.title, str(address))
    except Missing as missing:
        return _response(site.refused(missing))
    except UserError as error:
        return _response(site.refused(Missing(str(error), status=WRONG)))
    except Full:
        return _response(
            site.refused(Missing("Too many what-ifs wait. Stop one, or come again.", status=503))
        )
    return RedirectResponse(f"/job/{job['id']}", MOVED)


async def told(desk: Desk, library: Library, id: str) -> AsyncIterator[str]:
    """Events of a job: its state whenever it has changed, to its end."""
    last, quiet = "", 0.0
    while True:
        job = desk.job(id)
        if job is None:
            return
        kept = ("state", "is_open", "words", "done", "of")
        rows = await run_in_threadpool(what_if.effect_rows, library, job["effects"])
        text = json.dumps({name: job[name] for name in kept} | {"rows": rows})
        if text != last:
            last, quiet = text, 0.0
            yield f"event: state\ndata: {text}\n\n"
        elif quiet >= WORD:
            quiet = 0.0
            yield ": still here\n\n"
        if not job["is_open"]:
            return
        await asyncio.sleep(LOOK)
        quiet += LOOK

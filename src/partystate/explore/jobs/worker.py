"""The model process: started by spawning, it keeps compiled programs and the side without in memory
and answers one what-if after another."""

from __future__ import annotations

import functools
import signal
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from partystate.core.errors import UserError
from partystate.experiments.kept import Asked

if TYPE_CHECKING:
    from partystate.experiments.pair_by_pair import PairByPair

STOP, RUN, WARM, END = "stop", "run", "warm", "end"
TOLD, DONE, FAILED, STOPPED, READY = "told", "done", "failed", "stopped", "ready"


class Stopped(Exception):
    """The reader has asked for no more."""


def work(connection: Connection) -> None:
    """Answer messages until there are none: `(run, asked)` and `(warm, asked)`; while one runs,
    `(stop,)` ends it. What is told: `(told, done, effects)`, then `(done, answer)`, `(failed,
    sentence)` or `(stopped,)`. While nothing is asked, the side without is run on."""
    from partystate.core.runtime import configure

    configure()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears of it, and ends this process
    ahead: PairByPair | None = None
    while True:
        if ahead is not None and not connection.poll():
            ahead = _run_on(ahead)
            continue
        try:
            kind, *rest = connection.recv()
        except (EOFError, OSError):
            return
        if kind == END:
            return
        if kind in (RUN, WARM):
            connection.send(_answered(connection, kind, rest[0]))
            ahead = _held(rest[0])


def _held(asked: Asked) -> PairByPair | None:
    """The side without that a question is asked against; None where there is none to run."""
    try:
        return _pairs(asked.country, asked.parameters, asked.seed, asked.is_lumped)
    except UserError:
        return None


def _run_on(pairs: PairByPair) -> PairByPair | None:
    """The side without, one history further; None where nothing is left to run ahead of what is
    asked."""
    try:
        return pairs if pairs.run_on() else None
    except UserError:
        return None


def _answered(connection: Connection, kind: str, asked: Asked) -> tuple[Any, ...]:
    try:
        pairs = _pairs(asked.country, asked.parameters, asked.seed, asked.is_lumped)
        if kind == WARM:
            pairs.warm()
            return (READY,)
        return (DONE, _run(connection, pairs, asked))
    except Stopped:
        return (STOPPED,)
    except UserError as error:
        return (FAILED, str(error))


def _run(connection: Connection, pairs: PairByPair, asked: Asked) -> dict:
    import json

    from partystate.country.what_ifs import WhatIf

    what_ifs = [WhatIf.model_validate(one) for one in asked.what_ifs]
    edited = pairs.scenario.edited(*what_ifs)

    def told(done: int, effects: list) -> None:
        while connection.poll():
            if connection.recv()[0] in (STOP, END):
                raise Stopped
        connection.send((TOLD, done, [asdict(one) for one in effects]))

    found = pairs.compare(edited, asked.pairs, told)
    return json.loads(json.dumps(found.as_json()))


@functools.lru_cache(2)
def _pairs(country: str, parameters: str, seed: int, is_lumped: bool) -> PairByPair:
    """The side without, of one country and luck; two are held."""
    from partystate.country.country import load
    from partystate.experiments.pair_by_pair import PairByPair
    from partystate.scenario.scenario import Scenario

    return PairByPair(Scenario(load(country)), parameters, seed, is_lumped)


@dataclass(frozen=True)
class Ended(Exception):
    """The model process has gone: with its exit status, where it is known."""

    status: int | None

    def __str__(self) -> str:
        how = "" if self.status is None else f" (exit status {self.status})"
        return f"The model process was stopped from outside{how}. Ask again: another is started."

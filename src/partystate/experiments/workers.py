"""Work shared among processes, which report what they have finished."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from queue import Empty
from typing import Any

from partystate.core.errors import UserError
from partystate.core.interrupts import unheard_by_workers


def told_by_workers(work: Callable, shares: list[tuple], count: int) -> Iterator[Any]:
    """The `count` reports of processes that do `work(*share, queue)`, one each, as they come; a
    UserError among them is raised here."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    jobs = [context.Process(target=work, args=(*share, queue)) for share in shares]
    with unheard_by_workers():
        for job in jobs:
            job.start()
    try:
        for _ in range(count):
            message = _next_message(queue, jobs)
            if isinstance(message, UserError):
                raise message
            yield message
    finally:
        for job in jobs:
            if job.is_alive():
                job.join(timeout=1)
                job.terminate()


def _next_message(queue, jobs):
    """The next report of a worker; a worker that died without a word is told as an error."""
    while True:
        try:
            return queue.get(timeout=2)
        except Empty:
            broken = [job for job in jobs if job.exitcode not in (None, 0)]
            if broken:
                raise _ended(broken[0].exitcode) from None


def _ended(status: int) -> UserError:
    """A worker that died with an exit `status`: a signal ended it, or it broke, which a script
    without a main guard does at once."""
    if status < 0:
        return UserError(
            "a worker process was stopped from outside",
            found=f"signal {-status}",
            action="Run the same command again: finished parts are kept.",
        )
    return UserError(
        "a worker process broke off",
        found=f"exit status {status}",
        expected='a script that starts processes under `if __name__ == "__main__":`',
        action="Put it there, as each process reads the script anew; in a notebook run "
        "`partystate ensemble`. Finished parts are kept.",
    )

"""The desk: what-ifs that are asked for, one at a time, in a model process of their own."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from partystate.core.interrupts import unheard_by_workers
from partystate.experiments import kept
from partystate.experiments.kept import Asked
from partystate.explore.jobs import worker
from partystate.explore.jobs.worker import (
    DONE,
    FAILED,
    READY,
    RUN,
    STOP,
    STOPPED,
    TOLD,
    WARM,
    Ended,
)

WAITING, RUNNING = "waiting", "running"
OPEN = (WAITING, RUNNING)
MOST_WAITING, MOST_HELD = 12, 60
POLL = 0.1  # seconds
PATIENCE = 15.0  # seconds that a job which is to stop may still take, as while it compiles


@dataclass
class Job:
    """A what-if that was asked for: where it stands, and what it has told so far."""

    id: str
    title: str
    page: str
    asked: Asked
    state: str = WAITING
    done: int = 0
    effects: list[dict] = field(default_factory=list)
    answer: dict | None = None
    problem: str = ""
    is_to_stop: bool = False

    @property
    def is_open(self) -> bool:
        """Whether more is to come."""
        return self.state in OPEN

    @property
    def words(self) -> str:
        """Where it stands, in a sentence."""
        if self.state == WAITING:
            return "Waiting: the model warms up, or is busy with the one before."
        if self.state == RUNNING and self.is_to_stop:
            return "Stopping."
        if self.state == RUNNING and not self.done:
            return "The model warms up; the first of its kind is compiled, which takes a while."
        if self.state == RUNNING:
            return f"Pair {self.done} of {self.asked.pairs} is done."
        if self.state == STOPPED:
            return f"Stopped after {self.done} of {self.asked.pairs} pairs."
        return self.problem if self.state == FAILED else f"Done: {self.asked.pairs} pairs."

    def told(self) -> dict:
        """All of it, for a page."""
        return {
            "id": self.id,
            "title": self.title,
            "page": self.page,
            "state": self.state,
            "is_open": self.is_open,
            "words": self.words,
            "done": self.done,
            "of": self.asked.pairs,
            "effects": self.effects,
            "answer": self.answer,
        }


class Full(Exception):
    """Too many what-ifs wait."""


class Desk:
    """A queue of what-ifs before one model process. `work` is what that process runs."""

    def __init__(self, work: Callable[..., None] = worker.work, is_live: bool = True):
        self.is_live = is_live
        self._work = work
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: deque[Job | Asked] = deque()
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None
        self._process: Any = None
        self._connection: Any = None
        self._is_over = False

    def kept(self, asked: Asked) -> dict | None:
        """The answer to a what-if that was run before, here or on the command line."""
        return kept.find(asked)

    def job(self, id: str) -> dict | None:
        """The state of a job; None where there is no such job."""
        with self._lock:
            found = self._jobs.get(id)
            return found.told() if found else None

    def submit(self, asked: Asked, title: str, page: str) -> dict:
        """Ask for a what-if, and get the job of it: the same one where it waits or runs already,
        one that is done where its answer is kept. Full where too many wait."""
        answer = kept.find(asked)
        id = asked.digest
        with self._lock:
            job = self._jobs.get(id)
            if job is None or not job.is_open:
                job = self._jobs[id] = Job(id, title, page, asked)
                self._jobs.move_to_end(id)
                if answer is not None:
                    job.state, job.answer, job.done = DONE, answer, asked.pairs
                else:
                    if len(self._queue) >= MOST_WAITING:
                        del self._jobs[id]
                        raise Full
                    self._put(job)
                self._forget()
            return job.told()

    def warm(self, asked: Asked) -> None:
        """Start the model process, and let it compile and run its first history."""
        with self._lock:
            self._put(asked)

    def stop(self, id: str) -> dict | None:
        """Stop a job, or take it out of the queue."""
        with self._lock:
            job = self._jobs.get(id)
            if job is not None and job.is_open:
                job.is_to_stop = True
                if job in self._queue:
                    self._queue.remove(job)
                    job.state = STOPPED
            return job.told() if job else None

    def close(self) -> None:
        """End the model process."""
        with self._lock:
            self._is_over = True
            self._lock.notify_all()
        if self._process is not None and self._process.is_alive():
            self._process.terminate()

    @property
    def process(self) -> int | None:
        """The id of the model process, where one runs."""
        return self._process.pid if self._process is not None else None

    def _put(self, what: Job | Asked) -> None:
        self._queue.append(what)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, daemon=True)
            self._thread.start()
        self._lock.notify_all()

    def _forget(self) -> None:
        """Let go of the oldest jobs that have ended."""
        for id in [id for id, job in self._jobs.items() if not job.is_open][:-MOST_HELD]:
            del self._jobs[id]

    def _serve(self) -> None:
        while True:
            with self._lock:
                while not self._queue and not self._is_over:
                    self._lock.wait()
                if self._is_over:
                    return
                next_ = self._queue.popleft()
                if isinstance(next_, Job):
                    next_.state = RUNNING
            try:
                if isinstance(next_, Job):
                    self._run(next_)
                else:
                    self._warm(next_)
            except Ended as ended:
                if isinstance(next_, Job):
                    self._end(next_, FAILED, problem=str(ended))
            except Exception as error:  # whatever happens, the desk goes on
                self._let_go()
                if isinstance(next_, Job):
                    self._end(next_, FAILED, problem=f"The model failed: {type(error).__name__}.")

    def _warm(self, asked: Asked) -> None:
        self._send((WARM, asked))
        while self._next()[0] not in (READY, FAILED):
            pass

    def _run(self, job: Job) -> None:
        self._send((RUN, job.asked))
        asked_at = 0.0
        while True:
            if job.is_to_stop and not asked_at:
                self._send((STOP,))
                asked_at = time.monotonic()
            if asked_at and time.monotonic() - asked_at > PATIENCE:
                self._let_go()
                return self._end(job, STOPPED)
            message = self._next(POLL)
            if message is None:
                continue
            kind, *rest = message
            if kind == TOLD:
                with self._lock:
                    job.done, job.effects = rest
            elif kind == DONE:
                kept.keep(job.asked, rest[0])
                return self._end(job, DONE, answer=rest[0])
            elif kind == FAILED:
                return self._end(job, FAILED, problem=rest[0])
            elif kind == STOPPED:
                return self._end(job, STOPPED)

    def _end(self, job: Job, state: str, answer: dict | None = None, problem: str = "") -> None:
        with self._lock:
            job.answer, job.problem, job.state = answer, problem, state
            if state == DONE:
                job.done = job.asked.pairs

    def _send(self, message: tuple) -> None:
        if self._process is None or not self._process.is_alive():
            self._start()
        try:
            self._connection.send(message)
        except OSError:
            raise self._ended() from None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=self._work, args=(theirs,), daemon=True)
        with unheard_by_workers():
            self._process.start()
        theirs.close()

    def _next(self, seconds: float | None = None) -> Any:
        """The next message of the model process; None where there is none yet."""
        try:
            return self._connection.recv() if self._connection.poll(seconds) else None
        except (EOFError, OSError):
            raise self._ended() from None

    def _ended(self) -> Ended:
        self._process.join(2)
        status = self._process.exitcode
        self._let_go()
        return Ended(status)

    def _let_go(self) -> None:
        """End the process, so that the next what-if starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
        self._process = None

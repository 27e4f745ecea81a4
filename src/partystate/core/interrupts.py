"""Worker processes and the interrupt key, which reaches every process of a command at once."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def unheard_by_workers() -> Iterator[None]:
    """Processes that are started inside never hear of the interrupt: the one that started them
    does, and ends them (`end_workers`), so that one sentence is told and not a traceback by
    each."""
    if threading.current_thread() is not threading.main_thread():  # only there may it be set
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def end_workers() -> None:
    """End the worker processes of this process now."""
    for child in multiprocessing.active_children():
        child.terminate()

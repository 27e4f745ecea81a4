"""A model process that runs nothing: it tells of pairs, slowly where it is asked to, and can be
killed from inside."""

import os
import signal
import time

from partystate.explore.jobs.worker import DONE, FAILED, READY, STOPPED, TOLD, WARM

EFFECT = {
    "outcome": "births, 1930",
    "base": 100.0,
    "changed": 90.0,
    "effect": -10.0,
    "low": -12.0,
    "high": -8.0,
    "pairs": 20,
    "question": "",
    "time": "",
    "group": "",
    "interval": "t",
}
ANSWER = {
    "what_ifs": ["x"],
    "effects": [EFFECT | {"is_clear": True, "is_average": False}],
    "uncoupled": [],
    "first_differences": [],
    "first_events": [],
    "decorrelated": None,
    "pairs": 20,
    "parameters": "prior",
    "notes": [],
    "parts": ["society"],
}


def work(connection):
    while True:
        try:
            kind, asked = connection.recv()
        except EOFError:
            return
        if kind == WARM:
            connection.send((READY,))
            continue
        title = asked.what_ifs[0]["title"]
        if "broken" in title:
            connection.send((FAILED, "procurement.tautnes: no such parameter."))
        elif "killed" in title:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            connection.send(_run(connection, asked, slow="slow" in title))


def _run(connection, asked, slow):
    for done in range(asked.pairs + 1):
        while connection.poll(0.05 if slow else 0):
            if connection.recv()[0] == "stop":
                return (STOPPED,)
        connection.send((TOLD, done, [EFFECT] if done else []))
        time.sleep(0.05 if slow else 0)
    return (DONE, ANSWER | {"pairs": asked.pairs})

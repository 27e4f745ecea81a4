"""Nothing that is said ends a command: closed streams, readers that go, characters a terminal does
not have."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

MAIN = "from partystate.cli.main import main; main()"


def call(*words: str, shell: str = "", **env: str) -> subprocess.CompletedProcess:
    """The command in a process of its own; `shell` is what a shell adds after it."""
    command = [sys.executable, "-c", MAIN, *words]
    if shell:
        command = ["bash", "-o", "pipefail", "-c", f'"$@" {shell}', "bash", *command]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | env)


@pytest.mark.parametrize("coding", ["ascii", "cp1252", "utf-8"])
def test_a_character_that_a_terminal_lacks_ends_nothing(coding):
    """The names of sources have letters that neither ascii nor cp1252 has."""
    done = call("evidence", "list", "--country", "ussr", PYTHONIOENCODING=coding)
    assert done.returncode == 0, done.stderr[-300:]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_end_nothing(closed):
    done = call("country", "check", "nowhere", shell=closed)
    assert "Error" not in done.stderr
    assert done.returncode == 2


def test_a_reader_that_goes_is_no_error():
    done = call("mechanisms", shell="| true")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr

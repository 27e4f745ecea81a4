"""Axes and types that are written are those that come, in every function and tree that a history
of toyland goes through."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# of two tables of polars, whose type of a column beartype cannot read
UNREADABLE = 4


def test_annotations_are_true():
    code = "from tests.architecture import annotated; annotated.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(done.stdout.split("\n")) <= UNREADABLE + 1, done.stdout

"""What an import leaves alone, and what `configure` sets, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

STATE = """
import os, sys
before = dict(os.environ)
"""
NOTHING_SET = """
import partystate
assert "jax" not in sys.modules and "numpy" not in sys.modules
assert dict(os.environ) == before
"""
NO_ARRAY = """
import importlib
from pathlib import Path
import jax
from jax._src.xla_bridge import backends_are_initialized
import partystate
root = Path(partystate.__file__).parent
for path in sorted(root.rglob("*.py")):
    parts = [p for p in path.relative_to(root).with_suffix("").parts if p != "__init__"]
    if "cli" not in parts:
        importlib.import_module(".".join(("partystate", *parts)))
assert not backends_are_initialized(), "an import made an array"
assert not jax.config.jax_enable_x64 and jax.config.jax_compilation_cache_dir is None
assert "NPROC" not in os.environ and "OPENBLAS_NUM_THREADS" not in os.environ
"""
CONFIGURED = """
import partystate as ps
ps.configure()
import jax, jax.numpy as jnp
assert os.environ["NPROC"] == os.environ["OPENBLAS_NUM_THREADS"] == "1"
assert jax.config.jax_compilation_cache_dir.endswith("cache/partystate/compiled")
assert jnp.zeros(()).dtype == "float64"
kept = dict(jax.config.values), dict(os.environ)
ps.configure()
assert kept == (dict(jax.config.values), dict(os.environ))
"""
OF_THE_USER = """
import jax
jax.config.update("jax_compilation_cache_dir", "mine")
os.environ["NPROC"] = "3"
import partystate as ps
ps.configure()
assert jax.config.jax_compilation_cache_dir == "mine" and os.environ["NPROC"] == "3"
"""
COMMAND_LINE = """
from partystate.cli.main import app
import jax
assert jax.config.jax_enable_x64 and os.environ["OPENBLAS_NUM_THREADS"] == "1"
"""
TOO_LATE = """
import jax.numpy as jnp
jnp.zeros(3)
os.cpu_count = lambda: 8
import partystate as ps
ps.configure()
ps.configure()
assert jnp.zeros(()).dtype == "float64"
"""
FORKED = """
import multiprocessing
import partystate as ps
def work(queue):
    try:
        ps.configure()
        queue.put("went on")
    except ps.UserError as error:
        queue.put(str(error))
def told():
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    job = context.Process(target=work, args=(queue,))
    job.start()
    try:
        return queue.get(timeout=60)
    finally:
        job.terminate()
from partystate.core.errors import UserError
ps.configure()
assert told() == "went on", "nothing had been begun"
import jax.numpy as jnp
jnp.zeros(3)
assert 'get_context("spawn")' in told()
"""
NOT_AT_ALL = """
import partystate as ps
from partystate.scenario.assemble import assemble
assemble(ps.load_country("toyland"))
"""
NO_DRAW = """
from partystate.core.draws import from_bits
import numpy as np
from_bits(np.zeros(1, np.uint32), np.zeros(1, np.uint32))
"""


def in_a_process(code: str) -> subprocess.CompletedProcess:
    """The code in a new process, in which nothing is set."""
    ours = ("NPROC", "OPENBLAS_NUM_THREADS", "JAX_COMPILATION_CACHE_DIR", "JAX_ENABLE_X64")
    env = {k: v for k, v in os.environ.items() if k not in ours} | {"PYTHONWARNINGS": "always"}
    return subprocess.run(
        [sys.executable, "-c", STATE + code], env=env, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "code",
    [NOTHING_SET, NO_ARRAY, CONFIGURED, OF_THE_USER, COMMAND_LINE],
    ids=["package", "all modules", "twice", "of the user", "command line"],
)
def test_a_process_is_set_by_configure_alone(code):
    done = in_a_process(code)
    assert done.returncode == 0, done.stderr[-800:]


def test_who_comes_too_late_is_told_once():
    done = in_a_process(TOO_LATE)
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stderr.count("Call `partystate.configure()` first thing") == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without forks")
def test_a_fork_that_would_wait_for_ever_is_refused():
    done = in_a_process(FORKED)
    assert done.returncode == 0, done.stderr[-800:]


@pytest.mark.parametrize("code", [NOT_AT_ALL, NO_DRAW], ids=["scenario", "draw"])
def test_nothing_is_counted_in_32_bits(code):
    done = in_a_process(code)
    assert done.returncode != 0
    assert "Call `partystate.configure()` before anything else." in done.stderr

"""What the model needs of the process it runs in; nothing of it is set by an import.

No module of ours makes an array when it is imported. Whoever starts work calls `configure` first:
the public functions, the command line, worker processes, tests, benchmarks, verification, the
documents. What cannot be right in 32 bits calls `need_64_bits` where its first array is made, and
so refuses to run in a process where nobody did."""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError

ONE_THREAD = {"NPROC": "1", "OPENBLAS_NUM_THREADS": "1"}  # of jax's runtime, and of NumPy's
WORTH_KEEPING = 0.5  # seconds of compiling


def configure() -> None:
    """Set up this process for the model: 64-bit floats, one thread, programs kept on disk.

    - Counts of persons and tail probabilities need more than the 24 bits of a float32, so jax is
      set to 64 bits, for everything in this process.
    - Sums run in one order where there is one thread, so that a history has the same bytes on any
      number of cores; work is done side by side in processes. `NPROC` is read when jax makes its
      first array and `OPENBLAS_NUM_THREADS` when NumPy is imported; where they are set already
      they stand.
    - Compiled programs are kept in `~/.cache/partystate/compiled` (under `XDG_CACHE_HOME` where
      that is set), unless jax was given another folder.

    `import partystate` does none of this; `ps.run` and the other functions do it for you. Call it
    first thing in a script that uses jax or NumPy for other things too. A second call does
    nothing.

    Returns:
        Nothing.

    Raises:
        UserError: in a process that was forked from one in which jax had begun; it would wait for
            ever.

    Warns:
        RuntimeWarning: jax had made an array before, with as many threads as it liked.

    Example:
        >>> import partystate as ps
        >>> ps.configure()
    """
    _refuse_fork()
    _set_threads()  # before jax is imported, for NumPy comes with it
    import jax

    if not jax.config.jax_enable_x64:  # pyright: ignore[reportAttributeAccessIssue]
        jax.config.update("jax_enable_x64", True)
    _keep_programs()


@dataclass
class _Process:
    """What is known of this process, and of the one it was forked from."""

    is_watched: bool = False
    is_forked: bool = False


_PROCESS = _Process()


def _refuse_fork() -> None:
    """UserError in a fork of a process with threads of jax; such a fork is noticed from the first
    call on."""
    if _PROCESS.is_forked:
        raise UserError(
            "this process was forked from one that had begun to run histories, and would wait for "
            "ever",
            found="multiprocessing with the start method fork",
            expected='multiprocessing.get_context("spawn")',
            action='Use that, or ps.ensemble(..., executor="processes").',
        )
    if not _PROCESS.is_watched and hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forked)
        _PROCESS.is_watched = True


def _forked() -> None:
    _PROCESS.is_forked = _has_started()


def _set_threads() -> None:
    """One thread, for this process as far as it is not too late, and for those it starts."""
    if "NPROC" not in os.environ and os.cpu_count() != 1 and _has_started():
        warnings.warn(
            "jax had made an array before partystate was configured: it has "
            f"{os.cpu_count()} threads, expected 1, and the last digits of a history may differ "
            "from those of other machines. Call `partystate.configure()` first thing, or set "
            "NPROC=1.",
            RuntimeWarning,
            stacklevel=3,
        )
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)


def _has_started() -> bool:
    """Whether jax has made its first array."""
    if "jax" not in sys.modules:
        return False
    from jax._src.xla_bridge import backends_are_initialized  # there is no public way to ask

    return backends_are_initialized()


def _keep_programs() -> None:
    """Keep compiled programs on disk, unless jax has a folder for them already."""
    import jax

    if jax.config.jax_compilation_cache_dir is None:  # pyright: ignore[reportAttributeAccessIssue]
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        jax.config.update("jax_compilation_cache_dir", str(home / "partystate" / "compiled"))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", WORTH_KEEPING)


def need_64_bits() -> None:
    """UserError in a process where floats have 32 bits: persons would be miscounted in silence."""
    import jax

    if not jax.config.jax_enable_x64:  # pyright: ignore[reportAttributeAccessIssue]
        raise UserError(
            "jax is set to 32 bits, in which persons cannot be counted",
            expected="64 bits",
            action="Call `partystate.configure()` before anything else.",
        )

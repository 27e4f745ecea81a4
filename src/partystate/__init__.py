"""An executable model of the Soviet party-state.

import partystate as ps
country = ps.load_country("ussr")
history = ps.run(country, seed=1)
history["population.total"]
"""

import os
from typing import TYPE_CHECKING

# One thread a process: sums then run in one order, so that a history has the same bytes on any
# number of cores, and
# parallel work is done in processes. Read by the compiler's runtime, and by NumPy's, when they
# start.
os.environ.setdefault("NPROC", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import jax

from partystate.core import precision  # noqa: F401  people are counted in 64 bits

if "JAX_COMPILATION_CACHE_DIR" not in os.environ:
    _cache = os.path.join(
        os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "partystate", "compiled"
    )
    jax.config.update("jax_compilation_cache_dir", _cache)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.5)

if TYPE_CHECKING:
    from partystate.api import compare, compare_theses, ensemble, load_country, run, score

__version__ = "0.6.0"
__all__ = ["compare", "compare_theses", "load_country", "ensemble", "run", "score"]


def __getattr__(name: str):
    """Public functions are loaded when asked for, so that `import partystate` stays quick."""
    if name in __all__:
        from partystate import api

        return getattr(api, name)
    raise AttributeError(name)

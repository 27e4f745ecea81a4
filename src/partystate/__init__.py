"""An executable model of the Soviet party-state.

import partystate as ps
country = ps.load_country("ussr")
history = ps.run(country, seed=1)
history["population.total"]
scenario = ps.Scenario(country, line="endogenous")
ps.compare(scenario, scenario.edited("exports_stopped_1932_33"), runs=100)

Importing it sets nothing and loads nothing heavy; see `configure`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partystate.api import (
        ALL,
        History,
        Reanalysis,
        Scenario,
        UserError,
        compare,
        compare_theses,
        ensemble,
        load_country,
        load_reanalysis,
        open_history,
        run,
        score,
        why,
    )
    from partystate.core.runtime import configure

__version__ = "0.6.1"
__all__ = [
    "ALL",
    "History",
    "Reanalysis",
    "Scenario",
    "UserError",
    "compare",
    "compare_theses",
    "configure",
    "ensemble",
    "load_country",
    "load_reanalysis",
    "open_history",
    "run",
    "score",
    "why",
]


def __getattr__(name: str):
    """Public functions are loaded when asked for, so that `import partystate` stays quick."""
    if name == "configure":  # apart from the others: NumPy must not have been loaded before it
        from partystate.core.runtime import configure

        return configure
    if name in __all__:
        from partystate import api

        return getattr(api, name)
    raise AttributeError(f"module 'partystate' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

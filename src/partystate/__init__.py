"""An executable model of the Soviet party-state.

import partystate as ps
ps.open("ussr")["population.deaths"]   # what ships with it, without running anything
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
        Ensemble,
        History,
        Reanalysis,
        Scenario,
        UserError,
        compare,
        compare_theses,
        describe,
        ensemble,
        load_country,
        load_reanalysis,
        open_ensemble,
        open_history,
        run,
        score,
        sensitivity,
        why,
    )
    from partystate.core.runtime import configure
    from partystate.shipped.opened import Shipped
    from partystate.shipped.opened import open_shipped as open

__version__ = "0.6.6"
__all__ = [
    "ALL",
    "Ensemble",
    "History",
    "Reanalysis",
    "Scenario",
    "Shipped",
    "UserError",
    "compare",
    "compare_theses",
    "configure",
    "describe",
    "ensemble",
    "load_country",
    "load_reanalysis",
    "open",
    "open_ensemble",
    "open_history",
    "run",
    "score",
    "sensitivity",
    "why",
]
SHIPPED = {"open": "open_shipped", "Shipped": "Shipped"}


def __getattr__(name: str):
    """Public functions are loaded when asked for, so that `import partystate` stays quick."""
    if name == "configure":  # apart from the others: NumPy must not have been loaded before it
        from partystate.core.runtime import configure

        return configure
    if name in SHIPPED:  # without JAX, so in seconds
        from partystate.shipped import opened

        return getattr(opened, SHIPPED[name])
    if name in __all__:
        from partystate import api

        return getattr(api, name)
    raise AttributeError(f"module 'partystate' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What there is to use, and nothing else."""
    return sorted([*__all__, "__all__", "__doc__", "__version__"])

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

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partystate.api.causes import why
    from partystate.api.designs import sensitivity
    from partystate.api.histories import ensemble, run
    from partystate.api.names import describe
    from partystate.api.reanalyses import load_reanalysis
    from partystate.api.scores import score
    from partystate.api.theses import compare_theses
    from partystate.api.what_ifs import compare
    from partystate.core.errors import UserError
    from partystate.core.runtime import configure
    from partystate.country.country import load as load_country
    from partystate.history.opened import History, open_history
    from partystate.history.opened_ensemble import Ensemble, open_ensemble
    from partystate.reanalysis.shipped import Reanalysis
    from partystate.scenario.parts import ALL
    from partystate.scenario.scenario import Scenario
    from partystate.shipped.opened import Shipped
    from partystate.shipped.opened import open_shipped as open

__version__ = "0.13.1"
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
HOMES = {
    "ALL": "scenario.parts",
    "Ensemble": "history.opened_ensemble",
    "History": "history.opened",
    "Reanalysis": "reanalysis.shipped",
    "Scenario": "scenario.scenario",
    "Shipped": "shipped.opened",
    "UserError": "core.errors",
    "compare": "api.what_ifs",
    "compare_theses": "api.theses",
    "configure": "core.runtime",
    "describe": "api.names",
    "ensemble": "api.histories",
    "load_country": "country.country",
    "load_reanalysis": "api.reanalyses",
    "open": "shipped.opened",
    "open_ensemble": "history.opened_ensemble",
    "open_history": "history.opened",
    "run": "api.histories",
    "score": "api.scores",
    "sensitivity": "api.designs",
    "why": "api.causes",
}
AT_HOME = {"load_country": "load", "open": "open_shipped"}  # named otherwise there


def __getattr__(name: str):
    """Each public name is loaded when asked for, and what it needs with it: `import partystate` and
    `ps.open` stay quick, and NumPy has not been loaded before `ps.configure`."""
    if name in HOMES:
        return getattr(import_module(f"partystate.{HOMES[name]}"), AT_HOME.get(name, name))
    raise AttributeError(f"module 'partystate' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What there is to use, and nothing else."""
    return sorted([*__all__, "__all__", "__doc__", "__version__"])

"""The score of politics: the panel of persons and years, the order and the pattern of falls, of an
ensemble and of its episodes and placebos."""

from __future__ import annotations

from pathlib import Path

from partystate.core import dates
from partystate.country.country import Country
from partystate.scoring.aggregate import Ensemble, open_ensemble
from partystate.scoring.events import Ledger
from partystate.scoring.fates_panel import fate_rows
from partystate.scoring.leadership_alone import episodes_of
from partystate.scoring.order import order_of_fall, read_leaders
from partystate.scoring.panel import score_panel
from partystate.scoring.pattern import pattern_of_falls
from partystate.scoring.power_panel import panel_rows


def politics(country: Country, main: Ensemble) -> dict[str, dict]:
    """The panel, the order and the pattern of falls, of an ensemble with a ledger and its episodes
    and placebos."""
    free = ledger_of(main)
    if free is None or country.meta.power is None or read_leaders(main.path) is None:
        return {}
    ledgers: dict[str, dict[int, Ledger]] = {"free": {free.first: free}}
    episodes = episodes_of(main.path)
    if episodes:
        ledgers["replayed"] = {dates.month_number(p.name): ledger_in(p) for p in episodes}
    panel = {name: score_panel(**panel_rows(country, found)) for name, found in ledgers.items()}
    killed = {
        name: fate_rows(country, found[min(found)])
        for name, found in ledgers.items()
        if name == "free"
    }
    panel |= {
        f"{name}: killed, by person and year": score_panel(**rows)
        for name, rows in killed.items()
        if rows
    }
    order = {"free": _order(country, free, main.path)}
    pattern = {"free": _pattern(country, free, main.path)}
    placebos = sorted(main.path.glob("placebo/*"))
    for path in placebos:
        found = ledger_in(path)
        order[f"placebo {path.name}"] = _order(country, found, path)
        pattern[f"placebo {path.name}"] = _pattern(country, found, path)
        panel[f"placebo {path.name}"] = score_panel(**panel_rows(country, {free.first: found}))
    told = {"order": order, "pattern": pattern}
    return {"panel": panel} | {
        key: {name: value for name, value in found.items() if value} for key, found in told.items()
    }


def _order(country: Country, ledger: Ledger, folder: Path) -> dict | None:
    leaders, top = read_leaders(folder), country.leadership
    if leaders is None or not top.order or top.order_until is None or top.leader_year is None:
        return None
    return order_of_fall(ledger, leaders, country, top.order_until, top.leader_year).as_json()


def _pattern(country: Country, ledger: Ledger, folder: Path) -> dict | None:
    """None where nobody is looked for, or the runs were written before rivals were."""
    leaders, top = read_leaders(folder), country.leadership
    if (
        leaders is None
        or "rival" not in leaders.columns
        or not (top.order_until and top.leader_year)
    ):
        return None
    until, year = top.order_until, top.leader_year
    return pattern_of_falls(ledger, leaders, top.inner, until, year).as_json()


def ledger_in(folder: Path) -> Ledger:
    """The ledger of an ensemble beside the scored one, made with it."""
    found = ledger_of(open_ensemble(folder, []))
    if found is None:
        raise ValueError(f"{folder} has no events")
    return found


def ledger_of(ensemble: Ensemble | None) -> Ledger | None:
    """The ledger of an ensemble; None where there is none."""
    if ensemble is None or ensemble.events is None:
        return None
    months = [dates.parse(t).months[0] for t in ensemble.events["time"].unique()]
    first, last = ensemble.manifest.get("months", (min(months), max(months)))
    entered = ensemble.manifest.get("enters")
    first = dates.month_number(entered) if entered else first
    return Ledger(ensemble.events, ensemble.runs, first, last)

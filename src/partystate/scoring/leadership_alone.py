"""An ensemble of the leadership alone with its episodes, given to a score beside the scored one.

It is asked for the events that it can tell, for the panel, and for the order and the pattern of
falls; everything else is asked of the scored ensemble. Both have to be of the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence import EventTarget
from partystate.history.ledger.kinds import is_told_alone
from partystate.history.release import require_the_same
from partystate.history.runs import count_runs, parts_of
from partystate.scenario.parts import LEADERSHIP
from partystate.scoring.aggregate import Ensemble, open_ensemble
from partystate.scoring.events import EventLine

EPISODES = "episodes"
MAKE_IT = (
    "Make one: `partystate ensemble COUNTRY --parts leadership --runs 500 --episodes --out FOLDER`."
)


def open_leadership(folder: Path, main: Ensemble) -> Ensemble:
    """The ensemble in a folder; UserError where it is not of the leadership alone, has no episodes
    or is of something else than `main`."""
    alone = open_ensemble(folder, [])
    parts = alone.manifest.get("parts", [])
    if parts != [LEADERSHIP]:
        raise UserError(
            f"{folder} is not an ensemble of the leadership alone",
            found=" and ".join(parts) or "no parts told",
            expected=LEADERSHIP,
            action=MAKE_IT,
        )
    if not episodes_of(alone.path):
        raise UserError(
            f"the ensemble in {folder} has no episodes",
            expected=f"{EPISODES}/START beside its runs",
            action=MAKE_IT,
        )
    # a run without a leadership does not say when one enters
    has_leadership = LEADERSHIP in main.manifest.get("parts", ())
    apart = ("parts",) if has_leadership else ("parts", "enters")
    require_the_same(main.manifest, alone.path, apart)
    return alone


def episodes_of(folder: Path) -> list[Path]:
    """Folders of the episodes beside an ensemble's runs, by their starts."""
    return sorted(path for path in (folder / EPISODES).glob("*") if path.is_dir())


def runs_told(folder: Path) -> dict:
    """How many runs an ensemble has, and each of its episodes."""
    found = {path.name: count_runs(parts_of(path)) for path in episodes_of(folder)}
    return {"runs": count_runs(parts_of(folder)), EPISODES: found}


def answered(
    mine: Iterable[EventLine], theirs: Iterable[EventLine], targets: Iterable[EventTarget]
) -> list[EventLine]:
    """Of each event the line of the leadership alone where it can do all that is asked, else that
    of the scored ensemble; both in one order."""
    beyond = {t.claim for t in targets if not is_told_alone(t)}
    return [b if b.claim in beyond else a for a, b in zip(mine, theirs, strict=True)]

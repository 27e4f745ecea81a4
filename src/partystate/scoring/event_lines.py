"""Which ensemble is asked for an event: that of its own episode, and beside it a free one."""

from __future__ import annotations

from partystate.evidence import EventTarget
from partystate.scenario.parts import LEADERSHIP, REVOLUTION
from partystate.scoring.aggregate import Ensemble, open_ensemble
from partystate.scoring.events import EventLine, score_events
from partystate.scoring.leadership_alone import EPISODES, answered
from partystate.scoring.politics import ledger_of


def event_lines(
    targets: list[EventTarget], main: Ensemble, alone: Ensemble | None
) -> list[EventLine]:
    """Each event in its episode, of `alone` where the leadership alone can do it, else of `main`;
    a run of the revolution has its episodes in itself."""
    has_its_own = REVOLUTION in main.manifest.get("parts", ())
    lines = score_events(targets, ledger_of(main)) if has_its_own else episode_events(targets, main)
    return lines if alone is None else answered(episode_events(targets, alone), lines, targets)


def free_lines(
    targets: list[EventTarget], free: Ensemble | None, alone: Ensemble | None
) -> list[EventLine]:
    """Each event in runs whose politics come out from the start."""

    def asked(ensemble: Ensemble | None) -> list[EventLine]:
        return score_events(targets, ledger_of(ensemble), is_free=True)

    return asked(free) if alone is None else answered(asked(alone), asked(free), targets)


def is_free(ensemble: Ensemble) -> bool:
    """Whether politics of the leadership come out from its first month: nothing is replayed before
    a date."""
    about = ensemble.manifest
    has_leadership = LEADERSHIP in about.get("parts", (LEADERSHIP,))
    return ensemble.events is not None and has_leadership and not about.get("replay_until")


def episode_events(targets: list[EventTarget], ensemble: Ensemble) -> list[EventLine]:
    """Each event in the ensemble of its own episode (`episodes/START` beside the runs); none there
    is silence."""
    lines: dict[str, EventLine] = {}
    starts = dict.fromkeys(t.episode_start for t in targets)
    for start in starts:
        mine = [t for t in targets if t.episode_start == start]
        where = ensemble.path / EPISODES / start
        ledger = ledger_of(open_ensemble(where, [])) if where.is_dir() else None
        lines |= {line.claim: line for line in score_events(mine, ledger)}
    return [lines[claim] for claim in dict.fromkeys(t.claim for t in targets)]

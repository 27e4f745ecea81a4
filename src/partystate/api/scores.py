"""Scores of runs against the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from partystate.core.runtime import configure
from partystate.country.country import Country
from partystate.country.country import load as load_country
from partystate.evidence import load_observables
from partystate.evidence.roles import ALTERNATE
from partystate.history import files
from partystate.history.opened import History
from partystate.history.release import require_country
from partystate.reanalysis.shipped import Reanalysis
from partystate.scoring import Scorecard
from partystate.scoring import score as take_score
from partystate.scoring.record_file import load_record_file


def score(
    runs: str | Path | History | Reanalysis,
    *,
    free: str | Path | None = None,
    leadership: str | Path | None = None,
    record: Sequence[str | Path] = (),
    country: Country | None = None,
    roles: str = ALTERNATE,
) -> Scorecard:
    """Score runs against the claims of their country, or against records of your own.

    Arguments:
        runs: folder of an ensemble, a run or a reanalysis; a history; a reanalysis.
        free: folder of an ensemble whose politics come out from the start.
        leadership: folder of an ensemble of the leadership alone with its episodes, from which
            events, the panel, and the order and the pattern of falls are taken.
        record: record files, CSV, in place of the country's claims.
        country: whose claims; that of the runs, by its name, if not given.
        roles: which figures are held out: "alternate" years, or "blocks" of years and places.

    Returns:
        The scorecard; `as_json()` has all of it, misses first. Hits are counted from 200 runs.

    Raises:
        UserError: for a folder without runs or of another country, a record that cannot be read, or
            an ensemble of the leadership that is of something else or has no episodes.

    Example:
        >>> import partystate as ps
        >>> history = ps.run(ps.load_country("toyland"))
        >>> ps.score(history).as_json()["runs"]
        1
    """
    configure()
    folder = runs.path if isinstance(runs, History | Reanalysis) else Path(runs)
    own = runs.country if isinstance(runs, Reanalysis) else None
    judged = country or own or load_country(files.country_of(folder))
    for one in (folder, Path(free or folder)):
        if (one / files.MANIFEST).is_file():
            require_country(files.read_manifest(one), judged.id)
    observables = load_observables(judged.path / "evidence")
    rows = [row for path in record for row in load_record_file(Path(path), observables, judged)]
    return take_score(
        judged,
        replayed=folder,
        free=None if free is None else Path(free),
        leadership=None if leadership is None else Path(leadership),
        rows=rows if record else None,
        observables=observables,
        roles=roles,
    )

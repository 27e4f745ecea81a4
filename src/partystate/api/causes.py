"""Why an event of the leadership happened."""

from __future__ import annotations

from partystate.core.runtime import configure
from partystate.country.country import Country
from partystate.country.country import load as load_country
from partystate.country.names import Names
from partystate.experiments.why import Answer
from partystate.experiments.why import why as answer
from partystate.history import files
from partystate.history.ledger.words import asked_id
from partystate.history.opened import History
from partystate.history.provenance import scenario_in


def why(
    history: History,
    event: str,
    *,
    runs: int = 100,
    country: Country | None = None,
) -> Answer:
    """Why an event of the leadership happened: its ancestry in the ledger, then how often it fails
    in other histories of the same scenario from which one of its causes is taken out.

    Arguments:
        history: of a run with the leadership.
        event: as it is told, "Bukharin removed from the Politburo", or kind:target:office, or an id
            of `history.events`.
        runs: histories under other luck in which each cause is tried; 0: the ancestry alone.
        country: of the history; the one of its name if not given.

    Returns:
        `ancestry`, (depth, text, of which) a line; `necessity` of each cause, a share with a 95 per
        cent interval; `frequency`, the share of histories with the event.

    Raises:
        UserError: for an event this history does not have, with what it has; for a history with
            mechanisms of your own, which its folder does not hold.

    Example:
        >>> import partystate as ps
        >>> history = ps.run(ps.load_country("toyland"))
        >>> ps.why(history, "crowned:nobody", runs=1)
        Traceback (most recent call last):
        partystate.core.errors.UserError: events.parquet: this history has no such event; ...
    """
    configure()
    about = files.read_manifest(history.path)
    country = country or load_country(files.country_of(history.path))
    asked = asked_id(event, Names(country))
    return answer(scenario_in(about, country), history.events, asked, runs, int(about["seed"]))

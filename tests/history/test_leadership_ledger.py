"""The ledger says what the state says."""

import numpy as np
import polars as pl
import pytest

from partystate.core import dates
from partystate.evidence.events import EVENT_KINDS
from partystate.experiments.histories import simulate
from partystate.history.leadership import together
from partystate.history.ledger.ancestry import Lineage, events_of
from partystate.history.ledger.leaders import leaders, trust_table
from partystate.history.ledger.leadership import ledger
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP


@pytest.fixture(scope="module")
def kept(toyland):
    scenario = assemble(toyland, parts=(LEADERSHIP,))
    return together([simulate(scenario, 3, run, "prior").leadership for run in range(8)])


@pytest.fixture(scope="module")
def events(kept):
    return ledger(kept)


def test_every_kind_is_of_the_closed_list(events):
    assert set(events["kind"]) <= set(EVENT_KINDS)


def test_appointments_and_removals_add_up_to_the_seats(kept, events):
    """Replayed from the ledger alone, the inner body of every run is that of its last month."""
    body = kept.country.meta.power.inner
    for run in kept.runs:
        sits = set()
        for kind, target, office in (
            events.filter(pl.col("run") == run)
            .sort("time", maintain_order=True)
            .select("kind", "target", "office")
            .iter_rows()
        ):
            if kind == "appointed" and office == body:
                sits.add(target)
            elif kind in ("died", "expelled") or (kind == "removed" and office == body):
                sits.discard(target)
        now = {kept.names[p] for p in np.flatnonzero(kept.body(body)[run, -1] > 0)}
        assert sits == now


def test_the_dead_do_nothing(events):
    for run, person, time in (
        events.filter(pl.col("kind") == "died").select("run", "target", "time").iter_rows()
    ):
        later = events.filter(
            (pl.col("run") == run) & (pl.col("time") > time) & (pl.col("target") == person)
        )
        assert not len(
            later.filter(pl.col("kind").is_in(["appointed", "opposition_joined", "recanted"]))
        )


def test_the_opening_is_marked(kept, events):
    first = dates.month_text(int(kept.months[0]))
    opening = events.filter(pl.col("mechanism") == "opening")
    assert len(opening)
    assert set(opening["time"]) == {first}
    assert set(opening["kind"]) == {"appointed"}


def test_causes_come_before_what_they_cause(kept, events):
    found = events_of(events.filter(pl.col("run") == 0))
    lineage = Lineage(found, kept.country.meta.power.appointments)
    place = {event.id: i for i, event in enumerate(found)}
    pairs = [
        (place[cause.id], place[event.id]) for event in found for cause in lineage.causes_of(event)
    ]
    assert pairs
    assert all(a < b for a, b in pairs)


def test_leaders_and_trust_are_of_the_run(kept):
    table = leaders(kept)
    assert set(table["run"]) == set(kept.runs)
    assert table["client_share"].is_between(0, 1).all()
    assert trust_table(kept)["trust"].is_between(-1, 1).all()

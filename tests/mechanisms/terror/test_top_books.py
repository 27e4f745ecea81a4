"""The books of terror at the top over whole runs (toyland): every death has one cause, nobody in
custody sits, nothing moves before it should."""

import numpy as np
import pytest

from partystate.country.what_ifs import Edit, WhatIf
from partystate.history.ledger.leadership import ledger
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP
from partystate.world.power import FREE
from tests.leadership_runs import histories

FEARFUL = WhatIf(
    title="fearful",
    edit=[
        Edit(target="parameter", name=f"elite_threat.{n}", set=v)
        for n, v in (("established", 0.05), ("betrayal", 1.0), ("rivals", 5.0), ("opponents", 5.0))
    ],
)


@pytest.fixture(scope="module")
def kept(toyland):
    return histories(assemble(toyland, what_ifs=[FEARFUL], parts=(LEADERSHIP,)))


def test_there_is_terror_to_look_at(kept):
    assert kept.fields["executed"].any()
    assert kept.fields["arrested"].any()


def test_the_living_and_the_dead_by_cause_are_everybody(kept):
    alive, shot, abroad = (
        kept.fields[name][:, -1] for name in ("alive", "executed", "killed_abroad")
    )
    assert not (alive & (shot | abroad)).any()
    assert not (shot & abroad).any()
    died = ledger(kept).filter(ledger(kept)["kind"] == "died")
    assert alive.sum() + shot.sum() + abroad.sum() + len(died) == kept.before["alive"].sum()


def test_nobody_in_custody_holds_anything_or_is_of_the_party(kept):
    held = (kept.fields["custody"] != FREE) & kept.fields["alive"]
    assert held.any()
    assert not (held & (kept.fields["seats"] > 0).any(2)).any()
    assert (kept.fields["status"][held] > 0).all()
    holder = kept.fields["holder"]
    assert not np.take_along_axis(held, np.maximum(holder, 0), 2)[holder >= 0].any()


def test_only_the_accused_are_arrested_and_only_the_arrested_are_shot(kept):
    assert (kept.previous("accused")[kept.fields["arrested"]]).all()
    new = kept.fields["executed"] & ~kept.previous("executed")
    ever = np.maximum.accumulate(kept.fields["arrested"], axis=1)
    assert ever[new].all()


def test_nothing_moves_without_a_leader(kept):
    leads = np.maximum.accumulate(kept.fields["leader"] >= 0, axis=1)
    assert not kept.fields["intensity"][~leads].any()
    assert not kept.fields["accused"].any(2)[~leads].any()

"""The queue of what-ifs before a model process that runs nothing, and one that is real."""

import time

import pytest

from partystate.core import dates
from partystate.country.country import glance
from partystate.country.what_ifs import what_if_of
from partystate.experiments import kept
from partystate.experiments.kept import Asked
from partystate.explore.jobs import desk as desks
from partystate.explore.jobs.desk import Desk, Full
from tests.explore import quick_work

EDIT = {"target": "parameter", "name": "procurement.tautness", "set": 0.5}
PATIENCE = 60.0  # seconds, never waited for where all is well


@pytest.fixture(scope="module")
def small():
    """Toyland as far as a question of it needs."""
    return glance("toyland")


@pytest.fixture
def desk(answers):
    made = Desk(quick_work.work)
    yield made
    made.close()


def asked_of(country, title, pairs=20, value=0.5):
    one = what_if_of({"title": title, "edit": [EDIT | {"set": value}]}, "own")
    return Asked.of(country, [one], pairs, is_lumped=True)


def ended(desk, id):
    """The job once it has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        job = desk.job(id)
        if not job["is_open"]:
            return job
        time.sleep(0.02)
    raise AssertionError(f"it does not end: {job}")


def running(desk, id, pairs=1):
    """The job once some pairs of it are done."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        job = desk.job(id)
        if job["done"] >= pairs:
            return job
        time.sleep(0.01)
    raise AssertionError(f"it does not begin: {job}")


def test_an_answer_is_kept_and_found_again(desk, small, answers):
    asked = asked_of(small, "one")
    job = ended(desk, desk.submit(asked, "one", "/whatif/own")["id"])
    assert (job["state"], job["done"], job["answer"]["pairs"]) == ("done", 20, 20)
    assert kept.find(asked) == job["answer"]
    assert len(list(answers.glob("*.json"))) == 1
    other = Desk(quick_work.work)
    again = other.submit(asked, "one", "/whatif/own")
    assert again["state"] == "done"
    assert other.process is None  # nothing was run


def test_what_is_asked_decides_the_digest(small):
    asked = asked_of(small, "one")
    assert asked.digest == asked_of(small, "one").digest
    different = [
        asked_of(small, "one", pairs=100),
        asked_of(small, "one", value=0.6),
        Asked(**{**asked.__dict__, "is_lumped": False}),
        Asked(**{**asked.__dict__, "seed": 2}),
        Asked(**{**asked.__dict__, "fork": "1927-01"}),
    ]
    assert len({asked.digest, *(one.digest for one in different)}) == 6


def test_progress_is_told_and_a_job_is_stopped(desk, small):
    id = desk.submit(asked_of(small, "slow one", 100), "slow one", "/")["id"]
    job = running(desk, id)
    assert job["is_open"]
    assert job["effects"][0]["effect"] == -10.0
    desk.stop(id)
    job = ended(desk, id)
    assert job["state"] == "stopped"
    assert 1 <= job["done"] < 100
    assert job["answer"] is None
    assert ended(desk, desk.submit(asked_of(small, "next"), "next", "/")["id"])["state"] == "done"


def test_a_killed_process_is_said_and_another_is_started(desk, small):
    first = desk.submit(asked_of(small, "killed"), "killed", "/")["id"]
    job = ended(desk, first)
    assert job["state"] == "failed"
    assert "stopped from outside (exit status -9)" in job["words"]
    assert ended(desk, desk.submit(asked_of(small, "after"), "after", "/")["id"])["state"] == "done"


def test_a_mistake_is_told_in_its_sentence(desk, small):
    job = ended(desk, desk.submit(asked_of(small, "broken"), "broken", "/")["id"])
    assert job["state"] == "failed"
    assert job["words"] == "procurement.tautnes: no such parameter."


def test_one_runs_and_few_wait(desk, small):
    first = desk.submit(asked_of(small, "slow one", 100), "slow one", "/")["id"]
    running(desk, first)
    waiting = [
        desk.submit(asked_of(small, f"wait {n}"), "wait", "/") for n in range(desks.MOST_WAITING)
    ]
    assert {job["state"] for job in waiting} == {"waiting"}
    assert desk.submit(asked_of(small, "wait 0"), "wait", "/")["id"] == waiting[0]["id"]
    with pytest.raises(Full):
        desk.submit(asked_of(small, "one more"), "one more", "/")
    assert desk.stop(waiting[0]["id"])["state"] == "stopped"
    desk.stop(first)


def test_the_oldest_answers_go(small, answers, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for n in range(5):
        kept.keep(asked_of(small, f"{n}"), {"n": n})
        time.sleep(0.01)
    assert kept.find(asked_of(small, "0")) is None
    assert kept.find(asked_of(small, "4")) == {"n": 4}
    assert len(list(answers.glob("*.json"))) == 3


@pytest.fixture(scope="module")
def wanted(toyland):
    """Five pairs as `partystate compare` has them."""
    from partystate.experiments.compare import compare
    from partystate.scenario.scenario import Scenario

    plain = Scenario(toyland)
    return compare(plain, plain.edited("no_exports"), 5, parameters="prior")


def test_pairs_one_by_one_are_the_comparison(toyland, wanted):
    """Number for number, with effects that are told on the way; the side without is kept."""
    from partystate.experiments.compare import compare, comparison_of
    from partystate.experiments.pair_by_pair import PairByPair
    from partystate.scenario.scenario import Scenario

    plain = Scenario(toyland)
    edited = plain.edited("no_exports")
    told = []
    pairs = PairByPair(plain, "prior")
    found = pairs.compare(edited, 5, lambda done, effects: told.append((done, len(effects))))
    assert found.as_json() == wanted.as_json()
    assert comparison_of(wanted.as_json()) == wanted
    assert [done for done, _ in told] == [0, 1, 2, 3, 4, 5]
    assert told[1][1] > 0
    assert (
        pairs.compare(edited, 3).as_json()
        == compare(plain, edited, 3, parameters="prior").as_json()
    )


def test_months_before_a_date_are_not_run_again(toyland, monkeypatch):
    """Of lumped pairs the base is kept in pieces: the comparison is the same, number for number,
    and the side with the what-if is carried on from the last piece before its date."""
    from partystate.experiments import pair_by_pair
    from partystate.experiments.compare import compare
    from partystate.experiments.pieces import MONTHS
    from partystate.scenario.scenario import Scenario

    begun = []
    carried_on = pair_by_pair.carried_on
    monkeypatch.setattr(
        pair_by_pair,
        "carried_on",
        lambda arm, past, at, *rest: begun.append(at) or carried_on(arm, past, at, *rest),
    )
    plain = Scenario(toyland)
    edit = {"target": "parameter", "name": "collection.force", "set": 0.1, "start": "1931-08"}
    edited = plain.edited({"name": "dated", "edit": [edit]})
    found = pair_by_pair.PairByPair(plain, "prior", is_lumped=True).compare(edited, 3)
    lumped = compare(plain, edited, 3, parameters="prior", is_lumped=True)
    assert found.as_json() == lumped.as_json()
    months = dates.month_number("1931-08") - int(plain.assembled.months[0])
    assert begun == [months // MONTHS * MONTHS] * 3
    assert begun[0] > 0


def test_the_side_without_is_run_on_up_to_what_is_kept(toyland, monkeypatch):
    """Lumped histories alone, as many as are kept in pieces; the comparison is then the same."""
    from partystate.experiments import pair_by_pair
    from partystate.experiments.compare import compare
    from partystate.scenario.scenario import Scenario

    monkeypatch.setattr(pair_by_pair, "MOST_KEPT", 2)
    plain = Scenario(toyland)
    assert not pair_by_pair.PairByPair(plain, "prior").run_on()
    pairs = pair_by_pair.PairByPair(plain, "prior", is_lumped=True)
    assert [pairs.run_on() for _ in range(3)] == [True, True, False]
    edited = plain.edited("no_exports")
    lumped = compare(plain, edited, 3, parameters="prior", is_lumped=True)
    assert pairs.compare(edited, 3).as_json() == lumped.as_json()


def test_a_real_what_if(toyland, answers, wanted):
    """In a model process of its own; the answer is that of the command line."""
    from partystate.experiments.compare import comparison_of

    desk = Desk()
    try:
        asked = Asked.of(toyland, ["no_exports"], 5)
        job = ended_slowly(desk, desk.submit(asked, "no exports", "/whatif/no_exports")["id"])
        assert job["state"] == "done", job["words"]
        assert comparison_of(job["answer"]).effects == wanted.effects
    finally:
        desk.close()


def ended_slowly(desk, id):
    """As `ended`, for a process that may compile."""
    until = time.monotonic() + 10 * PATIENCE
    while time.monotonic() < until:
        job = desk.job(id)
        if not job["is_open"]:
            return job
        time.sleep(0.1)
    raise AssertionError(f"it does not end: {job}")

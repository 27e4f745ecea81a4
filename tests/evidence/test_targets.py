"""Event and direction claims are compiled once, all of them."""

from partystate.core import dates
from partystate.evidence import compile_rows, load_claims, load_directions, load_events
from partystate.evidence.check import coverage
from partystate.evidence.events import EVENT_KINDS, scored_window
from partystate.evidence.loading import load_meta, load_observables
from partystate.evidence.theory import load_theory


def months(first: str, last: str) -> tuple[int, int]:
    return dates.month_number(first), dates.month_number(last)


def test_windows_follow_the_rule():
    assert scored_window("1929-11", "month") == months("1929-08", "1930-02")
    assert scored_window("1929-11-17", "day") == months("1929-08", "1930-02")
    assert scored_window("1933", "year") == months("1932-10", "1934-03")
    assert scored_window("1922-05/1924-01", "span") == months("1922-02", "1924-04")
    assert scored_window("1934-12", "response") == months("1934-12", "1935-03")


# told by the ledger, claimed by no source
NOT_CLAIMED = {
    "died",
    "document_read",
    "power_lost",
    "rising_failed",
    "battle_won",
    "region_lost",
}


def test_every_event_claim_has_a_target_or_a_reason(ussr):
    targets = load_events(ussr)
    assert {t.claim for t in targets} == {c.id for c in load_claims(ussr) if c.kind == "event"}
    assert all(bool(t.kind) != bool(t.reason) for t in targets)
    assert {t.kind for t in targets if t.kind} == set(EVENT_KINDS) - NOT_CLAIMED


def test_composite_claims_are_split(ussr):
    parts = [t for t in load_events(ussr) if t.claim == "S066"]
    assert [(t.kind, t.target) for t in parts] == [("removed", "rykov"), ("appointed", "molotov")]


def test_the_episode_is_the_last_that_starts_before_the_window(ussr):
    starts = load_meta(ussr).episode_starts
    for t in load_events(ussr):
        if t.kind and t.window_kind in ("day", "month"):
            assert t.episode_start == max(s for s in starts if s <= t.window[:7]), t.id


def test_every_direction_claim_has_a_test_or_a_reason(ussr):
    claims, tests = load_claims(ussr), load_directions(ussr)
    argued = {a.id for a in load_theory(ussr)}
    assert (
        len({t.claim for t in tests} - argued) == 102 == sum(c.kind == "direction" for c in claims)
    )
    assert all(
        t.reason or (t.response and t.sign in (1, -1) and t.min_effect[0] > 0) for t in tests
    )


def test_coverage_tells_what_no_model_speaks_to(mini):
    told = coverage(
        compile_rows(mini),
        ["grain.harvest", "grain.secret"],
        load_observables(mini),
        ["harvest", "magic"],
        "harvest,1,S001",
    )
    assert told["unknown_observables"] == ["grain.secret"]
    assert told["defined_not_emitted"] == ["society.literacy"]
    assert told["claimed_not_emitted"] == []
    assert told["mechanisms_without_claims"] == ["magic"]

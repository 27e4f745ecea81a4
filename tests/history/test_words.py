"""Events told as a person tells them: every kind that a ledger may hold, and the way back."""

import re

import pytest

from partystate.country.country import load
from partystate.country.names import Names
from partystate.evidence.events import EVENT_KINDS
from partystate.history.ledger.ancestry import Event
from partystate.history.ledger.words import asked_id, phrases, sentence, told


@pytest.fixture(scope="module")
def names():
    return Names(load("ussr"))


def event(kind, actor="", target="", office="", time="1927-12"):
    return Event("e000001", time, kind, actor, target, office, "votes")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            event("removed", "stalin", "trotsky", "politburo"),
            "Trotsky removed from the Politburo under Stalin",
        ),
        (event("removed", "", "trotsky", "politburo"), "Trotsky removed from the Politburo"),
        (
            event("removed", "", "ezhov", "police_chief"),
            "Yezhov removed as chief of the political police",
        ),
        (
            event("appointed", "lenin", "stalin", "general_secretary"),
            "Stalin made general secretary by Lenin",
        ),
        (event("appointed", "", "kirov", "party"), "Kirov a member of the party"),
        (
            event("expelled", "stalin", "trotsky", "party"),
            "Trotsky expelled from the party under Stalin",
        ),
        (
            event("vote_lost", "trotsky", "", "congress"),
            "Trotsky loses a vote in the party congress",
        ),
        (event("rule_adopted", "", "", "faction_ban"), "factions are banned"),
        (event("executed", "", "clients of yagoda", "police"), "clients of Yagoda shot"),
        (event("grain_seized", "", "region=Odesa"), "grain taken by force in Odesa"),
        (
            event("coalition_joined", "kamenev", "stalin", "politburo"),
            "Kamenev and Stalin join in one coalition in the Politburo",
        ),
    ],
)
def test_events_in_words(names, given, words):
    assert sentence(given, names) == words
    assert told(given, names) == f"1927-12 {words}"


def test_every_kind_is_told_without_an_id_or_a_gap(names):
    """Kinds of the closed list, with everybody named and with nobody: no bracket, brace or
    underscore is left."""
    for kind in EVENT_KINDS:
        for who in ("", "trotsky"):
            for office in ("", "politburo", "police_chief", "party"):
                text = sentence(event(kind, who, who, office), names)
                assert not re.search(r"[\[\]{}_]|  ", text), text


def test_phrases_name_kinds_of_the_closed_list():
    assert {kind for kind, _ in phrases()} <= set(EVENT_KINDS)


def test_every_kind_of_the_ledgers_has_a_phrase():
    """Kinds are the first argument of `add` in the ledgers of the leadership, or stand in a
    `yield` of the land's."""
    from pathlib import Path

    import partystate.history.ledger as ledgers

    written = "".join(
        path.read_text(encoding="utf-8") for path in Path(ledgers.__file__).parent.glob("*.py")
    )
    used = {kind for kind in EVENT_KINDS if f'"{kind}"' in written}
    assert len(used) > 30
    assert used <= {kind for kind, _ in phrases()}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("removed:trotsky:politburo", "removed:trotsky:politburo"),
        ("removed:Trotsky:Politburo", "removed:trotsky:politburo"),
        ("removed:Trotsky L.D.:the Politburo", "removed:trotsky:politburo"),
        ("Trotsky removed from the Politburo", "removed:trotsky:politburo"),
        ("Yezhov removed as chief of the political police", "removed:ezhov:police_chief"),
        ("platform opposed::Central Committee", "platform_opposed::central_committee"),
        ("Trotsky expelled", "expelled:trotsky"),
        ("e000012", "e000012"),
        ("Nobody removed from the Politburo", "Nobody removed from the Politburo"),
        ("removed:nobody:politburo", "removed:nobody:politburo"),
    ],
)
def test_what_a_person_asks_for(names, asked, found):
    assert asked_id(asked, names) == found

"""Standing by hand: what posts add at once counts slowly, what is earned stays until a defeat."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.power.standing import from_posts, publicity
from partystate.world.power import (
    CANDIDATE,
    FULL,
    READ,
    READ_TO_FEW,
    UNWRITTEN,
    WITHHELD,
    WRITTEN,
)
from tests.mechanisms.power.small_party import (
    ANN,
    ARCHIVE,
    ARMY,
    BEN,
    CAT,
    CENTRE,
    COMMITTEE,
    DAN,
    INNER,
    NORTH,
    POLICE,
    SECRETARIAT,
    SOUTH,
    small_party,
)


def test_what_posts_add():
    """Two points for the best body, up to two for half the offices' weights.

    Ann: inner body 1 -> 2.0, centre and north (1.0 + 0.5)/2 = 0.75 -> 1.5. Ben: candidate there
    0.6 -> 1.2, though a full member of the committee 0.25. Cat: centre, police, army and north
    would be 1.35, at most 1 -> 2.0. Dan: nothing."""
    case = small_party().with_(
        seats={
            (INNER, ANN): FULL,
            (SECRETARIAT, ANN): FULL,
            (INNER, BEN): CANDIDATE,
            (COMMITTEE, BEN): FULL,
        },
        holder={CENTRE: ANN, NORTH: ANN},
    )
    got = from_posts(case.power.seats, case.power.holder, case.facts)
    assert np.allclose(np.asarray(got)[[ANN, BEN, DAN]], [3.5, 1.2, 0.0])
    many = case.with_(holder={CENTRE: CAT, NORTH: CAT, POLICE: CAT, ARMY: CAT})
    assert float(from_posts(many.power.seats, many.power.holder, many.facts)[CAT]) == 2.0


def test_posts_count_by_and_by():
    """A new full member of the inner body (2 points): half of it in a month, then three quarters;
    earned capital is untouched."""
    case = small_party().with_(capital=4, standing=4, seats={(INNER, ANN): FULL})
    first = case.propose("standing", settling=0.5)
    assert first["standing"][ANN] == pytest.approx(5.0)
    second = case.with_(**first).propose("standing", settling=0.5)
    assert second["standing"][ANN] == pytest.approx(5.5)
    assert np.allclose(second["capital"], 4)


def test_what_posts_added_fades_without_them():
    case = small_party().with_(capital=4, standing=6)
    assert case.propose("standing", settling=0.25)["standing"][ANN] == pytest.approx(5.5)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"access": 0.05}, 4.03),  # 0.05 (1 - 0.4), as the holder of the centre
        ({"leading": 0.02}, 4.02),
        ({"reelected": 0.25}, 4.25),
        ({"access": 0.05, "leading": 0.02, "reelected": 0.25}, 4.30),
        ({"defeat": 0.5}, 4.0),  # nobody voted against him
    ],
)
def test_what_is_earned(given, expected):
    case = (
        small_party()
        .with_(
            capital=4,
            standing=4,
            holder={CENTRE: ANN},
            presence=0.4,
            leader=ANN,
            seats={(COMMITTEE, ANN): FULL, (COMMITTEE, BEN): CANDIDATE},
        )
        .told(congress=True)
    )
    got = case.propose("standing", **given)["capital"]
    assert got[ANN] == pytest.approx(expected)
    assert np.allclose(got[BEN:], 4)


@pytest.mark.parametrize("presence", [0.0, 1.0])
def test_access_is_to_an_ailing_founder(presence):
    case = small_party().with_(holder={CENTRE: ANN}, presence=presence)
    assert case.propose("standing", access=1)["capital"][ANN] == 0


def test_nothing_is_earned_at_a_congress_that_is_none():
    case = small_party().with_(seats={(COMMITTEE, ANN): FULL}).told(plenum=True)
    assert case.propose("standing", reelected=1)["capital"][ANN] == 0


def test_a_lost_vote_costs_a_share_of_what_was_earned():
    """(4 + 0.02) x (1 - 0.1) = 3.618."""
    case = small_party().with_(capital=4, standing=4, leader=ANN, beaten={ANN: True})
    got = case.propose("standing", leading=0.02, defeat=0.1)
    assert got["capital"][ANN] == pytest.approx(3.618)
    assert got["standing"][ANN] == pytest.approx(3.618)
    assert np.allclose(got["capital"][BEN:], 4)


@pytest.mark.parametrize(
    ("state", "capital"), [(READ, 3.6), (READ_TO_FEW, 3.9), (WITHHELD, 4), (WRITTEN, 4)]
)
def test_a_testament_that_was_read_costs_its_subject(state, capital):
    """A tenth of what was earned, or a quarter of a tenth where few heard it. It is felt in the
    month after the congress that heard it."""
    case = small_party().with_(capital=4, standing=4, testament=state, subject=ANN)
    got = case.propose("standing", defeat=0.1)["capital"]
    assert got[ANN] == pytest.approx(capital)
    assert np.allclose(got[BEN:], 4)


@pytest.mark.parametrize(
    ("state", "share"),
    [(UNWRITTEN, 0), (WRITTEN, 0), (WITHHELD, 0), (READ_TO_FEW, 0.25), (READ, 1)],
)
def test_who_knows_a_testament(state, share):
    assert float(publicity(jnp.asarray(state))) == share


@pytest.mark.parametrize(
    ("holder", "capital"),
    [
        ({NORTH: ANN}, 4 * (1 - 0.5 * 0.2)),  # collections fall short by 0.2
        ({ARCHIVE: ANN}, 4 * (1 - 0.5 * 0.25)),  # industry makes 1.5 of the 2 asked for
        ({NORTH: ANN, ARCHIVE: ANN}, 4 * (1 - 0.5 * 0.25)),  # the worse of the two
        ({CENTRE: ANN}, 4),
    ],
)
def test_who_answers_for_results_pays_for_them(holder, capital):
    known = {"reported_output": 1.5, "known_shortfall": 0.2}
    case = small_party().with_(capital=4, standing=4, holder=holder).told(shortfall=np.nan)
    case = case.beside(information=known, policy={"output_target": 2.0})
    got = case.propose("standing", answering=0.5)["capital"]
    assert got[ANN] == pytest.approx(capital)
    assert np.allclose(got[BEN:], 4)


def test_who_heads_an_organisation_without_land_answers_for_no_harvest():
    """The north holds no region of the country: an army, or unions."""
    case = small_party().with_(capital=4, standing=4, holder={NORTH: ANN, SOUTH: BEN})
    case = case.told(shortfall=0.2).given(party_region={0: -1, 1: -1})
    got = case.propose("standing", answering=0.5)["capital"]
    assert got[[ANN, BEN]] == pytest.approx([4, 4 * (1 - 0.5 * 0.2)])


def test_standing_stays_between_nothing_and_ten():
    case = small_party().with_(capital=9.99, standing=9.99, leader=ANN, seats={(INNER, ANN): FULL})
    got = case.propose("standing", leading=5, settling=1)
    assert got["capital"][ANN] == got["standing"][ANN] == 10
    low = small_party().with_(capital=0.1, standing=0.1, beaten=True)
    assert np.array_equal(low.propose("standing", defeat=1)["standing"], np.zeros(6))


def test_praise_that_still_means_something_adds_to_the_leader_alone():
    case = small_party().with_(leader=ANN, image=0.5, meaning=0.6)
    found = case.propose("standing", leading=0.02, acclaim=0.1)["capital"]
    assert found[ANN] == pytest.approx(0.02 + 0.1 * 0.5 * 0.6)
    assert not found[BEN]

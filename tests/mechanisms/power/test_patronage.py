"""The circular flow by hand: own power, who follows whom, and who holds a region's posts."""

import numpy as np
import pytest

from partystate.published.circular_flow import linear_path
from partystate.world.power import EXPELLED, NOBODY
from tests.mechanisms.power.small_party import (
    ANN,
    ARCHIVE,
    BEN,
    CAT,
    CENTRE,
    DAN,
    EVE,
    FOUNDER,
    INNER,
    NORTH,
    SOUTH,
    full_members,
    small_party,
)


def committee(**fields):
    """Ann, Ben and Cat make up the committee, with standings 2, 1 and 1."""
    return small_party().with_(
        seats=full_members(ANN, BEN, CAT), standing={ANN: 2, BEN: 1, CAT: 1, DAN: 9}, **fields
    )


def test_prestige_is_the_square_of_standing_in_the_committee():
    """4, 1 and 1 of 6; Dan's standing outside it does not count."""
    got = committee().propose("patronage", prestige_weight=1)["own"]
    assert np.allclose(got, [0, 4 / 6, 1 / 6, 1 / 6, 0, 0])


def test_the_committee_is_those_who_follow_and_a_share_of_those_who_do_not():
    """Half of it follows Ann; of the other half she has 4/6 by prestige: 1/2 + 1/3."""
    got = committee(committee_bloc={ANN: 0.5}).propose("patronage", committee_weight=1)["own"]
    assert np.allclose(got, [0, 5 / 6, 1 / 12, 1 / 12, 0, 0])


def test_posts_are_offices_by_weight_and_seats_of_the_inner_body():
    """Centre 1.0 and an inner seat 0.5 for Ann, north 0.5 for Ben, an inner seat for Dan."""
    case = small_party().with_(
        holder={CENTRE: ANN, NORTH: BEN}, seats=full_members(ANN, DAN, body=INNER)
    )
    given = {"posts_weight": 1, "seat_weight": 0.5}
    got = case.propose("patronage", **given)["own"]
    assert np.allclose(got, np.array([0, 1.5, 0.5, 0, 0.5, 0]) / 2.5)
    closed = case.told(office_open={CENTRE: False}).propose("patronage", **given)["own"]
    assert np.allclose(closed, [0, 1 / 3, 1 / 3, 0, 1 / 3, 0])


def test_delegates_whom_ones_officials_send_are_voters_of_ones_own():
    """Ben has half of the north, which sends 0.6, Cat a quarter of it and all of the south, 0.4."""
    case = small_party().with_(apparatus={(0, BEN): 0.5, (0, CAT): 0.25, (1, CAT): 1})
    got = case.propose("patronage", voters_weight=0.5)["own"]
    assert np.allclose(got, [0, 0, 0.15, 0.275, 0, 0])
    gone = case.with_(status={CAT: EXPELLED}).propose("patronage", voters_weight=0.5)["own"]
    assert np.allclose(gone, [0, 0, 0.15, 0, 0, 0])


def test_the_three_sorts_add_to_one_and_the_dead_and_expelled_have_none():
    case = committee(holder={CENTRE: ANN, ARCHIVE: DAN}, committee_bloc={ANN: 0.25})
    weights = {"prestige_weight": 0.5, "committee_weight": 0.3, "posts_weight": 0.2}
    assert case.propose("patronage", **weights)["own"].sum() == pytest.approx(1)
    gone = case.with_(alive={ANN: False}, status={BEN: EXPELLED})
    got = gone.propose("patronage", **weights)["own"]
    assert got[ANN] == got[BEN] == 0
    # Cat alone is left of the committee, Dan alone of the offices; the dead man's following is lost
    assert got[CAT] == pytest.approx(0.5 + 0.3 * 0.75)
    assert got[DAN] == pytest.approx(0.2)


def powers(**fields):
    """Own power from posts alone: Ann 1.0, Ben 0.5, Dan 0.2, all over 1.7."""
    return small_party().with_(holder={CENTRE: ANN, NORTH: BEN, ARCHIVE: DAN}, **fields)


POSTS = {"posts_weight": 1, "independence": 1}


@pytest.mark.parametrize(
    ("trust", "patron"),
    [
        ({(EVE, ANN): 0.4}, ANN),
        ({(EVE, ANN): 0.3}, EVE),  # not above the threshold
        ({(EVE, ANN): 0.4, (EVE, BEN): 0.5}, ANN),  # 0.4 x 1 against 0.5 x 0.707
        ({(EVE, ANN): 0.4, (EVE, BEN): 0.6}, BEN),  # 0.4 against 0.424
        ({(EVE, CAT): 1.0}, EVE),  # Cat has no power
    ],
)
def test_whom_one_follows(trust, patron):
    got = powers(trust=trust).propose("patronage", threshold=0.3, **POSTS)
    assert got["patron"][EVE] == patron


def test_a_patron_is_stronger_by_a_ratio():
    """Ann has twice Ben's power."""
    case = powers(trust={(BEN, ANN): 0.9})
    assert case.propose("patronage", ratio=1.9, **POSTS)["patron"][BEN] == ANN
    assert case.propose("patronage", ratio=2.1, **POSTS)["patron"][BEN] == BEN


def test_gratitude_for_a_post():
    case = powers(trust={(EVE, ANN): 0.1}, sponsor={EVE: ANN})
    given = POSTS | {"threshold": 0.3}
    assert case.propose("patronage", gratitude=0.1, **given)["patron"][EVE] == EVE
    assert case.propose("patronage", gratitude=0.25, **given)["patron"][EVE] == ANN


@pytest.mark.parametrize(
    ("base", "patron"),
    [
        ({"committee_bloc": {BEN: 0.05}}, BEN),
        ({"apparatus": {(0, BEN): 0.05}}, BEN),  # 0.6 x 0.05 = 0.03 of the delegates
        ({"apparatus": {(0, BEN): 0.03}}, ANN),  # 0.018
        ({"apparatus": {(0, BEN): 0.05}, "sponsor": {BEN: ANN}}, ANN),
    ],
)
def test_who_has_a_base_follows_only_the_giver_of_his_post(base, patron):
    case = powers(trust={(BEN, ANN): 0.9}, **base)
    assert case.propose("patronage", posts_weight=1, independence=0.02)["patron"][BEN] == patron


def test_followings_end_at_the_last_patron():
    """Eve follows Dan, Dan Ben, Ben Ann: the principal of all is Ann, whose bloc is everything.
    Three of the committee of four follow her: three quarters of it."""
    case = powers(
        trust={(EVE, DAN): 0.9, (DAN, BEN): 0.9, (BEN, ANN): 0.9},
        seats=full_members(ANN, BEN, DAN, EVE),
    )
    got = case.propose("patronage", **POSTS)
    assert got["patron"].tolist() == [FOUNDER, ANN, ANN, CAT, BEN, DAN]
    assert got["principal"].tolist() == [FOUNDER, ANN, ANN, CAT, ANN, ANN]
    assert got["bloc"][ANN] == pytest.approx(1)
    assert np.allclose(got["committee_bloc"], [0, 0.75, 0, 0, 0, 0])


def region(**fields):
    """Ann, of skill 0.8, at the centre; Ben at the head of the north."""
    return small_party().with_(holder={CENTRE: ANN, NORTH: BEN}, skill={ANN: 0.8}, **fields)


FLOW = {"turnover": 0.1, "central": 0.5, "independence": 1}


def test_posts_of_a_region_are_filled_by_the_centre_and_by_its_head():
    """Of a tenth, 0.5 x 0.8 = 0.4 from the centre, 0.6 from the head; the south has no head."""
    got = region(principal={BEN: ANN}).propose("patronage", **FLOW)["apparatus"]
    assert np.allclose(got[0], [0, 0.04, 0.06, 0, 0, 0])
    assert np.allclose(got[1], [0, 0.04, 0, 0, 0, 0])


def test_a_baron_keeps_the_centre_out():
    """A head of standing 5 who does not follow halves the centre's part: 0.2."""
    got = region(standing={BEN: 5}).propose("patronage", **FLOW)["apparatus"]
    assert np.allclose(got[0], [0, 0.02, 0.08, 0, 0, 0])


def test_heads_of_one_organisation_share_by_the_weight_of_their_offices():
    """The south's office, 0.4, is put in the north, 0.5, beside Ben's: of Cat's and Ben's 0.6 Ben
    has 5/9. The rest of the country has no head."""
    case = region(principal={BEN: ANN, CAT: ANN}).with_(holder={SOUTH: CAT})
    case = case.given(office_region={SOUTH: 0})
    got = case.propose("patronage", **FLOW)["apparatus"]
    assert np.allclose(got[0], [0, 0.04, 0.06 * 5 / 9, 0.06 * 4 / 9, 0, 0])
    # Ben, of standing 9, does not follow: the centre keeps 0.4 (1 - 0.9 x 5/9) = 0.2
    baron = case.with_(principal={BEN: BEN}, standing={BEN: 9})
    got = baron.propose("patronage", **FLOW)["apparatus"]
    assert np.allclose(got[0], [0, 0.02, 0.08 * 5 / 9, 0.08 * 4 / 9, 0, 0])


def test_officials_stay_a_mans_own_until_they_are_replaced():
    """Ben has lost the north: his half of it goes by a tenth a month."""
    case = region(apparatus={(0, BEN): 0.5}).with_(holder={NORTH: CAT})
    for months in range(1, 4):
        case = case.with_(apparatus=case.propose("patronage", **FLOW)["apparatus"])
        assert case.power.apparatus[0, BEN] == pytest.approx(0.5 * 0.9**months)


def test_the_outlook_is_what_the_delegates_will_make_of_the_committee():
    """In two months a tenth of the north turns over twice: Ben, who has lost it, keeps 0.5 x 0.81
    of 0.6 of the delegates, 0.243, and nothing else; Ann at the centre, of skill 0.8 and half
    central, has 0.4 of what turned over, 0.19 of all: 0.4 x 0.19 = 0.076. That is their part of
    the committee, too; what follows nobody the members have by prestige: Ann all of it."""
    case = region(apparatus={(0, BEN): 0.5}).with_(
        holder={NORTH: NOBODY}, seats=full_members(ANN), standing={ANN: 5}
    )
    given = FLOW | {"horizon": 2, "voters_weight": 0.5, "committee_weight": 0.5}
    got = case.propose("patronage", **given)
    ann, ben = 0.4 * 0.19, 0.6 * 0.5 * 0.81
    assert got["outlook"][BEN] == pytest.approx(ben)
    assert got["outlook"][ANN] == pytest.approx(ann + 0.5 * (1 - ann - ben))
    assert got["bloc"][BEN] == pytest.approx(0.5 * 0.6 * 0.5)  # as yet no part of the committee


def test_the_outlook_of_a_patron_is_that_of_those_behind_him():
    case = region(apparatus={(0, BEN): 0.5}, trust={(BEN, ANN): 0.9}, sponsor={BEN: ANN}).with_(
        holder={CENTRE: NOBODY, NORTH: NOBODY, ARCHIVE: ANN}
    )
    got = case.propose("patronage", turnover=0.1, horizon=1, posts_weight=1, voters_weight=1)
    assert got["principal"][BEN] == ANN
    assert got["outlook"][ANN] == pytest.approx(1 + 0.6 * 0.5 * 0.9)
    assert got["outlook"][BEN] == 0


def test_without_a_centre_the_head_fills_all():
    got = region().with_(holder={CENTRE: NOBODY}).propose("patronage", **FLOW)["apparatus"]
    assert np.allclose(got[0], [0, 0, 0.1, 0, 0, 0])
    assert not got[1].any()


def test_month_after_month_it_is_the_published_linear_flow():
    """An able and loyal centre: Ann's share tends to all of it, as in the linear case."""
    case = region(principal={BEN: ANN})
    for periods in range(1, 4):
        case = case.with_(apparatus=case.propose("patronage", **FLOW)["apparatus"])
        exact, _ = linear_path(0.4, 0.1, 0.0, 0.0, 0.0, periods)[-1]
        assert case.power.apparatus[0, ANN] == pytest.approx(exact)


def test_nothing_moves_without_turnover_and_nobody_follows_without_power():
    case = region(apparatus={(0, CAT): 0.3}, trust=1.0)
    got = case.propose("patronage")
    assert np.array_equal(got["apparatus"], np.asarray(case.power.apparatus))
    assert got["patron"].tolist() == list(range(6))
    assert not got["own"].any()

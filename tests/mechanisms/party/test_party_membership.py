"""Members, candidates, doubt and doors, by hand."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.party.party_membership import lost
from partystate.world import statuses as s

FORCE, TRADE = -1.0, 1.0
RULE = {
    "desk": 0.1,
    "bench": 0.05,
    "farm": 0.02,
    "vouching": 0.6,
    "hurried": 0.5,
    "passing": 1.2,
    "failing": 0.25,
    "memory": 50.0,
    "outraged": 0.5,
    "turned": 0.25,
    "forgotten": 0.1,
    "stirred": 0.2,
    "review": 8.0,
    "strict": 0.03,
    "standing": 0.5,
    "routine": 0.012,
    "exposed": 2.0,
    "lapse": 0.12,
    "leave": 0.024,
    "settling": 20.0,
}
CALM = {
    "membership__candidates": 100.0,
    "membership__lately": 200.0,
    "membership__settled": 700.0,
    "membership__review": 0.0,
    "membership__turned": 0.0,
    "membership__line_before": TRADE,
    "policy__line": TRADE,
    "repression__failure": 0.0,
    "membership__usual": 0.02,
    "repression__cadres": 0.0,
    "peril__shock": 0.0,
}


def after(ground, **fields):
    """What a month makes of the party of `CALM`, with `fields` changed."""
    view = ground.view(**(CALM | fields))
    return {
        name.removeprefix("membership."): float(value)
        for name, value in ground.propose("party_membership", view, **RULE).values.items()
    }


def workers(ground, wanted):
    """Cells in which workers alone live, as many as want `wanted` members."""
    cells = ground.peasants_all(s.WORKER, 1.0)
    return cells / cells.sum() * wanted / RULE["bench"]


def test_members_bring_in_members_until_the_places_are_taken(ground):
    for wanted, share in ((4000.0, 0.75), (2000.0, 0.5), (1000.0, 0.0), (500.0, 0.0)):
        made = after(ground, people__persons=workers(ground, wanted))
        assert made["admitted"] == pytest.approx(0.05 * 1000 * share)


def test_every_kind_of_work_has_its_places(ground):
    one = {status: ground.peasants_all(status, 1.0) for status in (s.WORKER, s.TOWN_EMPLOYEE)}
    people = 20000 * one[s.WORKER] / one[s.WORKER].sum()
    people = people + 10000 * one[s.TOWN_EMPLOYEE] / one[s.TOWN_EMPLOYEE].sum()
    farmers = ground.peasants_all(s.COLLECTIVE_FARMER, 1.0)
    made = after(ground, people__persons=people + 100000 * farmers / farmers.sum())
    assert made["admitted"] == pytest.approx(0.05 * 1000 * (1 - 1000 / 4000))


def test_force_hurries(ground):
    people = workers(ground, 2000.0)
    for line, hurry in ((FORCE, 1.5), (0.0, 1.0), (-0.5, 1.25)):
        made = after(
            ground,
            people__persons=people,
            policy__line=line,
            membership__line_before=line,
        )
        assert made["admitted"] == pytest.approx(0.05 * 1000 * 0.5 * hurry)


@pytest.mark.parametrize(
    ("fields", "doubt"),
    [
        ({"repression__failure": 0.02}, 0.0),
        ({"repression__failure": 0.04}, 0.25),
        ({"repression__failure": 0.04, "membership__usual": 0.08}, 0.0),
        ({"peril__shock": 0.6}, 0.3),
        ({"membership__line_before": 0.2}, 0.2),
        ({"membership__turned": 0.5}, 0.25 * 0.45),
        ({"repression__failure": 0.04, "peril__shock": 0.6}, 0.55),
        ({"repression__failure": 0.3}, 1.0),
    ],
)
def test_failure_murder_and_turns_shut_the_doors(ground, fields, doubt):
    made = after(ground, people__persons=workers(ground, 2000.0), **fields)
    assert made["doubt"] == pytest.approx(doubt)
    assert made["admitted"] == pytest.approx(0.05 * 1000 * 0.5 * (1 - doubt))


def test_rulers_get_used_to_failure(ground):
    made = after(ground, people__persons=workers(ground, 2000.0), repression__failure=0.07)
    assert made["usual"] == pytest.approx(0.02 + 0.05 / 50)


def test_stocks_in_a_calm_month(ground):
    made = after(ground, people__persons=workers(ground, 1000.0))
    candidates = 100 * -np.expm1(-0.113) / 0.113
    lately = 200 * -np.expm1(-0.063) / 0.063
    settled = 700 * -np.expm1(-0.003) / 0.003
    assert made["candidates"] == pytest.approx(100 - candidates * 0.113)
    assert made["lately"] == pytest.approx(200 - lately * 0.063 + candidates * 0.1)
    assert made["settled"] == pytest.approx(700 - settled * 0.003 + lately * 0.05)
    assert made["expelled"] == pytest.approx((candidates + lately + settled) * 0.001)


def test_in_a_review_nobody_comes_in_and_those_who_came_lately_go(ground):
    """Full doubt of 300 of 1,000 is more than a fifth: a review of eight months, in which the
    doors are shut; a month later it goes on without any doubt."""
    people = workers(ground, 2000.0)
    calm = after(ground, people__persons=people)
    gone = -np.expm1(-0.043)
    for fields, left in (
        ({"repression__failure": 1.0}, 7),
        ({"membership__review": 7.0}, 6),
        ({"membership__review": 0.5}, 0),
    ):
        made = after(ground, people__persons=people, **fields)
        assert made["review"] == left
        assert made["admitted"] == 0
        assert made["candidates"] == pytest.approx(100 * (1 - gone))
        out = 300 * 0.03 + 700 * 0.015
        assert made["expelled"] - calm["expelled"] == pytest.approx(out, rel=0.06)


def test_a_review_begins_where_doubt_is_of_many(ground):
    """Doubt of .6 is of .18 of the party, of .7 of .21: more than a fifth. Where few came lately
    there is none at all."""
    people = workers(ground, 2000.0)
    for failure, left in ((0.068, 0), (0.076, 7)):
        assert after(ground, people__persons=people, repression__failure=failure)["review"] == left
    few = {"membership__candidates": 50.0, "membership__lately": 100.0}
    assert after(ground, people__persons=people, repression__failure=1.0, **few)["review"] == 0


def test_whom_a_review_lets_pass_is_settled(ground):
    people = workers(ground, 1000.0)
    made = after(ground, people__persons=people, membership__review=3.0)
    gone = 1 / 20 + 1 / 8 + 0.03 + 0.001 + 0.012
    settled = 700 * np.exp(-0.015 - 0.003)
    joined = 200 * -np.expm1(-gone) * (1 / 20 + 1 / 8) / gone
    assert made["settled"] == pytest.approx(settled + joined)


def test_arrests_among_employees_take_members(ground):
    made = after(ground, people__persons=workers(ground, 1000.0), repression__cadres=5.0)
    calm = after(ground, people__persons=workers(ground, 1000.0))
    assert made["expelled"] - calm["expelled"] == pytest.approx(1000 * 0.01, rel=0.06)


def test_competing_causes_share_what_goes():
    first, second = lost(jnp.array(100.0), jnp.array(0.1), jnp.array(0.3))
    assert float(first + second) == pytest.approx(100 * -np.expm1(-0.4))
    assert float(second / first) == pytest.approx(3)
    assert [float(x) for x in lost(jnp.array(100.0), jnp.zeros(()), jnp.zeros(()))] == [0, 0]

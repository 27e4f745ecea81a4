"""Private and public support: what is thought, what is shown, what reaches the ruler."""

import jax.numpy as jnp
import pytest

ORDINARY = {
    "people__hunger_rural": 0.0,
    "people__hunger_urban": 0.0,
    "policy__coercion": 0.0,
    "industry__wage": 1.0,
    "belief__usual_wage": 1.0,
    "repression__taken": 0.0,
}


def values(ground, fields=None, **changes):
    return ground.propose(
        "preference_falsification", ground.view(**(ORDINARY | (fields or {}))), **changes
    ).values


def test_ordinary_life_keeps_ordinary_support(ground):
    found = values(ground, {"belief__support": 0.5}, usual_support=0.0)
    assert float(jnp.abs(found["belief.support"] - 0.5).max()) == pytest.approx(0, abs=1e-12)


def test_hunger_costs_support_but_fear_hides_it(ground):
    hungry = {
        "people__hunger_rural": 5.0,
        "people__hunger_urban": 5.0,
        "belief__support": 0.3,
        "belief__dissent": 0.1,
    }
    open_, afraid = (values(ground, hungry | {"belief__exposure": x}) for x in (0.0, 3.0))
    assert float(open_["belief.support"].mean()) < 0.3
    assert float(afraid["information.known_support"]) > float(open_["information.known_support"])
    assert jnp.array_equal(afraid["belief.support"], open_["belief.support"])


def test_dissent_is_a_step_of_the_threshold_map(ground):
    """Nobody supports, thresholds around 0.3 with spread 0.1, 0.3 in dissent: half show it."""
    found = values(
        ground,
        {"belief__support": 0.0, "belief__dissent": 0.3, "belief__exposure": 0.0},
        pace=0.0,
        threshold=0.3,
        spread=0.1,
    )
    assert found["belief.dissent"].tolist() == pytest.approx([0.5] * 3)


def test_arrests_frighten_and_wrong_those_like_the_taken(ground):
    layout = ground.setting.layout
    taken = jnp.where(
        layout.pair_nationality == 2, layout.by_pair(ground.world.people.persons) / 100, 0
    )
    found = values(ground, {"repression__taken": taken})
    like, other = layout.pair_nationality == 2, layout.pair_nationality == 0
    assert float(found["belief.grievance"][like].mean()) > float(
        found["belief.grievance"][other].mean()
    )
    assert float(found["belief.exposure"][like].mean()) > float(
        found["belief.exposure"][other].mean()
    )


def test_praise_all_around_makes_dissent_seem_rarer(ground):
    """0.3 show dissent, of which full praise hides a third: as if 0.2 did, two sd from 0.4."""
    given = {"belief__support": 0.0, "belief__dissent": 0.3, "belief__exposure": 0.0}
    rule = {"pace": 0.0, "threshold": 0.4, "spread": 0.1, "acclaim": 1 / 3}
    found = values(ground, given | {"creed__image": 1.0}, **rule)
    assert found["belief.dissent"].tolist() == pytest.approx([0.02275013] * 3, rel=1e-6)
    quiet = values(ground, given | {"creed__image": 0.0}, **rule)
    assert quiet["belief.dissent"].tolist() == pytest.approx([0.15865525] * 3, rel=1e-6)


def test_fear_of_all_and_of_officials_is_told_for_those_at_liberty(ground):
    found = values(ground, {"belief__exposure": 0.7}, calming=0.0)
    for name in ("fear", "officials_fear"):
        assert float(found[f"belief.{name}"]) == pytest.approx(1 - float(jnp.exp(-0.7)))

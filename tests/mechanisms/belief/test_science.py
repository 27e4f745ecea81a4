"""Science by hand: control by field, the replicator against its logistic, losses, the harvest."""

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.mechanisms.belief.science import replicated

SEEDS, ENGINES, CHRONICLES = range(3)  # the fields of toyland
GOOD_YEAR = {
    "information__known_harvest": 1.0,
    "information__expected_harvest": 1.0,
    "repression__campaign": 0.0,
    "repression__cadres": 0.0,
}


def values(ground, fields=None, **changes):
    view = ground.view(**(GOOD_YEAR | {"policy__line": -1.0} | (fields or {})))
    return ground.propose("science", view, **changes).values


def test_the_step_is_the_logistic():
    """x' = a x (1 - x) from .1 at a = .3: x(t) = 1 / (1 + 9 e^{-.3 t})."""
    share = jnp.asarray(0.1)
    for month in range(1, 25):
        share = replicated(share, 0.3)
        assert float(share) == pytest.approx(1 / (1 + 9 * np.exp(-0.3 * month)), rel=1e-12)


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_nobody_and_everybody_stay(end):
    assert float(replicated(jnp.asarray(end), 5.0)) == end


def test_control_goes_to_fields_near_to_doctrine_and_spares_arms(ground):
    found = np.asarray(values(ground, tighten=1.0, line=1.0, exempting=1.0)["science.control"])
    zeal = 1 - np.exp(-1.0)
    assert found == pytest.approx([0.8 * 0.9 * zeal, 0.2 * 0.1 * zeal, zeal])


def test_no_force_no_control(ground):
    found = values(ground, {"policy__line": 1.0, "science__control": 0.0})
    assert not np.asarray(found["science.control"]).any()


def test_adherents_win_where_a_harvest_is_lacking_and_failure_goes_untold(ground):
    """Half the harvest lacks: advantage promise / 2 in a field that promises it, wholly
    controlled."""
    fields = {
        "information__known_harvest": 0.5,
        "information__expected_harvest": 1.0,
        "science__control": 1.0,
        "science__adherents": 0.1,
    }
    given = {"memory": 1.0, "tighten": 0.0, "promise": 0.4, "favour": 0.0, "claimants": 0.0}
    found = np.asarray(values(ground, fields, **given)["science.adherents"])
    assert found[SEEDS] == pytest.approx(1 / (1 + 9 * np.exp(-0.2)))
    assert found[ENGINES] == pytest.approx(0.1)
    free = fields | {"science__control": 0.0}
    lost = np.asarray(values(ground, free, evidence=0.2, **given)["science.adherents"])
    assert lost == pytest.approx(3 * [1 / (1 + 9 * np.exp(0.2))])


def test_opponents_are_taken_oftener_where_adherents_rule(ground):
    """Ten employees in a thousand taken; three times as many where all posts are theirs."""
    fields = {"repression__cadres": 10.0, "science__adherents": 1.0, "science__lost": 0.0}
    given = {"tighten": 0.0, "quarrel": 2.0, "claimants": 0.0}
    for control, times in ((0.0, 1), (1.0, 3)):
        found = values(ground, fields | {"science__control": control}, **given)
        assert np.asarray(found["science.lost"]) == pytest.approx(3 * [0.01 * times])


def test_what_doctrine_costs_is_taken_from_the_harvest(ground):
    """The measure everywhere and nobody lost costs harm; the same in log yield."""
    found = values(
        ground, {"science__measure": 1.0, "science__lost": 0.0}, spreading=0.0, harm=0.05
    )
    assert float(found["science.yield_lost"]) == pytest.approx(0.05)
    month = 7
    grown = {
        lost: float(
            ground.propose("harvest", ground.view(month, science__yield_lost=lost))
            .values["land.standing"]
            .sum()
        )
        for lost in (0.0, 0.05)
    }
    assert grown[0.05] == pytest.approx(grown[0.0] * np.exp(-0.05))


def test_only_joint_farms_are_told_how_to_sow(ground):
    alone = ground.peasants_all("individual_peasant")
    given = {"spreading": 1.0, "tighten": 0.0, "claimants": 0.0, "evidence": 0.0}
    fields = {"science__adherents": 1.0, "science__control": 0.0, "science__measure": 0.0}
    for persons, share in ((alone, 0.0), (ground.peasants_all("collective_farmer"), 1.0)):
        found = values(ground, fields | {"people__persons": persons}, **given)
        assert float(found["science.measure"]) == pytest.approx(share)

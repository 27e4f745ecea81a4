"""Ploughing and sowing in time, and the seed of winter crops, by hand."""

import numpy as np
import pytest

from partystate.mechanisms.land.fieldwork import (
    carted,
    done_in_autumn,
    done_in_spring,
    lost_by_delay,
    power,
    usually_sold,
)
from partystate.mechanisms.land.harvest import gathering, tilling
from partystate.mechanisms.quantities import (
    draught,
    rural_population,
    seed_need,
    spring_seed,
    tractors_stand,
    usual_hold,
    winter_seed,
)
from partystate.world.herds import HORSES

MARCH, APRIL, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER = 3, 4, 6, 7, 8, 9, 10
HANDS = {"beasts": 0.5, "hunger_loss": 0.0, "unpaid": 0.0}
TILLING = {"late": 0.4, "weak": 0.5, "carting": 0.5, "backlog": 0.5, "spare": 0.0}


def rules(ground, **changes):
    params = ground.params("harvest", **TILLING | changes, **HANDS)
    return tilling(params), gathering(params)


def as_usual(ground, month, **fields):
    """People, area and horses as in the base years; horses fed, nothing collected beyond what was
    sold."""
    base, view = ground.setting.endowment, ground.view(month)
    return ground.view(
        month,
        **{
            "land__sown_area": 1.0,
            "land__herds": base.land.herds,
            "endowment__ploughing": base.land.herds[HORSES],
            "land__tractor_power": 0.0,
            "land__fed": 1.0,
            "land__collected": 0.0,
            "people__hunger_rural": 0.0,
            "endowment__rural_base": rural_population(view),
        }
        | fields,
    )


def test_what_farms_had_to_spare_is_not_missed(ground):
    """With a fifth to spare, four fifths of the horses and hands do all the work; of less, five
    fourths of what they did."""
    till, gather = rules(ground, spare=0.2)
    herds = np.asarray(ground.setting.endowment.land.herds)
    for left, done in ((0.8**2, 1.0), (0.5**2, 0.5 / 0.8)):
        fewer = herds.copy()
        fewer[HORSES] = left * herds[HORSES]
        view = as_usual(ground, OCTOBER, land__herds=fewer)
        np.testing.assert_allclose(done_in_autumn(view, till, gather), done)


def test_in_the_base_years_all_is_done_in_time_and_costs_nothing(ground):
    till, gather = rules(ground)
    np.testing.assert_allclose(power(as_usual(ground, APRIL), till, gather), 1)
    np.testing.assert_allclose(done_in_autumn(as_usual(ground, OCTOBER), till, gather), 1)
    np.testing.assert_allclose(done_in_spring(as_usual(ground, APRIL), till, gather), 1)
    view = as_usual(ground, JULY, land__done_in_autumn=1.0, land__done_in_spring=1.0)
    np.testing.assert_allclose(lost_by_delay(view, till), 0)


def test_horses_without_grain_work_half_as_much(ground):
    """No oats, weak by a half, their part in the work a half: .5^.5."""
    till, gather = rules(ground)
    np.testing.assert_allclose(
        power(as_usual(ground, APRIL, land__fed=0.0), till, gather), 0.5**0.5
    )


def test_herders_horses_are_hitched_where_others_lack(ground):
    """Three quarters of the horses were herders': none is missed until those of farms that sow
    would be, and half of their number does half of the work."""
    base = np.asarray(ground.setting.endowment.land.herds)
    for left, work in ((2.0, 2.0), (1.0, 1.0), (0.5, 1.0), (0.25, 1.0), (0.125, 0.5)):
        herds = base.copy()
        herds[HORSES] *= left
        view = as_usual(
            ground,
            APRIL,
            land__herds=herds,
            endowment__ploughing=base[HORSES] / 4,
        )
        np.testing.assert_allclose(draught(view), work)


def test_tractors_need_no_oats(ground):
    """Horses at half of their work and tractors that stand for as many again as the region has."""
    till, gather = rules(ground)
    horses = ground.setting.endowment.land.herds[HORSES]
    unfed = as_usual(ground, APRIL, land__fed=0.0)
    power_there = horses[0] / tractors_stand(unfed)[0]
    view = as_usual(ground, APRIL, land__fed=0.0, land__tractor_power=power_there)
    np.testing.assert_allclose(power(view, till, gather)[0], 1.5**0.5)


def test_carts_that_go_to_the_elevator_do_not_plough(ground):
    """A fifth above what was usually sold, as far as it is due: a tenth more work, 1 / 1.1 done."""
    till, gather = rules(ground)
    view = as_usual(ground, OCTOBER, inputs__due_before=0.5, land__harvest=100.0)
    usual = np.asarray(usually_sold(view))
    view = as_usual(
        ground,
        OCTOBER,
        inputs__due_before=0.5,
        land__harvest=100.0,
        land__collected=50 * (usual + 0.2),
    )
    np.testing.assert_allclose(carted(view), 0.2)
    np.testing.assert_allclose(done_in_autumn(view, till, gather), 1 / 1.1)


def test_what_autumn_left_comes_on_top_of_spring(ground):
    """Six tenths done in autumn: spring has a fifth more to do."""
    till, gather = rules(ground)
    view = as_usual(ground, APRIL, land__done_in_autumn=0.6)
    np.testing.assert_allclose(done_in_spring(view, till, gather), 1 / 1.2)


@pytest.mark.parametrize("month", [MARCH, JUNE, AUGUST])
def test_work_is_judged_in_its_own_month_alone(ground, month):
    till, gather = rules(ground)
    fields = {"land__fed": 0.0, "land__done_in_autumn": 0.7, "land__done_in_spring": 0.8}
    view = as_usual(ground, month, **fields)
    np.testing.assert_allclose(done_in_autumn(view, till, gather), 0.7)
    np.testing.assert_allclose(done_in_spring(view, till, gather), 0.8)


def test_late_work_costs_each_crop_its_own_season(ground):
    """Winter crops a quarter: a half late in autumn and a fifth in spring cost .4 (.125 + .15)."""
    till, _ = rules(ground)
    view = as_usual(
        ground,
        JULY,
        endowment__winter_share=0.25,
        land__done_in_autumn=0.5,
        land__done_in_spring=0.8,
    )
    np.testing.assert_allclose(lost_by_delay(view, till), 0.4 * (0.125 + 0.15))


def test_what_is_usually_sold_is_neither_seed_nor_use(ground):
    """1,000 t on 1,000 ha, .2 t seed a ha, 400 people at 1 t each: two fifths are sold."""
    view = ground.view(
        JULY,
        endowment__sown_area=1000.0,
        endowment__yield_=1.0,
        endowment__seed_rate=0.2,
        endowment__use_per_head=1.0,
        endowment__rural_base=400.0,
    )
    np.testing.assert_allclose(usually_sold(view), 0.4)


def test_the_seed_of_winter_crops_leaves_the_barn_in_autumn(ground):
    """Food asks for it in September, counts what was found from October on, and asks for the rest
    in April."""
    full = {"land__sown_area": 1.0, "land__winter_seed": 0.0, "land__peasant_grain": 1e9}
    view = ground.view(SEPTEMBER, endowment__winter_share=0.25, **full)
    need = np.asarray(seed_need(view))
    effect = ground.propose("food", view)
    np.testing.assert_allclose(effect.claims["peasant_grain.seed"], need / 4)
    assert float(effect.claims["state_grain.seed_loan"].max()) == 0
    after = ground.view_after(ground.granted(peasant_grain__seed=need / 4), OCTOBER, **full)
    np.testing.assert_allclose(winter_seed(after), need / 4)
    kept = ground.propose("harvest", after).values["land.winter_seed"]
    np.testing.assert_allclose(kept, need / 4)
    spring = ground.view(APRIL, **full | {"land__winter_seed": need / 4})
    np.testing.assert_allclose(spring_seed(spring), need * 3 / 4)
    np.testing.assert_allclose(
        ground.propose("food", spring).claims["peasant_grain.seed"], need * 3 / 4
    )
    cut = ground.propose("harvest", ground.view(JULY, land__winter_seed=5.0))
    assert float(cut.values["land.winter_seed"].max()) == 0


def test_after_sowing_nobody_holds_seed(ground):
    """From May to July what use takes to the harvest is food alone."""
    none = {"land__winter_seed": 0.0, "land__sown_area": 1.0}
    before, after = ground.view(APRIL, **none), ground.view(JUNE, **none)
    months = {APRIL: 4, JUNE: 2}
    food = {month: np.asarray(usual_hold(view)) for month, view in ((APRIL, before), (JUNE, after))}
    need = np.asarray(seed_need(before))
    np.testing.assert_allclose(food[APRIL] - need, food[JUNE] * months[APRIL] / months[JUNE])

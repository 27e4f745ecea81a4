"""What is told of output, what wages buy, income in three parts, and tonnes of products, by
hand."""

import numpy as np
import pytest

FORCE, TRADE = -1.0, 1.0
TOLD = {"padding": 0.12, "novelty": 0.6, "ordinary": 0.1}


def told(ground, **fields):
    given = {
        "industry__output": [1.0, 1.0],
        "industry__invested": 0.2,
        "policy__output_target": 2.0,
        "information__report_excess": 0.0,
    }
    return ground.propose(
        "output_reports",
        ground.view(1, **(given | {"policy__line": FORCE} | fields)),
        **TOLD,
    ).values


def test_a_met_target_is_not_padded(ground):
    found = told(ground)
    assert float(found["information.report_excess"]) == 0
    assert float(found["information.reported_output"]) == pytest.approx(2)


def test_what_lacks_to_the_target_is_padded_in_part(ground):
    """Target e times output: a twelfth of .12 a month."""
    assert float(
        told(ground, policy__output_target=2 * np.e)["information.report_excess"]
    ) == pytest.approx(0.01)


def test_padding_is_carried_on_and_counts_as_made(ground):
    """Told e^.5 of a target of e: the half that is still lacking is padded in part."""
    found = told(ground, policy__output_target=2 * np.e, information__report_excess=0.5)
    assert float(found["information.report_excess"]) == pytest.approx(0.5 + 0.005)
    assert float(found["information.reported_output"]) == pytest.approx(2 * np.exp(0.505))


def test_new_products_are_priced_high(ground):
    """Three tenths of output invested, two more than ordinary: .6 of that in a year."""
    assert float(
        told(ground, industry__invested=0.6)["information.report_excess"]
    ) == pytest.approx(0.6 * 0.2 / 12)


def test_under_trade_nothing_is_padded(ground):
    assert (
        float(
            told(ground, policy__output_target=20.0, policy__line=TRADE)[
                "information.report_excess"
            ]
        )
        == 0
    )


def wage(ground, rule=None, **fields):
    plain = {
        "craft": 0.5,
        "closed": 1.0,
        "animals_elasticity": 1.0,
        "goods_share": 1.0,
        "bread_share": 0.0,
    }
    given = {
        "industry__output": ground.setting.endowment.land.output_part,
        "industry__running": 1.0,
        "policy__line": TRADE,
    }
    return float(
        ground.propose(
            "wages", ground.view(1, **(given | fields)), **(plain | (rule or {}))
        ).values["industry.wage"]
    )


def test_force_closes_the_workshops(ground):
    """All goods, half of them from workshops that force closes: the wage halves."""
    assert wage(ground, {"animals_elasticity": 0.0}, policy__line=FORCE) == pytest.approx(
        wage(ground, {"animals_elasticity": 0.0}) / 2
    )


def test_idle_plant_and_fewer_animals(ground):
    """Workshops at half for want of animals, or of fuel: three quarters of the goods."""
    halved = wage(ground, land__herds=ground.setting.endowment.land.herds / 2)
    full = wage(ground, land__herds=ground.setting.endowment.land.herds)
    assert halved == pytest.approx(0.75 * full)


def test_earnings_are_told_of_goods_as_they_are_reported(ground):
    """Reports e times the output, goods half of the basket: told e^(1/2) times what they buy."""
    view = ground.view(1, information__report_excess=1.0)
    found = ground.propose("wages", view, goods_share=0.5, bread_share=0.0).values
    told = float(found["information.reported_wage"] / found["industry.wage"])
    assert told == pytest.approx(np.exp(0.5))


def test_bread_counts_by_its_share(ground):
    fed = {"land__needed_urban": 100.0, "land__bid_rural": 0.0, "land__bid_urban": 0.0}
    found = []
    for tonnes in (100.0, 25.0):
        view = ground.view_after(ground.granted(state_grain__ration=tonnes), **fed)
        found.append(
            float(
                ground.propose("wages", view, goods_share=0.0, bread_share=1.0).values[
                    "industry.wage"
                ]
            )
        )
    assert found == pytest.approx([1, 0.25])


def income(ground, **fields):
    base = ground.setting.endowment
    given = {
        "land__harvest": base.land.sown_area * base.land.yield_,
        "information__published_harvest": base.land.sown_area * base.land.yield_,
        "land__herds": base.land.herds,
        "industry__output": base.land.output_part,
        "industry__invested": 0.2,
        "information__reported_output": 1.0,
    }
    view = ground.view(1, **(given | fields))
    return {
        k.split(".")[1]: float(v)
        for k, v in ground.propose(
            "income", view, farms=0.5, grain=0.6, industry=0.3, rest=0.0
        ).values.items()
    }


def test_income_of_the_base_year_and_what_is_consumed(ground):
    found = income(ground)
    assert found["income"] == pytest.approx(0.8)
    assert found["consumed"] == pytest.approx(0.8 - 0.3 * 0.2)
    assert found["reported_income"] == pytest.approx(0.8)


def test_reports_raise_income_but_not_farms(ground):
    """Output told at twice what it is: the part of industry doubles."""
    assert income(ground, information__reported_output=2.0)["reported_income"] == pytest.approx(1.1)


def test_half_a_harvest(ground):
    base = ground.setting.endowment
    assert income(ground, land__harvest=base.land.sown_area * base.land.yield_ / 2)[
        "income"
    ] == pytest.approx(0.8 - 0.5 * 0.6 / 2)


def test_products_by_recovery_and_rise(ground):
    """Half of the plant in use and no more of it: base x .5^start. Twice the plant, all in use:
    base x 2^rise."""
    part = ground.setting.endowment.land.output_part
    rule = {"steel_base": 4.0, "steel_start": 2.0, "steel_rise": 1.5}
    idle = ground.propose(
        "products", ground.view(1, industry__output=part / 2, industry__running=0.5), **rule
    ).values["industry.products"]
    grown = ground.propose(
        "products", ground.view(1, industry__output=part * 2, industry__running=1.0), **rule
    ).values["industry.products"]
    assert float(idle[0]) == pytest.approx(1.0)
    assert float(grown[0]) == pytest.approx(4 * 2**1.5)

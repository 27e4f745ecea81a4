"""Sentences share out prisoners; camps, settlements and orders act on whom they hold."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.world.repression import CAMP, EXILE, FIRST, NATIONAL, ORDINARY, SECOND, SHOT, SIGNAL


def shape(ground):
    axes = ground.setting.layout.axes
    return len(axes.regions), len(axes.nationalities), 5


def test_every_verdict_is_one_of_the_outcomes(ground):
    found = ground.propose("sentences", ground.view()).values["repression.verdicts"]
    assert found.sum(1).tolist() == pytest.approx([1.0] * 5)
    assert float(found.min()) >= 0


@pytest.mark.parametrize(
    ("channel", "cause"), [(FIRST, "shot"), (ORDINARY, "convicted_colony"), (SIGNAL, "exiled")]
)
def test_the_mixture_of_cases_decides(ground, channel, cause):
    only = jnp.zeros(shape(ground)).at[:, :, channel].set(10.0)
    effect = ground.propose("sentences", ground.view(repression__cases=only), troika=1.0)
    prisoner = ground.setting.layout.is_status("prisoner")
    hazard = effect.hazards[cause]
    assert float(hazard.max()) > 0
    assert float(jnp.where(prisoner, 0, hazard).max()) == 0
    if channel == FIRST:
        assert float(hazard.max()) == pytest.approx(1.0)
        assert all(
            float(effect.hazards[other].max()) == 0
            for other in ("convicted_camp", "convicted_colony", "exiled", "released")
        )


def test_crowding_and_newcomers_kill(ground):
    calm, full = (
        ground.propose("camps", ground.view(repression__crowding=c, repression__fresh=c)).hazards[
            "confined_death"
        ]
        for c in (0.0, 1.0)
    )
    layout = ground.setting.layout
    for name in ("camp", "colony", "special_settler"):
        of = layout.is_status(name)
        assert float(full[of].sum()) > float(calm[of].sum())
    assert float(full[layout.is_status("worker")].sum()) == 0


@pytest.mark.parametrize(("starved", "multiple"), [(0.0, 1.5), (0.5, 3.0), (1.0, 5.5)])
def test_camps_take_in_the_starved(ground, starved, multiple):
    """Hunger of a half in towns and of one in villages: 1 + 2 (1/2 + starved)^2 times the ordinary
    hazard."""
    view = ground.view(
        people__hunger_urban=0.5,
        people__hunger_rural=1.0,
        repression__crowding=0.0,
        repression__fresh=0.0,
    )
    rule = {"camp_mortality_multiple": 1.0, "hunger_mortality_rise": 2.0, "starved": starved}
    layout = ground.setting.layout
    found = ground.propose("camps", view, **rule).hazards["confined_death"]
    usual = ground.setting.endowment.people.death_rate[layout.cell_age, layout.cell_sex]
    of = layout.is_status("camp")
    assert jnp.allclose(found[of], multiple * usual[of], rtol=1e-9)


def test_terms_end_at_their_mean(ground):
    hazard = ground.propose("camps", ground.view(), term=50.0).hazards["released"]
    assert float(hazard[ground.setting.layout.is_status("camp")].max()) == pytest.approx(0.02)


def test_whom_an_operation_sent_stays_longer(ground):
    """Of 900 in camps 300 serve a long term, and 60 of 100 judged by category and 30 of 40 of a
    people came last month: 390 of 900 leave at 1 / 100, the rest at 1 / 50."""
    places = shape(ground)
    sentences = jnp.zeros(places[1:]).at[0, SECOND].set(100.0).at[1, NATIONAL].set(40.0)
    sentences = sentences.at[0, SIGNAL].set(500.0)
    verdicts = jnp.zeros((5, 5)).at[SECOND, CAMP].set(0.6).at[NATIONAL, CAMP].set(0.75)
    fields = {
        "repression__sentences": sentences,
        "repression__verdicts": verdicts.at[SIGNAL, CAMP].set(0.9),
    }
    rule = {"term": 50.0, "long_term": 100.0, "escape": 0.0, "camp_mortality_multiple": -1.0}
    calm = {"crowding_mortality_rise": 0.0, "hunger_mortality_rise": 0.0}
    for long, serving in ((300.0, 390.0), (2000.0, 900.0), (0.0, 90.0)):
        view = with_in_camps(ground, 900.0, ground.view(**fields, repression__long_terms=long))
        found = ground.propose("camps", view, **rule, **calm)
        hazard = found.hazards["released"][ground.setting.layout.is_status("camp")].max()
        assert float(hazard) == pytest.approx((900 - serving) / 900 / 50 + serving / 900 / 100)
        assert float(found.values["repression.long_terms"]) == pytest.approx(0.99 * serving)


def test_orders_need_an_operation_danger_and_a_border(ground):
    """The people of the dangerous state alone; where three in four of it live in a republic of
    their own, the fourth part of the danger counts."""
    people = shape(ground)[1]
    given = {
        "repression__kin_danger": jnp.zeros(people).at[2].set(1.0),
        "repression__distrust_people": 1.0,
        "endowment__own_unit": jnp.zeros(shape(ground)[:2]).at[0, 2].set(0.75),
    }

    def orders(on):
        return ground.propose(
            "deportation_orders",
            ground.view(repression__campaign=on, **given),
            distrust_threshold=0.5,
            distrust_width=0.5,
        ).values["repression.orders"]

    assert float(orders(0.0).sum()) == 0
    found, border = orders(1.0), ground.setting.endowment.land.border
    assert float(found[:, jnp.array([0, 1, 3])].sum()) == 0
    foreign = jnp.array([0.25, 1.0, 1.0])
    asked = jnp.clip((border * foreign - 0.5) / 0.5, 0, 1)
    assert found[:, 2].tolist() == pytest.approx(asked.tolist())


def test_a_whole_people_goes_children_too(ground):
    orders = jnp.zeros(shape(ground)[:2]).at[0, 2].set(1.0)
    hazard = ground.propose(
        "deportation", ground.view(repression__orders=orders), pace=0.3
    ).hazards["people_deported"]
    layout = ground.setting.layout
    of = (layout.cell_region == 0) & (layout.pair_nationality[layout.cell_pair] == 2)
    free = (
        of
        & ~layout.is_status("prisoner")
        & ~layout.is_status("camp")
        & ~layout.is_status("colony")
        & ~layout.is_status("soldier")
        & ~layout.is_status("special_settler")
    )
    assert jnp.unique(hazard[free]).tolist() == pytest.approx([0.3])
    assert float(jnp.where(of, 0, hazard).max()) == 0


def test_books_close(ground):
    """10 under way, 4 come and 3 go: 11; what is booked under limits fills them and leaves the
    cards."""
    ones = jnp.ones(shape(ground))
    view = ground.view(
        repression__cases=10 * ones,
        repression__booked=4 * ones,
        repression__judged=3 * ones,
        repression__cards=1000.0,
        repression__returned=0.0,
    )
    found = ground.propose("registers", view, lost=0.0, slipped=0.0).values
    people = shape(ground)[1]
    assert float(jnp.abs(found["repression.cases"] - 11).max()) == 0
    assert found["repression.filled"].tolist() == [pytest.approx([4.0 * people] * 2)] * 3
    assert found["repression.cards"].tolist() == pytest.approx([1000.0 - 8 * people] * 3)


def verdicts(ground, cases, places, **given):
    view = ground.view(repression__cases=cases, repression__places=places, repression__inmates=0.0)
    return ground.propose("sentences", view, **given).values["repression.verdicts"]


def test_more_cases_are_lighter_ones(ground):
    """With twice the grave cases in hand half as many in a hundred are shot, below them no
    fewer."""
    staff = float(ground.view().world.repression.staff)

    def each(cases):
        return (
            jnp.zeros(shape(ground))
            .at[:, :, SIGNAL]
            .set(cases * staff / (shape(ground)[0] * shape(ground)[1]))
        )

    few, bar, many = (
        float(verdicts(ground, each(n), 0.0, grave_cases_per_officer=1.0)[SIGNAL, SHOT])
        for n in (0.5, 1.0, 2.0)
    )
    assert few == pytest.approx(bar)
    assert many == pytest.approx(bar / 2)


def test_exile_falls_as_camps_grow(ground):
    """By e for each `exile_inmates_scale` places a thousand people; the others go to camps."""
    people = float(ground.view().world.information.known_population.sum())
    none = jnp.zeros(shape(ground))
    empty, full = (
        verdicts(ground, none, places, exile_inmates_scale=2.0)[SIGNAL]
        for places in (0.0, 2e-3 * people)
    )
    assert float(full[EXILE] / empty[EXILE]) == pytest.approx(jnp.exp(-1.0))
    assert float(full.sum()) == pytest.approx(1)
    assert float(full[CAMP]) > float(empty[CAMP])


def test_camps_draw_convicts_of_the_courts_as_they_have_places(ground):
    """A thousand judged for crime, of whom at most half are grave enough: a tenth of 3,000 empty
    places is 300, of 8,000 they are 500 and no more, of none none. Boards do not ask."""
    cases = jnp.zeros(shape(ground))
    judged = 1000 / (1 - float(jnp.exp(-0.5)))
    cases = cases.at[0, 0, ORDINARY].set(judged).at[0, 0, SIGNAL].set(100.0)
    rule = {
        "court": 0.5,
        "drawn": 0.1,
        "acquitted": 0.2,
        "ordinary_camp_share": 0.5,
        "further_camp_share": 0.0,
        "exile": 0.0,
    }
    for places, share in ((0.0, 0.0), (3000.0, 0.3), (8000.0, 0.5)):
        found = verdicts(ground, cases, places, **rule)
        assert float(found[ORDINARY, CAMP]) == pytest.approx(share)
        assert float(found[ORDINARY].sum()) == pytest.approx(1)
        assert float(found[SIGNAL, CAMP]) > 0


@pytest.mark.parametrize(("spawn", "places"), [(0.5, 1400.0), (0.2, 1200.0), (0.0, 1000.0)])
def test_barracks_follow_what_the_camps_are_to_build(ground, spawn, places):
    """Under full force a tenth of an output is invested: of the 5,000 hands it wants 4,000 have no
    place yet, and a tenth of those places is built, or what the camps there are can spare guards
    for; under free trade none."""
    found = []
    for line in (-1.0, 1.0):
        view = with_places(with_in_camps(ground, 500.0), 1000.0)
        view = eqx.tree_at(
            lambda v: (v.world.policy.line, v.world.industry.invested),
            view,
            (jnp.asarray(line), jnp.asarray(0.1)),
        )
        rule = {"built": 0.1, "base_places": 10.0, "sites": 50_000.0, "spawn": spawn}
        found.append(float(ground.propose("registers", view, **rule).values["repression.places"]))
    assert found == pytest.approx([places, 1000.0])


def test_barracks_follow_those_who_are_sent(ground):
    """Two thousand in the room of a thousand: a tenth of what lacks is built; the rest crowds."""
    view = with_in_camps(ground, 2000.0)
    rule = {"built": 0.1, "base_places": 10.0, "sites": 0.0, "spawn": 0.5}
    found = ground.propose("registers", with_places(view, 1000.0), **rule).values
    assert float(found["repression.places"]) == pytest.approx(1100)
    assert float(found["repression.crowding"]) == pytest.approx(2000 / 1100 - 1)
    roomy = ground.propose("registers", with_places(view, 5000.0), **rule)
    assert float(roomy.values["repression.places"]) == pytest.approx(5000)
    assert float(roomy.values["repression.crowding"]) == 0


def with_in_camps(ground, persons, view=None):
    """A view with so many in camps, all of one cell."""
    layout, view = ground.setting.layout, ground.view() if view is None else view
    cells = np.flatnonzero(np.asarray(layout.is_status("camp")))
    held = jnp.where(layout.is_status("camp"), 0, view.world.people.persons)
    held = held.at[cells[0]].set(persons)
    return eqx.tree_at(lambda v: v.world.people.persons, view, held)


def with_places(view, places):
    return eqx.tree_at(lambda v: v.world.repression.places, view, jnp.asarray(places))

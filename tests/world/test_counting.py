"""Counts of whole persons against the plain way: every cell and cause drawn, none passed over."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import draws
from partystate.world.accountant.counting import listed
from partystate.world.accountant.people import settle_people
from partystate.world.causes import BIRTH_SITE, SEX_AT_BIRTH_SITE
from partystate.world.causes import PEACE as CAUSES
from partystate.world.effect import Effect
from partystate.world.exits import EVERYWHERE

STREAM = 1
YES = jnp.asarray(True)


@pytest.fixture(scope="module")
def start(toy_scenario):
    return toy_scenario.start(toy_scenario.values("central", 1, 0), 1)


def may_leave(layout):
    """Who can go for each cause, by name [cells]."""
    exits, pairs = layout.exits, layout.axes.sizes[0]
    found = dict(zip(EVERYWHERE, exits.can_everywhere, strict=True))
    for name, here in exits.here.items():
        everyone = np.zeros((pairs, exits.can.shape[1]), bool)
        everyone[np.asarray(exits.pairs[here])] = np.asarray(exits.can[here])
        found[name] = everyone
    return {name: np.asarray(can).reshape(-1) for name, can in found.items()}


def proposed(layout, seed, scale):
    """Hazards a month over many scales, nought for some, and births."""
    rng = np.random.default_rng(seed)
    cells = len(layout.cell_region)

    def rates():
        high = np.exp(rng.uniform(np.log(1e-8), np.log(scale), cells))
        return jnp.asarray(np.where(rng.uniform(size=cells) < 0.2, 0, high))

    return Effect(
        hazards={cause.name: rates() for cause in CAUSES}, births={"per_woman": rates() / scale}
    )


def plainly(world, effect, layout, luck):
    """Persons who leave [K, cells], one cause after the other, and births [Q] and girls [Q]."""
    persons, can = world.people.persons, may_leave(layout)
    hazard = {c.name: jnp.where(can[c.name], effect.hazards[c.name], 0) for c in CAUSES}
    total = sum(hazard.values())
    rate = jnp.where(total > 0, -jnp.expm1(-total) / jnp.where(total > 0, total, 1), 0)
    left, earlier, gone = persons, jnp.zeros_like(persons), []
    for cause in CAUSES:
        open_still = 1 - earlier * rate
        chance = jnp.where(
            open_still > 0, hazard[cause.name] * rate / jnp.where(open_still > 0, open_still, 1), 0
        )
        here = (luck, STREAM, cause.number, world.month, layout.cell_ids)
        went = draws.count(*here, left, jnp.clip(chance, 0, 1))
        gone.append(went)
        left, earlier = left - went, earlier + hazard[cause.name]
    chance = jnp.where(layout.cell_sex == 1, jnp.clip(effect.births["per_woman"], 0, 1), 0)
    born = draws.count(luck, STREAM, BIRTH_SITE, world.month, layout.cell_ids, persons, chance)
    born = layout.by_pair(born)
    girls = draws.count(
        luck, STREAM, SEX_AT_BIRTH_SITE, world.month, layout.pair_ids, born, 100 / 205
    )
    return jnp.stack(gone), born, girls


@pytest.mark.parametrize(("seed", "scale"), [(1, 0.01), (2, 0.5), (3, 8.0)])
def test_what_is_passed_over_would_have_been_nought(start, seed, scale):
    """Small hazards, middling ones, and some that leave nobody: the same persons go as when every
    cell is drawn."""
    world, setting = start
    layout, luck = setting.layout, draws.luck(seed)
    effect = proposed(layout, seed, scale)
    _, flows = settle_people(world, effect, layout, luck, STREAM, True)
    gone, born, girls = plainly(world, effect, layout, luck)
    assert gone.sum() > 1000
    for k, cause in enumerate(CAUSES):
        # the sum of hazards is added in another order, and a uniform may meet a step
        apart_by = np.abs(np.asarray(flows.left[k] - gone[k]))
        assert apart_by.max() <= 1, cause.name
        assert apart_by.sum() <= 2, cause.name
    np.testing.assert_array_equal(flows.newborn.sum(1), born)
    np.testing.assert_array_equal(flows.newborn[:, 1], girls)


def test_every_exit_and_every_birth_has_one_turn(start):
    layout = start[1].layout
    turns, cells = layout.turns, len(layout.cell_ids)
    standing = np.asarray(turns.cells)
    for part in standing:
        real = part[part < 2 * cells]
        assert len(np.unique(real)) == len(real)
    rows = [np.arange(cells).reshape(layout.axes.sizes[0], -1)] * 2
    rows[1] = rows[0] + cells
    width = rows[0].shape[1]
    *of_causes, births = turns.by_cause(turns.cells, width)
    np.testing.assert_array_equal(births, rows[1])
    for cause, found in zip(CAUSES, of_causes, strict=True):
        here = layout.exits.here.get(cause.name)
        pairs = slice(None) if here is None else np.asarray(layout.exits.pairs[here])
        np.testing.assert_array_equal(found, rows[0][pairs])
    real = standing < 2 * cells
    ids = np.asarray(layout.cell_ids)[standing[real] % cells]
    np.testing.assert_array_equal(np.asarray(turns.first)[real], ids[:, 0])
    np.testing.assert_array_equal(np.asarray(turns.second)[real], ids[:, 1])


def test_numbers_go_into_their_parts_and_come_out_again(start):
    turns = start[1].layout.turns
    width = start[1].layout.exits.can.shape[1]
    rng = np.random.default_rng(4)
    rows = [jnp.asarray(rng.uniform(size=(pairs, width))) for _, _, pairs in turns.runs]
    for given, found in zip(rows, turns.by_cause(turns.in_parts(rows), width), strict=True):
        np.testing.assert_array_equal(given, found)


@pytest.mark.parametrize("share", [0, 0.2, 1])
def test_a_list_holds_each_flag_once_and_then_none(share):
    flags = jnp.asarray(np.random.default_rng(5).uniform(size=32 * 11) < share)
    places, count = jax.jit(lambda f: listed(f, 40, YES))(flags)
    assert int(count) == int(flags.sum())
    assert sorted(np.asarray(places[: int(count)])) == np.flatnonzero(flags).tolist()
    assert np.all(np.asarray(places[int(count) :]) == len(flags))
    assert len(places) == len(flags) + 40

"""Each direction a mechanism declares: the low and the high end of a parameter's prior move the
observable as it says."""

import polars as pl
import pytest

from partystate.experiments.histories import simulate
from partystate.history.observables.observe import EVERYTHING, Selection
from partystate.history.series import blocks_of
from partystate.mechanisms.registry import (
    MECHANISMS,
    is_of_revolution,
    is_of_the_leadership,
    is_of_war,
    is_shared,
)
from partystate.scenario.assemble import ENDOGENOUS, assemble
from partystate.scenario.parts import LEADERSHIP, REVOLUTION

DECLARED = [(m, d) for m in MECHANISMS for d in m.directions]
# of a leadership one history says little: a motion is carried or it is not
HISTORIES = 25
# a war in which toyland's state collects little, so that the confined go short
IN_WANT = {"camps_at_war": {"procurement.most_share": 0.05}}


@pytest.fixture(scope="module")
def grounds(toyland, toy_scenario):
    """(scenario, histories) in which the directions of a mechanism are looked at: people and land
    in one history; the leadership alone in several under the same luck; what carries the line from
    one to the other, where the line is their own; a war in a run that goes on into one; a
    revolution by itself, in several."""
    alone = assemble(toyland, parts=(LEADERSHIP,))
    own_line = assemble(toyland, line=ENDOGENOUS)
    at_war = assemble(toyland, until=toyland.meta.furthest)
    rising = assemble(toyland, parts=(REVOLUTION,))

    def ground(mechanism):
        if is_shared(mechanism):
            return own_line, 1
        if is_of_war(mechanism):
            return at_war, 1
        if is_of_revolution(mechanism):
            return rising, HISTORIES
        return (alone, HISTORIES) if is_of_the_leadership(mechanism) else (toy_scenario, 1)

    return ground


def total(scenario, histories, values, observable):
    """Sum over histories and time of an observable's finest series: `name`, with `:group` or
    `@level` where they are not the whole or the truth; of all groups where there is no whole."""
    name, _, level = observable.partition("@")
    name, _, group = name.partition(":")
    asked = Selection(names=frozenset({name}), levels=frozenset({level or "truth"}))
    found, is_alone = 0.0, histories == 1
    # of one history all is observed: a program of its own for each observable takes longer
    wanted = EVERYTHING if is_alone else (asked,)
    for number in range(histories):
        made = simulate(scenario, 1, number, values=values, flows=is_alone).trajectory
        blocks = [b for b in blocks_of(made, scenario, wanted) if asked.takes(b)]
        whole = [b for b in blocks if group in b.groups]
        if whole:
            found += float(whole[-1].values[:, whole[-1].groups.index(group)].sum())
        else:
            assert not group, f"{name} has no group {group}"
            found += sum(float(b.values.sum()) for b in blocks)
    return found


@pytest.mark.parametrize(
    ("mechanism", "direction"),
    DECLARED,
    ids=[f"{m.id}-{d.parameter}" for m, d in DECLARED],
)
def test_declared_direction(mechanism, direction, grounds):
    scenario, histories = grounds(mechanism)
    name = f"{mechanism.id}.{direction.parameter}"
    row = (
        scenario.country.tables["parameters"].filter(pl.col("parameter") == name).row(0, named=True)
    )
    central = scenario.values("central", 1, 0) | IN_WANT.get(mechanism.id, {})
    low, high = (
        total(scenario, histories, central | {name: row[end]}, direction.observable)
        for end in ("low", "high")
    )
    assert (high - low) * direction.sign > 0, (
        f"{name}: {direction.observable} goes from {low:g} to {high:g}"
    )


# what they move has no sign of its own: it is that of the leadership's line, or of where towns grow
NO_SIGN = ("village_line", "delegations")


def test_every_mechanism_with_parameters_declares_a_direction():
    silent = {m.id for m in MECHANISMS if m.parameters and not m.directions}
    assert silent == set(NO_SIGN)

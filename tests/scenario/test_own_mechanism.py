"""Mechanisms of the user's own: each mistake has its error, and each has luck and parameters of its
own. What becomes of a run with one: tests/experiments/test_own_runs.py."""

import pickle
from dataclasses import dataclass, replace

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core.errors import UserError
from partystate.engine.run import inputs_at
from partystate.engine.step import propose
from partystate.engine.wrappers import scale
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.land.relief import Relief
from partystate.mechanisms.registry import STREAMS
from partystate.scenario.own_mechanism import own_of, streams_of
from partystate.scenario.own_places import POSTS
from partystate.scenario.own_proposals import check_proposals
from partystate.scenario.own_source import require_importable, written
from partystate.scenario.parts import LEADERSHIP, SOCIETY, mechanisms_of
from partystate.scenario.scenario import Scenario
from partystate.world.accountant import posts
from partystate.world.accountant.settled import SETTLED
from partystate.world.effect import Effect
from tests.own_mechanisms import Dice, Gift, Idle, NoParams, SameRelief, proposing


@pytest.fixture(scope="module")
def plain(toyland):
    return Scenario(toyland)


def like(**said):
    """A class as `Idle`, with some of its words changed."""
    return type("Mine", (Idle,), {"id": "mine", "stream": said.get("id", "mine"), **said})()


class Other(eqx.Module):
    pass


class Rest:
    """Not built upon `Mechanism`."""


class Unnamed(Mechanism[NoParams]):
    theme, phase = "land", "act"

    def propose(self, view, params):
        return Effect()


class Bare(Mechanism):
    id, theme, phase = "bare", "land", "act"

    def propose(self, view, params):
        return Effect()


class Holding(Idle):
    def __init__(self, strength):
        self.strength = strength


@dataclass(frozen=True, repr=False)
class Compared(Idle):
    """Holds a number too, and is equal to those of the same number alone."""

    strength: float


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Idle, "a class is given in place of a mechanism; found Idle. Call it"),
        (Rest(), "this is no mechanism"),
        (scale(Idle(), 0.5), "idle is changed from outside; found Scaled"),
        (Unnamed(), "Unnamed does not say its id"),
        (Bare(), "does not say what its parameters are"),
        (Holding(2.0), "holds values of its own; found strength; expected fields of Params"),
        (like(id="My own"), "cannot have this id"),
        (like(phase="acting"), "names a phase in which none runs; found 'acting'"),
        (like(phase="account"), "names a phase in which none runs"),
        (like(theme="grain"), "of a theme that there is not; found 'grain'; expected belief,"),
        (like(stream="harvest"), "would draw the luck of another; found stream = 'harvest'"),
        (like(id="accountant"), "is the name of something else; found 'accountant'"),
        (like(id="opening"), "is the name of something else; found 'opening'"),
        (like(id="relief", theme="power"), "in place of one of another theme; found 'power'"),
        (like(directions=(Direction("x", "y", 1),)), "a direction of the mechanism mine cannot"),
    ],
)
def test_what_cannot_be_a_mechanism_is_told_when_it_is_given(plain, given, says):
    with pytest.raises(UserError, match=says):
        plain.with_mechanism(given)


def test_two_that_hold_numbers_and_say_so_are_told_apart(plain):
    one, two = (plain.with_mechanism(Compared(n)).own[0].brought for n in (1.0, 2.0))
    assert one != two
    assert one == plain.with_mechanism(Compared(1.0)).own[0].brought


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"shard": 1.0}, "gift has no such parameter; found 'shard'; expected share"),
        ({"share": "much"}, "neither a value nor a range; found gift.share: 'much'"),
        ({"share": (0.5, 0.2, 0.9)}, "three that do not fall"),
        ({"share": (0.5, 0.9)}, "neither a value nor a range"),
        ({"share": float("nan")}, "neither a value nor a range"),
        ({"share": True}, "neither a value nor a range"),
    ],
)
def test_a_parameter_that_is_none_is_told(plain, params, says):
    with pytest.raises(UserError, match=says):
        plain.with_mechanism(Gift(), params=params)


def test_a_parameter_without_a_value_is_told(plain):
    class Params(eqx.Module):
        depth: float

    class Deep(Idle, Mechanism[Params]):
        id = "deep"

    with pytest.raises(UserError, match=r"has no value; found deep.depth; expected params=\{'dep"):
        plain.with_mechanism(Deep())
    assert plain.with_mechanism(Deep(), params={"depth": 2}).own[0].parameters[0].central == 2


def test_one_by_itself_is_no_list_of_them(toyland):
    with pytest.raises(UserError, match="a list of them"):
        Scenario(toyland, mechanisms=Idle())
    assert [m.id for m in Scenario(toyland, mechanisms=[Idle()]).own] == ["idle"]


def test_the_last_of_an_id_has_the_last_word(plain):
    twice = plain.with_mechanism(Gift()).with_mechanism(Idle())
    again = twice.with_mechanism(Gift(), params={"share": 0.5})
    assert [m.id for m in again.own] == ["idle", "gift"]
    assert again.own[1].parameters[0].central == 0.5
    assert plain.own == ()
    assert repr(again).startswith("<Scenario of toyland: mechanisms=('idle', 'gift')")


def test_it_stands_in_place_of_the_one_of_its_id_or_comes_last(plain):
    own = plain.with_mechanism(SameRelief()).with_mechanism(Idle()).own
    ids = [m.id for m in mechanisms_of((SOCIETY,))]
    found = mechanisms_of((SOCIETY,), own=own)
    assert [m.id for m in found] == [*ids, "idle"]
    assert type(found[ids.index("relief")].inner) is SameRelief
    assert [one.replaces for one in own] == [True, False]


def test_luck_of_its_own_and_of_the_one_in_whose_place_it_stands(toyland):
    added, rival = own_of(Dice(), toyland), own_of(SameRelief(), toyland)
    streams = streams_of([added, rival])
    assert list(streams) == ["own dice"]
    assert streams["own dice"] > max(STREAMS.values())
    assert streams == streams_of([added])  # whoever else is there
    assert added.brought.stream == "own dice"
    assert rival.brought.stream == "relief"
    others = streams_of(own_of(like(id=f"mine{n}"), toyland) for n in range(100))
    assert len(set(others.values())) == 100


def test_two_that_share_a_stream_are_refused(toyland, monkeypatch):
    """No two short names were found that do, so all are made to."""
    monkeypatch.setattr("partystate.scenario.own_mechanism.STREAM_BYTES", 1)
    with pytest.raises(UserError, match="would share their luck"):
        streams_of(own_of(like(id=f"mine{n}"), toyland) for n in range(257))


def test_ranges_are_drawn_and_move_no_other_draw(plain):
    own = plain.with_mechanism(Gift(), params={"share": (0.2, 0.5, 0.9)})
    central, drawn = (own.assembled.values(kind, 3, 1) for kind in ("central", "prior"))
    assert central["gift.share"] == 0.5
    assert 0.2 < drawn["gift.share"] < 0.9
    assert own.assembled.values("prior", 3, 2)["gift.share"] != drawn["gift.share"]
    without = plain.assembled.values("prior", 3, 1)
    assert {n: v for n, v in drawn.items() if n != "gift.share"} == without


def test_a_rival_has_the_countrys_values_but_those_it_brings(plain):
    rival = plain.with_mechanism(SameRelief(), params={"generosity": 0.5}).assembled
    ours = plain.assembled
    assert rival.values("prior", 3, 1) == ours.values("prior", 3, 1) | {"relief.generosity": 0.5}


def test_what_ifs_change_its_parameters_and_leave_it_out(plain):
    own = plain.with_mechanism(Gift())
    edit = {"target": "parameter", "name": "gift.share", "set": 0.25}
    assert own.edited({"edit": [edit]}).assembled.values("central", 1, 0)["gift.share"] == 0.25
    dated = own.edited({"edit": [edit | {"start": "1930-01"}]}).assembled
    assert dated.values("central", 1, 0)["gift.share"] == 1.0
    without = own.edited({"edit": [{"target": "mechanism", "name": "gift", "change": "ablate"}]})
    assert without.assembled.rules.mechanisms[-1] == scale(own.own[0].brought, 0)
    with pytest.raises(UserError, match=r"unknown parameter; found 'gift.shar'"):
        own.edited({"edit": [edit | {"name": "gift.shar"}]})
    with pytest.raises(UserError, match="unknown parameter"):
        plain.edited({"edit": [edit]})


def test_a_parameter_that_a_rival_has_not_is_not_changed(plain):
    rival = plain.with_mechanism(like(id="relief"))
    edit = {"target": "parameter", "name": "relief.generosity", "set": 0.5}
    with pytest.raises(UserError, match="unknown parameter"):
        rival.edited({"edit": [edit]})


def test_one_of_a_part_that_does_not_run_is_told(toyland):
    top = Scenario(toyland, parts=(LEADERSHIP,)).with_mechanism(Idle())
    with pytest.raises(UserError, match="idle would not act in this run; found theme = 'land'"):
        assert top.assembled
    war = Scenario(toyland, parts=(SOCIETY,)).with_mechanism(like(theme="war"))
    with pytest.raises(UserError, match="mine would not act in this run"):
        assert war.assembled


@pytest.fixture(scope="module")
def tried(toyland, toy_scenario):
    """A function: the check of what mechanisms propose in the first month of toyland."""
    world, setting = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    month = inputs_at(toy_scenario.inputs, 0)

    def check(*given, parts=(SOCIETY, LEADERSHIP), world=world):
        own = [own_of(m, toyland) for m in given]
        ours = mechanisms_of(parts, own=own)
        params = {one.id: one.mechanism.Params() for one in own if not one.replaces}
        rules = replace(
            toy_scenario.rules,
            mechanisms=ours,
            streams=tuple((STREAMS | streams_of(own)).items()),
        )
        here = replace(setting, parameters=setting.parameters | params)
        check_proposals(rules, own, world, month, here)
        return rules, world, month, here

    return check


def cells(view):
    return jnp.zeros(view.layout.cell_pair.shape)


def regions(view):
    return jnp.zeros(len(view.layout.axes.regions))


def nothing(view):
    return jnp.zeros(())


def test_what_may_be_proposed_may(tried):
    tried(Idle(), Gift(), Dice(), SameRelief())
    tried(
        proposing(
            hazards={"death": cells},
            births={"per_woman": cells},
            inflows={"peasant_grain": regions, "state_grain": nothing},
            claims={"state_grain.relief": regions, "state_grain.export": nothing},
            values={"policy.relief_due": regions},
        )
    )
    tried(proposing("report", values={"policy.relief_due": regions}))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            proposing(hazards={"dying": cells}),
            "mine proposes hazards that there are not; found 'dying'",
        ),
        (proposing(hazards={"called_up": cells}), "proposes hazards that there are not"),
        (
            proposing(hazards={"death": regions}),
            r"proposes hazards:death in another shape; found \[3\]; expected \[\d+\] \[cells\]",
        ),
        (
            proposing(hazards={"death": lambda v: v.layout.cell_pair}),
            "in another kind of number; found int64; expected floating",
        ),
        (
            proposing("decide", hazards={"death": cells}),
            "proposes hazards, which are not taken in its phase; found phase = 'decide'",
        ),
        (proposing("report", claims={"state_grain.relief": regions}), "proposes claims, which"),
        (proposing(claims={"state_grain.gifts": regions}), "proposes claims that there are not"),
        (proposing(claims={"state_grain.relief": nothing}), r"expected \[3\] \[regions\]"),
        (proposing(inflows={"horses": regions}), "expected peasant_grain, state_grain"),
        (proposing(births={"per_man": cells}), "expected per_woman"),
        (
            proposing(destinations={"deported": lambda v: jnp.ones(v.layout.pair_region.shape)}),
            "sets what dekulakisation sets already",
        ),
        (proposing(values={"policy.releif_due": regions}), "expected policy.relief_due"),
        (proposing(values={"policies": regions}), "proposes values that there are not"),
        (proposing(values={"policy.relief_due": nothing}), r"expected \[3\] \[regions\]"),
        (
            proposing(values={"policy.relief_due": lambda v: regions(v).astype("float32")}),
            "found float32; expected float64",
        ),
        (
            proposing("decide", values={"policy.relief_due": regions}),
            "mine sets what relief sets already; found values:policy.relief_due in the phase "
            "'decide'; expected one that sets it. Give it the id 'relief'",
        ),
        (
            proposing(values={"people.persons": lambda v: v.world.people.persons}),
            "sets what the accountant alone sets; found values:people.persons",
        ),
        (proposing(posts={"wanted": nothing}), "proposes posts that there are not"),
        (
            proposing(posts={"executed": lambda v: v.world.power.alive}),
            "mine sets what prosecution sets already; found posts:executed",
        ),
        (proposing(posts={"executed": nothing}), r"posts:executed in another shape"),
        (
            proposing(hazards={"death": lambda v: 1 / 0}),
            "mine broke when it was tried on the first month; found ZeroDivisionError",
        ),
        (
            proposing(hazards={"death": lambda v: cells(v) if v.world.policy.line > 0 else None}),
            "expected jnp.where in place of if",
        ),
        (
            proposing(hazards={"death": lambda v: v.world.war.captives}),
            "expected parts of the world that this run has; it has no war",
        ),
    ],
)
def test_what_cannot_be_carried_out_is_told_before_a_month_is_run(tried, given, says):
    with pytest.raises(UserError, match=says):
        tried(given)


def test_two_of_the_users_own_that_set_one_thing(tried):
    one = proposing(values={"policy.relief_due": regions})
    two = type("Two", (type(one),), {"id": "two", "stream": "two"})()
    with pytest.raises(UserError, match="mine sets what two sets already"):
        tried(one, two)


def test_a_proposal_that_is_no_effect(tried):
    class Silent(Idle):
        id = "silent"

        def propose(self, view, params):
            return None

    with pytest.raises(UserError, match="silent proposes no Effect; found NoneType"):
        tried(Silent())


def test_a_rival_that_leaves_posts_out(tried):
    rival = like(id="prosecution", theme="terror", phase="act")
    with pytest.raises(UserError, match="nobody proposes some posts any more; found no posts:"):
        tried(rival)


def test_births_and_inflows_below_nought_are_no_numbers(tried):
    """So that such a run breaks, and no book is closed over them."""
    below = proposing(
        inflows={"peasant_grain": lambda v: regions(v).at[0].set(-1.0)},
        births={"per_woman": lambda v: cells(v) - 1},
    )
    rules, world, month, here = tried(below)
    effect = propose(rules.mechanisms[-1], rules, world, month, here)
    assert np.isnan(np.asarray(effect.inflows["peasant_grain"])).tolist() == [True, False, False]
    assert np.isnan(np.asarray(effect.births["per_woman"])).all()


def test_its_draws_are_its_own(tried):
    """Not those that another has at the same site in the same month."""
    rules, world, month, here = tried(Dice())
    mine = propose(rules.mechanisms[-1], rules, world, month, here).hazards["death"]
    again = replace(rules, streams=tuple((dict(rules.streams) | {"own dice": 7}).items()))
    other = propose(rules.mechanisms[-1], again, world, month, here).hazards["death"]
    assert 0.49 < float(mine.mean()) < 0.51
    assert not np.isin(np.asarray(mine), np.asarray(other)).any()


def test_posts_are_those_of_the_accountant():
    assert tuple(POSTS) == posts.POSTS


def test_fields_of_the_accountant_are_there(toy_scenario):
    world, _ = toy_scenario.start(toy_scenario.values("central", 1, 0), 1)
    for path in SETTLED:
        world.at(path)


FACTOR = 1.0


class Reading(Idle):
    """Reads a number of its module."""

    id = "reading"

    def propose(self, view, params):
        return Effect(hazards={"death": factor() * cells(view)})


def factor():
    return FACTOR


def test_what_was_compiled_is_not_taken_for_it_once_it_reads_another_number(toyland, monkeypatch):
    before = own_of(Reading(), toyland)
    assert before.written.of == "source"
    assert before == own_of(Reading(), toyland)
    monkeypatch.setitem(globals(), "FACTOR", 2.0)
    after = own_of(before, toyland)
    assert after.written.digest != before.written.digest
    assert after.brought != before.brought


def test_without_a_text_the_hash_is_of_the_bytecode(toyland):
    """As of a class that was typed into a prompt."""
    digests = []
    for power in (1, 2):
        here = {"Idle": Idle, "Effect": Effect, "__name__": "__main__"}
        body = (
            f"class Typed(Idle):\n id = 'typed'\n def propose(self, v, p): return Effect({power})"
        )
        exec(body, here)
        found = written(here["Typed"]())
        assert found.of == "bytecode"
        digests.append(found.digest)
    assert digests[0] != digests[1]


def test_what_another_process_can_import(toyland):
    require_importable(Gift())
    assert pickle.loads(pickle.dumps(own_of(Gift(), toyland))) == own_of(Gift(), toyland)
    with pytest.raises(UserError, match="other processes cannot import the mechanism mine"):
        require_importable(proposing())


def test_the_package_own_mechanism_under_another_value(plain):
    own = plain.with_mechanism(Relief(), params={"generosity": 0.9}).own[0]
    assert own.replaces
    assert own.written.module == "partystate.mechanisms.land.relief"

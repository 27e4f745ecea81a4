"""The leadership alone: what may not change a history, what must, and what is true of any of them
(toyland)."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from partystate.core import dates
from partystate.country.what_ifs import Edit, WhatIf
from partystate.engine.run import joined, months_between, run
from partystate.experiments.placebo import shuffled, with_placebo
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP
from partystate.scenario.party_inputs import roster_at
from partystate.world.power import EXPELLED, FULL, MEMBER, NOBODY
from tests.leadership_runs import histories

ALONE = (LEADERSHIP,)
PIECES = 5  # that divide the 85 months of toyland


@pytest.fixture(scope="module")
def top(toyland):
    return assemble(toyland, parts=ALONE)


@pytest.fixture(scope="module")
def kept(top):
    return histories(top)


def with_persons(country, persons):
    return replace(country, tables=country.tables | {"persons": persons})


def by_name(kept, field):
    """Array with persons in alphabetical order of their names."""
    return kept.fields[field][..., np.argsort(kept.names)]


def test_cut_and_resumed_is_uncut(top):
    """Cut four times, in pieces of one length, which are one program."""
    world, setting = top.start(top.values("prior", 3, 0), 3, 0)
    length = len(top.months) // PIECES
    assert length * PIECES == len(top.months)
    whole = run(top.rules, world, top.inputs, setting)
    again = run(top.rules, world, months_between(top.inputs, 0, length), setting)
    for piece in range(1, PIECES):
        months = months_between(top.inputs, piece * length, (piece + 1) * length)
        again = joined(again, run(top.rules, again.world, months, setting, again.pending))
    for name, values in whole.record.items():
        assert np.array_equal(values, again.record[name]), name


def test_permuted_persons_permute_the_result_and_nothing_else(toyland, kept):
    turned = with_persons(toyland, toyland.tables["persons"].reverse())
    other = histories(assemble(turned, parts=ALONE))
    for field in ("seats", "status", "ruling", "opposing", "alive"):
        assert np.array_equal(by_name(kept, field), by_name(other, field)), field
    assert np.allclose(by_name(kept, "standing"), by_name(other, "standing"), atol=1e-4)


def test_a_person_who_never_enters_changes_nothing_for_the_others(toyland, kept):
    rows = toyland.tables["persons"]
    late = rows.head(1).with_columns(
        person=pl.lit("nobody-yet"), name=pl.lit("Nobody Yet"), entry=pl.lit("1950")
    )
    other = histories(assemble(with_persons(toyland, pl.concat([rows, late])), parts=ALONE))
    mine = [other.names.index(name) for name in kept.names]
    for field in ("seats", "status", "ruling", "opposing"):
        assert np.array_equal(kept.fields[field], other.fields[field][..., mine]), field


def test_what_is_true_of_every_history(kept):
    fields, people = kept.fields, len(kept.names)
    assert np.all((fields["standing"] >= 0) & (fields["standing"] <= 10))
    assert np.all(np.abs(kept.circle_trust) <= 1)
    held = fields["holder"]
    alive = np.take_along_axis(fields["alive"], np.maximum(held, 0), 2)
    member = np.take_along_axis(fields["status"], np.maximum(held, 0), 2) == MEMBER
    assert np.all((held < 0) | (alive & member))
    assert held.max() < people
    seated = (fields["seats"] > 0).any(2)
    assert not np.any(seated & ~fields["alive"])
    assert not np.any(seated & (fields["status"] != MEMBER))
    full = (fields["seats"] == FULL).sum(3)
    most = np.maximum.accumulate(kept.party.places[None, :, :, 1], axis=1)
    assert np.all(full <= np.maximum(most, (kept.before["seats"] == FULL).sum(2)[:, None]))
    # the three weights of power, drawn for each run, need not sum to one
    whole = fields["bloc"].sum(2)
    assert np.all((whole > 1 / 2) & (whole < 3 / 2))
    assert np.all(fields["bloc"] >= 0)
    assert not np.any(~fields["alive"][:, :-1] & fields["alive"][:, 1:])


# A mechanism taken out leaves what it alone moves as it was at the opening.
LEFT_AS_IT_WAS = {
    "succession": ("presence", "testament", "subject"),
    "standing": ("standing",),
    "relations": ("trust_of_founder",),
    "patronage": ("bloc", "principal", "apparatus_held"),
    "issues": ("line",),
    "coalition": ("ruling", "strongest", "leader"),
    "discipline": ("motion", "yielded", "recanted"),
    "votes": ("vote_for", "division", "challenge", "faction_ban"),
    "appointments": (),
    "elite_threat": ("threat", "established", "wanted", "order", "intensity", "arrested"),
    "police_chief": ("intensity", "chief_left", "braking", "disgraced", "arrested"),
    "prosecution": ("accused", "custody", "confessed", "disruption", "arrested", "executed"),
    "officers": ("officers_arrested", "officers_left", "experience"),
    "abroad": ("conformity", "killed_abroad"),
    "intelligence": ("networks", "strength"),
    "erasure": ("left", "erased", "credit"),
    "propaganda": ("creed.honoured", "creed.image", "creed.founder_share", "creed.candor"),
    "doctrine": ("creed.one_country", "creed.licence"),
}
# so that there is terror to be taken out, opponents who go every step, and somebody abroad to hunt
HARSH = {
    "elite_threat.established": 0.05,
    "elite_threat.betrayal": 1.0,
    "elite_threat.rivals": 2.0,
    "elite_threat.opponents": 2.0,
    "elite_threat.term": 12.0,
    "discipline.half_saturation": 0.05,
    "discipline.protection": 0.0,
    "discipline.spoils": 1.0,
    "discipline.voice": 1.0,
    "discipline.submission": 0.15,
    "votes.acceptance": 0.02,
    "votes.conformity": 5.0,
    "prosecution.opponents": 0.0,
    "abroad.hunting": 5.0,
}
FEARFUL = WhatIf(
    title="fearful",
    edit=[Edit(target="parameter", name=name, set=value) for name, value in HARSH.items()],
)


@pytest.fixture(scope="module")
def fearful(toyland):
    """With a switch for every mechanism, so that all histories here are one program. (What is
    switched off and what is wrapped to do nothing propose the same: tests/engine.)"""
    made = assemble(toyland, what_ifs=[FEARFUL], parts=ALONE)
    return replace(made, acting={m.id: True for m in made.rules.mechanisms})


@pytest.fixture(scope="module")
def whole(fearful):
    return histories(fearful)


@pytest.fixture(scope="module")
def without(fearful):
    """Histories without a mechanism, by its id; each is run once."""
    found = {}

    def histories_without(name):
        if name not in found:
            acting = fearful.acting | {name: False}
            found[name] = histories(replace(fearful, acting=acting))
        return found[name]

    return histories_without


def course(kept, field):
    """[N, T + 1, ...] a field from the opening on."""
    own = {"trust_of_founder": kept.founder_trust, "apparatus_held": kept.held}
    now = own.get(field, kept.fields.get(field))
    before = kept.held[:, 0] if field == "apparatus_held" else kept.before[field]
    return np.concatenate([before[:, None].astype(now.dtype), now], axis=1)


def moves(kept, field) -> bool:
    values = course(kept, field)
    return not np.array_equal(values, np.broadcast_to(values[:, :1], values.shape))


def test_every_mechanism_of_the_leadership_is_taken_out(top):
    assert {m.id for m in top.rules.mechanisms} - {"peril"} == set(LEFT_AS_IT_WAS)


@pytest.mark.parametrize(
    ("name", "field"), [(name, f) for name, fields in LEFT_AS_IT_WAS.items() for f in fields]
)
def test_what_a_mechanism_moves_stays_as_it_was_without_it(name, field, whole, without):
    """And it is missed: with the mechanism the same field does move."""
    assert not moves(without(name), field)
    assert moves(whole, field)


def gains(kept):
    """Who [N, T, P] comes into a seat or an office in a month."""
    seats = ((kept.fields["seats"] > 0) & (kept.previous("seats") == 0)).any(2)
    people = np.arange(len(kept.names))
    now, before = (
        (h[..., None] == people) for h in (kept.fields["holder"], kept.previous("holder"))
    )
    return seats | (now & ~before).any(2)


def test_without_appointments_nobody_comes_into_a_seat_or_an_office(without, whole):
    """But for the police, whose chief the leader chooses and moves aside."""
    kept = without("appointments")
    assert gains(whole).any()
    assert not ((kept.fields["seats"] > 0) & (kept.previous("seats") == 0)).any()
    chiefs = (kept.fields["chief_left"] > 0) | (kept.fields["holder"] != kept.previous("holder"))[
        :, :, int(kept.facts.police)
    ]
    assert not gains(kept)[~chiefs].any()


def test_without_succession_nobody_dies_a_natural_death(without, whole):
    def natural(kept):
        lost = kept.previous("alive") & ~kept.fields["alive"]
        return lost & ~kept.fields["executed"] & ~kept.fields["killed_abroad"]

    assert natural(whole).any()
    assert not natural(without("succession")).any()


def test_without_discipline_nobody_begins_to_oppose_or_is_voted_out(without, whole):
    def begins(kept):
        return kept.fields["opposing"] & ~kept.previous("opposing")

    assert begins(whole).any()
    kept = without("discipline")
    assert not begins(kept).any()
    assert not (kept.fields["vote_for"] >= 0).any()


def test_without_votes_only_prisoners_lose_the_party(without, whole):
    def expelled(kept):
        return (kept.fields["status"] > MEMBER) & (kept.previous("status") == MEMBER)

    free = whole.fields["custody"] == 0
    assert (expelled(whole) & free).any()
    kept = without("votes")
    assert not (expelled(kept) & (kept.fields["custody"] == 0)).any()
    assert set(np.unique(kept.fields["status"])) <= {MEMBER, EXPELLED}


def test_without_a_coalition_nobody_leads(without, whole):
    assert (whole.fields["leader"] != NOBODY).any()
    assert (without("coalition").fields["leader"] == NOBODY).all()


@pytest.mark.parametrize("name", ["elite_threat", "police_chief", "prosecution"])
def test_without_any_part_of_terror_nobody_is_taken_or_shot(name, without, whole):
    for field in ("arrested", "executed"):
        assert whole.fields[field].any()
        assert not without(name).fields[field].any()


@pytest.mark.parametrize(
    "name",
    ["succession", "relations", "patronage", "issues", "coalition", "discipline", "votes"]
    + ["standing", "appointments"],
)
def test_without_a_mechanism_of_power_others_sit_and_rule(name, without, whole):
    for field in ("seats", "holder", "ruling"):
        assert not np.array_equal(without(name).fields[field], whole.fields[field]), field


def test_replay_is_the_record_until_it_lets_go(toyland):
    until = "1929-07"
    kept = histories(assemble(toyland, replay_until=until, parts=ALONE))
    record = roster_at(toyland, kept.axes, kept.months)
    forced = kept.months < dates.month_number(until)
    for run_number in (0, 3):
        assert np.array_equal(kept.fields["seats"][run_number][forced], record["seats"][forced])
    holder = np.where(record["holder"] >= 0, record["holder"], -1)
    assert np.array_equal(kept.fields["holder"][5][forced], holder[forced])
    assert np.array_equal(kept.fields["opposing"][0][forced], record["opposing"][forced] > 0)


def test_the_placebo_deals_out_facts_among_persons_of_one_entry_year(top):
    owner = shuffled(top, 1)
    entry = top.country.tables["persons"]["entry"].to_list()

    def year(i):
        return entry[i][:4] if i < len(entry) else ""

    assert sorted(owner) == list(range(len(owner)))
    assert all(year(i) == year(int(owner[i])) for i in range(len(owner)))
    dealt = with_placebo(top, 1)
    assert sorted(dealt.coded.earned) == sorted(top.coded.earned)
    assert np.array_equal(dealt.coded.seats, top.coded.seats)


def test_a_shuffle_of_the_reserve_is_no_change(top):
    """The anonymous reserve has no facts: every shuffle leaves it where it is."""
    axes = top.layout.axes.party
    reserve = np.arange(axes.named, len(axes.persons))
    assert np.array_equal(shuffled(top, 5)[axes.named :], reserve)

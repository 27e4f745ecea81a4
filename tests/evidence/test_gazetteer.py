"""Labels resolve to cells with weights, by date."""

from datetime import timedelta

import pytest

from partystate.core.errors import UserError
from partystate.evidence.compiling import resolve_group
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.loading import (
    load_claims,
    load_gazetteer,
    load_observables,
    load_record,
)
from partystate.evidence.times import span

# units of one administration that lie side by side
SIDE_BY_SIDE = (
    (
        "Urals",
        "Western Siberia",
        "Eastern Siberia",
        "Yakut ASSR",
    ),
    (
        "West Siberian krai",
        "East Siberian krai",
        "Krasnoyarsk krai",
        "Irkutsk oblast",
        "Omsk oblast",
        "Sverdlovsk oblast",
        "Chelyabinsk oblast",
    ),
    ("Ukraine", "Moldavian SSR"),
    ("Ukrainian SSR", "Moldavian SSR"),
)


@pytest.fixture
def small(mini):
    return Gazetteer(load_gazetteer(mini))


def test_a_label_changes_with_its_borders(small):
    assert small.resolve("region", "Both", "1930") == (("North", 1.0), ("South", 0.75))
    assert small.resolve("region", "Both", "1936-12-05") == (("North", 1.0),)
    assert small.resolve("region", "Both", "1940") == (("North", 1.0),)


def test_a_label_before_its_time_or_outside_the_model_is_refused(small):
    with pytest.raises(UserError, match="without meaning at 1913"):
        small.resolve("region", "Both", "1913")
    with pytest.raises(UserError, match="outside the model"):
        small.resolve("region", "Abroad", "1930")
    with pytest.raises(UserError, match="an unknown label"):
        small.resolve("nationality", "North", "1930")


def test_peoples_of_a_mixed_group_count_whole(small):
    assert resolve_group("nationality=Greeks and Turks", "1944", small) == (
        ("nationality=Greek", 1.0),
        ("nationality=Turkish", 1.0),
    )


def test_groups_multiply_in_the_order_of_the_axes(small):
    cells = resolve_group("nationality=Greeks and Turks;region=Both;sex=male", "1930", small)
    assert cells[0] == ("region=North;nationality=Greek;sex=male", 1.0)
    assert cells[-1] == (
        "region=South;nationality=Turkish;sex=male",
        0.75,
    )
    assert resolve_group("", "1930", small) == (("", 1.0),)


def test_weights_of_the_bundled_gazetteer(ussr):
    entries = load_gazetteer(ussr)
    assert len(entries) == 600
    assert all(0 <= e.weight_low <= e.weight <= e.weight_high <= 1 for e in entries)
    regions = {f.region for f in load_record(ussr) if f.file == "regions"}
    assert {
        e.member for e in entries if e.axis == "region" and not e.member.startswith("(")
    } >= regions


def test_every_region_of_the_record_and_every_bracket_of_a_claim_resolves(ussr):
    gazetteer = Gazetteer(load_gazetteer(ussr))
    assert not {
        f.region for f in load_record(ussr) if f.region and not gazetteer.knows("region", f.region)
    }
    for claim in load_claims(ussr):
        assert not claim.label or gazetteer.resolve(
            gazetteer.axis_of(claim.label), claim.label, claim.time
        )


def resolved(gazetteer, label, time):
    """Members of a label, none where it has no meaning then."""
    try:
        return dict(gazetteer.resolve("region", label, time))
    except UserError:
        return {}


@pytest.mark.parametrize("labels", SIDE_BY_SIDE)
@pytest.mark.parametrize("time", ["1931", "1934-06", "1935", "1937", "1938", "1940", "1941"])
def test_units_side_by_side_hold_nobody_twice(ussr, labels, time):
    """Their weights in a cell are at most the whole; two parts in a hundred are rounding."""
    gazetteer, held = Gazetteer(load_gazetteer(ussr)), {}
    for label in labels:
        for member, weight in resolved(gazetteer, label, time).items():
            held[member] = held.get(member, 0) + weight
    assert held
    assert max(held.values()) <= 1.03


def test_no_label_loses_its_meaning_for_a_while(ussr):
    """From the first to the last day on which a label means something there is no hole."""
    spells = {}
    for e in load_gazetteer(ussr):
        first = span(e.valid_from).start if e.valid_from else None
        last = span(e.valid_to).end if e.valid_to else None
        spells.setdefault((e.axis, e.label), set()).add((first, last))
    for label, found in spells.items():
        ordered = sorted(found, key=lambda s: (s[0] is not None, s[0]))
        for (_, last), (first, _) in zip(ordered, ordered[1:], strict=False):
            assert last is None or first is None or first <= last + timedelta(days=1), label


def test_labels_whose_borders_moved(ussr):
    gazetteer = Gazetteer(load_gazetteer(ussr))
    before, after = (resolved(gazetteer, "Ukraine", time) for time in ("1939-10", "1939-11"))
    assert set(after) - set(before) == {"West Ukraine"}
    assert resolved(gazetteer, "Ukrainian SSR", "1941")["Moldavian ASSR"] == 0.55
    assert resolved(gazetteer, "East Siberian krai", "1937-03") == {"East Siberia": 0.45}
    assert resolved(gazetteer, "East Siberian oblast", "1937-03") == {"East Siberia": 0.45}
    assert resolved(gazetteer, "Western Siberia", "1930") == {"West Siberia": 1.0}
    for time in ("1926", "1932", "1938"):
        assert resolved(gazetteer, "Karakalpak ASSR", time) == {"Kazakhstan": 0.047}


def test_a_region_without_its_city_has_all_its_villagers(ussr):
    gazetteer = Gazetteer(load_gazetteer(ussr))
    group = "region=Moscow (without city)"
    assert resolve_group(group, "1930", gazetteer) == (("region=Moscow", 0.805),)
    assert resolve_group(group, "1930", gazetteer, is_rural=True) == (("region=Moscow", 1.0),)


def test_what_the_village_has_is_weighed_by_villagers(ussr):
    observables = load_observables(ussr)
    rural = {name for name, o in observables.items() if o.is_rural}
    assert {"grain.harvest", "livestock.cattle", "dekulakisation.families"} <= rural
    assert not rural & {"population.total", "famine.deaths", "health.cases"}

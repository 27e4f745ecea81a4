"""Labels resolve to cells with weights, by date."""

import pytest

from partystate.core.errors import UserError
from partystate.evidence.compiling import resolve_group
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.loading import load_claims, load_gazetteer, load_record


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
    assert len(entries) == 556
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

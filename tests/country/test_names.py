"""Labels as a person writes them, and back."""

from dataclasses import replace

import pytest

from partystate.core.errors import UserError
from partystate.country.country import bundled, load
from partystate.country.names import Names, plain, surnames, words_of_the_model
from partystate.country.new import new
from partystate.country.tables import RECORDED_UNITS
from partystate.history.series import emitted
from partystate.world import causes, statuses


@pytest.fixture(scope="module")
def ussr():
    return Names(load("ussr"))


def test_initials_go_where_no_two_are_left_alike():
    assert surnames(
        ["Trotsky L.D.", "Kosior I.V.", "Kosior S.V.", "Rakovsky Kh.G.", "Morozov"]
    ) == [
        "Trotsky",
        "Kosior I.V.",
        "Kosior S.V.",
        "Rakovsky",
        "Morozov",
    ]
    assert surnames(["Ash Arden", "Artem (Sergeev F.A.)"]) == ["Ash Arden", "Artem (Sergeev F.A.)"]


@pytest.mark.parametrize(
    ("axis", "label", "words"),
    [
        ("person", "trotsky", "Trotsky"),
        ("person", "ezhov", "Yezhov"),
        ("place", "politburo", "Politburo"),
        ("place", "police_chief", "chief of the political police"),
        ("place", "nowhere_at_all", "nowhere at all"),
        ("region", "Lower Volga", "Lower Volga"),
        ("status", "special_settler", "special settlers"),
        ("cause", "fled_hunger", "fled from hunger"),
        ("issue", "market", "trade and the village"),
    ],
)
def test_labels_of_the_soviet_union(ussr, axis, label, words):
    assert ussr.label(axis, label) == words


def test_groups_and_series(ussr):
    assert ussr.group("") == ""
    assert ussr.group("", "whole country") == "whole country"
    assert ussr.group("region=Ukraine;sex=female") == "Ukraine, women"
    assert ussr.series("famine.deaths", "region=Ukraine", "known") == (
        "excess deaths, Ukraine, as known to the centre"
    )
    assert ussr.observable("cult.places_renamed") == "places carrying the leader's name"


def test_whoever_acts(ussr):
    assert ussr.who("") == ""
    assert ussr.who("region=Urals") == "Urals"
    assert ussr.who("clients of yagoda") == "clients of Yagoda"
    assert ussr.who("central_committee") == "the Central Committee"
    assert ussr.who("reserve member 3") == "reserve member 3"


def test_every_person_body_and_office_is_found_again_by_its_name():
    """Ids, names as shown and names in full lead back to the id; what is nobody's stays."""
    for country in bundled():
        names = Names(load(country))
        for label in names.persons:
            assert names.person_id(label) == label
            assert names.person_id(names.person(label)) == label
            assert names.person_id(names.full_names[label].upper()) == label
        for label in names.bodies | names.offices:
            assert names.place_id(label) == label
            assert names.place_id(f"the {names.place(label)}") == label
        assert names.person_id("Nobody Known") == "Nobody Known"


def test_outcomes_spell_the_watched_persons_alone(ussr):
    assert ussr.outcome("zinoviev and kamenev out of the inner body") == (
        "Zinoviev and Kamenev out of the inner body"
    )
    toyland = Names(load("toyland"))
    assert toyland.outcome("clay leaves; ash is a tree") == "Clay Corran leaves; ash is a tree"


def test_changes_are_told_by_their_title(ussr):
    assert ussr.change("no_drive") == "No push into collective farms"
    assert ussr.change("without-police_chief") == "without police chief"
    assert ussr.change("my_own-file") == "my own file"


def test_the_model_has_words_for_what_it_speaks_of():
    """Every emitted observable, status, cause and recorded input; no words twice on one axis."""
    words = words_of_the_model()
    needed = {
        "observable": emitted(),
        "status": statuses.STATUSES,
        "cause": [cause.name for cause in causes.CAUSES],
        "input": RECORDED_UNITS,
    }
    for axis, labels in needed.items():
        assert [label for label in labels if (axis, label) not in words] == []
        said = [text for (a, _), text in words.items() if a == axis]
        assert len(said) == len(set(said)), axis


def test_bodies_and_offices_of_the_bundled_countries_are_spelt():
    for country in bundled():
        names = Names(load(country))
        for label in names.bodies | names.offices:
            assert "_" not in names.place(label)
        assert len({names.place(p) for p in names.bodies | names.offices}) == len(
            names.bodies | names.offices
        )


def test_a_row_for_a_label_the_country_lacks_is_refused(tmp_path):
    folder = tmp_path / "land"
    new(folder)
    (folder / "names.csv").write_text("axis,label,name\nplace,politburro,Politburo\n")
    with pytest.raises(UserError, match=r"names\.csv.*row 2"):
        load(folder)


def test_a_country_without_persons_has_plain_names(toyland):
    tables = {"persons", "names", "offices"}
    bare = replace(
        toyland, tables={name: t for name, t in toyland.tables.items() if name not in tables}
    )
    assert Names(bare).person("old_hand") == "old hand"
    assert Names(bare).persons == {}
    assert plain("without-votes_of") == "without votes of"

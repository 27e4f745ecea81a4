"""A what-if does what it says or is refused in a sentence: names, values, months, and what is given
twice or not at all."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, load
from partystate.country.what_ifs import Edit, WhatIf, load_what_if
from partystate.scenario.assemble import assemble
from partystate.scenario.edit_checks import acts, read_what_ifs
from partystate.scenario.edits import changed, edit_parameters
from partystate.scenario.scenario import Scenario

SHORT = 600  # characters of a sentence
BOM = "\ufeff"


def written(folder, text: str, name: str = "mine"):
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def edit_of(**entries) -> str:
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in entries.items()]
    return "\n".join(['title = "mine"', "[[edit]]", *lines, ""])


def made(*edits: Edit, name: str = "mine") -> WhatIf:
    return WhatIf(title=name, edit=list(edits), name=name)


INPUT = {"target": "input", "name": "imports"}
PARAMETER = {"target": "parameter", "name": "relief.generosity"}
MISTAKES = {
    "set and scale": (INPUT | {"set": 0.0, "scale": 2.0}, "set and scale"),
    "neither": (INPUT, "nothing to do"),
    "not a number": (INPUT | {"set": float("nan")}, "edit 1 set"),
    "infinite": (PARAMETER | {"scale": float("inf")}, "edit 1 scale"),
    "text for a number": (INPUT | {"set": "0.5"}, "edit 1 set"),
    "an unknown entry": (INPUT | {"set": 0.0, "untill": "1931-01"}, "expected until"),
    "an unknown target": (INPUT | {"target": "inputs", "set": 0.0}, "edit 1 target"),
    "an unknown input": (INPUT | {"name": "import", "set": 0.0}, "imports"),
    "an unknown parameter": (PARAMETER | {"name": "relief.generosty", "set": 0.5}, "generosity"),
    "an unknown people": ({"target": "people", "name": "Aldr", "set": 0.5}, "Alder"),
    "an unknown office": ({"target": "office", "name": "secretar", "person": "ash"}, "secretary"),
    "an unknown person": ({"target": "office", "name": "secretary", "person": "asch"}, "ash"),
    "a negative rate": (
        PARAMETER | {"name": "births_deaths.mortality_level", "set": -1.0},
        "at least 0",
    ),
    "a share of five": (PARAMETER | {"name": "procurement.revision", "set": 5.0}, "0 to 1 share"),
    "a share scaled above one": (
        PARAMETER | {"name": "procurement.revision", "scale": 50.0},
        "0 to 1 share",
    ),
    "a line beyond its ends": (INPUT | {"name": "line", "set": 1.5}, "-1 to 1"),
    "an input scaled below nought": (INPUT | {"scale": -1.0}, "at least 0"),
    "a people beyond all": ({"target": "people", "name": "Alder", "set": 2.0}, "0 to 1"),
    "half in opposition": (
        {"target": "person", "name": "opposing", "person": "ash", "set": 0.5},
        "whole number",
    ),
    "no such politics": (
        {"target": "person", "name": "ruled", "person": "ash", "set": 1.0},
        "ruling",
    ),
    "a month that is none": (INPUT | {"set": 0.0, "start": "1931-13"}, "month"),
    "a year for a month": (INPUT | {"set": 0.0, "until": "1931"}, "month"),
    "an empty month": (INPUT | {"set": 0.0, "start": ""}, "edit 1 start"),
    "reversed": (INPUT | {"set": 0.0, "start": "1931-02", "until": "1931-01"}, "start before"),
    "after the end": (INPUT | {"set": 0.0, "start": "1950-01"}, "1926-12 to 1933-12"),
    "before the start": (INPUT | {"set": 0.0, "until": "1920-01"}, "1926-12 to 1933-12"),
    "months of a start": (
        PARAMETER | {"name": "opening.horses", "set": 1.0, "start": "1930-01"},
        "some months",
    ),
    "a change of nothing": ({"target": "mechanism", "name": "relief"}, "change"),
    "an unknown mechanism": (
        {"target": "mechanism", "name": "reliev", "change": "ablate"},
        "relief",
    ),
    "an entry without a colon": (
        {
            "target": "mechanism",
            "name": "relief",
            "change": "clamp",
            "entry": "policy.relief",
            "set": 0.0,
        },
        "edit 1 entry",
    ),
    "a clamp at nothing": (
        {"target": "mechanism", "name": "relief", "change": "clamp", "entry": "values:a.b"},
        "set",
    ),
    "a delay of no months": (
        {"target": "mechanism", "name": "relief", "change": "delay", "months": 0},
        "edit 1 months",
    ),
    "a delay of half a month": (
        {"target": "mechanism", "name": "relief", "change": "delay", "months": 1.5},
        "edit 1 months",
    ),
    "a delay beyond the run": (
        {"target": "mechanism", "name": "relief", "change": "delay", "months": 5000},
        "as long as the run",
    ),
    "a mechanism in some months": (
        {"target": "mechanism", "name": "relief", "change": "ablate", "start": "1930-01"},
        "no effect",
    ),
    "a negative factor": (
        {"target": "mechanism", "name": "relief", "change": "scale", "scale": -1.0},
        "at least 0",
    ),
}


@pytest.mark.parametrize(("entries", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_short_sentence_that_names_its_file(entries, said, toyland, tmp_path):
    path = written(tmp_path, edit_of(**entries))
    with pytest.raises(UserError) as raised:
        assemble(toyland, what_ifs=[path])
    text = str(raised.value)
    assert raised.value.file == "mine.toml"
    assert said in text, text
    assert len(text) < SHORT, len(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"\nedit = []\n', "without an edit"),
        ('title = "x"\n', "missing"),
        ('name = "x"\ntitle = "x"\n', "named after its file"),
        ('titel = "x"\n[[edit]]\ntarget = "input"\nname = "imports"\nset = 0.0\n', "title"),
        ("title = \n", "row 1"),
    ],
)
def test_a_file_that_is_no_what_if(text, said, toyland, tmp_path):
    with pytest.raises(UserError, match=said):
        read_what_ifs(toyland, [written(tmp_path, text)])


def test_what_is_written_in_python_is_what_its_file_would_hold(toyland, tmp_path):
    edit = {**PARAMETER, "scale": 0.5, "start": "1930-07"}
    from_python = Scenario(toyland).edited({"name": "half", "edit": [edit]}).what_ifs
    (from_file,) = read_what_ifs(toyland, [written(tmp_path, edit_of(**edit))])
    assert [w.edit for w in from_python] == [from_file.edit]
    assert (from_python[0].name, from_python[0].title) == ("half", "half")
    assert Scenario(toyland, what_ifs=[{"edit": [edit]}]).what_ifs[0].name == "own"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "without an edit.*expected a list of one edit"),
        ({"edit": [{**PARAMETER, "value": 1.0}]}, "what-if 'own'.*value"),
        ({"edit": [{**PARAMETER, "scale": 0.5}], "titel": "x"}, "titel"),
        ({"edit": [{"target": "parameter", "name": "relief.generosty", "set": 0.0}]}, "generosity"),
    ],
)
def test_a_mistake_in_python_is_told_with_its_place(toyland, given, said):
    with pytest.raises(UserError, match=said):
        Scenario(toyland).edited(given)


def test_an_unknown_what_if_names_the_nearest():
    with pytest.raises(UserError, match="no_passports") as raised:
        load_what_if("no_passport", COUNTRIES / "ussr" / "what_ifs")
    assert len(str(raised.value)) < SHORT


def test_a_byte_order_mark_and_an_open_end_are_nothing(toyland, tmp_path):
    text = BOM + edit_of(**INPUT, set=0.0, start="1930-07", until="9999-12").replace("\n", "\r\n")
    inputs = assemble(toyland, what_ifs=[written(tmp_path, text)]).inputs
    late = np.asarray(inputs.calendar.month) >= dates.month_number("1930-07")
    assert not np.asarray(inputs.trade.imports)[late].any()
    assert np.asarray(inputs.trade.imports)[~late].any()


def test_the_same_twice_is_refused(toyland, tmp_path):
    edit = Edit(**PARAMETER, scale=0.5)
    for twice in (["no_exports", "no_exports"], [made(edit), made(edit)]):
        with pytest.raises(UserError, match="same what-if twice"):
            read_what_ifs(toyland, twice)
    with pytest.raises(UserError, match="same edit twice"):
        read_what_ifs(toyland, [made(edit, edit)])
    assert len(read_what_ifs(toyland, [made(edit), made(edit, name="other")])) == 2


def test_a_value_outside_needs_its_reason(toyland):
    far = Edit(**PARAMETER | {"name": "procurement.revision"}, set=1.5, outside="to see the edge")
    assert edit_parameters({"procurement.revision": 0.3}, read_what_ifs(toyland, [made(far)])) == {
        "procurement.revision": 1.5
    }


def test_a_run_refuses_what_no_part_of_it_looks_at(toyland):
    ban = made(Edit(target="input", name="ban_barred", set=1.0), name="ban")
    aid = made(Edit(target="input", name="foreign_aid", set=1.0), name="aid")
    whole = assemble(toyland)
    assert acts(ban, whole.months, whole.parts, whole.entered)
    for what_if, part in ((ban, "society"), (aid, "leadership")):
        with pytest.raises(UserError, match="no part of this run looks at"):
            assemble(toyland, what_ifs=[what_if], parts=(part,))
    murder = made(Edit(target="input", name="murder", set=0.0), name="murder")
    for part in ("society", "leadership"):
        assert assemble(toyland, what_ifs=[murder], parts=(part,)).what_ifs == (murder,)


def test_what_is_set_does_not_ask_what_was_there():
    """Not a number stands where the model's own is left to act; a value set there is the value."""
    edit = Edit(**INPUT, set=0.25)
    np.testing.assert_array_equal(changed(jnp.array([jnp.nan, 1.0]), edit), [0.25, 0.25])
    assert changed(3.0, edit) == 0.25


def test_what_the_model_finds_itself_can_be_set_and_not_scaled(toyland):
    short = {"target": "input", "name": "collections_short"}
    with pytest.raises(UserError, match="comes out of the model"):
        assemble(toyland, what_ifs=[made(Edit(**short, scale=0.5))])
    found = assemble(toyland, what_ifs=[made(Edit(**short, set=0.0, start="1930-01"))])
    inside = np.asarray(found.inputs.calendar.month) >= dates.month_number("1930-01")
    assert np.asarray(found.inputs.forced.shortfall)[inside].tolist() == [0.0] * int(inside.sum())
    assert np.isnan(np.asarray(found.inputs.forced.shortfall)[~inside]).all()


@pytest.mark.parametrize("country", ["toyland", "ussr"])
def test_shipped_what_ifs_and_theses_are_taken(country):
    found = load(country)
    for path in sorted(found.path.glob("what_ifs/*.toml")):
        assert read_what_ifs(found, [path.stem])[0].edit
    for path in sorted(found.path.glob("theses/*.toml")):
        assert read_what_ifs(found, (), path.stem)[0].edit


@pytest.mark.parametrize("until", ["1920-01", "1960-01", "1930", "soon"])
def test_a_last_month_is_one_of_the_countrys(until, toyland):
    with pytest.raises(UserError, match="month|date"):
        assemble(toyland, until=until)


@pytest.mark.parametrize("month", ["1926-12", "1920-01", "1934-02", "1960-01"])
def test_a_replay_ends_inside_the_run(month, toyland):
    with pytest.raises(UserError, match="1927-01 to 1934-01"):
        assemble(toyland, replay_until=month)
    assert assemble(toyland, replay_until="1934-01").replay_until == "1934-01"
    with pytest.raises(UserError, match="no politics"):
        assemble(toyland, replay_until="1930-01", parts=("society",))


def test_what_differs_in_months_and_values_alone_is_compiled_once(toyland):
    def rules(start, value):
        edit = Edit(target="parameter", name="relief.generosity", set=value, start=start)
        return assemble(toyland, what_ifs=[made(edit)]).rules

    one, two = rules("1930-01", 0.1), rules("1931-05", 0.9)
    assert one == two
    assert hash(one) == hash(two)
    assert one == assemble(toyland).rules

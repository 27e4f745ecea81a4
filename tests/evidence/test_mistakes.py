"""Each mistake in a file is told with its place, what was found and what to do."""

import pytest

from partystate.core.errors import UserError
from partystate.evidence import compile_rows, problems

MISTAKES = [
    (
        "record/grain.csv",
        "60,65,70",
        "70,65,60",
        "grain.csv, row 2, column 'low': the bounds are the wrong way round",
    ),
    (
        "record/grain.csv",
        "60,65,70",
        "60,many,70",
        "grain.csv, row 2, column 'central': this is not a number",
    ),
    ("record/grain.csv", "1929,1929", "1929,1829", "grain.csv, row 2, column 'period_start': "),
    (
        "record/grain.csv",
        "1929,1929",
        "1929-13,1929-13",
        "grain.csv, row 2, column 'period_start': ",
    ),
    ("record/grain.csv", "Both", "Nowhere", "an unknown label"),
    ("record/grain.csv", "prices,rubles", "wages,rubles", "neither mapped nor excused"),
    (
        "record/grain.csv",
        "A yearbook 1930,no",
        "Hearsay,no",
        "a source that sources.csv does not list",
    ),
    (
        "record/grain.csv",
        "A yearbook 1930,no",
        ",no",
        "grain.csv, row 3, column 'source': a needed cell is blank",
    ),
    (
        "record/grain.csv",
        "A yearbook 1930,no",
        "A yearbook 1930,maybe",
        "grain.csv, row 3, column 'verified': an unknown word",
    ),
    (
        "record/grain.csv",
        "harvest,Mt,1929,1929,,,",
        "harvest,Mt,1929,1929,,",
        "the wrong number of cells",
    ),
    (
        "record/grain.csv",
        "series,unit",
        "name,unit",
        "grain.csv, row 1, column 'series': a column is missing",
    ),
    ("series_map.csv", "grain,harvest,Mt,!-,", "grain,harvest,Mt,,", "two rules take"),
    ("series_map.csv", "prices: no observable", "", "without a reason"),
    (
        "series_map.csv",
        "grain.harvest,truth,region={region}",
        "grain.harvest,truth,",
        "series_map.csv, row 3, column 'region': a figure of a part is compared with the whole; "
        "found grain:4 with region 'Both'",
    ),
    (
        "series_map.csv",
        "grain,harvest,Mt,-,,,",
        "grain,harvest,Mt,-,,soon,",
        "series_map.csv, row 2, column 'period_from': a date cannot be read",
    ),
    (
        "record/grain.csv",
        "1930,1930,,,,70,",
        "1930,1930,,,,-70,",
        "record/grain.csv, row 3, column 'central': a figure that no positive quantity can have",
    ),
    (
        "claims.csv",
        "1000000,2000000,3000000",
        "-1000000,2000000,3000000",
        "claims.csv, row 2, column 'low': a figure that no positive quantity can have",
    ),
    (
        "series_map.csv",
        "quantity,grain.harvest,truth,,1",
        "quantity,grain.crop,truth,,1",
        "unknown observable",
    ),
    (
        "series_map.csv",
        "grain.harvest,truth,,1",
        "grain.harvest,published,,1",
        "a level the observable is not kept at",
    ),
    (
        "series_map.csv",
        "estimated,positive,even",
        "guessed,positive,even",
        "column 'tolerance_class': an unknown word",
    ),
    ("series_map.csv", "as_given,,estimated", "as_given,base,estimated", "an unknown link"),
    (
        "series_map.csv",
        "grain,prices,rubles",
        "grain,prices,dollars",
        "a rule that takes no figure",
    ),
    ("claims.csv", "S002,Power", "S001,Power", "an id is used twice"),
    (
        "claims.csv",
        "Land,3-4,",
        "Land,,",
        "claims.csv, row 2, column 'line': a needed cell is blank",
    ),
    ("claims.csv", "tonnes", "cubits", "no way from one unit to the other"),
    (
        "claims.csv",
        "grain.harvest[north]",
        "grain.crop[north]",
        "a claim about an unknown observable",
    ),
    ("claims.csv", "[north]", "[west]", "an unknown label"),
    (
        "claims.csv",
        "S001,Land,3-4,quantity,validate,truth,1930,",
        "S001,Land,3-4,quantity,validate,truth,last year,",
        "claims.csv, row 2, column 'date': ",
    ),
    ("claims_map.csv", "estimated", "", "without a tolerance class"),
    ("observables.csv", "society.literacy,share", "society.literacy,furlongs", "an unknown unit"),
    (
        "observable_scales.csv",
        "grain.harvest,land",
        "grain.crop,land",
        "an observable without a scale",
    ),
    ("gazetteer.csv", "South,0.75,0.7", "South,0.6,0.7", "the bounds are the wrong way round"),
    (
        "gazetteer.csv",
        "North,region,North,1,1,1",
        "North,region,North,,,",
        "a label without weight",
    ),
    ("events.csv", "S002.1,S002", "S002.1,S001", "no claim of kind event"),
    ("events.csv", ",removed,", ",vanished,", "column 'kind': an unknown word"),
    ("events.csv", "a in council", "a likes council", "a predicate the model cannot read"),
    ("events.csv", "month,1926-01", "month,1931-01", "column 'episode_start': an unknown word"),
    ("directions.csv", "dry | wet", "dry", "a contrast needs a low and a high dose"),
    ("directions.csv", "contrast,,dry | wet", "arms,,dry | dry", "a test of arms needs two sides"),
    (
        "directions.csv",
        "contrast,,dry | wet",
        "arms,,dry + | wet",
        "a test of arms needs two sides",
    ),
    ("directions.csv", "5%", "a lot", "not a size of effect"),
    ("directions.csv", ",-,1930", ",down,1930", "column 'sign': an unknown word"),
    ("evidence.toml", "latest", "last", "no usable evidence.toml"),
    ("evidence.toml", 'source = "book"', 'source = "letter"', "the claims have no source"),
]


def test_the_small_folder_is_sound(mini):
    assert problems(mini) == []
    assert len(compile_rows(mini)) == 6


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES)
def test_a_mistake_is_told(spoil, file, old, new, told):
    found = problems(spoil(file, old, new))
    assert any(told in line for line in found), found


def test_a_file_that_is_not_utf8_is_told(mini):
    path = mini / "record" / "grain.csv"
    path.write_bytes(
        path.read_bytes().replace(b"A yearbook 1930,no", "J\xe4hrbuch,no".encode("latin-1"))
    )
    assert any(
        "grain.csv, row 3: the file is not UTF-8; found byte 0xe4" in line
        for line in problems(mini)
    )


def test_a_missing_file_and_a_missing_column_are_told(mini, spoil):
    spoil("gazetteer.csv", ",weight,", ",part,")
    (mini / "sources.csv").unlink()
    found = problems(mini)
    assert any("the file is missing" in line for line in found)
    assert any("a column is missing" in line and "'weight'" in line for line in found)


def test_all_mistakes_are_told_at_once(mini, spoil):
    spoil("record/grain.csv", "60,65,70", "70,65,60")
    spoil("directions.csv", "5%", "a lot")
    spoil("claims.csv", "tonnes", "cubits")
    assert len(problems(mini)) == 3


def test_compiling_raises_the_first_mistake(spoil):
    with pytest.raises(UserError, match="wrong way round"):
        compile_rows(spoil("record/grain.csv", "60,65,70", "70,65,60"))


def test_one_fact_may_not_be_fitted_and_held_out(mini, spoil):
    spoil("record/grain.csv", "prices,rubles,1930", "harvest2,Mt,1930")
    spoil(
        "series_map.csv",
        "grain,prices,rubles,,,,,,,quantity,,,,1,,,,,context,,prices: no observable",
        "grain,harvest2,Mt,,,,,,,quantity,grain.harvest,truth,,1,as_given,,estimated,positive,validate,land,",
    )
    assert any("one fact is fitted and held out" in line for line in problems(mini))


@pytest.mark.parametrize(
    ("ground", "wrong"),
    [
        ("S001; assumption: a guess", False),
        ("assumption: a range", False),
        ("inputs: a table", False),
        ("", True),
        ("because", True),
        ("assumption:", True),
        ("S999", True),
    ],
)
def test_a_parameter_needs_a_ground(mini, ground, wrong):
    (mini.parent / "parameters.csv").write_text(
        f"parameter,ground\nfood.need,{ground}\n", encoding="utf-8"
    )
    assert bool(problems(mini, mini.parent / "parameters.csv")) == wrong


def test_one_factor_may_not_serve_two_units(mini, spoil):
    spoil("record/grain.csv", "harvest,Mt,1930,1930,,,,70", "harvest,poods,1930,1930,,,,70")
    spoil("series_map.csv", "grain,harvest,Mt,-", "grain,harvest,,-")
    assert any("one factor for figures in two units" in line for line in problems(mini))

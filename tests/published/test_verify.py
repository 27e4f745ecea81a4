"""Published cases go through the functions of `published`; what is unknown is never passed."""

import json

import pytest

from partystate.core.errors import UserError
from partystate.published.catalogue import CASES, MODELS
from partystate.verify.cases import NOT_IMPLEMENTED, as_json, load_cases, totals, verify

SHIPPED = load_cases(CASES)


@pytest.fixture(scope="module")
def results():
    return verify(SHIPPED)


@pytest.mark.parametrize(
    "case", [c for c in SHIPPED if c["model"] in MODELS], ids=lambda c: c["id"]
)
def test_recomputed_case(case):
    result = verify([case])[0]
    assert result.status == "passed", (result.expected, result.got)


def test_every_case_is_counted_once_by_status_and_by_user(results):
    count = totals(results)
    assert count["failed"] == 0
    assert count["passed"] + count["not_implemented"] == len(SHIPPED)
    users = count["used_by_a_mechanism"] + count["used_elsewhere"] + count["used_by_none"]
    assert users == count["passed"]


def test_each_result_says_who_runs_its_model(results):
    by_id = {r["id"]: r for r in as_json(results)["cases"]}
    assert list(by_id["quota-0.01"]["mechanisms"]) == ["terror.arrests"]
    assert list(by_id["degroot-1"]["used_by"]) == []
    assert list(by_id["rng-2"]["used_by"]) == ["core.draws"]
    assert by_id["urc-01"]["tied_by"].startswith("tests/")


def test_tolerances_of_recomputed_cases_name_their_outputs():
    """A tolerance by a name that is no output would be one of nothing."""
    for case in SHIPPED:
        given = case["tolerance"]
        if case["model"] in MODELS and isinstance(given, dict) and "rel" not in given:
            assert given.keys() <= case["expected"].keys(), case["id"]


def test_a_wrong_expectation_fails():
    case = next(c for c in SHIPPED if c["id"] == "sel-1")
    wrong = case | {"expected": case["expected"] | {"leader_keeps": 80.0}}
    assert verify([wrong])[0].status == "failed"


def test_inputs_that_are_not_understood_fail():
    case = next(c for c in SHIPPED if c["id"] == "sel-1") | {"inputs": {}}
    result = verify([case])[0]
    assert result.status == "failed"
    assert "not understood" in result.got


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not a JSON file"),
        ("[]", "no list of cases"),
        ('{"cases": [{"id": 1}]}', "not complete"),
    ],
)
def test_a_broken_file_is_told(tmp_path, text, says):
    path = tmp_path / "cases.json"
    path.write_text(text)
    with pytest.raises(UserError, match=says):
        load_cases(path)


def test_unknown_model_is_not_passed():
    case = {"id": "x", "model": "nobody's", "inputs": {}, "expected": {}}
    assert verify([case])[0].status == NOT_IMPLEMENTED
    assert json.dumps(as_json(verify([case])))

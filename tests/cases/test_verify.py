"""Published exact cases go through the model's own functions; what is unknown is never passed."""

import json

import pytest

from partystate.cli.verify import SHIPPED
from partystate.core.errors import UserError
from partystate.verify.cases import NOT_IMPLEMENTED, RECOMPUTED, as_json, load_cases, verify

RESULTS = verify(load_cases(SHIPPED))


@pytest.mark.parametrize(
    "result", [r for r in RESULTS if r.model in RECOMPUTED], ids=lambda r: r.id
)
def test_recomputed_case(result):
    assert result.status == "passed", (result.expected, result.got)


def test_each_recomputed_model_has_a_case_and_the_rest_is_named():
    assert {r.model for r in RESULTS if r.status != NOT_IMPLEMENTED} == set(RECOMPUTED)
    summary = as_json(RESULTS)
    assert summary["failed"] == 0
    assert summary["passed"] == 66
    assert summary["passed"] + summary["not_implemented"] == len(summary["cases"])


def test_a_wrong_expectation_fails():
    case = next(c for c in load_cases(SHIPPED) if c["id"] == "crn-1")
    wrong = case | {"expected": case["expected"] | {"P_differ_crn": 0.21}}
    assert verify([wrong])[0].status == "failed"


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

"""What a published file says of who runs it is what the source does."""

import ast
from pathlib import Path

import pytest

from partystate.published.catalogue import CASES, MODELS
from partystate.published.model import Published
from partystate.verify.cases import load_cases
from tests.published.used import ROOT, imported, run_in_a_history, tree, users

TESTS = Path(__file__).parents[2]
TIED = {name: model for name, model in MODELS.items() if model.tied_by}


@pytest.mark.parametrize("name", MODELS)
def test_used_by_is_who_runs_it(name):
    model = MODELS[name]
    found = users(model)
    if model.tied_by:
        assert not found, "it is run, and needs no test that ties it"
    else:
        assert set(model.used_by) == found


@pytest.mark.parametrize("name", TIED)
def test_a_test_ties_what_is_said_to_be_tied(name):
    """It exists, and its file imports the published file and the module, or what that runs of
    other published files."""
    model = TIED[name]
    file, test = model.tied_by.split("::")
    source = ast.parse((TESTS / file).read_text("utf-8"))
    assert test in {n.name for n in ast.walk(source) if isinstance(n, ast.FunctionDef)}
    named = {n.module for n in ast.walk(source) if isinstance(n, ast.ImportFrom)}
    assert model.answer.__module__ in named
    for module in model.used_by:
        theirs = {module} | {of for of, _ in run_in_a_history().get(module, ())}
        assert {f"partystate.{m}" for m in theirs} & named


def test_a_claim_that_is_false_is_seen():
    """The two checks above would fail where a mechanism is named that runs nothing of a model."""
    assert "mechanisms.power.votes" not in users(MODELS["DeGroot"])
    assert users(MODELS["Quota-filling from ranked signals"]) == {"mechanisms.terror.arrests"}


def test_every_file_of_published_declares_and_every_published_function_is_run_or_a_case():
    files = {p.stem for p in (ROOT / "published").glob("*.py")} - {"__init__", "catalogue", "model"}
    for file in files:
        names = {
            target.id
            for node in tree(f"published.{file}").body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        }
        assert "MODELS" in names, file
    answered = {
        model.answer.__module__.removeprefix("partystate.published.") for model in MODELS.values()
    }
    run = {
        of.removeprefix("published.") for theirs in run_in_a_history().values() for of, _ in theirs
    }
    assert files <= answered | run


def test_every_model_has_a_case():
    assert {case["model"] for case in load_cases(CASES)} >= set(MODELS)


def test_mechanisms_are_told_from_other_users():
    model = Published(answer=dict, used_by=("mechanisms.terror.arrests", "core.units"))
    assert model.mechanisms == ("terror.arrests",)
    assert imported("published.detection")["Published"] == ("published.model", "Published")

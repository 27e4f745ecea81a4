"""Names of observables: all of both parts emitted, all defined."""

from dataclasses import replace

import pytest

from partystate.core.errors import UserError
from partystate.evidence import compile_rows, coverage, load_observables
from partystate.experiments.questions import asked_of
from partystate.history import series
from partystate.history.observables.registry import registered
from partystate.scenario.parts import LEADERSHIP


def test_what_the_top_writes_counts_as_emitted(ussr):
    told = coverage(compile_rows(ussr), series.emitted(), load_observables(ussr))
    assert not {o.name for o in registered() if o.part == LEADERSHIP} & {
        *told["claimed_not_emitted"],
        *told["defined_not_emitted"],
    }
    assert told["unknown_observables"] == []


def test_a_question_may_be_about_the_top(toyland):
    question = toyland.meta.questions[0].model_copy(
        update={"observable": "politburo.size", "groups": [""]}
    )
    asked = asked_of(
        replace(toyland, meta=toyland.meta.model_copy(update={"questions": [question]}))
    )
    assert {one.row.observable for one in asked} == {"politburo.size"}
    wrong = question.model_copy(update={"observable": "politburo.mood"})
    meta = toyland.meta.model_copy(update={"questions": [wrong]})
    with pytest.raises(UserError, match="does not emit"):
        asked_of(replace(toyland, meta=meta))


def test_a_ratio_of_every_pair_of_years_names_no_pair(ussr):
    assert not [name for name in load_observables(ussr) if "1931" in name or "1932" in name]

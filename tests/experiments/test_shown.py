"""A comparison shows itself in a line and a card, what is clear first."""

from dataclasses import replace

import pytest

from partystate.core.errors import UserError
from partystate.country.meta import Question
from partystate.experiments.compare import Comparison
from partystate.experiments.paired import Effect
from partystate.experiments.questions import asked_of

CLEAR = Effect("excess deaths, 1932/1933", 5e6, 4e6, -1073774.2, -1.3e6, -8e5, 20)
DIM = Effect("harvest, 1932", 50.0, 50.2, 0.2, -1.0, 1.4, 20)


def comparison(**more) -> Comparison:
    return Comparison(("plan_cut_1932",), [CLEAR, DIM], [], None, 20, **more)


def test_a_line():
    assert repr(comparison(fork="1932-07")) == (
        "<Comparison plan_cut_1932: 20 pairs, 2 effects, 1 told from nothing, "
        "the same until 1932-07>"
    )


def test_a_card():
    html = comparison()._repr_html_()
    assert "-1,070,000" in html  # with the figures that count
    assert "excess deaths, 1932/1933" in html
    assert "harvest" not in html
    assert "1 of 2" in html


def test_a_question_about_nothing_is_told_with_the_nearest(toyland):
    asked = [Question(label="deaths", observable="population.death", times=["1927"])]
    wrong = replace(toyland, meta=toyland.meta.model_copy(update={"questions": asked}))
    with pytest.raises(UserError, match=r"expected population\.deaths") as error:
        asked_of(wrong)
    assert len(str(error.value)) < 400

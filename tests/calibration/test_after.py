"""What is told of a posterior whose parts were fitted one after another."""

import pytest

from partystate.calibration.calibrate import after
from partystate.country.country import load


def told(theme: str, figures: int, inside: float, digests: list[str]):
    """How one part was made, in the words of a posterior that ships."""
    about = load("ussr").posterior.about
    shares = {"all": inside, theme: inside}
    return about.model_copy(
        update={
            "figures": figures,
            "figures_within_cut": figures - 1,
            "inside_50": shares,
            "inside_90": shares,
            "digests": digests,
            "rule": theme,
        }
    )


def test_a_part_rests_on_all_before_it():
    society, terror = told("land", 30, 0.9, ["a"]), told("terror", 10, 0.5, ["b"])
    both = after(society, terror, 1)
    three = after(both, told("party", 40, 0.6, ["c"]), 2)
    assert three.digests == ["a", "b", "c"]
    assert three.figures == 80
    assert three.figures_within_cut == 77
    assert three.rule == "land; then terror; then party"
    assert three.inside_90 == pytest.approx(
        {"all": (27 + 5 + 24) / 80, "land": 0.9, "terror": 0.5, "party": 0.6}
    )


def test_a_part_that_is_fitted_again_takes_the_place_of_those_after_it():
    three = told("land", 30, 0.9, ["a", "b", "c"])
    assert after(three, told("terror", 10, 0.5, ["d"]), 1).digests == ["a", "d"]

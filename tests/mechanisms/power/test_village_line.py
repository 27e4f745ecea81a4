"""The line on the village follows the party's own once there is a party, by hand."""

import pytest


@pytest.mark.parametrize(
    ("seated", "following", "line"),
    [(True, 0.25, 0.0), (True, 1, -0.6), (True, 0, 0.2), (False, 1, 0.2)],
)
def test_the_line_on_the_village_goes_a_share_of_the_way(ground, seated, following, line):
    """From 0.2 towards -0.6."""
    view = ground.view(policy__line=0.2, power__line=-0.6, inputs__seated=seated)
    got = ground.propose("village_line", view, following=following).values["policy.line"]
    assert float(got) == pytest.approx(line)

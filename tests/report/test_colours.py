"""Colours of the record in charts that stand side by side."""

import altair as alt
import polars as pl
import pytest

from partystate.report.charts.general import ROLE_COLOURS, layers


def panel(*roles):
    """A run of three years and a figure of the record for each role."""
    line = pl.DataFrame({"at": [1930.0, 1931.0, 1932.0], "value": [1.0, 2.0, 3.0]})
    record = pl.DataFrame(
        {
            "at": [1930.0 + i for i in range(len(roles))],
            "low": [1.0] * len(roles),
            "central": [1.5] * len(roles),
            "high": [2.0] * len(roles),
            "role": list(roles),
            "verified": ["read"] * len(roles),
        }
    )
    return layers(line, pl.DataFrame(), record, "")


@pytest.mark.parametrize("roles", [("not used in fitting", "used in fitting"), ("put in",)])
def test_a_role_has_its_colour_beside_any_other_chart(roles):
    """Vega joins the scales of charts side by side: one that left a role out gave it the colour of
    another."""
    spec = alt.hconcat(panel(*roles), panel(*ROLE_COLOURS)).to_dict()
    scales = [
        layer["encoding"]["color"]["scale"]
        for chart in spec["hconcat"]
        for layer in chart["layer"]
        if "color" in layer["encoding"]
    ]
    assert len(scales) == 6
    for scale in scales:
        assert dict(zip(scale["domain"], scale["range"], strict=True)) == ROLE_COLOURS

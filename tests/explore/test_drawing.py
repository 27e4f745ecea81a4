"""Scales, plots and maps, by cases that can be reckoned by hand."""

import re

import pytest

from partystate.explore.drawing import plot, ranges, tiles
from partystate.explore.drawing.scale import Scale, in_words, ticks, written, years


def test_a_scale_is_linear():
    scale = Scale(0, 10, 100, 0)
    assert [scale(v) for v in (0, 5, 10)] == [100, 50, 0]


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 9.4, [0, 2, 4, 6, 8, 10]),
        (0, 0.07, [0, 0.02, 0.04, 0.06, 0.08]),
        (-3, 3, [-4, -2, 0, 2, 4]),
        (1, 1, [1, 1.2, 1.4, 1.6, 1.8, 2]),
    ],
)
def test_ticks_are_round_and_hold_the_numbers(low, high, found):
    assert ticks(low, high) == pytest.approx(found)


def test_years_are_whole():
    assert years(1920.4, 1941.2, 5) == [1925, 1930, 1935, 1940]
    assert years(1932.0, 1933.9, 5) == [1932, 1933]


def test_numbers_as_a_person_writes_them():
    assert [written(v) for v in (0.0, -0.0, 12, 1234.5, 0.04711, 9_999_999)] == [
        "0",
        "0",
        "12",
        "1,230",
        "0.0471",
        "10,000,000",
    ]
    assert in_words("persons", 3e6) == (1e-6, "million persons")
    assert in_words("share", 3e6) == (1.0, "share")


def drawn():
    strand = plot.Strand(
        "x", [(1930.5, 1.0), (1931.5, 3.0)], [(1930.5, 0, 1, 1, 2), (1931.5, 1, 2, 3, 4)]
    )
    mark = plot.Mark(1931.5, 1.0, 2.0, 3.0, "put in", False, "a <figure>")
    return plot.Plot([strand], [mark], "Mt", [(1930.5, "1930: 1"), (1931.5, "1931: 3")])


def test_a_plot_holds_its_line_band_record_and_words():
    svg = str(plot.one(drawn(), "a label & more"))
    assert 'aria-label="a label &amp; more"' in svg
    assert len(re.findall('class="hit"', svg)) == 2
    assert '<g class="mark r-in hollow"><title>a &lt;figure&gt;</title>' in svg
    assert len(re.findall(r'class="(outer|inner) s0"', svg)) == 2
    path = re.search(r'class="line s0" d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"', svg)
    x0, y0, x1, y1 = map(float, path.groups())
    assert x0 < x1
    assert y0 > y1  # more is higher


def test_what_lies_after_the_usual_end_is_told_apart():
    """A ground behind it, its name, and a line of its own."""
    usual = drawn()
    assert plot.BEYOND not in str(plot.one(usual, "a label"))
    points = [(1930.5, 1.0), (1931.5, 3.0), (1932.5, 2.0), (1933.5, 2.0)]
    svg = str(plot.one(plot.Plot([plot.Strand("x", points)], until=1932.0), "a label"))
    assert plot.BEYOND in svg
    ground = float(re.search(r'class="beyond" x="([\d.]+)"', svg).group(1))
    ends = [
        [float(x) for x in re.findall(r"[ML]([\d.]+),", path)]
        for path in re.findall(r'class="line s0(?: later)?" d="([^"]+)"', svg)
    ]
    assert [len(xs) for xs in ends] == [2, 2]
    assert max(ends[0]) < ground < min(ends[1])


def test_nothing_is_said_to_be_nothing():
    assert plot.NOTHING in str(plot.drawn(plot.Plot([plot.Strand("x", [])]), ""))


def test_a_tile_leads_where_it_says():
    tile = tiles.Tile(
        "Central Black Earth", "CBE", 1, 2, "#fff", False, "1.5", "CBE: 1.5", "/map?place=CBE"
    )
    svg = str(tiles.one([tile], "map"))
    assert '<a href="/map?place=CBE"><title>CBE: 1.5</title>' in svg
    assert [re.sub("<.*?>", "", t) for t in re.findall("<text.*?</text>", svg)] == [
        "Central",
        "Black",
        "Earth",
        "1.5",
    ]


def test_a_difference_is_coloured_both_ways():
    assert tiles.both_ways(0)[0] == tiles.BOTH_WAYS[3]
    assert tiles.both_ways(1) == (tiles.BOTH_WAYS[-1], True)
    assert tiles.both_ways(-5) == (tiles.BOTH_WAYS[0], True)


def test_ranges_lie_on_one_scale():
    found = [
        ranges.Range("model", 0, 5, 10, "model", "m"),
        ranges.Range("who", 5, 5, 5, "record", "r"),
    ]
    svg = str(ranges.one(found, "Mt", "two"))
    middles = re.findall(r'class="end \w+" cx="([\d.]+)"', svg)
    assert middles[0] == middles[1]

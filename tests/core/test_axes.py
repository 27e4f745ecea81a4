"""Axes: labels, ids that never move, and the text of a group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partystate.core.axes import Axis, group_text, parse_group, stable_ids
from partystate.core.errors import UserError

WORDS = st.text(
    st.characters(blacklist_characters=";=", blacklist_categories=("Cs",)), min_size=1, max_size=12
)


def test_index_and_length():
    axis = Axis("region", ["North", "South"])
    assert (len(axis), axis.index("South"), axis.labels, "North" in axis) == (
        2,
        1,
        ("North", "South"),
        True,
    )
    assert hash(axis) == hash(Axis("region", ("North", "South")))


def test_an_unknown_label_is_told_with_what_there_is():
    with pytest.raises(UserError, match="'Sud' is no label of the axis 'region'.*North, South"):
        Axis("region", ("North", "South")).index("Sud")


@pytest.mark.parametrize("labels", [("a", "a"), ("a;b",), ("a=b",), ("",)])
def test_labels_that_cannot_be_used_are_refused(labels):
    with pytest.raises(UserError):
        Axis("region", labels)


def test_ids_against_stored_ones():
    """The hash may never change: every draw of every kept run hangs on it."""
    assert stable_ids(["region=North", "region=South"]).tolist() == [
        [947042575, 3302483472],
        [2172575032, 2058972625],
    ]


def test_ids_hold_when_labels_are_added_or_moved():
    few, many = Axis("region", ("a", "b")), Axis("region", ("c", "b", "a"))
    assert few.ids.dtype == np.uint32
    np.testing.assert_array_equal(few.ids, many.ids[[2, 1]])


def test_ids_of_axes_differ():
    assert not np.array_equal(Axis("region", ("a",)).ids, Axis("nationality", ("a",)).ids)


def test_two_equal_names_would_share_their_luck():
    with pytest.raises(UserError, match="'a' and 'a'"):
        stable_ids(["a", "b", "a"])


def test_no_names():
    assert stable_ids([]).shape == (0, 2)


def test_group_is_written_in_the_order_of_the_axes():
    order = ("region", "nationality")
    assert (
        group_text({"nationality": "Tatar", "region": "Urals"}, order)
        == "region=Urals;nationality=Tatar"
    )
    assert group_text({}, order) == ""


def test_group_of_an_unknown_axis_is_refused():
    with pytest.raises(UserError, match="'planet' is no axis"):
        group_text({"planet": "Mars"}, ("region",))


@given(st.dictionaries(WORDS, WORDS, max_size=4))
def test_group_round_trip(group):
    assert parse_group(group_text(group, tuple(group))) == group


@pytest.mark.parametrize("text", ["region", "region=", "=Urals", "a=b;", "a=b;a=c", "a=b=c", ";"])
def test_a_group_that_cannot_be_read(text):
    with pytest.raises(UserError, match="a group cannot be read"):
        parse_group(text)

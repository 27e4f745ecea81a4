"""The register of random streams only grows at its end."""

import pytest

from partystate.core.errors import UserError
from partystate.core.streams import check_appended, load_streams


def write(folder, text):
    path = folder / "streams.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_register_is_read(tmp_path):
    assert load_streams(write(tmp_path, "id,name\n1,harvest\n3,food\n")) == {
        "harvest": 1,
        "food": 3,
    }


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("number,name\n1,harvest\n", 1),
        ("id,name\n2,harvest\n1,food\n", 3),
        ("id,name\n1,harvest\n1,food\n", 3),
        ("id,name\n1,harvest\n2,harvest\n", 3),
        ("id,name\n0,harvest\n", 2),
        ("id,name\n-1,harvest\n", 2),
        ("id,name\none,harvest\n", 2),
        ("id,name\n4294967296,harvest\n", 2),
        ("id,name\n1,\n", 2),
    ],
)
def test_a_broken_register_names_its_row(tmp_path, text, row):
    with pytest.raises(UserError) as error:
        load_streams(write(tmp_path, text))
    assert error.value.row == row
    assert error.value.file == "streams.csv"


def test_adding_at_the_end_is_allowed():
    check_appended({"harvest": 1, "food": 3}, {"harvest": 1, "food": 3, "votes": 4})


@pytest.mark.parametrize(
    "new",
    [
        {"harvest": 1},
        {"harvest": 1, "food": 4},
        {"harvest": 1, "grain": 3},
        {"harvest": 1, "votes": 2, "food": 3},
    ],
)
def test_any_other_change_is_refused(new):
    with pytest.raises(UserError, match="has moved or gone|is not at the end"):
        check_appended({"harvest": 1, "food": 3}, new)

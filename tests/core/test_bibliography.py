"""A bibliography is read whole or refused with the entry that is wrong, and told in BibTeX."""

import pytest

from partystate.core.bibliography import Work, load_bibliography
from partystate.core.errors import UserError

ARTICLE = """
[otter1949]
kind = "article"
authors = ["Otter, R."]
year = 1949
title = "The multiplicative process"
journal = "Annals of Mathematical Statistics 20 (2): 206-224"
doi = "10.1214/aoms/1177730031"
published = ["denunciation"]
recalled = true
"""


def loaded(tmp_path, text):
    path = tmp_path / "bibliography.toml"
    path.write_text(text, encoding="utf-8")
    return load_bibliography(path)


def test_an_entry_is_read(tmp_path):
    assert loaded(tmp_path, ARTICLE) == {
        "otter1949": Work(
            key="otter1949",
            kind="article",
            authors=("Otter, R.",),
            title="The multiplicative process",
            year=1949,
            journal="Annals of Mathematical Statistics 20 (2): 206-224",
            doi="10.1214/aoms/1177730031",
            published=("denunciation",),
            recalled=True,
        )
    }


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('kind = "article"', 'kind = "song"', "kind"),
        ('title = "The multiplicative process"', "", "title"),
        ("year = 1949", "", "year"),
        ("journal =", "publisher =", "journal"),
        ("recalled =", "remembered =", "remembered"),
        ('"10.1214', '"https://doi.org/10.1214', "doi"),
        ('"10.1214/aoms/1177730031"', '"10.1214"', "doi"),
        ("[otter1949]", "[otter1949", "TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, named):
    assert old in ARTICLE
    with pytest.raises(UserError, match=named):
        loaded(tmp_path, ARTICLE.replace(old, new))


def test_bibtex_by_hand():
    work = Work(
        key="ab2000",
        kind="incollection",
        authors=("A, B.", "C, D."),
        title="Ploughs & plans",
        year=2000,
        in_="E (ed.), F",
    )
    assert work.bibtex("used by harvest_of").splitlines() == [
        "@incollection{ab2000,",
        "  author = {A, B. and C, D.},",
        "  title = {{Ploughs \\& plans}},",
        "  year = {2000},",
        "  booktitle = {E (ed.), F},",
        "  note = {used by harvest\\_of},",
        "}",
    ]


def test_an_office_is_no_surname():
    decree = Work(key="d", kind="document", authors=("Committee, Central",), title="T", year=1930)
    assert "  author = {{Committee, Central}}," in decree.bibtex()

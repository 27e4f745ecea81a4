"""The part of the page on what is said, believed and taught: the cult of the leader and the church
beside it, doctrine, culture, officials of the republics."""

from __future__ import annotations

import polars as pl

from partystate.evidence import Row
from partystate.report.content import Figure, Section
from partystate.report.figures import side_by_side
from partystate.report.series import RunData, Wanted

MONTH, YEAR, SHARE = "month", "year", "share"
CULT = (
    ("praise of the leader in public speech", SHARE, "cult.intensity", MONTH),
    ("devotion to the dead founder", "index", "cult.founder", MONTH),
    ("the founder's share of the praise", SHARE, "cult.founder_share", MONTH),
    ("how far praise goes", "index", "cult.praise_level", MONTH),
    ("praise of a father", SHARE, "cult.themes.father", MONTH),
    ("the leader shown among the people", SHARE, "cult.direct_contact", MONTH),
)
# series of the church stand beside those of the cult once the model has them
CHURCH: tuple[tuple[str, str, str, str], ...] = (
    ("devotion gone over from the church", SHARE, "cult.religious_transfer", MONTH),
)
SIGNS = (
    ("public places that show him", SHARE, "cult.display", MONTH),
    ("places that bear his name", "count", "cult.places_renamed", MONTH),
    ("titles and prizes", "count", "cult.titles", MONTH),
)
DOCTRINE = (
    ("doctrine calls for struggle", "index", "doctrine.threat_licence", MONTH),
    ("classes that doctrine knows of", "count", "society.class_scheme", MONTH),
    ("officials who say what they think", SHARE, "opinion.elite_candor", MONTH),
)
CULTURE = (
    ("new works in the official style", SHARE, "culture.official_style_share", YEAR),
    ("new works in condemned styles", SHARE, "culture.avant_garde_share", YEAR),
    ("buildings in the monumental style", SHARE, "culture.architecture_empire_share", YEAR),
    ("heroes of the majority", SHARE, "culture.russification", YEAR),
)
OFFICIALS = "nationality.titular_share_officials"
TEXT = [
    "Whoever is to be taken for loyal praises, and what everybody says costs less and takes more: "
    "praise inflates and means less. An heir who is not firm in his place borrows from the dead "
    "founder. Doctrine is a move of those who need a licence. Styles are selected by one patron "
    "and one censor; officials of the republics are promoted until force or heroes of the "
    "majority stand against it.",
    "Nobody counted most of this: there is no count of the leader's name in the press nor of "
    "works by style. Such series are *illustrative*: their shape comes out of a rule, their level "
    "is ours, and no figure of the record is held against them.",
]


def belief(data: RunData, rows: list[Row] | None) -> Section | None:
    """Charts of the cult, doctrine and culture, as far as a run has them."""

    def shown(id: str, title: str, kinds: tuple[tuple[str, str, str, str], ...]) -> Figure | None:
        wanted = [
            (words, unit, Wanted(name, "", "truth", every)) for words, unit, name, every in kinds
        ]
        there = [kind for kind in wanted if len(data.line(kind[2]))]
        return side_by_side(id, title, "what", there, data, rows) if there else None

    found = [
        shown("cult", "The cult of the leader, and the church", (*CULT, *CHURCH)),
        shown("cult-signs", "Signs of the cult", SIGNS),
        shown("doctrine", "Doctrine, and what officials say", DOCTRINE),
        shown("culture", "Styles, buildings and heroes", CULTURE),
        _officials(data, rows),
    ]
    figures = [figure for figure in found if figure]
    return Section("belief", "What is said and believed", TEXT, figures) if figures else None


def _officials(data: RunData, rows: list[Row] | None) -> Figure | None:
    """Officials who are of the people of the republic, by region with one."""
    groups = data.run.filter(
        (pl.col("observable") == OFFICIALS) & pl.col("group").str.starts_with("region=")
    )["group"]
    kinds = [
        (group.removeprefix("region="), SHARE, Wanted(OFFICIALS, group))
        for group in groups.unique(maintain_order=True)
    ]
    title = "Officials who are of the people of their republic"
    return side_by_side("officials", title, "region", kinds, data, rows) if kinds else None

"""The part of the page on faiths and sciences: places of worship, clergy, who believes and who says
so, who was shot for it; control of the fields of science and who holds their posts."""

from __future__ import annotations

import polars as pl

from partystate.evidence import Row
from partystate.report.content import Section
from partystate.report.figures import against_record, side_by_side
from partystate.report.series import RunData, Wanted

PARISHES, POSTS = "religion.parishes", "science.doctrine_share"
FIELD = "field="
MOST_FIELDS = 3
TEXT = [
    "The line, the drive, mass operations and danger press on faiths; communities close by order "
    "or for want of clergy, and belief goes underground: fewer say to a census that they believe "
    "than do. Who was on the list of a community is told apart among the arrested. Lines are "
    "illustrative where nobody counted: pressure, what people believe, clergy after 1914.",
    "A field of science is controlled the more, the nearer it is to doctrine and the less it is of "
    "use to arms; its adherents take posts where results are promised and failure is not told.",
]


def church(data: RunData, rows: list[Row] | None) -> Section | None:
    """Charts of faiths and sciences; nothing for a run that has neither, or no whole year."""
    if not len(data.line(Wanted("religion.clergy"))):
        return None
    believers = "religion.believers_share"
    shown = [
        against_record(
            "parishes",
            "Communities of the largest faith that worship",
            "On the first day of each month.",
            data,
            rows,
            Wanted(PARISHES, "", "truth", "day"),
            "communities",
            zero=True,
        ),
        side_by_side(
            "faiths",
            "Pressure on faiths, clergy, and who was shot for faith",
            "",
            [
                (
                    "pressure on all faiths",
                    "index 0..1",
                    Wanted("religion.pressure", every="month"),
                ),
                (
                    "on all but the largest",
                    "index 0..1",
                    Wanted("religion.pressure", "faith=other", every="month"),
                ),
                ("clergy of the largest", "persons", Wanted("religion.clergy")),
                ("arrested for faith", "persons a year", Wanted("religion.arrested")),
                ("shot for faith", "persons a year", Wanted("religion.executed")),
            ],
            data,
            rows,
        ),
    ]
    if len(data.line(Wanted(believers, "", "truth", "day"))):
        shown.append(
            side_by_side(
                "believers",
                "Who believes, and who says so to a census",
                "share of the people",
                [
                    ("believe", "share", Wanted(believers, "", "truth", "day")),
                    ("say so", "share", Wanted(believers, "", "known", "day")),
                ],
                data,
                rows,
            )
        )
    kinds = [("control of all fields", "index 0..1", Wanted("science.ideological_control"))]
    kinds += [
        (f"adherents in {group.removeprefix(FIELD)}", "share of posts", Wanted(POSTS, group))
        for group in _fields(data)
    ]
    kinds += [("sown by its measure", "ha", Wanted("science.measure_area"))]
    shown.append(side_by_side("science", "Doctrine in the sciences", "", kinds, data, rows))
    return Section("church", "Church and science", TEXT, shown)


def _fields(data: RunData) -> list[str]:
    """The first fields of science, in the country's order."""
    told = data.run.filter((pl.col("observable") == POSTS) & pl.col("group").str.starts_with(FIELD))
    return told["group"].unique(maintain_order=True).to_list()[:MOST_FIELDS]

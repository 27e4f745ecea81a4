"""What a figure calls its line, where that is no run: one place for all captions and tables."""

from __future__ import annotations

from dataclasses import replace

from partystate.report.content import Figure, Section, Table
from partystate.report.series import RunData

LINE = "this run"
FILE = "series.parquet of this run"


def told_as(section: Section, data: RunData, source: str) -> Section:
    """The section with its lines called what they are, and `source` in place of a run's file."""
    if data.whose == LINE:
        return section
    words = {
        FILE: source,
        LINE: data.whose,
        LINE.capitalize(): data.whose.capitalize(),
        "the ensemble": "the free histories",
        "No ensemble was given": "No free histories are at hand",
    }

    def said(text: str) -> str:
        for old, new in words.items():
            text = text.replace(old, new)
        return text

    def cell(value):
        return said(value) if isinstance(value, str) else value

    def figure(one: Figure) -> Figure:
        table = Table(
            tuple(map(said, one.table.columns)), [tuple(map(cell, r)) for r in one.table.rows]
        )
        return replace(
            one,
            title=said(one.title),
            caption=said(one.caption),
            svg=said(one.svg),
            widget=said(one.widget),
            table=table,
            sources=[said(s) for s in one.sources],
        )

    return replace(
        section, text=[said(t) for t in section.text], figures=[figure(f) for f in section.figures]
    )

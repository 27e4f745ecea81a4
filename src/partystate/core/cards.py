"""How objects show themselves: one line in a terminal, a small card in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

STYLE = "border-collapse:collapse;margin:4px 0 8px;font-variant-numeric:tabular-nums"
CELL = "text-align:left;padding:2px 14px 2px 0;vertical-align:top;font-weight:normal"


def line(kind: str, name: str, facts: Iterable[str]) -> str:
    """One line: `<Country toyland: 3 regions, 41 parameters>`.

    >>> line("Country", "toyland", ["3 regions", "41 parameters"])
    '<Country toyland: 3 regions, 41 parameters>'
    """
    told = ", ".join(fact for fact in facts if fact)
    return f"<{' '.join(part for part in (kind, name) if part)}{': ' if told else ''}{told}>"


def card(title: str, facts: Mapping[str, object], *tables: str) -> str:
    """A card of names and values as HTML, tables of `rows` beneath; all text is escaped.

    >>> "&lt;" in card("<x>", {"y": 1})
    True
    """
    cells = "".join(
        f'<tr><th style="{CELL};opacity:.7">{escape(name)}</th>'
        f'<td style="{CELL}">{escape(str(value))}</td></tr>'
        for name, value in facts.items()
        if value not in ("", None)
    )
    return (
        f'<div><b>{escape(title)}</b><table style="{STYLE}">{cells}</table>{"".join(tables)}</div>'
    )


def rows(heads: Sequence[str], cells: Iterable[Sequence[object]]) -> str:
    """A table as HTML, to stand in a card."""
    top = "".join(f'<th style="{CELL};opacity:.7">{escape(head)}</th>' for head in heads)
    body = "".join(
        "<tr>" + "".join(f'<td style="{CELL}">{escape(str(c))}</td>' for c in row) + "</tr>"
        for row in cells
    )
    return f'<table style="{STYLE}"><tr>{top}</tr>{body}</table>'


def number(value: float | None) -> str:
    """A number as a card shows it: three figures that count, thousands apart.

    >>> number(1073774.2), number(0.04711), number(None)
    ('1,070,000', '0.0471', '')
    """
    if value is None:
        return ""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 1e3 else f"{rounded:g}"


def some(names: Sequence[str], most: int = 6) -> str:
    """The first of some names, and how many more there are.

    >>> some(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")

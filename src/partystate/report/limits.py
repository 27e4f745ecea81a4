"""What a page cannot tell: the cautions of the country, and what follows from what was put in, what
the record is worth and what came out."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.country.put_in import RECORDED
from partystate.report.whose_politics import of_whom

WHAT_IFS = (
    "What-ifs change inputs and rules of the model, and their intervals say nothing of rules it "
    "lacks."
)


def limits(country: Country, about: dict, card: dict | None) -> list[str]:
    """Sentences for a page; `card` is the score of the leadership's ensemble."""
    return [
        *_line(about["line"]),
        *country.meta.cautions,
        *_order(country, card),
        *_regions(country),
        WHAT_IFS,
    ]


def _line(line: str) -> list[str]:
    of = (
        "is a dated input, and what follows from it is the model's"
        if line == RECORDED
        else "comes out of rules for how rulers rise and what they hear"
    )
    return [f"Nothing here bears on intent: the rulers' line between free trade and force {of}."]


def _order(country: Country, card: dict | None) -> list[str]:
    """How often the recorded order of falls comes out, where the country has one."""
    found = (card or {}).get("order", {}).get("free")
    if country.meta.power is None or not country.meta.power.order:
        return []
    if not found:
        return ["Who wins at the top is one draw of luck, and another ends with others."]
    return [
        f"The recorded order of falls at the top comes out in {found['share']:.1%} of "
        f"{found['runs']} histories{of_whom(card)}; the others show what else could have."
    ]


def _regions(country: Country) -> list[str]:
    """How much of the land tables was not checked."""
    if "regional_land" not in country.tables:
        return []
    marks = country.tables["regional_land"]["verified"]
    recalled = int((marks == "no").sum())
    return [
        f"Differences between regions are uncertain: of {len(marks):,} figures of the land tables "
        f"{recalled:,} are quoted as recalled and were not checked against their source."
    ]

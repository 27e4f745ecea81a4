"""What the page cannot tell, by what was put in, what the record is worth and what came out."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.country.put_in import LEADERSHIP, RECORDED


def limits(country: Country, about: dict, card: dict | None) -> list[str]:
    """Sentences for the head of the page; `card` is the score of the leadership's ensemble."""
    return [
        _intent(about["line"]),
        *([_order(card)] if LEADERSHIP in about["parts"] else []),
        "The toll of a famine better than those who counted: each historian's figure stands on a "
        "line of its own beside the model's interval.",
        _regions(country),
        "What would have happened: what-ifs change inputs and rules of the model, and their "
        "intervals say nothing of rules it lacks.",
        "Who moved to which town: those hired go to towns by the workers already there, those who "
        "flee hunger also by how well a town eats; mines, building sites and wages of a region "
        "are not in it.",
    ]


def _intent(line: str) -> str:
    of = (
        "their line between free trade and force is a dated input, what follows from it is the "
        "model's"
        if line == RECORDED
        else "their line between free trade and force comes out of rules for how rulers rise and "
        "what they hear"
    )
    return (
        f"Why the rulers did to the village what they did: {of}, and nothing here bears on intent."
    )


def _order(card: dict | None) -> str:
    found = (card or {}).get("order", {}).get("free")
    if not found:
        return "That one man had to win: this is one draw of luck, and another ends with others."
    return (
        f"That one man had to win: the recorded order of falls comes out in "
        f"{found['share']:.1%} of {found['runs']} runs; the others show what else could have."
    )


def _regions(country: Country) -> str:
    marks = country.tables["regional_land"]["verified"]
    recalled = int((marks == "no").sum())
    return (
        f"Differences between regions with any confidence: of {len(marks):,} figures of the land "
        f"tables {recalled:,} are quoted as recalled and were not checked against their source."
    )

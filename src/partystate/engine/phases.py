"""The order of a month, as one list. Inside a phase every mechanism reads the same world."""

from __future__ import annotations

from partystate.mechanisms.contract import PHASES, Mechanism

WHAT_HAPPENS = {
    "perceive": "threat, standing, support are seen",
    "decide": "the line, posts, plans and collections are decided, from what was known before",
    "act": "harvest, seizure, eating, work, moves, births and deaths are proposed",
    "account": (
        "the accountant settles people, then stocks; vacancies and posts follow when there are any"
    ),
    "report": "what was got is felt; what happened is counted, told, published",
}


def in_phase(mechanisms: tuple[Mechanism, ...], phase: str) -> tuple[Mechanism, ...]:
    """Mechanisms of one phase, in the order of the registry (which cannot matter)."""
    return tuple(m for m in mechanisms if m.phase == phase)


def check_phases(mechanisms: tuple[Mechanism, ...]) -> None:
    """ValueError where a mechanism names a phase in which none runs."""
    for mechanism in mechanisms:
        if mechanism.phase not in PHASES or mechanism.phase == "account":
            raise ValueError(f"{mechanism.id} names phase {mechanism.phase!r}; there are {PHASES}")


def printed(mechanisms: tuple[Mechanism, ...]) -> list[tuple[str, str, str]]:
    """(phase, what happens, mechanisms) rows, in the order of a month."""
    return [
        (
            phase,
            WHAT_HAPPENS[phase],
            ", ".join(m.id for m in in_phase(mechanisms, phase)) or "-",
        )
        for phase in PHASES
    ]

"""The autocrat's credibility: what captains must be paid to follow (Myerson 2008)."""

from __future__ import annotations

from partystate.published.model import Inputs, Outputs, Published


def captains(
    n: float,
    m: float,
    revenue: float,
    cost: float,
    steepness: float,
    challengers: float,
    discount: float,
) -> dict[str, float]:
    """Chance p to win with n captains against m, pay y, a captain's value U and the leader's value
    V."""
    p = n**steepness / (n**steepness + m**steepness)
    pay = (discount + challengers) * cost / p
    horizon = discount + challengers - challengers * p
    return {
        "p": p,
        "y": pay,
        "V": (revenue - n * pay) / horizon,
        "captain_U": (pay - challengers * cost) / horizon,
    }


def answer(inputs: Inputs) -> Outputs:
    found = captains(*(inputs[k] for k in ("n", "m", "R", "c", "s", "lam", "delta")))
    return found | {"check_pU": found["p"] * found["captain_U"]}


MODELS = {"Autocrat's credibility: captain participation": Published(answer=answer)}

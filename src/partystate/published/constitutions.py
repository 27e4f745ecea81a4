"""Where reform ends: the map from each constitution to the stable one it leads to (Acemoglu, Egorov
and Sonin 2012)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partystate.published.model import Inputs, Outputs, Published


def stable_from(
    states: Sequence[str], payoffs: Mapping[str, Mapping[str, float]], decider: Mapping[str, str]
) -> dict[str, str]:
    """phi of each state. `payoffs` are by group and state, `decider` the group that can change a
    state.

    States are taken so that a later one is never preferred by the decider of an earlier one; the
    best for a state's decider among stable states already placed that it prefers is where it goes;
    if there is none, it stays."""

    def likes(x: str, y: str) -> bool:
        return payoffs[decider[x]][y] > payoffs[decider[x]][x]

    phi: dict[str, str] = {}
    for state in _ordered(list(states), likes):
        better = [y for y in phi if phi[y] == y and likes(state, y)]
        phi[state] = max(better, key=lambda y, s=state: payoffs[decider[s]][y]) if better else state
    return {state: phi[state] for state in states}


def _ordered(states: list[str], likes: Callable[[str, str], bool]) -> list[str]:
    """An order in which no earlier decider wants a later state; ValueError where preferences run in
    a circle."""
    order: list[str] = []
    while states:
        free = [s for s in states if not any(likes(s, other) for other in states if other != s)]
        if not free:
            raise ValueError("no order of the states: preferences run in a circle")
        order.append(free[0])
        states = [s for s in states if s != free[0]]
    return order


def answer(inputs: Inputs) -> Outputs:
    return {"phi": stable_from(inputs["states"], inputs["payoffs"], inputs["winning"])}


MODELS = {"Dynamics & Stability phi-map": Published(answer=answer)}

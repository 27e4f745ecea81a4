"""Vacancy chains (White 1970): a post falls vacant, is filled from a lower stratum, and the vacancy
moves down."""

from __future__ import annotations

import numpy as np

from partystate.published.model import Inputs, Outputs, Published


def fundamental(moves: np.ndarray) -> np.ndarray:
    """[S, S] expected visits of a vacancy to stratum j that began in i; `moves` [S, S] is the
    chance that a vacancy in i is filled from j (the rest is filled from outside or abolished)."""
    moves = np.asarray(moves, float)
    return np.linalg.inv(np.eye(len(moves)) - moves)


def chain_length(moves: np.ndarray) -> np.ndarray:
    """[S] expected number of moves a vacancy in each stratum sets off, itself among them."""
    return fundamental(moves).sum(1)


def answer(inputs: Inputs) -> Outputs:
    moves = np.array(inputs["Q"])
    return {"expected_chain_length": chain_length(moves), "fundamental": fundamental(moves)}


MODELS = {"Vacancy chains (White 1970)": Published(answer=answer)}

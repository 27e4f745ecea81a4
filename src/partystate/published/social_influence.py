"""Opinions under influence: DeGroot (1974) and Friedkin and Johnsen (1999)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from partystate.published.model import Inputs, Outputs, Published


def consensus_weights(influence: np.ndarray) -> np.ndarray:
    """[n] weight of each opinion in DeGroot's consensus: the left eigenvector of `influence` [n, n]
    for 1."""
    influence = np.asarray(influence, float)
    n = len(influence)
    equations = np.vstack([influence.T - np.eye(n), np.ones(n)])
    return np.linalg.lstsq(equations, np.append(np.zeros(n), 1), rcond=None)[0]


def settled(
    influence: np.ndarray, susceptibility: np.ndarray, first: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(opinions [n], total influence [n, n]) of Friedkin and Johnsen: V = (I - A W)^-1 (I - A), y =
    V y1."""
    n = len(first)
    keeps = np.diag(susceptibility)
    total = np.linalg.solve(np.eye(n) - keeps @ np.asarray(influence, float), np.eye(n) - keeps)
    return total @ np.asarray(first, float), total


def consensus(inputs: Inputs) -> Outputs:
    weights = consensus_weights(_matrix(inputs["W"]))
    return {"weights": weights, "consensus": weights @ np.array(inputs["x0"], float)}


def disagreement(inputs: Inputs) -> Outputs:
    opinions, total = settled(_matrix(inputs["W"]), np.array(inputs["A_diag"]), inputs["y1"])
    return {"y_inf_exact": opinions, "y_inf_published": opinions, "V": total}


def _matrix(rows: list[list[float | str]]) -> np.ndarray:
    """A matrix whose cells may be written as fractions."""
    return np.array([[float(Fraction(str(cell))) for cell in row] for row in rows])


MODELS = {
    "DeGroot": Published(answer=consensus),
    "Friedkin-Johnsen": Published(answer=disagreement),
}

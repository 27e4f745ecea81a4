"""Published cases of the party's top, recomputed by the mechanisms' own functions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import jax.numpy as jnp
import numpy as np

from partystate.published import (
    agenda_setter,
    constitutions,
    credibility,
    selectorate,
    social_influence,
    vacancy_chains,
    viziers,
)
from partystate.published.circular_flow import linear_path
from partystate.published.contested_autocrat import chance_of_establishment, expected_periods
from partystate.published.ultimate_ruling_coalition import ultimate_ruling_coalitions

PRINTED = 6  # decimals of the published matrix


def ruling(inputs: dict) -> dict:
    """Powers of the members of each ultimate ruling coalition."""
    powers = inputs["powers"]
    found = ultimate_ruling_coalitions(powers, Fraction(inputs["alpha"]))
    return {
        "urc": sorted(
            ([powers[i] for i in members] for members in found), key=lambda c: (len(c), c)
        )
    }


def ruling_sizes(inputs: dict) -> dict:
    """Sizes by number of players with nearly equal powers; sizes that hold are read off the same
    table and rule."""
    alpha = Fraction(inputs["alpha"])
    first, last = (int(n) for n in inputs["n"].split(".."))
    sizes = {
        str(n): len(ultimate_ruling_coalitions([10**6 + 2**i for i in range(n)], alpha)[0])
        for n in range(first, last + 1)
    }
    sequence = [1]
    while len(sequence) < 6:
        sequence.append(int(sequence[-1] / alpha) + 1)
    return {"k_sequence": sequence, "urc_size_by_n": sizes}


def ruling_sizes_equal(inputs: dict) -> dict:
    """The same where all powers are exactly equal."""
    first, last = (int(n) for n in inputs["n"].split(".."))
    return {
        "urc_size_by_n": {
            str(n): len(ultimate_ruling_coalitions([1] * n)[0]) for n in range(first, last + 1)
        }
    }


def constitution(inputs: dict) -> dict:
    return {
        "phi": constitutions.stable_from(inputs["states"], inputs["payoffs"], inputs["winning"])
    }


def vacancies(inputs: dict) -> dict:
    moves = np.array(inputs["Q"])
    return {
        "expected_chain_length": vacancy_chains.chain_length(moves).tolist(),
        "fundamental": vacancy_chains.fundamental(moves).tolist(),
    }


def flow(inputs: dict) -> dict:
    rates = inputs["appoint_loyal_prob"], inputs["turnover_secretaries"], inputs["turnover_cc"]
    path = linear_path(*rates, inputs["g0"], inputs["c0"], inputs["T"])
    far = linear_path(*rates, inputs["g0"], inputs["c0"], 400)[-1]
    return {"path_g_c": [list(pair) for pair in path], "limit": [round(value, 12) for value in far]}


def consensus(inputs: dict) -> dict:
    weights = social_influence.consensus_weights(_numbers(inputs["W"]))
    return {
        "weights": weights.tolist(),
        "consensus": float(weights @ np.array(inputs["x0"], float)),
    }


def friedkin(inputs: dict) -> dict:
    opinions, total = social_influence.settled(
        _numbers(inputs["W"]), np.array(inputs["A_diag"]), inputs["y1"]
    )
    return {
        "y_inf_exact": opinions.tolist(),
        "y_inf_published": np.rint(opinions).tolist(),
        "V": np.round(total, PRINTED).tolist(),
    }


def agenda(inputs: dict) -> dict:
    quo, ideal = (jnp.array([case[k] for case in inputs["cases"]], float) for k in ("q", "s"))
    return {
        "outcome": agenda_setter.outcome(quo, ideal, jnp.full_like(quo, inputs["median"])).tolist()
    }


def autocrat(inputs: dict) -> dict:
    chain = inputs["steps_to_established"], inputs["p_advance"], inputs["p_coup_success_per_step"]
    return {
        "P_established_from_0": chance_of_establishment(*chain),
        "expected_periods_to_absorption": expected_periods(*chain),
    }


def vizier(inputs: dict) -> dict:
    terms = inputs["plot_win_if_strong"], inputs["plot_win_if_weak"], inputs["wage_over_reward"]
    return {
        "max_loyal_signal_accuracy": [
            viziers.most_loyal_competence(prior, *terms) for prior in inputs["prior_strong"]
        ]
    }


def revenue(inputs: dict) -> dict:
    each, spent, kept = selectorate.split_of_revenue(
        inputs["W"], inputs["S"], inputs["R"], inputs["delta"]
    )
    return {"coalition_private_good_each": each, "total_spent": spent, "leader_keeps": kept}


def court(inputs: dict) -> dict:
    found = credibility.captains(*(inputs[k] for k in ("n", "m", "R", "c", "s", "lam", "delta")))
    return found | {"check_pU": found["p"] * found["captain_U"]}


def _numbers(rows) -> np.ndarray:
    """A matrix whose cells may be written as fractions."""
    return np.array([[float(Fraction(str(cell))) for cell in row] for row in rows])


POWER: dict[str, Callable[[dict], dict]] = {
    "URC": ruling,
    "URC sizes, near-equal generic powers": ruling_sizes,
    "URC sizes, EXACTLY equal powers, alpha=1/2, strict inequality": ruling_sizes_equal,
    "Dynamics & Stability phi-map": constitution,
    "Vacancy chains (White 1970)": vacancies,
    "Circular flow of power, linear loyalty-share model": flow,
    "DeGroot": consensus,
    "Friedkin-Johnsen": friedkin,
    "Romer-Rosenthal agenda setter, 1-D Euclidean": agenda,
    "Contested->established autocrat, absorbing chain": autocrat,
    "Vizier loyalty-competence trade-off, minimal binary-signal instance": vizier,
    "Selectorate, stationary private-goods-only version": revenue,
    "Autocrat's credibility: captain participation": court,
}

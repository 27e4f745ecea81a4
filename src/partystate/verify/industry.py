"""Published cases of industry, its plans and its wages, recomputed by the model's own functions."""

from __future__ import annotations

from collections.abc import Callable

import jax.numpy as jnp

from partystate.mechanisms.industry.growth import feldman
from partystate.mechanisms.industry.plan import chosen_target, effective_bonus
from partystate.published.scissors import squeeze
from partystate.published.soft_budget import soft_budget
from partystate.published.wedges import marginal_utilities, wedge


def two_departments(inputs: dict) -> dict:
    """Investment and consumption on Fel'dman's path, and the rate at which investment grows."""
    share, ratios = inputs["gamma"], (inputs["V1"], inputs["V2"])
    invested, consumed = feldman(
        inputs["I0"], inputs["C0"], share, ratios, jnp.asarray(inputs["t"], float)
    )
    year, _ = feldman(1.0, 0.0, share, ratios, 1.0)
    return {"I": invested.tolist(), "C": consumed.tolist(), "growth_I": float(jnp.log(year))}


def ratchet(inputs: dict) -> dict:
    """Bonus that is left of a unit more, and output where its cost y^2 / 2 has that slope: the
    bonus itself."""
    bonus = effective_bonus(inputs["b"], inputs["lam"], inputs["r"])
    return {"effective_bonus": bonus, "y_star": bonus}


def named_target(inputs: dict) -> dict:
    """Target a manager names under the menu of 1976."""
    low, high = (float(x) for x in inputs["y"].removeprefix("U(").removesuffix(")").split(","))
    target, short = chosen_target(inputs["alpha"], inputs["beta"], inputs["gamma"], low, high)
    return {"P_shortfall": short, "plan_choice": target}


def price_scissors(inputs: dict) -> dict:
    """Wage, investment and food at each price."""
    level, power = (float(x) for x in inputs["Q"].split("*p^"))
    prices = jnp.asarray(inputs["p"], float)
    found = squeeze(
        prices,
        level * prices**power,
        inputs["Np"],
        inputs["Nu"],
        inputs["worker_food_share"],
        inputs["Y"],
    )
    return {
        name: values.tolist()
        for name, values in zip(("w", "investment", "worker_food"), found, strict=True)
    }


def refinancing(inputs: dict) -> dict:
    """Bad projects that are refinanced once begun."""
    found = soft_budget(jnp.asarray(inputs["pibar"]), inputs["c"], inputs["cost_each_stage"])
    names = ("refinance_value", "soft", "bad_project_total_value", "inefficient_and_soft")
    return {name: values.tolist() for name, values in zip(names, found, strict=True)}


def two_wedges(inputs: dict) -> dict:
    """Wedges of labour and of capital between farm and the rest."""
    utilities = marginal_utilities(inputs["cA"], inputs["gammaA"], inputs["cM"], inputs["eta"])

    def of(name):
        return (inputs[f"{name}A"], inputs[f"{name}M"])

    labour, capital = (wedge(utilities, of("Y"), of(i), of(f"alpha_{i}")) for i in ("N", "K"))
    return {
        "U_A": utilities[0],
        "U_M": utilities[1],
        "one_plus_tau_W": labour,
        "one_plus_tau_R": capital,
    }


INDUSTRY: dict[str, Callable[[dict], dict]] = {
    "Fel'dman-Domar": two_departments,
    "Weitzman ratchet": ratchet,
    "New Soviet incentive model": named_target,
    "Price scissors, iso-elastic instance": price_scissors,
    "Soft budget constraint": refinancing,
    "Two-sector wedge accounting (intersectoral labour and capital wedges)": two_wedges,
}

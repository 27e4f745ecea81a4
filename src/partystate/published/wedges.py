"""Distance of an economy from one where labour and capital earn the same on the farm and outside:
wedge accounting.

Utility eta log(c_A - g_A) + (1 - eta) log c_M; sector outputs Cobb-Douglas with land fixed on the
farm. A wedge is the ratio of what a unit of labour (capital) is worth in manufacture to what it is
worth on the farm; one means none.
Source: Cheremukhin, Golosov, Guriev and Tsyvinski (2013, 2017), structure."""

from __future__ import annotations

from partystate.published.model import Inputs, Outputs, Published

Pair = tuple[float, float]  # (farm, outside)


def marginal_utilities(
    farm_goods: float, subsistence: float, other_goods: float, farm_weight: float
) -> tuple[float, float]:
    """(of farm goods, of other goods)."""
    return farm_weight / (farm_goods - subsistence), (1 - farm_weight) / other_goods


def wedge(utilities: Pair, outputs: Pair, inputs: Pair, elasticities: Pair) -> float:
    """Worth of a unit of an input outside against on the farm; pairs are (farm, outside)."""
    farm, outside = (
        u * e * y / x for u, e, y, x in zip(utilities, elasticities, outputs, inputs, strict=True)
    )
    return outside / farm


def answer(inputs: Inputs) -> Outputs:
    """Wedges of labour and of capital between farm and the rest."""
    utilities = marginal_utilities(inputs["cA"], inputs["gammaA"], inputs["cM"], inputs["eta"])

    def both(name: str) -> tuple[float, float]:
        return inputs[f"{name}A"], inputs[f"{name}M"]

    labour, capital = (wedge(utilities, both("Y"), both(i), both(f"alpha_{i}")) for i in "NK")
    return {
        "U_A": utilities[0],
        "U_M": utilities[1],
        "one_plus_tau_W": labour,
        "one_plus_tau_R": capital,
    }


MODELS = {
    "Two-sector wedge accounting (intersectoral labour and capital wedges)": Published(
        answer=answer
    )
}

"""Distance of an economy from one where labour and capital earn the same on the farm and outside:
wedge accounting.

Utility eta log(c_A - g_A) + (1 - eta) log c_M; sector outputs Cobb-Douglas with land fixed on the
farm. A wedge is the ratio of what a unit of labour (capital) is worth in manufacture to what it is
worth on the farm; one means none.
Source: Cheremukhin, Golosov, Guriev and Tsyvinski (2013, 2017), structure."""

from __future__ import annotations


def marginal_utilities(farm_goods, subsistence, other_goods, farm_weight):
    """(of farm goods, of other goods)."""
    return farm_weight / (farm_goods - subsistence), (1 - farm_weight) / other_goods


def wedge(utilities, outputs, inputs, elasticities):
    """Worth of a unit of an input outside against on the farm; pairs are (farm, outside)."""
    farm, outside = (
        u * e * y / x for u, e, y, x in zip(utilities, elasticities, outputs, inputs, strict=True)
    )
    return outside / farm

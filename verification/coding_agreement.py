"""Agreement of two codings of persons: the mechanical rule, and a reader given the fact lines with
the names removed.

`python -m verification.coding_agreement` prints weighted kappa (quadratic weights, five steps) and
rank correlation by trait, for all 80 lines and without those the reader said he could guess."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

HERE = Path(__file__).with_name("data")
TRAITS = ("standing", "organising", "ambition", "caution", "ruthlessness", "competence")
STEPS = 5


def weighted_kappa(a: np.ndarray, b: np.ndarray) -> float:
    """Cohen's kappa with quadratic weights over steps 0-4 (Cohen 1968)."""
    table = np.zeros((STEPS, STEPS))
    np.add.at(table, (a, b), 1)
    weight = np.subtract.outer(np.arange(STEPS), np.arange(STEPS)) ** 2
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    return float(1 - (weight * table).sum() / (weight * expected).sum())


def main() -> None:
    rule, blind = (pl.read_csv(HERE / name) for name in ("coding_by_rule.csv", "coding_blind.csv"))
    both = rule.join(blind, on="person", suffix="_blind")
    for name, rows in (
        ("all lines", both),
        ("lines nobody could guess", both.filter(pl.col("recognisable") == "no")),
    ):
        print(f"{name}: {len(rows)}")
        for trait in TRAITS:
            first = np.rint(rows[trait].to_numpy() * (STEPS - 1)).astype(int)
            second = rows[f"{trait}_blind"].to_numpy()
            rank = stats.spearmanr(rows[trait], second).statistic
            print(
                f"  {trait:13} kappa {weighted_kappa(first, second):5.2f}   rank correlation "
                f"{rank:5.2f}   within one step {np.mean(abs(first - second) <= 1):.0%}"
            )


if __name__ == "__main__":
    main()

"""Period life tables from deaths and persons by age band.

n_q_x = n m / (1 + (n - a) m), e0 = sum of years lived / l0 (Preston, Heuveline and Guillot 2001,
ch. 3)."""

from __future__ import annotations

import numpy as np

# of the first year lived by those who die in it; Coale and Demeny (1983), high mortality
INFANT_SHARE = 0.3


def expectation_at_birth(deaths: np.ndarray, exposure: np.ndarray, widths: np.ndarray) -> float:
    """Life expectancy [years] from deaths and person-years [A]; `widths` [A] in years, the last one
    open."""
    rate = deaths / np.where(exposure > 0, exposure, 1)
    lived = widths / 2
    lived[0] = INFANT_SHARE
    dying = np.minimum(widths * rate / (1 + (widths - lived) * rate), 1)
    dying[-1] = 1
    alive = np.concatenate([[1.0], np.cumprod(1 - dying[:-1])])
    years = alive * ((1 - dying) * widths + dying * lived)
    years[-1] = alive[-1] / rate[-1] if rate[-1] > 0 else alive[-1] * widths[-1]
    return float(years.sum())

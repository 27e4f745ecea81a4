"""The scale g on which figures are compared, by the declared type of an observable (quantity rule
1)."""

from __future__ import annotations

import numpy as np

SHARE_CLIP = (0.005, 0.995)


def to_scale(y, scale: str, resolution: float, sd: float = 1.0):
    """g of `y`: log for positive, logit for shares, y / sd for signed values and indices."""
    y = np.asarray(y, float)
    if scale == "positive":
        return np.log(np.maximum(y, resolution))
    if scale == "share":
        clipped = np.clip(y, *SHARE_CLIP)
        return np.log(clipped / (1 - clipped))
    if scale in ("signed", "index"):
        return y / sd
    raise ValueError(f"unknown scale {scale!r}; there are positive, share, signed and index")

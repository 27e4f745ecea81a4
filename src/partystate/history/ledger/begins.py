"""When something that holds for a while begins."""

from __future__ import annotations

import numpy as np


def begins(flags: np.ndarray) -> np.ndarray:
    """[..., T] months in which flags [..., T] come true; none is true before the first."""
    before = np.concatenate([np.zeros_like(flags[..., :1]), flags[..., :-1]], axis=-1)
    return flags & ~before

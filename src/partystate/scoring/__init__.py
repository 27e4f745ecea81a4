"""The judge: how ensembles are scored against claims, as fixed before any fit."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partystate.scoring.judge import score
    from partystate.scoring.scorecard import Scorecard

__all__ = ["Scorecard", "score"]


def __getattr__(name: str):
    """Loaded when asked for: what reads a range or a place of a row needs no scorecard."""
    if name in __all__:
        from partystate.scoring import judge

        return getattr(judge, name)
    raise AttributeError(f"module 'partystate.scoring' has no attribute {name!r}")

"""The judge: how ensembles are scored against claims, as fixed before any fit."""

from partystate.scoring.scorecard import Scorecard, score

__all__ = ["Scorecard", "score"]

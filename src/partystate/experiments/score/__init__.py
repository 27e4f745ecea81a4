"""The judge: how ensembles are scored against claims, as fixed before any fit."""

from partystate.experiments.score.scorecard import Scorecard, score

__all__ = ["Scorecard", "score"]

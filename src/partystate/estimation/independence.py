"""Independence: the log-linear model with a main effect a list and nothing between them, which is
Lincoln-Petersen's thought for any number of lists.

Where lists help one another, as they do when a witness is sent on from one to the next, it is too
low; its deviance tells, as far as the cells can.

Source: Fienberg (1972)."""

from __future__ import annotations

from partystate.estimation import existence, log_linear
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import main_effects
from partystate.estimation.result import LEVEL, Estimate, none_of

ASSUMES = "That no list helps or hinders another, and that each finds everybody with equal chance."


def estimate(histories: Histories, level: float = LEVEL) -> Estimate:
    """The model's estimate, with the log-normal interval."""
    found = log_linear.fit(histories, main_effects(len(histories.lists)))
    if wrong := existence.check(histories, found.terms, found):
        return none_of("independence", histories.observed, ASSUMES, existence.WORDS[wrong])
    return log_linear.estimate_of(found, histories, "independence", ASSUMES, level)

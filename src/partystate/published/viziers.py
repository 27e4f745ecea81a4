"""Loyalty against competence: how able an adviser may be before he betrays (minimal instance of
ours, after Egorov and Sonin 2011)."""

from __future__ import annotations

from partystate.published.model import Inputs, Outputs, Published


def most_loyal_competence(
    strong: float, win_if_strong: float, win_if_weak: float, wage_over_reward: float
) -> float:
    """Accuracy of the adviser's signal at which betrayal on the sign "the enemy is strong" just
    pays.

    He betrays if L + (H - L) post > w / R, with post the chance that the enemy is strong given the
    sign."""
    post = (wage_over_reward - win_if_weak) / (win_if_strong - win_if_weak)
    odds = post / (1 - post) * (1 - strong) / strong
    return odds / (1 + odds)


def answer(inputs: Inputs) -> Outputs:
    terms = inputs["plot_win_if_strong"], inputs["plot_win_if_weak"], inputs["wage_over_reward"]
    found = [most_loyal_competence(prior, *terms) for prior in inputs["prior_strong"]]
    return {"max_loyal_signal_accuracy": found}


MODELS = {
    "Vizier loyalty-competence trade-off, minimal binary-signal instance": Published(answer=answer)
}

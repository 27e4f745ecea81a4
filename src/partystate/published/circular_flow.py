"""The circular flow of power in its linear form (ours, after Daniels)."""

from __future__ import annotations

from partystate.published.model import Inputs, Number, Outputs, Published

LONG = 400  # periods after which the path stands at its limit to the last digit


def renewed(shares: Number, filled_by: Number, turnover: Number) -> Number:
    """Shares of posts after a part `turnover` of them is filled anew in proportion `filled_by`."""
    return shares + turnover * (filled_by - shares)


def linear_path(
    loyal: float, secretaries: float, committee: float, posts: Number, seats: Number, periods: int
) -> list[tuple[Number, Number]]:
    """(share of posts, share of committee) after each period, from (`posts`, `seats`), with
    turnovers `secretaries` and `committee` and a share `loyal` of loyal appointments; both tend to
    `loyal`."""
    path = []
    for _ in range(periods):
        posts = renewed(posts, loyal, secretaries)
        seats = renewed(seats, posts, committee)
        path.append((posts, seats))
    return path


def answer(inputs: Inputs) -> Outputs:
    rates = inputs["appoint_loyal_prob"], inputs["turnover_secretaries"], inputs["turnover_cc"]
    start = inputs["g0"], inputs["c0"]
    return {
        "path_g_c": linear_path(*rates, *start, inputs["T"]),
        "limit": linear_path(*rates, *start, LONG)[-1],
    }


MODELS = {
    "Circular flow of power, linear loyalty-share model": Published(
        answer=answer, used_by=("mechanisms.power.patronage",)
    )
}

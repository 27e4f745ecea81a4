"""The circular flow of power in its linear form (ours, after Daniels)."""

from __future__ import annotations


def renewed(shares, filled_by, turnover):
    """Shares of posts after a part `turnover` of them is filled anew in proportion `filled_by`."""
    return shares + turnover * (filled_by - shares)


def linear_path(
    loyal: float, secretaries: float, committee: float, posts: float, seats: float, periods: int
) -> list[tuple[float, float]]:
    """(share of posts, share of committee) after each period, from (`posts`, `seats`), with
    turnovers `secretaries` and `committee` and a share `loyal` of loyal appointments; both tend to
    `loyal`."""
    path = []
    for _ in range(periods):
        posts = renewed(posts, loyal, secretaries)
        seats = renewed(seats, posts, committee)
        path.append((posts, seats))
    return path

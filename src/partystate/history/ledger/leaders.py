"""Who led, who held the appointments office and how many of the inner body were the leader's
clients, each December."""

from __future__ import annotations

import numpy as np
import polars as pl

from partystate.core import dates
from partystate.history.leadership import Leadership, client_share
from partystate.world.power import FULL

DECEMBER = 11
YEAR = 12


def leaders(kept: Leadership) -> pl.DataFrame:
    """Rows of run, time, leader, holder, highest_standing, rulers (of the inner body, joined by
    `;`), rival (of those of it who do not rule, the largest following), presence of the founder,
    client_share, most_clients (largest share so far)."""
    top = kept.country.leadership
    people = np.array([*kept.names, ""], dtype=object)
    at = [t for t, m in enumerate(kept.months) if m % YEAR == DECEMBER]
    share = client_share(kept)
    so_far = np.maximum.accumulate(np.where(kept.fields["leader"] >= 0, share, 0), axis=1)
    holder = kept.office(top.appointments)
    sits = kept.body(top.inner) == FULL
    highest = np.argmax(np.where(sits, kept.fields["standing"], -1), axis=2)
    beside = sits & ~kept.fields["ruling"]
    behind = np.argmax(np.where(beside, kept.fields["bloc"], -1), axis=2)
    rival = np.where(beside.any(2), behind, -1)
    frames = [
        pl.DataFrame(
            {
                "run": pl.Series(kept.runs, dtype=pl.Int32),
                "time": [dates.month_text(int(kept.months[t]))] * len(kept.runs),
                "leader": list(people[kept.fields["leader"][:, t]]),
                "holder": list(people[holder[:, t]]),
                "highest_standing": list(people[highest[:, t]]),
                "rulers": [
                    ";".join(people[np.flatnonzero(r)])
                    for r in (sits & kept.fields["ruling"])[:, t]
                ],
                "rival": list(people[rival[:, t]]),
                "presence": kept.fields["presence"][:, t].astype(float),
                "client_share": share[:, t],
                "most_clients": so_far[:, t],
            }
        )
        for t in at
    ]
    return pl.concat(frames).sort("run", "time")


CHOSEN = 4  # Decembers at which the network is kept
STRONGEST = 8


def trust_table(kept: Leadership) -> pl.DataFrame:
    """Rows of time, person, person_to, trust, standing among the strongest of the first run, in
    Decembers evenly spaced."""
    december = [t for t, m in enumerate(kept.months) if m % YEAR == DECEMBER]
    chosen = (
        [
            december[i]
            for i in np.unique(np.linspace(0, len(december) - 1, CHOSEN).round().astype(int))
        ]
        if december
        else []
    )
    rows = []
    for t in chosen:
        people = kept.circle[0, t][:STRONGEST]
        for a, i in enumerate(people):
            for b, j in enumerate(people):
                if i != j:
                    pair = float(kept.circle_trust[0, t, a, b])
                    rows.append(
                        (
                            dates.month_text(int(kept.months[t])),
                            kept.names[i],
                            kept.names[j],
                            pair,
                            float(kept.fields["standing"][0, t, i]),
                        )
                    )
    return pl.DataFrame(
        rows, schema=["time", "person", "person_to", "trust", "standing"], orient="row"
    )

"""Elections before the leadership enters, by standing at the time: of the committee by congresses,
which says what a seat held is worth; and of the inner body, with a placebo, how often the last of
the groups that are asked for would sit together if later places were filled in the same way.

`python -m verification.elections` prints, for each election on record up to the month of entry, the
ranks by standing (no seat counted) of those elected among the committee; the log likelihood of
those sets, over errors of standing in points of ten; and the share of draws in which the last group
of `power.order` has seats together, when the places that come free to the end of the decade go to
the highest of standing at entry plus the likeliest error. Nothing after the month of entry is read
but the number of places.

Of each congress it prints who of the old committee was elected again and, over what a seat is worth
(`appointments.incumbency`; a candidate's half), the log likelihood of who was elected among all
with standing, and the share elected again that goes with it. A person is elected with chance

    Phi{(incumbency seat + standing / 10 - c) / noise}

c such that as many are expected as were elected; standing and noise at their central values, trust
of delegates left out, as it is not known before the entry. The rule is that of `appointments`."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from partystate.core import dates
from partystate.core.runtime import configure
from partystate.country.cells import read_time
from partystate.country.country import Country, load
from partystate.mechanisms.power.appointments import TOP
from partystate.mechanisms.power.standing import from_posts
from partystate.scenario import coding_rule
from partystate.scenario.party_inputs import axes_of, build_party_facts, roster_at, stepwise
from partystate.world.party_axes import PartyAxes
from partystate.world.power import FULL

ERRORS = (0.3, 0.5, 0.7, 1.0, 1.3, 1.6, 2.0, 3.0)  # points of ten
DRAWS = 50_000
UNTIL = "1929-12"
WORTH = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.3)  # of a seat, against the range of standing
LEAST = 1e-6  # chance of anybody
FEWEST = 10  # full members of a committee whose election is on record whole


def standing_at(country: Country, axes: PartyAxes, month: int) -> np.ndarray:
    """Points [P] at the end of a month by the coding rule, no seat of a body counted."""
    persons = list(axes.persons.labels)
    joined = dict(country.tables["persons"].select("person", "movement").iter_rows())
    earned = coding_rule.standing_earned(persons, joined, country.tables["service"], month)
    holder = roster_at(country, axes, np.array([month]))["holder"][0]
    base = build_party_facts(country, axes, month)
    none = np.zeros((len(axes.bodies), len(persons)), int)
    return earned + np.asarray(from_posts(none, np.where(holder >= 0, holder, -1), base))


def committees(country: Country, role: str = "full") -> dict[int, list[str]]:
    """Members of the committee of a role by the month of their election, from facts of service."""
    found: dict[int, list[str]] = {}
    for row in country.tables["service"].iter_rows(named=True):
        item = row["item"]
        is_one = item.startswith(coding_rule.COMMITTEE) and item.endswith(role)
        if row["type"] == "body" and is_one:
            found.setdefault(read_time(row["start"]).months[0], []).append(row["person"])
    return found


def congresses(
    country: Country, axes: PartyAxes
) -> list[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """(month, standing [P] over ten, seat held [P], 1 full and 1/2 candidate, elected [P]) of each
    congress whose committee and the one before it are on record; those without standing are left
    out."""
    full, candidates = committees(country), committees(country, "candidate")
    months = [month for month, members in sorted(full.items()) if len(members) >= FEWEST]
    out = []
    for before, month in pairwise(months):
        seat, elected = np.zeros(len(axes.persons.labels)), set(full[month])
        for worth, members in ((0.5, candidates.get(before, [])), (1.0, full[before])):
            seat[[axes.number[p] for p in members]] = worth
        elected |= set(candidates.get(month, []))
        points = standing_at(country, axes, month - 1) / TOP
        known = points > 0
        chosen = np.isin(list(axes.persons.labels), sorted(elected))
        out.append((month, points[known], seat[known], chosen[known]))
    return out


def committee_likelihood(found: list, worth: float, noise: float) -> tuple[float, float]:
    """Log likelihood of who was elected, and the mean share of old members elected again."""
    total, again = 0.0, []
    for _, points, seat, elected in found:
        score, wanted = points + worth * seat, elected.sum()

        def expected(bar, score=score, wanted=wanted):
            return norm.cdf((score - bar) / noise).sum() - wanted

        p = norm.cdf((score - brentq(expected, -TOP, TOP)) / noise)
        p = np.clip(p, LEAST, 1 - LEAST)
        total += np.log(np.where(elected, p, 1 - p)).sum()
        again.append(p[seat > 0].mean())
    return float(total), float(np.mean(again))


def elections(country: Country, axes: PartyAxes) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """(month, standing of the committee, who of it was elected) up to the month of entry."""
    inner, entry = axes.bodies.index(country.leadership.inner), country.leadership.start
    out = []
    for month, members in sorted(committees(country).items()):
        elected = roster_at(country, axes, np.array([month]))["seats"][0, inner] == FULL
        if month > dates.month_number(entry) or not elected.any():
            continue
        at = [axes.number[p] for p in members]
        out.append((month, standing_at(country, axes, month - 1)[at], elected[at]))
    return out


def log_likelihood(found: list, error: float, rng: np.random.Generator) -> float:
    """Of the sets elected, each drawn `DRAWS` times."""
    total = 0.0
    for _, points, elected in found:
        seen = points + error * rng.standard_normal((DRAWS, len(points)))
        top = np.argsort(-seen, axis=1)[:, : elected.sum()]
        total += np.log(max(elected[top].all(1).mean(), 1 / DRAWS))
    return float(total)


def sits_together(
    country: Country, axes: PartyAxes, group: list[str], error: float, rng: np.random.Generator
) -> float:
    """Share of draws in which a group has seats together by `UNTIL`."""
    top, start = country.leadership, dates.month_number(country.leadership.start)
    months = np.arange(start, dates.month_number(UNTIL) + 1)
    rows = country.tables["body_sizes"]
    rows = rows.filter((rows["body"] == top.inner) & (rows["role"] == "full"))
    places = stepwise(rows, months, "places")
    seats = roster_at(country, axes, months[:1])["seats"][0]
    sits = seats[axes.bodies.index(top.inner)] == FULL
    able = np.flatnonzero((seats[axes.bodies.index(top.committee)] == FULL) & ~sits)
    points = standing_at(country, axes, start)[able]
    # the founder's place comes free as well
    new = int(places.max() - sits.sum()) + 1
    seen = points + error * rng.standard_normal((DRAWS, len(able)))
    taken = able[np.argsort(-seen, axis=1)[:, :new]]
    return float(np.all([(taken == axes.number[p]).any(1) for p in group], axis=0).mean())


def main() -> None:
    configure()
    country = load("ussr")
    axes, rng = axes_of(country), np.random.default_rng(1)
    noise, held = country.parameter("appointments.noise"), congresses(country, axes)
    for month, _, seat, elected in held:
        again = elected[seat > 0].sum()
        print(
            f"{dates.month_text(month)}: {again} of {(seat > 0).sum()} of the old committee again"
        )
    for worth in WORTH:
        value, share = committee_likelihood(held, worth, noise)
        print(f"  a seat worth {worth}: log likelihood {value:.1f}, elected again {share:.2f}")
    found = elections(country, axes)
    for month, points, elected in found:
        rank = np.argsort(np.argsort(-points))[elected] + 1
        print(f"{dates.month_text(month)}: of {len(points)} members the {sorted(rank.tolist())}")
    fits = {error: log_likelihood(found, error, rng) for error in ERRORS}
    for error, value in fits.items():
        print(f"  error {error}: log likelihood {value:.1f}")
    best, group = max(fits, key=lambda e: fits[e]), country.leadership.order[-1]
    share = sits_together(country, axes, group, best, rng)
    print(f"{', '.join(group)} together by {UNTIL} under an error of {best}: {share:.2f}")


if __name__ == "__main__":
    main()

"""The coding rule: from facts dated no later than a cut to standing, ties and issue positions.

Version 2 of March 1922, with a moving cut. It was written before any score and changes only for a
reason in the facts. Nothing dated after the cut enters; a fact dated by a year alone counts once
the year is over.

Standing, 0-10: 10 (.25 P + .20 B + .20 O + .15 R + .05 H + .15 T), each part 0-1. B and O come from
the posts held at the cut (world.power, mechanism `standing`); the other parts, and offices given up
(half), are what the past earned.
  P  half: terms in the committee (full 1, candidate 1/2) over 5; half: the vote at the last
      congress over the largest, the lowest recalled vote for a full member without one, .4 for a
      candidate.
  R  reports at congresses over 6; H  an honour 1/2, a place or thing named after one 1/2; T  years
      in the movement over 20 (earliest of joining, posts, prison, exile or emigration).
Tie, -1..1: sum of sign w min(1, 4/n) 2^(-(cut - date)/4 years); strangers 0. A tie of one kind,
place and pair once.
Issue: mean of the weighted latest values of its questions; no evidence: 0. Ambition, caution,
organising skill, ruthlessness and commitment are not observed: they are drawn for everyone."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl

from partystate.country.cells import read_time

PAST_WEIGHT = {"party": 0.25, "offices": 0.20, "reports": 0.15, "honours": 0.05, "years": 0.15}
TERMS, REPORTS, YEARS = 5, 6, 20
CANDIDATE_VOTE, CANDIDATE_TERM = 0.4, 0.5
TIE_WEIGHT = {
    "co_service": 0.25,
    "same_platform": 0.20,
    "joint_signature": 0.20,
    "protege_appointment": 0.40,
    "family": 0.40,
    "exile_or_prison_together": 0.25,
    "public_conflict": 0.35,
    "private_complaint_documented": 0.35,
    "opposed_vote": 0.20,
}
SMALL_BODY = 4
HALF_LIFE = 48  # months
TOP = 10
COMMITTEE = "Central Committee"


def known_by(text: str | None, cut: int) -> bool:
    """Whether a date lies wholly at or before month number `cut`."""
    return bool(text) and read_time(text).months[-1] <= cut


def standing_earned(
    persons: list[str], joined: dict[str, str | None], service: pl.DataFrame, cut: int
) -> np.ndarray:
    """Points of standing [P] from the past alone (parts P, O given up, R, H, T)."""
    facts = [row for row in service.iter_rows(named=True) if known_by(row["start"], cut)]
    terms, votes, reports, honours, given_up = (defaultdict(float) for _ in range(5))
    named, last = (
        set(),
        max((read_time(r["start"]).months[0] for r in facts if r["type"] == "cc_vote"), default=0),
    )
    for row in facts:
        person, item = row["person"], row["item"]
        if row["type"] == "body" and item.startswith(COMMITTEE):
            terms[person] += CANDIDATE_TERM if item.endswith("candidate") else 1
        elif row["type"] == "cc_vote" and read_time(row["start"]).months[0] == last:
            votes[person] = row["value"]
        elif row["type"] == "report":
            reports[person] += 1
        elif row["type"] == "honour":
            honours[person] = 1 / 2
        elif row["type"] == "named_after":
            named.add(person)
        elif row["type"] == "office" and (row["given_up"] == "yes" or known_by(row["end"], cut)):
            given_up[person] += (row["value"] or 0) / 2
    most, least = max(votes.values(), default=1), min(votes.values(), default=0)
    newest = _newest_committee(facts)
    out = np.zeros(len(persons))
    for i, person in enumerate(persons):
        vote = votes.get(person, least if newest.get(person) == "full" else 0) / most
        vote = CANDIDATE_VOTE if newest.get(person) == "candidate" else vote
        parts = {
            "party": min(terms[person] / TERMS, 1) / 2 + vote / 2,
            "offices": min(given_up[person] / 2, 1),
            "reports": min(reports[person] / REPORTS, 1),
            "honours": honours[person] + (1 / 2 if person in named else 0),
            "years": min(_years(joined.get(person), cut) / YEARS, 1),
        }
        out[i] = TOP * sum(PAST_WEIGHT[name] * part for name, part in parts.items())
    return out


def _newest_committee(facts: list[dict]) -> dict[str, str]:
    """Seat by person in the last committee elected."""
    elected = [r for r in facts if r["type"] == "body" and r["item"].startswith(COMMITTEE)]
    last = max((r["start"] for r in elected), default="")
    return {r["person"]: r["item"].rsplit(" ", 1)[1] for r in elected if r["start"] == last}


def _years(joined: str | None, cut: int) -> float:
    return max(cut - read_time(joined).months[0], 0) / 12 if joined else 0.0


def ties(
    persons: list[str], table: pl.DataFrame, cut: int, most_per_kind: int | None = None
) -> np.ndarray:
    """Trust [P, P] from dated ties; `most_per_kind` caps rows of a pair and kind (a test of what
    recall adds)."""
    index = {person: i for i, person in enumerate(persons)}
    out, seen, count = np.zeros((len(persons),) * 2), set(), defaultdict(int)
    for row in table.iter_rows(named=True):
        if not known_by(row["date"], cut):
            continue
        pair = tuple(sorted((row["person_a"], row["person_b"])))
        key = (pair, row["kind"], row["place"])
        count[(pair, row["kind"])] += 1
        if key in seen or (most_per_kind and count[(pair, row["kind"])] > most_per_kind):
            continue
        seen.add(key)
        age = cut - read_time(row["date"]).months[-1]
        value = TIE_WEIGHT[row["kind"]] * min(1, SMALL_BODY / row["size"]) * 2 ** (-age / HALF_LIFE)
        a, b = index[pair[0]], index[pair[1]]
        out[a, b] += value if row["sign"] == "warm" else -value
        out[b, a] = out[a, b]
    return np.clip(out, -1, 1)


def latest_values(table: pl.DataFrame, cut: int) -> dict[tuple[str, str], tuple[float, int]]:
    """(value, month) of the latest position known by the cut, by person and question."""
    out: dict[tuple[str, str], tuple[float, int]] = {}
    for row in table.iter_rows(named=True):
        month = read_time(row["date"]).months[-1]
        key = (row["person"], row["question"])
        if month <= cut and month >= out.get(key, (0.0, -1))[1]:
            out[key] = (row["value"], month)
    return out


def positions(
    persons: list[str], names: list[str], issues: pl.DataFrame, table: pl.DataFrame, cut: int
) -> np.ndarray:
    """Beliefs [P, I] at the cut."""
    values, out = latest_values(table, cut), np.zeros((len(persons), len(names)))
    for j, issue in enumerate(names):
        rows = list(issues.filter(pl.col("issue") == issue).iter_rows(named=True))
        for i, person in enumerate(persons):
            found = [
                r["weight"] * values[(person, r["question"])][0]
                for r in rows
                if (person, r["question"]) in values
            ]
            out[i, j] = np.mean(found) if found else 0
    return np.clip(out, -1, 1)

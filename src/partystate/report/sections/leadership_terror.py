"""The part of the page on terror at the party's top: who was in danger when, and how chiefs of the
police came and went."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from partystate.country.country import Country
from partystate.history import files
from partystate.report.content import Figure, Table
from partystate.report.extent import mean
from partystate.report.series import rounded

KINDS = ("accused", "arrested", "confessed", "executed")
MODEL = "events.parquet of the runs of the ensemble"
TAKEN, SHOT = "arrested", "executed"
OPPOSED = ("platform_opposed", "opposition_joined")
LEAVES = ("removed", "resigned", "died")
BAND = (5, 50, 95)
YEAR = 4  # characters of a year in a date
OPPONENTS, CLIENTS, OTHERS = "former opponents", "owe their post to the strongest", "others"


def top_terror(free: pl.DataFrame | None, country: Country) -> list[Figure]:
    """Figures of terror at the top; none without free runs in which somebody was taken."""
    if free is None or not free["kind"].is_in(list(KINDS)).any():
        return []
    police = [
        office
        for office, domain in country.tables["offices"].select("office", "domain").iter_rows()
        if domain == "police"
    ]
    found = [_by_year(free), _danger(free, country.leadership.committee)]
    return found + [_chiefs(free, police[0])] if police else found


def counts(free: pl.DataFrame) -> pl.DataFrame:
    """(year, kind, mean, q05, median, q95) of events a run, over all runs; a person is counted once
    a kind and year."""
    runs = free["run"].n_unique()
    told = free.filter(pl.col("kind").is_in(list(KINDS))).with_columns(
        pl.col("time").str.slice(0, YEAR).alias("year")
    )
    told = told.filter(~pl.col("target").str.starts_with("clients of "))
    each = told.unique(["run", "year", "kind", "target"]).group_by("year", "kind", "run").len()
    rows = []
    for (year, kind), part in each.group_by("year", "kind"):
        values = np.zeros(runs)
        values[: len(part)] = part["len"].to_numpy()
        rows.append(
            (year, kind, float(values.mean()), *(float(q) for q in np.percentile(values, BAND)))
        )
    return pl.DataFrame(
        rows, schema=["year", "kind", "mean", "q05", "median", "q95"], orient="row"
    ).sort("year", "kind")


def _by_year(free: pl.DataFrame) -> Figure:
    table = counts(free)
    cells = [(y, k, *(rounded(v, 2) for v in rest)) for y, k, *rest in table.iter_rows()]
    caption = (
        f"Persons a run, mean and interval of 90 per cent over {free['run'].n_unique()} "
        "runs; anonymous members included."
    )
    return Figure(
        "top-terror",
        "Terror at the top by year",
        caption,
        "",
        Table(("year", "what", "mean", "5 %", "median", "95 %"), cells),
        [MODEL],
        True,
    )


def fates(free: pl.DataFrame, committee: str) -> pl.DataFrame:
    """(run, group, persons, arrested, executed): members when the first arrest of a run comes, by
    what they were then.

    Runs without an arrest count at their end, so that shares are over all runs."""
    rows = []
    for (run,), events in free.sort("run", "time").group_by("run", maintain_order=True):
        taken = events.filter(pl.col("kind") == TAKEN)
        before = events.filter(pl.col("time") < taken["time"][0]) if len(taken) else events
        groups = _groups(before, committee)
        caught = set(taken["target"])
        shot = set(events.filter((pl.col("kind") == SHOT) & (pl.col("office") == ""))["target"])
        rows += [
            (run, name, len(who), len(who & caught), len(who & shot))
            for name, who in groups.items()
        ]
    return pl.DataFrame(rows, schema=["run", "group", "persons", TAKEN, SHOT], orient="row")


def _groups(before: pl.DataFrame, committee: str) -> dict[str, set[str]]:
    """Who is what, from what has happened: a past in opposition first, then who gave the last
    post."""
    dead = set(before.filter(pl.col("kind").is_in(["died", "executed", "assassinated"]))["target"])
    opposed = set(before.filter(pl.col("kind").is_in(list(OPPOSED)))["actor"]) - dead
    votes = before.filter(pl.col("kind").is_in(["removed", "expelled"]) & (pl.col("actor") != ""))
    strongest = votes["actor"][-1] if len(votes) else ""
    seats = (
        before.filter(
            (pl.col("office") == committee) & pl.col("kind").is_in(["appointed", *LEAVES])
        )
        .group_by("target")
        .last()
    )
    members = set(seats.filter(pl.col("kind") == "appointed")["target"]) - dead
    givers = (
        before.filter((pl.col("kind") == "appointed") & (pl.col("actor") != ""))
        .group_by("target")
        .last()
    )
    clients = set(givers.filter(pl.col("actor") == strongest)["target"]) & members - opposed
    return {
        OPPONENTS: opposed - {strongest},
        CLIENTS: clients - {strongest},
        OTHERS: members - clients - opposed - {strongest},
    }


def _danger(free: pl.DataFrame, committee: str) -> Figure:
    table = fates(free, committee)
    cells = []
    for name in (OPPONENTS, CLIENTS, OTHERS):
        part = table.filter((pl.col("group") == name) & (pl.col("persons") > 0))
        for what in (TAKEN, SHOT):
            shares = (part[what] / part["persons"]).to_numpy()
            cells.append(
                (
                    name,
                    what,
                    rounded(mean(part["persons"]), 3),
                    rounded(float(shares.mean()), 3),
                    *(rounded(float(q), 3) for q in np.percentile(shares, BAND)),
                )
            )
    caption = (
        "Share of those who were so when the first arrest of a run came, or at its end, taken "
        "and shot by the end of the run; interval of 90 per cent over runs."
    )
    return Figure(
        "top-danger",
        "Who was in danger",
        caption,
        "",
        Table(("group", "what", "persons", "mean", "5 %", "median", "95 %"), cells),
        [MODEL],
        True,
    )


def chiefs(free: pl.DataFrame, office: str) -> pl.DataFrame:
    """(run, person, from, to, how, moved aside, arrested, executed) of every chief of the police
    who left while alive."""
    rows = []
    for (run,), events in free.sort("run", "time").group_by("run", maintain_order=True):
        mine = events.filter(
            (pl.col("office") == office) & pl.col("kind").is_in(["appointed", *LEAVES])
        )
        since: dict[str, str] = {}
        for time, kind, person, mechanism in mine.select(
            "time", "kind", "target", "mechanism"
        ).iter_rows():
            if kind == "appointed":
                since[person] = time
                continue
            later = events.filter((pl.col("target") == person) & (pl.col("time") >= time))
            aside = later.filter(
                (pl.col("kind") == "appointed")
                & (pl.col("time") == time)
                & (pl.col("office") != office)
            )
            ends = set(later["kind"])
            how = kind if mechanism == "police_chief" else mechanism
            rows.append(
                (
                    run,
                    person,
                    since.pop(person, ""),
                    time,
                    how,
                    len(aside) > 0,
                    TAKEN in ends,
                    SHOT in ends,
                )
            )
    columns = {
        "run": pl.Int64,
        "person": pl.String,
        "from": pl.String,
        "to": pl.String,
        "how": pl.String,
        "aside": pl.Boolean,
        TAKEN: pl.Boolean,
        SHOT: pl.Boolean,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def _chiefs(free: pl.DataFrame, office: str) -> Figure:
    table, runs = chiefs(free, office), free["run"].n_unique()
    told = (
        table.group_by("how")
        .agg(pl.len(), pl.col("aside").mean(), pl.col(TAKEN).mean(), pl.col(SHOT).mean())
        .sort("how")
    )
    words = {
        "removed": "results fell behind, or distrust",
        "resigned": "to take the blame when terror was called off",
        "votes": "voted out",
        "appointments": "taken himself, expelled or moved",
    }
    cells = [
        (words.get(how, how), rounded(n / runs, 3), rounded(a, 2), rounded(t, 2), rounded(s, 2))
        for how, n, a, t, s in told.iter_rows()
    ]
    caption = (
        "Chiefs of the police who left the office alive, a run; shares of them who were put in "
        "another office in that month, later arrested, later shot."
    )
    return Figure(
        "top-chiefs",
        "The chiefs of the police",
        caption,
        "",
        Table(("how", "a run", "moved aside", "arrested", "shot"), cells),
        [MODEL],
        True,
    )


def free_events(ensemble: Path | None) -> pl.DataFrame | None:
    """Events of the free runs of an ensemble."""
    parts = sorted(ensemble.glob("events*.parquet")) if ensemble else []
    return files.read_parquets(parts) if parts else None

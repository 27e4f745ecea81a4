"""Observables of the party's top, as blocks; one run at a time from a batch.

Persons are those who sat in the inner body at the opening or on record, so that files stay small.
Months are those of the run; a division stands at the day its meeting ended."""

from __future__ import annotations

import numpy as np

from partystate.core import dates
from partystate.country.cells import read_time
from partystate.history.block import Block
from partystate.history.leadership import Leadership
from partystate.history.observables.leadership_terror import EMITTED as TERROR
from partystate.history.observables.leadership_terror import top_terror_blocks
from partystate.world.power import FULL

TRUTH = "truth"
YEAR = 12
UNANIMOUS = 1.0

EMITTED = (
    "politburo.size",
    "politburo.leader_client_share",
    "party.cc_size",
    "party.cc_reelected_share",
    "party.open_criticism",
    "party.line",
    "patronage.apparatus_share",
    "patronage.clients",
    "faction.size",
    "elite.standing",
    "elite.relation",
    "elite.removed",
    "elite.expelled",
    "elite.expulsions",
    "elite.kompromat",
    "challenge.attempted",
    "coalition.ruling",
    "vote",
    "vote.trade_unions",
    "rule.faction_ban",
    *TERROR,
)


def power_blocks(kept: Leadership, i: int) -> list[Block]:
    """Every observable of run `i` of a batch."""
    months = tuple(dates.month_text(int(m)) for m in kept.months)
    return [
        *_bodies(kept, i, months),
        *_persons(kept, i, months),
        *_counts(kept, i, months),
        *_party(kept, i, months),
        *_divisions(kept, i),
        *top_terror_blocks(kept, i, months),
    ]


def shown_persons(kept: Leadership) -> list[int]:
    """Persons with series of their own: the inner body of the record."""
    inner, roster = kept.country.meta.power.inner, kept.country.tables["roster"]
    on_record = [p for place, p in roster.select("place", "person").iter_rows() if place == inner]
    return [kept.axes.number[p] for p in dict.fromkeys(sorted(on_record))]


def client_share(kept: Leadership) -> np.ndarray:
    """[N, T] share of the inner body's full members whose principal is the strongest of the rulers,
    himself apart."""
    top, strongest = kept.country.meta.power, kept.fields["strongest"]
    people = np.arange(len(kept.names))
    sits = (kept.body(top.inner) == FULL) & (people != strongest[..., None])
    follows = sits & (kept.fields["principal"] == strongest[..., None])
    return follows.sum(2) / np.maximum(sits.sum(2), 1)


def _one(observable, unit, times, values, groups=("",)) -> Block:
    values = np.asarray(values, float)
    return Block(
        observable,
        TRUTH,
        unit,
        tuple(times),
        tuple(groups),
        values.reshape(len(times), len(groups)),
    )


def _bodies(kept: Leadership, i: int, months) -> list[Block]:
    top = kept.country.meta.power
    committee = kept.body(top.committee)[i]
    meets = np.flatnonzero(np.asarray(kept.party.congress))
    names = _meeting_days(kept, ("congress",))
    before = np.concatenate(
        [
            kept.before["seats"][i, kept.axes.bodies.index(top.committee)][None],
            committee[:-1],
        ]
    )
    again = [
        ((committee[t] > 0) & (before[t] > 0)).sum() / max((before[t] > 0).sum(), 1) for t in meets
    ]
    days = [names[t] for t in meets]
    blocks = [
        _one("politburo.size", "persons", months, (kept.body(top.inner)[i] == FULL).sum(1)),
        _one("politburo.leader_client_share", "share", months, client_share(kept)[i]),
    ]
    if days:
        blocks += [
            _one("party.cc_size", "persons", days, [(committee[t] > 0).sum() for t in meets]),
            _one("party.cc_reelected_share", "share", days, again),
        ]
    return blocks


def _persons(kept: Leadership, i: int, months) -> list[Block]:
    people = shown_persons(kept)
    names = tuple(f"person={kept.names[p]}" for p in people)
    founder = int(kept.facts.founder)
    principal = kept.fields["principal"][i]
    clients = [
        [((principal[t] == p) & kept.fields["alive"][i, t]).sum() - 1 for p in people]
        for t in range(len(months))
    ]
    pairs = tuple(
        f"person={kept.names[founder]};person_to={kept.names[p]}" for p in people if p != founder
    )
    return [
        _one("elite.standing", "index", months, kept.fields["standing"][i][:, people], names),
        _one("patronage.apparatus_share", "share", months, kept.held[i][:, people], names),
        _one("patronage.clients", "count", months, np.maximum(clients, 0), names),
        _one(
            "elite.relation",
            "index -1..1",
            months,
            kept.founder_trust[i][:, [p for p in people if p != founder]],
            pairs,
        ),
    ]


def _counts(kept: Leadership, i: int, months) -> list[Block]:
    top = kept.country.meta.power
    leaves = (
        (kept.previous("seats")[i] > 0)
        & (kept.fields["seats"][i] == 0)
        & kept.fields["alive"][i][:, None]
    )
    inner = leaves[:, kept.axes.bodies.index(top.inner)]
    expelled = (kept.fields["status"][i] > 0) & (kept.previous("status")[i] == 0)
    named = np.arange(len(kept.names)) < kept.axes.named
    per_month = {
        "elite.removed": inner.sum(1),
        "elite.expelled": (expelled & named).sum(1),
        "elite.expulsions": (expelled & named).sum(1),
        "elite.kompromat": kept.fields["yielded"][i].sum(1),
        "challenge.attempted": (kept.fields["challenge"][i] >= 0).astype(int),
        "coalition.ruling": (kept.fields["ruling"][i] & (kept.body(top.inner)[i] == FULL)).sum(1),
    }
    years, which = _whole_years(kept.months)
    blocks = []
    for name, values in per_month.items():
        unit = "set" if name == "coalition.ruling" else "events"
        blocks.append(_one(name, unit, months, values))
        if name == "elite.expulsions" and years:
            blocks.append(_one(name, unit, years, [values[w].sum() for w in which]))
    return blocks


def _whole_years(months) -> tuple[list[str], list[np.ndarray]]:
    found = [y for y in np.unique(months // YEAR) if (months // YEAR == y).sum() == YEAR]
    return [str(y) for y in found], [np.flatnonzero(months // YEAR == y) for y in found]


def _party(kept: Leadership, i: int, months) -> list[Block]:
    top, axes = kept.country.meta.power, kept.axes
    committee = kept.body(top.committee)[i] == FULL
    size = np.maximum(committee.sum(1), 1)
    opposing = (committee & kept.fields["opposing"][i]).sum(1) / size
    strongest = kept.fields["strongest"][i]
    following = (committee & (kept.fields["principal"][i] == strongest[:, None])).sum(1) / size
    issues = tuple(f"issue={name}" for name in axes.issues.labels)
    return [
        _one("party.open_criticism", "share", months, opposing),
        _one("party.line", "index -1..1", months, kept.fields["line"][i], issues),
        _one(
            "faction.size",
            "share",
            months,
            np.stack([following, opposing], 1),
            ("faction=leader", "faction=opposition"),
        ),
        _one("rule.faction_ban", "flag or days", months, kept.fields["faction_ban"][i]),
    ]


def _meeting_days(kept: Leadership, kinds) -> dict[int, str]:
    """Month of the run -> day a meeting of one of the kinds ended."""
    out = {}
    for row in kept.country.tables["meetings"].iter_rows(named=True):
        at = read_time(row["end"]).months[0] - int(kept.months[0])
        if row["kind"] in kinds and 0 <= at < len(kept.months):
            out[at] = row["end"]
    return out


def _divisions(kept: Leadership, i: int) -> list[Block]:
    """Share for the rulers at each congress and conference; all of it where no platform stood
    against them."""
    division, top = kept.fields["division"][i], kept.country.meta.power
    share = np.where(division >= 0, division, UNANIMOUS)
    days = _meeting_days(kept, ("congress", "conference"))
    blocks = [
        _one("vote", "share", [day], [share[t]], (f"division={day}",))
        for t, day in sorted(days.items())
    ]
    if top.platform_division:
        at = read_time(top.platform_division).months[0] - int(kept.months[0])
        if 0 <= at < len(kept.months):
            blocks.append(_one("vote.trade_unions", "share", [top.platform_division], [share[at]]))
    return blocks

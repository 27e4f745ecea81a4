"""Observables of repression: arrests, sentences, limits, camps, prisons, settlements, peoples
moved, the police.

Arrests and sentences are flows of persons; what part of them was political, or of an operation
against a people, is in the books of the organs, whose shares are applied month by month. What is
known and preserved is what the organs wrote down, here the truth; nothing was published."""

from __future__ import annotations

import numpy as np

from partystate.history.block import Block, with_levels
from partystate.history.trajectory import Trajectory
from partystate.world import statuses as s
from partystate.world.repression import CAMP, CATEGORIES, COLONY, NATIONAL, SHOT, SIGNAL

PERSONS, WHOLE, INDEX = "persons", ("",), "index 0..1"
DEATHS = ("death", "famine_death", "confined_death")
PER_CENT, THOUSAND = 100, 1000


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, nothing where there is nothing."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0)


def political_arrests(kept: Trajectory) -> np.ndarray:
    """Arrests for politics [T, N], without those labelled in the drive."""
    booked = kept.world["repression.arrests"]
    return kept.by_people["arrested"] * share(booked[:, :, SIGNAL:].sum(2), booked.sum(2))


def outcome_share(kept: Trajectory, outcome: int, channels: slice) -> np.ndarray:
    """Of those sentenced to `outcome`, the share [T, N] of the channels."""
    each = (
        kept.world["repression.sentences"] * kept.world["repression.verdicts"][:, None, :, outcome]
    )
    return share(each[:, :, channels].sum(2), each.sum(2))


def political(kept: Trajectory, cause: str, outcome: int) -> np.ndarray:
    """Persons [T] who left prison for a cause, by sentence for politics."""
    each = (
        kept.world["repression.sentences"] * kept.world["repression.verdicts"][:, None, :, outcome]
    ).sum(1)
    return kept.confined[cause].sum(1) * share(each[:, SIGNAL:].sum(1), each.sum(1))


def political_inmates(kept: Trajectory) -> np.ndarray:
    """Persons [T + 1] in camps for politics, those of the drive among them: in each month as large
    a share of them leaves or dies as of all."""
    stock, drive = kept.of_status(kept.population, s.CAMP), kept.fates["sent_to_camp"].sum(1)
    came, came_political = (
        kept.confined["convicted_camp"].sum(1) + drive,
        political(kept, "convicted_camp", CAMP) + drive,
    )
    stayed = np.clip(share(stock[1:] - came, stock[:-1]), 0, 1)
    inside = np.zeros(len(stock))
    for month in range(len(came)):
        inside[month + 1] = inside[month] * stayed[month] + came_political[month]
    return inside


def risk(kept: Trajectory) -> list[Block]:
    """Arrests for politics a thousand at liberty, by year, by status and by people."""
    statuses = tuple(f"status={label}" for label in kept.layout.axes.statuses.labels)
    years, cuts = kept.months.whole_years(), (("status", statuses), ("nationality", _peoples(kept)))
    found = [
        (groups, THOUSAND * kept.months.sums(kept.opinion[f"risk.{cut}"], years))
        for cut, groups in cuts
    ]
    return [
        Block("repression.risk", "truth", "per 1000", _years(kept), groups, values)
        for groups, values in found
    ]


def sentences(kept: Trajectory) -> list[Block]:
    """Arrests, convictions and sentences for politics by year, with those of the drive."""
    drive_shot, drive_camp = kept.fates["executed"].sum(1), kept.fates["sent_to_camp"].sum(1)
    shot, exile = kept.by_people["shot"].sum(1) + drive_shot, kept.confined["exiled"].sum(1)
    camp = (
        political(kept, "convicted_camp", CAMP)
        + political(kept, "convicted_colony", COLONY)
        + drive_camp
    )
    arrests = political_arrests(kept).sum(1) + drive_shot + drive_camp
    convictions = shot + camp + exile

    def yearly(name, values):
        return _told(kept, f"repression.{name}", values)

    return [
        *yearly("arrests", arrests),
        *yearly("convictions", convictions),
        *yearly("executions", shot),
        *yearly("death_sentences", shot),
        _year(kept, "repression.camp_sentences", camp),
        _year(kept, "repression.exile_sentences", exile),
        _year(kept, "repression.article58", convictions, "convictions"),
        _mean(
            kept,
            "repression.innocent_share",
            kept.world["belief.innocent"],
            political_arrests(kept).sum(1),
        ),
    ]


def peoples(kept: Trajectory) -> list[Block]:
    """Arrested and shot in operations against a people, and moved, by people, in all and by the
    region they came to."""
    groups, labels = _peoples(kept), _years(kept)
    booked = kept.world["repression.arrests"]
    arrested = kept.by_people["arrested"] * share(booked[:, :, NATIONAL], booked.sum(2))
    shot = kept.by_people["shot"] * outcome_share(kept, SHOT, slice(NATIONAL, NATIONAL + 1))
    blocks = []
    for name, values in (("national_ops_arrested", arrested), ("national_ops_executed", shot)):
        of_year = kept.months.sums(values, kept.months.whole_years())
        blocks.append(Block(f"repression.{name}", "truth", PERSONS, labels, groups, of_year))
        blocks += with_levels(
            Block(f"repression.{name}", "truth", PERSONS, labels, WHOLE, _sum(of_year)),
            known=_sum(of_year),
        )
    moved, texts = kept.by_people["people_deported"], kept.months.texts()
    blocks.append(Block("deportation.deported", "truth", PERSONS, texts, groups, moved))
    came = kept.months.sums(kept.received["people_deported"], kept.months.whole_years())
    where = tuple(group.replace("region=", "region_to=") for group in kept.region_groups)
    flow = Block("deportation.flow", "truth", PERSONS, labels, where, came)
    return [
        *blocks,
        Block("deportation.deported", "truth", PERSONS, texts, WHOLE, _sum(moved)),
        flow,
    ]


def limits(kept: Trajectory) -> list[Block]:
    """Limits of operations as they stand on the first day after each month, in all, by category and
    by region, and what was taken under them."""
    days, limit = kept.months.first_days()[1:], kept.world["repression.limit"]
    categories = tuple(f"category={c}" for c in CATEGORIES)
    cuts = (
        (WHOLE, limit.sum((1, 2))[:, None]),
        (categories, limit.sum(1)),
        (kept.region_groups, limit.sum(2)),
    )
    filled = kept.world["repression.filled"]
    taken = ((WHOLE, filled.sum((1, 2))[:, None]), (categories, filled.sum(1)))
    blocks = [
        Block("repression.limit", "truth", PERSONS, days, groups, values) for groups, values in cuts
    ]
    return blocks + [
        Block("repression.limit_filled", "truth", PERSONS, days, groups, values)
        for groups, values in taken
    ]


def camps(kept: Trajectory) -> list[Block]:
    """Camps, colonies and prisons: stocks on 1 January, deaths, releases, escapes and
    admissions."""
    at = kept.months.januaries()
    days = tuple(kept.months.first_days()[i] for i in at)
    stock = {name: kept.of_status(kept.population, name) for name in (s.CAMP, s.COLONY, s.PRISONER)}
    both = stock[s.CAMP] + stock[s.COLONY]

    def of(causes, *names):
        return sum(kept.left(cause, name) for cause in causes for name in names)

    dead = of(DEATHS, s.CAMP, s.COLONY)
    years, texts = kept.months.whole_years(), kept.months.texts()
    lived = kept.months.sums((both[:-1] + both[1:]) / 2, years) / 12
    rate = PER_CENT * share(kept.months.sums(dead, years), lived)
    intake = of(("convicted_camp", "convicted_colony"), s.PRISONER) + of(
        ("sent_to_camp",), s.BETTER_OFF_PEASANT
    )

    def on_day(name, values):
        return Block(name, "truth", PERSONS, days, WHOLE, values[at][:, None])

    def all_levels(block):
        return with_levels(block, known=block.values, preserved=block.values)

    return [
        *all_levels(on_day("gulag.camps", stock[s.CAMP])),
        on_day("gulag.colonies", stock[s.COLONY]),
        *all_levels(on_day("gulag.total", both)),
        on_day("prisons.stock", stock[s.PRISONER]),
        Block(
            "gulag.political_share",
            "truth",
            "share",
            days,
            WHOLE,
            share(political_inmates(kept), stock[s.CAMP])[at][:, None],
        ),
        *_told(kept, "gulag.deaths", dead),
        Block("gulag.death_rate", "truth", "percent", _years(kept), WHOLE, rate[:, None]),
        _year(kept, "gulag.escapes", of(("escaped",), s.CAMP, s.COLONY)),
        _year(kept, "gulag.releases", of(("released",), s.CAMP)),
        Block("gulag.intake", "truth", PERSONS, texts, WHOLE, intake[:, None]),
    ]


def settlements(kept: Trajectory) -> list[Block]:
    """Special settlers: stocks, deaths, births and escapes."""
    at = kept.months.januaries()
    days = tuple(kept.months.first_days()[i] for i in at)
    mask = kept.is_status(s.SPECIAL_SETTLER)
    stock = kept.population[at] * mask
    dead = sum(kept.left(cause, s.SPECIAL_SETTLER) for cause in DEATHS)

    def block(groups, values):
        return Block("settlers.stock", "truth", PERSONS, days, groups, values)

    return [
        block(WHOLE, _sum(stock)),
        block(kept.region_groups, kept.by_region(stock)),
        block(_peoples(kept), kept.by_nationality(stock)),
        _year(kept, "settlers.deaths", dead),
        _year(kept, "settlers.births", (kept.births * mask).sum(1)),
        _year(kept, "settlers.escapes", kept.left("fled_settlement", s.SPECIAL_SETTLER)),
    ]


def rulers(kept: Trajectory) -> list[Block]:
    """The police, who is under suspicion, who is blamed, and the brake, by month; staff by year."""
    texts, world = kept.months.texts(), kept.world

    def monthly(name, unit, path):
        return Block(name, "truth", unit, texts, WHOLE, world[path][:, None])

    return [
        _mean(kept, "police.staff", world["repression.staff"], np.ones(len(texts)), PERSONS),
        monthly("terror.scope", "share", "belief.scope"),
        monthly("terror.brake", INDEX, "repression.brake"),
        Block(
            "terror.attribution",
            "truth",
            "index",
            texts,
            ("group=better-off peasants",),
            world["repression.blame"][:, None],
        ),
    ]


def _peoples(kept: Trajectory) -> tuple[str, ...]:
    return tuple(f"nationality={n}" for n in kept.layout.axes.nationalities.labels)


def _years(kept: Trajectory) -> tuple[str, ...]:
    return tuple(map(str, kept.months.whole_years()))


def _sum(values: np.ndarray) -> np.ndarray:
    return values.sum(1, keepdims=True)


def _year(kept: Trajectory, name: str, values: np.ndarray, unit: str = PERSONS) -> Block:
    """Yearly sums of [T]."""
    return Block(
        name,
        "truth",
        unit,
        _years(kept),
        WHOLE,
        kept.months.sums(values, kept.months.whole_years())[:, None],
    )


def _told(kept: Trajectory, name: str, values: np.ndarray) -> list[Block]:
    """Yearly sums of [T], true, known and preserved."""
    block = _year(kept, name, values)
    return with_levels(block, known=block.values, preserved=block.values)


def _mean(
    kept: Trajectory, name: str, values: np.ndarray, weights: np.ndarray, unit: str = "share"
) -> Block:
    """Yearly means of [T]."""
    years = kept.months.whole_years()
    mean = share(kept.months.sums(values * weights, years), kept.months.sums(weights, years))
    return Block(name, "truth", unit, _years(kept), WHOLE, mean[:, None])


EMITTED = (
    "repression.arrests",
    "repression.convictions",
    "repression.executions",
    "repression.death_sentences",
    "repression.camp_sentences",
    "repression.exile_sentences",
    "repression.article58",
    "repression.innocent_share",
    "repression.risk",
    "repression.national_ops_arrested",
    "repression.national_ops_executed",
    "repression.limit",
    "repression.limit_filled",
    "deportation.deported",
    "deportation.flow",
    "gulag.camps",
    "gulag.colonies",
    "gulag.total",
    "gulag.deaths",
    "gulag.death_rate",
    "gulag.escapes",
    "gulag.political_share",
    "gulag.releases",
    "gulag.intake",
    "prisons.stock",
    "settlers.stock",
    "settlers.deaths",
    "settlers.births",
    "settlers.escapes",
    "police.staff",
    "terror.scope",
    "terror.brake",
    "terror.attribution",
)

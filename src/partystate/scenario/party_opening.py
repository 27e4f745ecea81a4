"""The leadership as it enters: what the coding rule says, and what it leaves to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import dates, draws
from partystate.country.country import Country
from partystate.mechanisms.power.standing import from_posts
from partystate.mechanisms.quantities import LEAST
from partystate.mechanisms.registry import STREAMS
from partystate.scenario import coding_rule
from partystate.scenario.party_inputs import roster_at, shock
from partystate.world.culture import SIGNS, USUAL_LICENCE, Creed
from partystate.world.endowment import PartyFacts
from partystate.world.party_axes import PartyAxes
from partystate.world.power import MEMBER, NOBODY, UNWRITTEN, Power

SKILL, CAUTION, RUTHLESSNESS, COMMITMENT, FILE, BELIEF, STANDING, TRUST = range(1, 9)
RECENT = 6  # months in which a platform still stands
TOP = 10.0
HOLDERS_SHARE = 1 / 2  # of an organisation's posts that follow its heads at the start, ours


@dataclass(frozen=True, eq=False)  # the same where it is the same object
class Coded:
    """What the rule gives, before anything is drawn."""

    earned: np.ndarray  # [P]
    belief: np.ndarray  # [P, I]
    platform: np.ndarray  # [P] bool: stands against the founder's
    seats: np.ndarray  # [B, P]
    holder: np.ndarray  # [O]
    status: np.ndarray  # [P]
    opposing: np.ndarray  # [P]
    faction_ban: bool  # in force before the run


def code(country: Country, axes: PartyAxes, start: int) -> Coded:
    """Facts up to the month `start`, by the coding rule; posts as recorded in that month."""
    persons, tables, first = list(axes.persons.labels), country.tables, np.array([start])
    joined = dict(tables["persons"].select("person", "movement").iter_rows())
    question = country.leadership.platform_question
    said = coding_rule.latest_values(tables["positions"], start)
    founders = said.get((country.leadership.founder, question), (0.0, 0))[0]

    def stands(p):
        return said.get((p, question), (0.0, 0))

    platform = [stands(p)[0] * founders < 0 and stands(p)[1] >= start - RECENT for p in persons]
    now = {name: values[0] for name, values in roster_at(country, axes, first).items()}
    return Coded(
        earned=coding_rule.standing_earned(persons, joined, tables["service"], start),
        belief=coding_rule.positions(
            persons, list(axes.issues.labels), tables["issues"], tables["positions"], start
        ),
        platform=np.array(platform),
        seats=now["seats"],
        holder=np.where(now["holder"] >= 0, now["holder"], NOBODY),
        status=now["status"],
        opposing=now["opposing"] > 0,
        faction_ban=start > dates.month_number(country.leadership.start)
        and bool(shock(country, "faction_ban", first)[0]),
    )


def calm(people: int, ranks: int) -> dict:
    """Fields of terror at the top before there is any."""
    scalars = (
        "names",
        "threat",
        "established",
        "wanted",
        "order",
        "intensity",
        "disruption",
        "confessing",
        "networks",
        "conformity",
    )
    flags = ("blamed", "accused", "confessed", "arrested", "executed", "killed_abroad", "disgraced")
    none = jnp.zeros(people, jnp.int32)
    return {
        **{name: jnp.zeros(()) for name in scalars},
        **{name: jnp.zeros(people, bool) for name in flags},
        "custody": none,
        "term": none,
        "tied": jnp.zeros(people),
        "simplified": jnp.zeros((), bool),
        "braking": jnp.zeros((), bool),
        "chief_left": jnp.zeros((), jnp.int32),
        "officers_arrested": jnp.zeros(ranks),
        "officers_left": jnp.zeros(ranks),
        "experience": jnp.ones(ranks),
    }


def opening_creed() -> Creed:
    """Nobody is praised, the founder is not mourned, and doctrine is as usual."""
    none = jnp.zeros(())
    return Creed(
        honoured=jnp.asarray(NOBODY, jnp.int32),
        devotion=none,
        praise=none,
        image=none,
        founder_share=none + 1,
        meaning=none + 1,
        father=none,
        distance=none,
        transfer=none,
        signs=jnp.zeros(len(SIGNS)),
        gloss=none,
        candor=none + 1,
        one_country=none,
        licence=none + USUAL_LICENCE,
        concord=jnp.zeros((), bool),
    )


def opening_power(coded: Coded, base: PartyFacts, luck: jax.Array, values: dict) -> Power:
    """The leadership as it enters. `values` are parameters `power_opening.*`; may be traced over
    luck."""

    def draw(site):
        return draws.normal(luck, STREAMS["power_opening"], site, 0, base.person_ids)

    def trait(site):
        return jnp.clip(values["trait_mean"] + values["trait_spread"] * draw(site), 0, 1).astype(
            jnp.float32
        )

    people = len(coded.earned)
    seats, holder = jnp.asarray(coded.seats, jnp.int32), jnp.asarray(coded.holder, jnp.int32)
    capital = jnp.clip(
        jnp.asarray(coded.earned) + values["standing_spread"] * draw(STANDING), 0, TOP
    )
    standing = jnp.clip(capital + from_posts(seats, holder, base), 0, TOP)
    belief = jnp.asarray(coded.belief)
    wide = jax.vmap(
        lambda site: draws.normal(luck, STREAMS["power_opening"], BELIEF, site, base.person_ids)
    )
    belief = jnp.clip(belief + values["belief_spread"] * wide(jnp.arange(belief.shape[1])).T, -1, 1)
    noise = draws.normal(luck, STREAMS["power_opening"], TRUST, 0, base.pair_ids)
    trust = jnp.clip(base.ties + values["trust_spread"] * noise, -1, 1).astype(jnp.float32)
    opposing = jnp.asarray(coded.opposing | coded.platform)
    nobody, everyone = jnp.asarray(NOBODY, jnp.int32), jnp.arange(people, dtype=jnp.int32)
    zeros, none = jnp.zeros(people), jnp.zeros(people, bool)
    region, held = base.office_region, holder >= 0
    apparatus = (
        jnp.zeros((len(base.delegates), people))
        .at[jnp.where(held & (region >= 0), region, len(base.delegates)), jnp.maximum(holder, 0)]
        .add(base.office_weight, mode="drop")
    )
    apparatus = HOLDERS_SHARE * apparatus / jnp.maximum(apparatus.sum(1, keepdims=True), LEAST)
    return Power(
        alive=~none,
        capital=capital,
        standing=standing,
        belief=belief,
        position=belief,
        trust=trust,
        skill=trait(SKILL),
        caution=trait(CAUTION),
        ruthlessness=trait(RUTHLESSNESS),
        commitment=trait(COMMITMENT),
        compromised=trait(FILE),
        status=jnp.asarray(coded.status, jnp.int32),
        opposing=opposing,
        ever_opposed=opposing,
        recanted=none,
        yielded=none,
        steps=jnp.zeros(people, jnp.int32),
        months_out=jnp.zeros(people, jnp.int32),
        seats=seats,
        holder=holder,
        sponsor=jnp.full(people, NOBODY, jnp.int32),
        own=zeros,
        patron=everyone,
        principal=everyone,
        bloc=zeros,
        outlook=zeros,
        committee_bloc=zeros,
        apparatus=apparatus,
        presence=jnp.ones(()),
        ruling=~opposing & jnp.asarray(coded.status == MEMBER),
        leader=nobody,
        leading_months=jnp.zeros((), jnp.int32),
        strongest=nobody,
        line=belief[base.founder],
        faction_ban=jnp.asarray(coded.faction_ban),
        testament=jnp.asarray(UNWRITTEN, jnp.int32),
        subject=nobody,
        motion=jnp.zeros(people, jnp.int32),
        # floats of their own kind, as months leave them: else a run cut here is compiled twice
        vote_for=jnp.full(people, -1.0, float),
        beaten=none,
        division=jnp.asarray(-1.0, float),
        challenge=jnp.asarray(-1.0, float),
        delegates=base.delegates,
        townspeople=jnp.zeros_like(base.delegates),
        bereft=jnp.zeros_like(base.delegates),
        **calm(people, len(base.officers)),
    )

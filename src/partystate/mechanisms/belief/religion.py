"""The state presses on faiths; communities close, clergy go, belief goes underground; the state
turns to the church when it needs everybody.

Equations, by faith f and region r, each month; w force in the line, D the drive, k_r force behind
collections, o 1 while a mass operation is under way, F danger from abroad (index), O communities
open and C clergy (O0, C0 at the opening), B the share of adherents who believe:
    effort     a_r = doctrine + line w + push max(D, k_r) + terror o
    licence    g_f = 1 for the largest faith, spared + (1 - spared) w for the others
    need       N = recognised F min[(land lost + people under arms) / enough, 1],   shares
    target     T_fr = {1 - exp[- g_f a_r - suspicion F w (head abroad)]} (1 - relent [drive broken
        off]) (1 - concession N),   1 for a faith that is outlawed
    pressure   P <- P + pace (T - P)
    willing    s_fr = Phi{[integrity - deter (f_r + l_r) - exposed P] / spread},   f_r fear of
        arrest, l_r = 1 - exp(-12 h_r): chance in a year of a name on a list
    unsigned   u = -founders ln[1 - h_r (1 - s)^asked]: every place on a list must be filled, and is
        where one of those asked is willing
    closed     O {1 - exp[- shutting P^2 - vacancy (1 - min(C O0 / (C0 O), 1))^2 - u]}, the first
        part by order; reopened: reopening N B (O0 - O)
    clergy     C <- C (1 - c_r) exp(- taxes P^2 - ageing) + ordination (1 - P) (O C0 / O0 - C)+
    on lists   lay people, at least `founders` a community that is open, for life; h_r the part of
        them that is taken, c_r of clergy, as a category `foremost` times as often (the file on
        lists beside this one)
    belief     B <- B + generation [B (1 - (1 - strict_f) (school e_r P + pulpit (1 - O / O0))) - B]
    declared   B Phi[(integrity - deter f_r - exposed P) / spread]
    submits    the largest faith recognises the state with hazard yielding P; then those of its
        clergy who left the country break away with hazard parting
    outlawed   a lesser faith, once strict_f P > outlaw while nobody is needed
What presses on a faith also costs the state: unrest (`unrest` times P times closings by order, a
share of a region's believers) and support (offence x share of believers x P), which
`collectivisation` and `preference_falsification` add to what they have. e_r is the share of
children at school.

Shapes: [F, R]; [F]; [R]; scalars.
Assumptions: a community falls to a law and to a hand that carries it out, so that closings go with
the square of pressure, and so do taxes on clergy; a place without clergy is served by its
neighbour's, and dies where there is none either; a community stands in law by the names on its
list, and who is asked for his knows what became of those before him; a closing is against the will
of those it hits as far as it is pressed; who is on a list stays there; nobody is converted by
force; small faiths are spared under free trade as a counterweight to the large one, and nobody
under force.
Departures: religious economies (Iannaccone 1992, Finke and Iannaccone 1993) have believers and
churches that choose; here `strict` keeps members and `pulpit` is what supply does. Kuran's cost of
what one says is a normal threshold.
Rival accounts: belief lost (`school`, `pulpit`) or hidden (`deter`, `exposed`); churches closed by
order (`shutting`), dead for want of clergy (`vacancy`) or of names (`asked` small).
Sources: Froese (2008); Husband (2000); Peris (1998); Luukkanen (1994); Viola (1996); Kuran (1991);
Iannaccone (1992), as recalled; our own equations."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm as gaussian
from jaxtyping import Array, Float

from partystate.mechanisms import danger
from partystate.mechanisms.belief import faith_lists
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, command
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.view import View

SUBMITS_SITE, PARTS_SITE = 1, 2
SURE = 0.999  # chance above which the rate of a month means nothing more
NOBODY_ID = np.zeros(2, np.uint32)  # one draw for the whole country


class Params(eqx.Module):
    doctrine: Float[Array, ""]  # 1, effort against faiths whatever the line
    line: Float[Array, ""]  # 1, more under full force in the line
    push: Float[Array, ""]  # 1, more under a full drive, or full force behind collections
    terror: Float[Array, ""]  # 1, more during a mass operation
    spared: Float[Array, ""]  # effort against small faiths under free trade, the largest = 1
    suspicion: Float[Array, ""]  # 1, effort against a faith whose head is abroad, in full danger
    relent: Float[Array, ""]  # share of the pressure that goes while the drive is broken off
    concession: Float[Array, ""]  # share of it that goes in full need
    enough: Float[Array, ""]  # share of land lost or people under arms that is full need
    pace: Float[Array, ""]  # 1/month
    shutting: Float[Array, ""]  # 1/month, communities closed by order under full pressure
    vacancy: Float[Array, ""]  # 1/month, communities without clergy that close
    reopening: Float[Array, ""]  # 1/month, in full need and belief, of those that were closed
    taxes: Float[Array, ""]  # 1/month, clergy who give up under full pressure
    ageing: Float[Array, ""]  # 1/month, death and retirement
    ordination: Float[Array, ""]  # 1/month, of empty places without pressure
    founders: Float[Array, ""]  # lay people on the list of a community
    asked: Float[Array, ""]  # persons asked before a place on it stays empty
    foremost: Float[Array, ""]  # ratio, clergy against lay people on lists, taken as a category
    generation: Float[Array, ""]  # 1/month, adults replaced by the young
    school: Float[Array, ""]  # share of the young lost to schools under full pressure
    pulpit: Float[Array, ""]  # share of the young lost where every community is closed
    integrity: Float[Array, ""]  # 1, mean cost at which a believer still says so
    spread: Float[Array, ""]  # sd of it
    deter: Float[Array, ""]  # 1, cost under full fear of arrest
    exposed: Float[Array, ""]  # 1, cost under full pressure on one's faith
    yielding: Float[Array, ""]  # 1/month, recognition of the state under full pressure
    parting: Float[Array, ""]  # 1/month, of those abroad after it
    outlaw: Float[Array, ""]  # strictness times pressure at which a lesser faith is forbidden
    unrest: Float[Array, ""]  # 1, of a region all of whose believers lose their place of worship
    offence: Float[Array, ""]  # 1, normal score of support of full pressure on everybody's faith


def need(view: View, params: Params):
    """How far the state needs everybody: danger, land lost or people under arms, and a church that
    has recognised it."""
    layout, persons = view.layout, view.world.people.persons
    by_region = layout.by_region(persons)
    everyone = jnp.maximum(by_region.sum(), 1)
    lost = ((1 - view.inputs.controlled) * by_region).sum() / everyone
    armed = jnp.where(layout.is_status(s.SOLDIER), persons, 0).sum() / everyone
    stretched = jnp.minimum((lost + armed) / params.enough, 1)
    return view.world.faith.recognised * danger.index(view.world.peril.danger) * stretched


def wanted(view: View, params: Params, needed):
    """Pressure [F, R] that the state wants."""
    policy, facts, faith = view.world.policy, view.endowment.faith, view.world.faith
    w = command(view)
    force = jnp.maximum(policy.drive, policy.coercion)
    effort = (
        params.doctrine
        + params.line * w
        + params.push * force
        + params.terror * view.world.repression.campaign
    )
    licence = facts.largest + (1 - facts.largest) * (params.spared + (1 - params.spared) * w)
    abroad = params.suspicion * danger.index(view.world.peril.danger) * w * facts.head_abroad
    pressed = -jnp.expm1(-licence[:, None] * effort[None] - abroad[:, None])
    pressed = pressed * (1 - params.relent * policy.paused) * (1 - params.concession * needed)
    return jnp.maximum(pressed, faith.outlawed[:, None])


def willing(params: Params, felt, pressure):
    """Share [F, R] of believers who would own to it, of what they fear [R] and of pressure."""
    cost = params.deter * felt[None] + params.exposed * pressure
    return gaussian.cdf((params.integrity - cost) / params.spread)


def unsigned(params: Params, lay_taken, felt, pressure):
    """Rate a month [F, R] at which lists stay short of a name, of the share of lay people on them
    who were taken [R] and fear [R]."""
    of_lists = -jnp.expm1(-MONTHS * lay_taken)
    refused = (1 - willing(params, felt + of_lists, pressure)) ** params.asked
    return -params.founders * jnp.log1p(-jnp.minimum(lay_taken[None] * refused, SURE))


def closings(view: View, params: Params, pressure, short):
    """(communities closed, those of them by order) of the month [F, R]; `short` is the rate at
    which lists stay short of a name."""
    faith, facts = view.world.faith, view.endowment.faith
    usual = facts.clergy / jnp.maximum(facts.communities, LEAST)
    served = faith.clergy / jnp.maximum(usual * faith.open, LEAST)
    order = params.shutting * pressure**2
    empty = params.vacancy * (1 - jnp.minimum(served, 1)) ** 2
    closed = faith.open * -jnp.expm1(-order - empty - short)
    return closed, closed * order / jnp.maximum(order + empty + short, LEAST)


def clergy_left(view: View, params: Params, pressure, taken):
    """Clergy [F, R] at the end of the month; `taken` [R] is the share of them taken."""
    faith, facts = view.world.faith, view.endowment.faith
    usual = facts.clergy / jnp.maximum(facts.communities, LEAST)
    gone = jnp.exp(-params.taxes * pressure**2 - params.ageing)
    empty = jnp.maximum(usual * faith.open - faith.clergy, 0)
    return faith.clergy * (1 - taken)[None] * gone + params.ordination * (1 - pressure) * empty


def closed_share(open_, facts):
    """Share [F, R] of the communities of the opening that worship no more."""
    share = 1 - open_ / jnp.maximum(facts.communities, LEAST)
    return jnp.where(facts.communities > 0, jnp.clip(share, 0, 1), 0)


def fear(view: View):
    """Mean fear of arrest [R] of those at liberty."""
    layout = view.layout
    persons = jnp.where(layout.pairs_of(*s.FREE), layout.by_pair(view.world.people.persons), 0)
    felt = layout.pairs_by_region(-jnp.expm1(-view.world.belief.exposure) * persons)
    return felt / jnp.maximum(layout.pairs_by_region(persons), 1)


def belief_left(view: View, params: Params, pressure, shut):
    """Share [F, R] of the adherents who believe after a month of the young coming of age."""
    facts, believing = view.endowment.faith, view.world.faith.believing
    lost = params.school * view.world.people.enrolled[None] * pressure + params.pulpit * shut
    kept = jnp.clip(1 - (1 - facts.strict)[:, None] * lost, 0, 1)
    return believing + params.generation * (believing * kept - believing)


def happens(view: View, site: int, hazard):
    """1 where something of this hazard a month happens."""
    chance = -jnp.expm1(-hazard)
    return (view.draws.uniform(site, jnp.asarray(NOBODY_ID)) < chance).astype(float)


def mean_of(values, heads):
    """Mean of [F, R] over heads [F, R], by faith; nothing where nobody is born into one."""
    return (values * heads).sum(1) / jnp.maximum(heads.sum(1), 1)


class Religion(Mechanism[Params]):
    id = "religion"
    theme = "belief"
    phase = "report"
    claims = ("S182", "S183", "S184", "S185", "S186", "S187", "S188", "S206")
    citations = (
        "froese2008",
        "husband2000",
        "peris1998",
        "luukkanen1994",
        "viola1996",
        "kuran1991",
        "iannaccone1992",
        "ours",
    )
    directions = (
        Direction("line", "religion.pressure", +1),
        Direction("shutting", "religion.parishes", -1),
        Direction("taxes", "religion.clergy", -1),
        Direction("exposed", "religion.believers_share@known", -1),
        Direction("founders", "religion.executed", +1),
        Direction("asked", "religion.parishes", +1),
        Direction("foremost", "religion.clergy", -1),
        Direction("unrest", "unrest.events", +1),
        Direction("offence", "opinion.private_support", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        faith, facts = view.world.faith, view.endowment.faith
        heads = facts.adherents * view.layout.by_region(view.world.people.persons)[None]
        needed = need(view, params)
        pressure = faith.by_faith + params.pace * (wanted(view, params, needed) - faith.by_faith)
        felt, lists = fear(view), faith_lists.for_faith(view, params.foremost)
        short = unsigned(params, lists.lay, felt, pressure)
        closed, ordered = closings(view, params, pressure, short)
        reopened = (
            params.reopening
            * needed
            * faith.believing
            * jnp.maximum(facts.communities - faith.open, 0)
        )
        still_open = faith.open - closed + reopened
        believing = belief_left(view, params, pressure, closed_share(still_open, facts))
        spoken = willing(params, felt, pressure)
        pressed, lesser = mean_of(pressure, heads), 1 - facts.largest
        born = heads.sum(1)
        ours = facts.adherents * believing
        listed = jnp.maximum(
            faith.listed * (1 - params.ageing) * (1 - lists.lay),
            params.founders * still_open.sum(0),
        )
        submits = happens(view, SUBMITS_SITE, params.yielding * (facts.largest * pressed).sum())
        parts = happens(view, PARTS_SITE, params.parting * (facts.largest * facts.exiles).sum())
        defiant = (facts.strict * pressed > params.outlaw) & (lesser > 0) & (needed == 0)
        return Effect(
            values={
                "faith.open": still_open,
                "faith.clergy": clergy_left(view, params, pressure, lists.clergy),
                "faith.listed": listed,
                "faith.by_faith": pressure,
                "faith.pressed": pressed,
                "faith.others": (lesser * pressed * born).sum()
                / jnp.maximum((lesser * born).sum(), 1),
                "faith.pressure": (pressed * born).sum() / jnp.maximum(born.sum(), 1),
                "faith.believing": believing,
                "faith.believers": ours.sum(0),
                "faith.declared": (ours * spoken).sum(0),
                "faith.closed": closed.sum(1),
                "faith.taken": lists.taken,
                "faith.shot": lists.shot,
                "faith.provoked": params.unrest
                * (ours * pressure * ordered / jnp.maximum(facts.communities, 1)).sum(0),
                "faith.offence": params.offence * (ours * pressure).sum(0),
                "faith.recognised": jnp.maximum(faith.recognised, submits),
                "faith.schism": jnp.maximum(faith.schism, faith.recognised * parts),
                "faith.outlawed": jnp.maximum(faith.outlawed, defiant.astype(float)),
            }
        )


MECHANISM = Religion()

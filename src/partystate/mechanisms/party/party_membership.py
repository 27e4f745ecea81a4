"""How many the party takes in, whom it passes, and whom it puts out again.

Equations, each month; E persons of employees' households, B of workers' and state farms', J of
members of collective farms; M = C + Y + S members in all, C candidates, Y full members who passed
lately, S others; f remembered failure of plans and z the remembered shock of a murder (threat), L
the line and w force in it:
    places    W = desk E + bench B + farm J      members wanted where orders are carried out
    turns     t <- t (1 - forgotten) + |L - L_before|
    usual     u <- u + (f - u) / memory           failure that rulers have got used to
    doubt     d = min[failing max(f / u - 1, 0) + outraged z + turned t, 1]
    review    begins where none is under way and d (C + Y) / M > stirred, and lasts `review` months;
        v is 1 while it is under way
    admitted  a = vouching / 12 (1 - d) (1 - v) [1 + hurried max(2 w - 1, 0)] M max(1 - M / W, 0)
    passed    p = passing / 12 (1 - d) (1 - v) C
    expelled  strict v of C and of Y, strict standing v of S, routine / 12 of all, and
        exposed k / 1000 of all, k employees taken this month a thousand of them
    left      lapse / 12 of C and of Y, who came and stay away; leave / 12 of all: deaths, and those
        who go of themselves
    settled   (1 / settling + v / review) of Y join S: whom a review lets pass is doubted no more
all as competing hazards: a stock loses 1 - exp(-sum) of itself, each cause its share.
Members bring in members, as recommendations are asked for, until the desks, benches and farms in
which a party wants a cell have theirs (Verhulst 1838, Bass 1969). When plans fail, when the line
has turned, when a leader was murdered, the doors close, and who waits is not passed. Where doubt of
those who came lately is doubt of much of the party, leaders order a review of all members, which
looks at each once; it is due again when as many have come in since. Failure that rulers have got
used to is forgiven.

Shapes: scalars; persons; rates a year, `strict` and `forgotten` a month, `settling` in months.
Assumptions: nobody is a full member at once; of those taken with others of their rank none stays a
member; newcomers are no better known if they did the work for which they were wanted; levies in
honour of somebody are the reopening of doors that had been shut.
Departures: the capacity of Verhulst's law moves with the places, its rate with doubt and the line;
no published model has the rest. That leaders trade reach against reliability is Gehlbach and Keefer
(2011), where a party of many lets rulers commit and lets members act together; here only the second
half stands, as doubt.
Rival accounts: levies as votes for those who run the appointments office (a term of the leadership,
which this does not read); reviews on a calendar of their own; putting out that lasts as long as
doubt does and is no decision (as until version 0.11).
Sources: Rigby (1968) on saturation of posts, levies and reviews, Getty (1985) on the reviews of
1933-36, as recalled; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import forced, of_status
from partystate.world import statuses as s
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.membership import Membership
from partystate.world.view import View

THOUSAND = 1e3
LEAST_FAILURE = 0.005  # below it rulers see none; ours


class Params(eqx.Module):
    desk: Float[Array, ""]  # members wanted a person of employees' households
    bench: Float[Array, ""]  # the same of workers' households and state farms
    farm: Float[Array, ""]  # the same of members of collective farms
    # 1/year, whom a member brings in under trade while nearly all places are free
    vouching: Float[Array, ""]
    hurried: Float[Array, ""]  # rise of it under full force
    passing: Float[Array, ""]  # 1/year, candidates who are passed
    failing: Float[Array, ""]  # doubt where plans fail twice as much as usual
    memory: Float[Array, ""]  # months in which rulers get used to failure
    outraged: Float[Array, ""]  # doubt a unit of the shock of a murder
    turned: Float[Array, ""]  # doubt a unit of remembered turns of the line
    forgotten: Float[Array, ""]  # 1/month, of turns of the line
    stirred: Float[Array, ""]  # share of the party that is doubted, from which it is reviewed
    review: Float[Array, ""]  # months that a review takes
    strict: Float[Array, ""]  # 1/month, expulsion of those who came lately while it lasts
    standing: Float[
        Array, ""
    ]  # rate at which a review puts out members of some standing, against it
    routine: Float[Array, ""]  # 1/year, expulsion of anybody
    exposed: Float[Array, ""]  # risk of arrest of a member against that of an employee
    lapse: Float[Array, ""]  # 1/year, those who came lately and stay away
    leave: Float[Array, ""]  # 1/year, deaths and those who go of themselves
    settling: Float[Array, ""]  # months for which a full member counts as one who came lately


def places(view: View, params: Params) -> Float[Array, ""]:
    """Members wanted, persons."""
    desks = of_status(view, s.TOWN_EMPLOYEE, s.COUNTRY_EMPLOYEE).sum()
    benches = of_status(view, s.WORKER, s.STATE_FARM_WORKER).sum()
    farms = of_status(view, s.COLLECTIVE_FARMER).sum()
    return params.desk * desks + params.bench * benches + params.farm * farms


def remembered_turns(view: View, params: Params) -> Float[Array, ""]:
    """Turns of the line, those of this month in."""
    members, line = view.world.membership, view.world.policy.line
    return members.turned * (1 - params.forgotten) + jnp.abs(line - members.line_before)


def doubt(view: View, params: Params, turned: Float[Array, ""]) -> Float[Array, ""]:
    """Doubt of those who came lately, 0 to 1."""
    usual = jnp.maximum(view.world.membership.usual, LEAST_FAILURE)
    worse = jnp.maximum(view.world.repression.failure / usual - 1, 0)
    felt = params.outraged * view.world.peril.shock + params.turned * turned
    return jnp.minimum(params.failing * worse + felt, 1)


def months_of_review(
    now: Membership, doubted: Float[Array, ""], params: Params
) -> Float[Array, ""]:
    """Months that a review has still to go, this one in; 0 where there is none."""
    lately = now.candidates + now.lately
    share = doubted * lately / jnp.maximum(lately + now.settled, 1)
    begins = (now.review <= 0) & (share > params.stirred)
    return jnp.where(begins, params.review, now.review)


def lost(stock, *hazards):
    """What each of competing monthly hazards takes of a stock, persons."""
    total = sum(hazards, jnp.zeros(()))
    gone = -jnp.expm1(-total) * stock
    return [gone * hazard / jnp.where(total > 0, total, 1) for hazard in hazards]


class PartyMembership(Mechanism[Params]):
    id = "party_membership"
    theme = "party"
    phase = "act"
    claims = ("S106",)
    citations = ("verhulst1838", "bass1969", "rigby1968", "getty1985", "gehlbach2011", "ours")
    directions = (
        Direction("vouching", "party.members_total", +1),
        Direction("strict", "party.expulsions", +1),
        Direction("stirred", "party.expulsions", -1),
        Direction("passing", "party.candidates", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now = view.world.membership
        turned = remembered_turns(view, params)
        doubted = doubt(view, params, turned)
        total = now.candidates + now.lately + now.settled
        left = months_of_review(now, doubted, params)
        under_way = (left > 0).astype(left.dtype)
        open_ = (1 - doubted) * (1 - under_way)
        hurry = 1 + params.hurried * forced(view)
        room = jnp.maximum(1 - total / jnp.maximum(places(view, params), 1), 0)
        admitted = params.vouching / MONTHS * open_ * hurry * total * room
        taken = params.exposed * view.world.repression.cadres / THOUSAND
        reviewed, everybody = params.strict * under_way, params.routine / MONTHS + taken
        leave, lapse = params.leave / MONTHS, params.lapse / MONTHS
        passed, *of_candidates = lost(
            now.candidates, params.passing / MONTHS * open_, reviewed + everybody, leave + lapse
        )
        cleared = 1 / params.settling + under_way / params.review
        settled, *of_lately = lost(now.lately, cleared, reviewed + everybody, leave + lapse)
        of_settled = lost(now.settled, params.standing * reviewed + everybody, leave)
        stocks = {
            "membership.candidates": now.candidates + admitted - passed - sum(of_candidates),
            "membership.lately": now.lately + passed - settled - sum(of_lately),
            "membership.settled": now.settled + settled - sum(of_settled),
        }
        return Effect(
            values={
                # what rounding leaves of a stock that goes whole may be below nought
                **{name: jnp.maximum(stock, 0) for name, stock in stocks.items()},
                "membership.admitted": admitted,
                "membership.expelled": of_candidates[0] + of_lately[0] + of_settled[0],
                "membership.doubt": doubted,
                "membership.review": jnp.maximum(left - 1, 0),
                "membership.turned": turned,
                "membership.usual": now.usual
                + (view.world.repression.failure - now.usual) / params.memory,
                "membership.line_before": view.world.policy.line,
            }
        )


MECHANISM = PartyMembership()

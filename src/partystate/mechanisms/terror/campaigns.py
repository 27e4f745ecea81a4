"""Mass operations: when one starts, the limits of its two categories by region, requests to raise
them, and what stops it.

Equations; T threat, B brake, on 1 while an operation is under way, U unfilled share of the limits:
    I <- I (1 - hearing) + x,   x = cost c' + [fear e' + colleagues D + army L] on    incurred, and
        not yet told: c' arrests under limits and lines in the month a thousand people, e' employees
        taken a thousand of them, D the share of the committee taken and not yet replaced, L the
        share of the army's fighting power lost
    B <- B (1 - easing) + hearing I                                          told, and remembered
    starts when T > onset and B < max_brake_to_start, for a term of `term` months, and not in the
        term after one was stopped
    at the end of a term it is renewed with chance
        max(1 - B / patience, 0) {1 - [1 - min(T / onset, 1)] (1 - U)}
    stops when it is not renewed, when B > patience, or when its limits are all but filled
    limit at the start += first_category_share, second_category_share x suspects on the cards
        of a region
    limit while on     += approve request m [1 + rivalry (n - o)+ / (n + o)] (s, 1 - s),   m arrests
        of the month under limits, o use of a region, n of its neighbours
    s = g m_1 / (g m_1 + m_2),   g = graver (1 + crowded_out c)    share asked of the first category
    line against a people = on x distrust, without limits
Regions ask for more as they fill what they have and as their neighbours fill more; so limits are
overshot because they are asked for. One arrest brings request x approve more, and a total of limit
/ (1 - request approve) where nothing stops it. Who asks chooses the category: a case of the first
is closed at once, one of the second needs a place, and where camps are crowded (c) more are asked
for in the first. Requests are granted as long as the operation lasts: what ends it is a decision,
taken at the end of a term by people who see their fear and the lists that are not yet filled,
either of which is enough to go on. What arrests cost plants, offices and the army they learn from
results, 1 / hearing months late, as those who could say so sooner would be next. So an operation
outlives its first terms, and the brake still fills when it is over. The next one waits until it has
eased; either decision, to go on or to stop, stands for a term.

Shapes: scalars; [R, 2] persons; [N]. Reads only what was known and the books of the organs.
Assumptions: the first category is to be shot, the second sent to camps; use is persons taken a
thousand people.
Departures: the trial's P9 grew the same limits from dated decrees; here the start is a threshold.
Rival accounts: a cost that is known at once (`hearing` = 1); from above (first limits alone:
`approve` = 0) against from below (requests and denunciation).
Sources: Getty (2002) and Khlevniuk (2009) on limits and requests, as recalled; models of quotas in
detection; our own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import army_lost, committee_lost
from partystate.mechanisms.quantities import LEAST
from partystate.world.effect import Effect
from partystate.world.repression import FIRST, SECOND
from partystate.world.view import View

THOUSAND = 1e3
RENEWAL_SITE = 1
NOBODY_ID = np.zeros(2, np.uint32)  # one draw for the whole country
FINISHED = 0.02  # of all limits: with less to fill an operation is over; ours


class Params(eqx.Module):
    onset: Float[Array, ""]  # threat at which an operation starts
    max_brake_to_start: Float[Array, ""]  # brake below which it may
    patience: Float[Array, ""]  # brake at which it stops
    easing: Float[Array, ""]  # 1/month, of the brake
    hearing: Float[Array, ""]  # 1/month, of what arrests have cost and nobody has told
    cost: Float[Array, ""]  # 1, brake of one arrest a thousand people
    fear: Float[Array, ""]  # 1, brake of one employee taken a thousand employees
    colleagues: Float[Array, ""]  # 1, brake a month of a committee wholly taken
    army: Float[Array, ""]  # 1, brake a month of an army without fighting power
    # share of the suspects on the cards in the first limits: to be shot
    first_category_share: Float[Array, ""]
    second_category_share: Float[Array, ""]  # the same for camps
    request: Float[Array, ""]  # persons asked for on each arrest
    graver: Float[Array, ""]  # 1, how readily the first category is asked against the second
    crowded_out: Float[Array, ""]  # 1, rise of it where two lie in one place of the camps
    rivalry: Float[Array, ""]  # 1, rise of what is asked a unit of what neighbours took more
    approve: Float[Array, ""]  # share of it that is granted
    term: Float[Array, ""]  # months for which an operation is ordered


def asked(view: View, params: Params):
    """Persons [R, 2] that regions ask for, by what they and their neighbours took."""
    organs, people = view.world.repression, view.world.information.known_population
    used = THOUSAND * organs.filled.sum(1) / jnp.maximum(people, 1)
    around = view.endowment.land.neighbours @ used
    envy = jnp.clip((around - used) / jnp.maximum(used + around, LEAST), 0, 1)
    monthly = organs.booked[:, :, FIRST : SECOND + 1].sum(1)
    graver = params.graver * (1 + params.crowded_out * organs.crowding)
    weighed = monthly * jnp.stack([graver, jnp.ones(())])[None]
    chosen = weighed / jnp.maximum(weighed.sum(1, keepdims=True), LEAST)
    total = params.request * (1 + params.rivalry * envy) * monthly.sum(1)
    return total[:, None] * chosen


def renewal(view: View, params: Params, brake):
    """Chance that an operation is renewed at the end of a term."""
    organs = view.world.repression
    feared = jnp.minimum(organs.threat / params.onset, 1)
    left = (organs.limit - organs.filled).sum() / jnp.maximum(organs.limit.sum(), LEAST)
    wanted = 1 - (1 - feared) * (1 - jnp.clip(left, 0, 1))
    return jnp.maximum(1 - brake / params.patience, 0) * wanted


def told(view: View, params: Params):
    """(what arrests have cost and nobody has told yet, the brake)."""
    organs, people = view.world.repression, view.world.information.known_population.sum()
    taken = THOUSAND * organs.arrests[:, FIRST:].sum() / jnp.maximum(people, 1)
    among = params.colleagues * committee_lost(view) + params.army * army_lost(view)
    new = params.cost * taken + organs.campaign * (params.fear * organs.cadres + among)
    brake = organs.brake * (1 - params.easing) + params.hearing * organs.untold
    return organs.untold * (1 - params.hearing) + new, brake


class Campaigns(Mechanism[Params]):
    id = "campaigns"
    theme = "terror"
    phase = "decide"
    claims = ("S077", "S085", "S112", "S117", "S119", "S123", "S126")
    citations = ("getty2002", "khlevniuk2009", "ours")
    directions = (Direction("first_category_share", "repression.executions", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        organs = view.world.repression
        untold, brake = told(view, params)
        was = organs.campaign
        may = (was == 0) & (organs.term <= 1)
        starts = may & (organs.threat > params.onset) & (brake < params.max_brake_to_start)
        left = (organs.limit - organs.filled).sum()
        is_over = (was > 0) & (organs.term <= 1)
        renewed = is_over & (
            view.draws.uniform(RENEWAL_SITE, jnp.asarray(NOBODY_ID)) < renewal(view, params, brake)
        )
        stops = (
            (brake > params.patience)
            | (left < FINISHED * organs.limit.sum())
            | (is_over & jnp.logical_not(renewed))
        )
        stopped = (was > 0) & stops
        term = jnp.where(starts | renewed | stopped, params.term, jnp.maximum(organs.term - 1, 0))
        on = jnp.where(starts, 1.0, jnp.where(stops, 0.0, was))
        fresh = (
            organs.cards[:, None]
            * jnp.stack([params.first_category_share, params.second_category_share])[None]
        )
        granted = params.approve * asked(view, params)
        limit = organs.limit + jnp.where(starts, fresh, on * granted)
        return Effect(
            values={
                "repression.untold": untold,
                "repression.brake": brake,
                "repression.campaign": on,
                "repression.term": term,
                "repression.limit": jnp.where(on > 0, limit, organs.filled),
                "repression.line": on * organs.distrust_people,
            }
        )


MECHANISM = Campaigns()

"""Mass operations: when one starts, the limits of its two categories by region, requests to raise
them, and what stops it.

Equations; T threat, B brake, on 1 while an operation is under way:
    B <- B (1 - easing) + cost c' + [fear e' + colleagues D + army L] on,   c' arrests under limits
        and lines in the month a thousand people, e' employees taken a thousand of them, D the share
        of the committee taken and not yet replaced, L the share of the army's fighting power lost
    starts when T > onset and B < max_brake_to_start, for a term of `term` months
    at the end of a term it is renewed with chance max(1 - B / patience, 0) min(T / onset, 1)
    stops when it is not renewed, when B > patience, or when its limits are all but filled
    limit at the start += first_category_share, second_category_share x suspects on the cards
        of a region
    limit while on     += approve request (graver, 1) x arrests of the month under it
        x [1 + rivalry (n - o)+ / (n + o)],   o use of a region, n of its neighbours
    line against a people = on x distrust, without limits
Regions ask for more as they fill what they have and as their neighbours fill more; so limits are
overshot because they are asked for. One arrest brings request x approve more, and a total of limit
/ (1 - request approve) where nothing stops it. Requests are granted as long as the operation lasts:
what ends it is a decision, taken at the end of a term. The next one waits until the brake has
eased.

Shapes: scalars; [R, 2] persons; [N]. Reads only what was known and the books of the organs.
Assumptions: the first category is to be shot, the second sent to camps; use is persons taken a
thousand people.
Departures: the trial's P9 grew the same limits from dated decrees; here the start is a threshold.
Rival accounts: from above (first limits alone: `approve` = 0) against from below (requests and
denunciation).
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
    cost: Float[Array, ""]  # 1, brake of one arrest a thousand people
    fear: Float[Array, ""]  # 1, brake of one employee taken a thousand employees
    colleagues: Float[Array, ""]  # 1, brake a month of a committee wholly taken
    army: Float[Array, ""]  # 1, brake a month of an army without fighting power
    # share of the suspects on the cards in the first limits: to be shot
    first_category_share: Float[Array, ""]
    second_category_share: Float[Array, ""]  # the same for camps
    request: Float[Array, ""]  # persons asked for on each arrest
    graver: Float[Array, ""]  # 1, the same of the first category against the second
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
    by_category = jnp.stack([params.graver, jnp.ones(())])
    return monthly * (params.request * (1 + params.rivalry * envy))[:, None] * by_category[None]


def renewal(view: View, params: Params, brake):
    """Chance that an operation is renewed at the end of a term."""
    feared = jnp.minimum(view.world.repression.threat / params.onset, 1)
    return jnp.maximum(1 - brake / params.patience, 0) * feared


class Campaigns(Mechanism[Params]):
    id = "campaigns"
    theme = "terror"
    phase = "decide"
    claims = ("S077", "S085", "S112", "S117", "S119", "S123", "S126")
    citations = ("getty2002", "khlevniuk2009", "ours")
    directions = (Direction("approve", "repression.executions", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        organs, people = view.world.repression, view.world.information.known_population.sum()
        taken = THOUSAND * organs.arrests[:, FIRST:].sum() / jnp.maximum(people, 1)
        brake = (
            organs.brake * (1 - params.easing)
            + params.cost * taken
            + organs.campaign
            * (
                params.fear * organs.cadres
                + params.colleagues * committee_lost(view)
                + params.army * army_lost(view)
            )
        )
        was = organs.campaign
        starts = (was == 0) & (organs.threat > params.onset) & (brake < params.max_brake_to_start)
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
        term = jnp.where(starts | renewed, params.term, jnp.maximum(organs.term - 1, 0))
        on = jnp.where(starts, 1.0, jnp.where(stops, 0.0, was))
        fresh = (
            organs.cards[:, None]
            * jnp.stack([params.first_category_share, params.second_category_share])[None]
        )
        granted = params.approve * asked(view, params)
        limit = organs.limit + jnp.where(starts, fresh, on * granted)
        return Effect(
            values={
                "repression.brake": brake,
                "repression.campaign": on,
                "repression.term": on * term,
                "repression.limit": jnp.where(on > 0, limit, organs.filled),
                "repression.line": on * organs.distrust_people,
            }
        )


MECHANISM = Campaigns()

"""Who is taken: on a signal, as a category, as a people, or as somebody whom the arrested name; and
for ordinary crime.

Equations, by pair q (region, people, status) of those at liberty, persons n of arrestable age with
women counted at their weight:
    drive      v = (1 + zeal z)+,   z the zeal of the police's chief above the middle
    signal     a_q = staff (quiet_arrests_per_officer + v further_arrests_per_officer D)
        x w_q n_q (1 + stir U_r) / sum of the same,   D pressure,
        w_q = weight of the status (1 + people distrust (1 - u)), for employees times
        1 + patronage b_r,   b_r share of the region's posts whose patron has fallen,
        u share of the people who live there in a republic or region of their own name
    category   a_q = [on] v pace (limit - filled)+ of the region, shared by w_q n_q within it
    people     a_q = line of the people x (1 - u) v seize n_q
    all of these at most max_arrests_per_officer x staff
    connection chains of denunciation, R = denounced_per_arrest + panic [on]: a_q / (1 - R) of
        signal and people in all; of what the chain adds, a share `kin` is of the same pair, the
        rest falls on the region at large
    crime      a_q = crime (1 + theft w) (1 + crime_rise_in_hunger U_r) n_q
    innocent   share of those taken who held no opposition: arrests on a signal rank it (strength
        `sight`, the share taken is the quota); categories, peoples and names given hold the
        opponents of everyone at hand
    scope      mean over people of 1 - 1 / weight
Hazard of a cell: a_q / n_q for each person, times the profile of age and sex.

Shapes: [Q] persons a month; hazards [cells].
Assumptions: chains reach their end within the month; a chain that began against a people is booked
under it; children are not arrested.
Departures: Galton and Watson's chains have no network here, only their mean.
Rival accounts: from above (limits, lines) against from below (`denounced_per_arrest`, `panic`,
requests of `campaigns`).
Sources: Green and Swets (1966); Otter (1949); Gregory, Schröder and Sonin (2011) for the idea; our
own rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import bereft, zeal
from partystate.mechanisms.quantities import LEAST, command
from partystate.published.denunciation import multiplier
from partystate.published.detection import innocent_share
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.repression import CATEGORIES, SIGNAL
from partystate.world.view import View

# of the arrestable of a pair in a month: beyond it nobody is left to be found; ours
MOST_TAKEN = 0.5
# named and arrested an arrest, beyond which chains would not end within reach; ours
HIGHEST_R = 0.9


class Params(eqx.Module):
    quiet_arrests_per_officer: Float[Array, ""]  # arrests an officer and month without threat
    further_arrests_per_officer: Float[Array, ""]  # more at a pressure of one
    # arrests an officer and month that he can make at most
    max_arrests_per_officer: Float[Array, ""]
    stir: Float[Array, ""]  # rise of arrests in a region a unit of unrest
    people: Float[Array, ""]  # rise of the weight of a people wholly distrusted
    pace: Float[Array, ""]  # 1/month, of what is left of a limit
    seize: Float[Array, ""]  # 1/month, of the arrestable of a people under a full line
    denounced_per_arrest: Float[Array, ""]  # named and arrested an arrest, in ordinary times
    panic: Float[Array, ""]  # more during an operation
    kin: Float[Array, ""]  # share of a chain that stays among people alike
    crime: Float[Array, ""]  # 1/month, ordinary convictions to confinement a man
    theft: Float[Array, ""]  # rise under full force
    crime_rise_in_hunger: Float[Array, ""]  # rise a month-equivalent of hunger
    women: Float[Array, ""]  # women against men
    sight: Float[Array, ""]  # spreads by which opponents stand out to the police
    zeal: Float[Array, ""]  # 1, rise of what is driven a unit of the chief's zeal above the middle
    # 1, rise of the weight of employees where all posts have lost their patron
    patronage: Float[Array, ""]


def profile(view: View, params: Params):
    """Weight [A, S] of age and sex in arrests."""
    return view.endowment.people.grown[:, None] * jnp.stack([jnp.ones(()), params.women])[None]


def within(values, layout):
    """Each pair's share [Q] of its region."""
    return values / jnp.maximum(layout.pairs_by_region(values), LEAST)[layout.pair_region]


def suspected(view: View):
    """Distrust [Q] of a people where it has no unit of its own."""
    region, nation = view.layout.pair_region, view.layout.pair_nationality
    foreign = 1 - view.endowment.people.own_unit[region, nation]
    return view.world.repression.distrust_people[nation] * foreign


def seeds(view: View, params: Params, persons, weight):
    """Arrests [Q, channels but the ordinary] before chains, within what officers can do."""
    layout, organs = view.layout, view.world.repression
    region, nation = layout.pair_region, layout.pair_nationality
    drive = jnp.maximum(1 + params.zeal * zeal(view), 0)
    stirred = weight * persons * (1 + params.stir * view.world.land.unrest)[region]
    signal = (
        organs.staff
        * (
            params.quiet_arrests_per_officer
            + drive * params.further_arrests_per_officer * organs.pressure
        )
        * stirred
        / jnp.maximum(stirred.sum(), LEAST)
    )
    left = organs.campaign * drive * params.pace * jnp.maximum(organs.limit - organs.filled, 0)
    category = left[region] * within(weight * persons, layout)[:, None]
    abroad = 1 - view.endowment.people.own_unit[region, nation]
    people = organs.line[nation] * abroad * drive * params.seize * persons
    wanted = jnp.concatenate([signal[:, None], category, people[:, None]], 1)
    return wanted * jnp.minimum(
        params.max_arrests_per_officer * organs.staff / jnp.maximum(wanted.sum(), LEAST), 1
    )


def chained(view: View, params: Params, taken, persons):
    """Arrests [Q, channels but the ordinary] with those whom the arrested name; categories are
    bound by their limits."""
    layout = view.layout
    r = jnp.minimum(
        params.denounced_per_arrest + params.panic * view.world.repression.campaign, HIGHEST_R
    )
    open_ended = jnp.stack([jnp.ones(()), *[jnp.zeros(())] * len(CATEGORIES), jnp.ones(())])
    named = taken * open_ended[None] * (multiplier(r) - 1)
    alike = params.kin * named
    at_large = jnp.stack(
        [
            layout.pairs_by_region(named[:, c] - alike[:, c])[layout.pair_region]
            for c in range(named.shape[1])
        ],
        1,
    )
    return taken + alike + at_large * within(persons, layout)[:, None]


def innocent(view: View, params: Params, signalled, political, persons):
    """Share without opposition of those taken: a signal ranks people; a category, a people or a
    name given does not."""
    belief, everyone = view.world.belief, jnp.maximum(persons.sum(), 1)
    opposed = jnp.clip(((1 - belief.support) * persons).sum() / everyone, LEAST, 1 - LEAST)
    quota = jnp.clip(signalled.sum() / everyone, LEAST * LEAST, 1 - LEAST)
    ranked, all_taken = (
        signalled.sum() * innocent_share(opposed, params.sight, quota),
        political.sum(),
    )
    return (ranked + (all_taken - signalled.sum()) * (1 - opposed)) / jnp.maximum(all_taken, 1)


class Arrests(Mechanism[Params]):
    id = "arrests"
    theme = "terror"
    phase = "act"
    claims = ("S075", "S112", "S117", "S126", "S196")
    citations = ("green1966", "otter1949", "gregory2011", "ours")
    directions = (
        Direction("further_arrests_per_officer", "repression.arrests", +1),
        Direction("denounced_per_arrest", "repression.arrests", +1),
        Direction("sight", "repression.innocent_share", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, organs, _belief, people = (
            view.layout,
            view.world.repression,
            view.world.belief,
            view.world.people,
        )
        who = profile(view, params)
        free = layout.pairs_of(*s.FREE)
        persons = jnp.where(free, layout.weighted_by_pair(people.persons, who), 0)
        weight = organs.distrust_status[layout.pair_status] * (1 + params.people * suspected(view))
        weight = weight * jnp.where(
            layout.pairs_of(s.TOWN_EMPLOYEE, s.COUNTRY_EMPLOYEE),
            1 + params.patronage * bereft(view)[layout.pair_region],
            1,
        )
        first = seeds(view, params, persons, weight)
        political = chained(view, params, first, persons)
        hungry = jnp.where(
            layout.pair_urban,
            people.hunger_urban[layout.pair_region],
            people.hunger_rural[layout.pair_region],
        )
        crime = (
            params.crime
            * (1 + params.theft * command(view))
            * (1 + params.crime_rise_in_hunger * hungry)
            * persons
        )
        wanted = jnp.concatenate([crime[:, None], political], 1)
        held = jnp.minimum(MOST_TAKEN * persons / jnp.maximum(wanted.sum(1), LEAST), 1)
        taken = wanted * held[:, None]
        hazard = taken.sum(1) / jnp.maximum(persons, LEAST)
        booked = layout.by_place(taken)
        return Effect(
            hazards={"arrested": layout.to_cells(hazard, who)},
            values={
                "repression.taken": taken[:, SIGNAL:].sum(1),
                "repression.booked": booked,
                "repression.arrests": booked.sum(0),
                "belief.scope": (persons * (1 - 1 / jnp.maximum(weight, 1))).sum()
                / jnp.maximum(persons.sum(), 1),
                "belief.innocent": innocent(view, params, first[:, 0], political, persons),
            },
        )


MECHANISM = Arrests()

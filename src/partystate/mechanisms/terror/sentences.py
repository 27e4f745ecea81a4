"""From prison to a sentence: ordinary courts, boards, and three men of a mass operation, each with
its speed and its severity.

Equations, by place (region, people) and channel c of arrest, k_c cases under way, m_c = k_c / sum
k, v_c speed: court for crime, board for a signal, troika for categories and peoples; w force in the
line:
    judged = k_c (1 - exp(-v_c)),    hazard of a prisoner to outcome o = sum_c m_c v_c s_co,
    s_co the share of those judged of channel c to whom o is given:
    crime       camp: min(ordinary_camp_share + further_camp_share w, drawn (P - N)+ / k'_crime,
        1 - acquitted);  released: acquitted;  the rest to colonies
    signal      held: 1 - freed - lenient (1 - w), the rest released;  of the held
        shot: shot_share g;  exile: exile e;  the rest to camps
    categories  first: shot;  second: camp
    people      shot: line_shot;  the rest to camps
    g = min(1, grave_cases_per_officer / cases on a signal an officer): a signal ranks people, so
        that more cases are lighter ones
    e = exp(-(places in camps a thousand people) / exile_inmates_scale): the more sites they have,
        the more hands they want, and those who would be exiled are sent there
P places in camps, N those who are there, k'_crime = k_crime (1 - exp(-court)) judged for crime.
Boards of a mass operation are fast; courts are slow. Ordinary convicts serve near home, in colonies
of the courts' own; camps draw of the graver ones as many as they have places for, `drawn` of the
empty ones in a month. Boards and three men work for the camps' owner and do not ask for room: whom
they send comes there, and where barracks lack he dies the sooner (registers, camps). So camps grow
with their sites, and crowd by decision.

Shapes: [R, N, channels]; hazards [cells] per month.
Assumptions: prisoners of a place are one pool whose mixture is that of the books; each channel has
one court.
Departures: none published; our own rule.
Rival accounts: none.
Sources: Solomon (1996) on courts and their speed, as recalled; Jansen and Petrov (2002) on
operations against peoples, as recalled; claims S074, S111 and S113 on the speed of boards."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, command
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.repression import CAMP, COLONY, EXILE, ORDINARY, RELEASE, SHOT, SIGNAL
from partystate.world.view import View

THOUSAND = 1e3


class Params(eqx.Module):
    court: Float[Array, ""]  # 1/month, speed of ordinary courts
    board: Float[Array, ""]  # 1/month, of boards of the police
    troika: Float[Array, ""]  # 1/month, of three men in a mass operation
    # share of ordinary convicts sent to camps under free trade
    ordinary_camp_share: Float[Array, ""]
    further_camp_share: Float[Array, ""]  # more under full force
    drawn: Float[Array, ""]  # 1/month, of the empty places that courts' convicts fill
    acquitted: Float[Array, ""]  # share of those held for crime who are let go
    shot_share: Float[Array, ""]  # share shot of those taken on a signal and not let go
    grave_cases_per_officer: Float[Array, ""]  # cases an officer has in hand of which all are grave
    exile: Float[Array, ""]  # share of them exiled where there are no camps
    # places in camps a thousand people at which exile has fallen to a third
    exile_inmates_scale: Float[Array, ""]
    freed: Float[Array, ""]  # share of those taken on a signal who are let go under full force
    lenient: Float[Array, ""]  # more under free trade
    line_shot: Float[Array, ""]  # share shot of those taken as a people


def speeds(params: Params):
    """Cases ended a month [channels]."""
    return jnp.stack([params.court, params.board, params.troika, params.troika, params.troika])


def outcomes(view: View, params: Params):
    """Share [channels, outcomes] of those judged."""
    none, one, w, organs = jnp.zeros(()), jnp.ones(()), command(view), view.world.repression
    held = 1 - params.freed - params.lenient * (1 - w)
    sites = THOUSAND * organs.places / jnp.maximum(view.world.information.known_population.sum(), 1)
    exile = params.exile * jnp.exp(-sites / params.exile_inmates_scale)
    in_hand = organs.cases[..., SIGNAL].sum() / jnp.maximum(organs.staff, 1)
    shot = params.shot_share * jnp.minimum(
        params.grave_cases_per_officer / jnp.maximum(in_hand, LEAST), 1
    )
    ordinary = organs.cases[..., ORDINARY].sum() * -jnp.expm1(-params.court)
    empty = jnp.maximum(organs.places - organs.inmates, 0)
    camp = jnp.minimum(
        jnp.minimum(
            params.ordinary_camp_share + params.further_camp_share * w, 1 - params.acquitted
        ),
        params.drawn * empty / jnp.maximum(ordinary, 1),
    )

    def row(shot=none, camp=none, colony=none, exile=none, release=none):
        return jnp.stack([shot, camp, colony, exile, release])

    return jnp.stack(
        [
            row(camp=camp, colony=1 - camp - params.acquitted, release=params.acquitted),
            row(
                shot=held * shot,
                camp=held * (1 - shot - exile),
                exile=held * exile,
                release=1 - held,
            ),
            row(shot=one),
            row(camp=one),
            row(shot=params.line_shot, camp=1 - params.line_shot),
        ]
    )


class Sentences(Mechanism[Params]):
    id = "sentences"
    theme = "terror"
    phase = "act"
    claims = ("S074", "S111", "S113", "S119")
    citations = ("solomon1996", "jansen2002")
    directions = (
        Direction("shot_share", "repression.executions", +1),
        Direction("exile", "repression.exile_sentences", +1),
        Direction("further_camp_share", "gulag.camps", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        layout, organs = view.layout, view.world.repression
        speed = speeds(params)
        share = outcomes(view, params)
        total = organs.cases.sum(-1, keepdims=True)
        only_crime = jnp.zeros(len(speed)).at[0].set(1)
        mix = jnp.where(
            total > LEAST, organs.cases / jnp.maximum(total, LEAST), only_crime[None, None]
        )
        here = ((mix * speed[None, None]) @ share)[layout.pair_region, layout.pair_nationality]
        held = layout.pairs_of(s.PRISONER)
        everyone = jnp.ones_like(view.endowment.people.death_rate)

        def hazard(outcome):
            return layout.to_cells(jnp.where(held, here[:, outcome], 0), everyone)

        judged = organs.cases * -jnp.expm1(-speed)[None, None]
        return Effect(
            hazards={
                "shot": hazard(SHOT),
                "convicted_camp": hazard(CAMP),
                "convicted_colony": hazard(COLONY),
                "exiled": hazard(EXILE),
                "released": hazard(RELEASE),
            },
            destinations={"exiled": view.endowment.land.exile_room[layout.pair_region]},
            values={
                "repression.judged": judged,
                "repression.sentences": judged.sum(0),
                "repression.verdicts": share,
            },
        )


MECHANISM = Sentences()

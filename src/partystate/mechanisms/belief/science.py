"""The state controls a field of science the more, the nearer it is to doctrine and the less it is
of use to arms; where results are promised and failure goes unreported, adherents of the doctrine
take its posts; what that costs comes back with the harvest.

Equations, by field f, each month; w force in the line, o 1 while a mass operation is under way:
    control    c <- c + tighten {near_f (1 - exempting arms_f) [1 - exp(-(line w + terror o))] - c}
    need       H <- H + memory (max[1 - harvest / expected, 0] - H),   both as known
    advantage  A = c (promise harvest_f H + favour near_f) - evidence (1 - c)
    posts      x <- y + claimants (1 - y),   y = x e^A / (x e^A + 1 - x)
    lost       l <- l (1 - training) + (1 - l) q (1 + quarrel c x),   q the share of employees taken
    measure    m <- m + spreading (x_h k - m),   x_h adherents among fields that promise a harvest,
        k collectivised share of the peasants
    log yield lost = harm m + ignorance l_h,   l_h of the same fields
Failure speaks against an adherent only as far as a field is free to report it, 1 - c.

Shapes: [fields]; scalars.
Assumptions: posts pass from one to the other as in a population that imitates success (the
replicator in discrete time, whose solution at a constant advantage is the logistic), and somebody
new always claims to know better; only joint farms can be told how to sow; who is taken is taken as
an employee is, more so where two schools of a controlled field quarrel.
Departures: the replicator has no patron; here the state's favour and its need stand in its fitness.
Rival accounts: doctrine for its own sake (`favour`) against promises in need (`promise`); a yield
lost by what was done (`harm`) or by who is gone (`ignorance`).
Sources: Taylor and Jonker (1978) for the replicator; Joravsky (1970), Medvedev (1969), Krementsov
(1997) and Holloway (1994), as recalled; our own equations."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import LEAST, collectivised_share, command, rural_population
from partystate.world.effect import Effect
from partystate.world.view import View

PER_THOUSAND = 1e3


class Params(eqx.Module):
    line: Float[Array, ""]  # 1, wish for control under full force in the line
    terror: Float[Array, ""]  # 1, more during a mass operation
    exempting: Float[Array, ""]  # share of control that a field wholly of use to arms escapes
    tighten: Float[Array, ""]  # 1/month
    memory: Float[Array, ""]  # 1/month, of harvests that fell short
    promise: Float[
        Array, ""
    ]  # 1/month, advantage of who promises, where a whole harvest is lacking
    favour: Float[Array, ""]  # 1/month, advantage in a field that is doctrine itself
    evidence: Float[Array, ""]  # 1/month, disadvantage where failure is told
    claimants: Float[Array, ""]  # 1/month, share of the posts that go to new adherents
    training: Float[Array, ""]  # 1/month, of those who replace the lost
    quarrel: Float[
        Array, ""
    ]  # rise of arrests where adherents hold all posts of a controlled field
    spreading: Float[Array, ""]  # 1/month, of a measure over the farms that can be told
    harm: Float[Array, ""]  # log yield, of the measure everywhere
    ignorance: Float[Array, ""]  # log yield, of all posts empty


def replicated(share, advantage):
    """Share after a month of an advantage [1/month]: the logistic step, 0 and 1 stay."""
    grown = share * jnp.exp(advantage)
    return jnp.clip(grown / jnp.maximum(grown + 1 - share, LEAST * LEAST), 0, 1)


def shortfall(view: View):
    """Share by which the last harvest, as known, fell short of what was expected."""
    known = view.world.information
    expected = jnp.maximum(known.expected_harvest.sum(), 1)
    return jnp.clip(1 - known.known_harvest.sum() / expected, 0, 1)


def joined(view: View):
    """Collectivised share of the peasants of the country."""
    rural = rural_population(view)
    return (collectivised_share(view) * rural).sum() / jnp.maximum(rural.sum(), 1)


def of_harvest(view: View, values):
    """Mean of [fields] over those that promise a harvest."""
    weight = view.endowment.science.harvest
    return (values * weight).sum() / jnp.maximum(weight.sum(), LEAST)


class Science(Mechanism[Params]):
    id = "science"
    theme = "belief"
    phase = "report"
    claims = ("S174", "S175")
    citations = (
        "taylor1978",
        "joravsky1970",
        "medvedev1969",
        "krementsov1997",
        "holloway1994",
        "ours",
    )
    directions = (
        Direction("line", "science.ideological_control", +1),
        Direction("exempting", "science.ideological_control", -1),
        Direction("promise", "science.doctrine_share", +1),
        Direction("quarrel", "science.people_lost", +1),
        Direction("harm", "grain.harvest", -1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        now, facts, organs = view.world.science, view.endowment.science, view.world.repression
        zeal = -jnp.expm1(-params.line * command(view) - params.terror * organs.campaign)
        wish = facts.near * (1 - params.exempting * facts.arms) * zeal
        control = now.control + params.tighten * (wish - now.control)
        need = now.need + params.memory * (shortfall(view) - now.need)
        pull = params.promise * facts.harvest * need + params.favour * facts.near
        posts = replicated(now.adherents, control * pull - params.evidence * (1 - control))
        posts = posts + params.claimants * (1 - posts)
        hazard = organs.cadres / PER_THOUSAND * (1 + params.quarrel * control * posts)
        lost = now.lost * (1 - params.training) + (1 - now.lost) * jnp.clip(hazard, 0, 1)
        lost = jnp.clip(lost, 0, 1)
        can_be_told = of_harvest(view, posts) * joined(view)
        measure = now.measure + params.spreading * (can_be_told - now.measure)
        return Effect(
            values={
                "science.control": control,
                "science.adherents": posts,
                "science.lost": lost,
                "science.need": need,
                "science.measure": measure,
                "science.yield_lost": params.harm * measure
                + params.ignorance * of_harvest(view, lost),
            }
        )


MECHANISM = Science()

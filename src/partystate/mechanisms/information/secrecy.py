"""What those who decide keep to themselves: figures and causes of death; who knows; what leaks.

Equations, each month; E how far a leader is established, U unrest as reported:
    lost       what a figure would show, in shares of the people
        deaths   12 max(d - d_u, 0),   births   12 max(b_u - b, 0),   of what the registers know a
            head: d, b of the last year, d_u, b_u as a reader remembers them
            (x_u <- x_u + fading (x - x_u))
        count    in the month of a census, max(1 - counted / printed population, 0)
        shot     own_hand x persons shot a year, by the books, a head
    withheld   w = [E (1 + fear U) lost > cost]: what it would cost the standing of those who
        decide against what a printed figure is worth to them. A count is decided on in its month
        and stays so until the next; a document of the founder is withheld by `succession`
    cause      of a death near the rulers that would be a scandal: another one is printed where
        E (1 + fear U) > candour
    printed population  P <- P + births - deaths as printed; the count itself where it is printed.
        In place of a figure that is withheld a reader goes by the one he remembers
    knowers N  of a document the inner body, and the committee once it is read to few; of a figure
        `office`; of the shot (hands + kin kin_told) of those shot in a year
    leaked     L <- 1 - (1 - L) exp(-phi),   phi = 1 - (1 - leak)^N while withheld, else 0
        (Grimes 2016; of constant N after t months 1 - exp(-t phi), which is 1 - exp(-t leak N)
        where leak is small)
    books      a share booked (1 - haste [mass operation]) of the shot is written down, and `kept`
        of it lasts
    unsaid     while deaths are withheld a share `muted` of hunger is not reported: who reports it
        says what may not be said
Nothing is withheld where no leader is established.

Shapes: scalars; secrets. Units: persons; shares; per month.
Assumptions: figures of the registers are those of the month before; everybody who knows is as
likely to tell; secrets are told apart; kin are told by those who took part.
Departures: Grimes lets those who know die out; here their number is that of the month. The rule of
what is withheld is ours, as are all others.
Rival accounts: secrecy as a habit of office, whatever a figure says (Weber; `cost` = 0); as a
bargain among rulers who all could tell (Simmel: the fewer know, the surer it is).
Sources: Simmel (1906); Grimes (2016), as corrected; Davies and Wheatcroft (2004), as recalled, on
what officials were not to name; claims S040, S044-S045, S069-S070, S127-S128."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.world.agricultural_clock import MONTHS
from partystate.world.effect import Effect
from partystate.world.power import FULL, READ_TO_FEW, WITHHELD
from partystate.world.records import BIRTHS, COUNT, DEATHS, DOCUMENT, SECRETS, Secrets
from partystate.world.repression import SHOT
from partystate.world.view import View

KIN = 4.0  # grown relatives of one person, ours


class Params(eqx.Module):
    fear: Float[Array, ""]  # how much more is at stake where all the village has risen
    own_hand: Float[Array, ""]  # weight of a death that was ordered against one that was not
    cost: Float[Array, ""]  # share of the people whose loss is still printed
    candour: Float[Array, ""]  # stake above which another cause of death is printed
    fading: Float[Array, ""]  # per month, of figures a reader remembers
    office: Float[Array, ""]  # persons who know a figure of the whole country
    hands: Float[Array, ""]  # persons who know of it, for each one shot
    kin_told: Float[Array, ""]  # share of the kin of the shot who learn the truth
    leak: Float[Array, ""]  # per person and month
    booked: Float[Array, ""]  # share
    haste: Float[Array, ""]  # share of it that a mass operation does not write down
    kept: Float[Array, ""]  # share of the books that last
    muted: Float[Array, ""]  # share of hunger not reported while its dead are secret


def chance_of_leak(leak, knowers):
    """phi [..] a month: that one of those who know tells (Grimes 2016)."""
    return -jnp.expm1(knowers * jnp.log1p(-leak))


def remembered(view: View, params: Params) -> dict:
    """Rates a head and month: registered deaths and births of the last year, and as a reader
    remembers them; persons shot a year, by the books."""
    secrets, known = view.world.secrets, view.world.information
    people = jnp.maximum(known.known_population.sum(), 1)
    organs = view.world.repression
    shot = (organs.judged.sum((0, 1)) * organs.verdicts[:, SHOT]).sum()
    found = {"shot_lately": secrets.shot_lately + shot - secrets.shot_lately / MONTHS}
    for name, now in (("deaths", known.known_deaths), ("births", known.known_births)):
        lately, usual = getattr(secrets, f"{name}_lately"), getattr(secrets, f"{name}_usual")
        # before anything is remembered the first figure is the usual one
        rate = now.sum() / people
        lately = jnp.where(lately > 0, lately + (rate - lately) / MONTHS, rate)
        usual = jnp.where(usual > 0, usual + params.fading * (lately - usual), lately)
        found |= {f"{name}_lately": lately, f"{name}_usual": usual}
    return found


def lost(view: View, rates: dict, params: Params) -> Float[Array, "secrets"]:
    """Share of the people that each figure would show as lost; none for a document."""
    secrets, known = view.world.secrets, view.world.information
    people = jnp.maximum(known.known_population.sum(), 1)
    counted = view.world.people.persons.sum()
    return jnp.stack(
        [
            jnp.zeros(()),
            MONTHS * jnp.maximum(rates["deaths_lately"] - rates["deaths_usual"], 0),
            MONTHS * jnp.maximum(rates["births_usual"] - rates["births_lately"], 0),
            jnp.maximum(1 - counted / jnp.maximum(secrets.population, 1), 0)
            * (secrets.population > 0),
            params.own_hand * rates["shot_lately"] / people,
        ]
    )


def withheld(view: View, stake, shares, params: Params) -> Float[Array, "secrets"]:
    """1 for what is kept back this month."""
    before, power = view.world.secrets.withheld, view.world.power
    asked = (stake * shares > params.cost).astype(float)
    is_census = view.inputs.calendar.census > 0
    asked = asked.at[COUNT].set(jnp.where(is_census, asked[COUNT], before[COUNT]))
    document = (power.testament == WITHHELD) | (power.testament == READ_TO_FEW)
    return asked.at[DOCUMENT].set(document.astype(float))


def knowers(view: View, rates: dict, params: Params) -> Float[Array, "secrets"]:
    """Persons who would know each secret."""
    power, base = view.world.power, view.endowment.party
    full = (power.seats == FULL).sum(1)
    of_document = full[base.inner] + (power.testament == READ_TO_FEW) * full[base.committee]
    of_shot = (params.hands + KIN * params.kin_told) * rates["shot_lately"]
    office = params.office
    return jnp.stack([of_document.astype(float), office, office, office, of_shot])


def printed(view: View, rates: dict, kept_back, params: Params) -> dict:
    """Deaths and births of the month and the population, as a reader of what is printed would have
    them."""
    secrets, known = view.world.secrets, view.world.information
    people = known.known_population.sum()
    deaths, births = (
        jnp.where(kept_back[kind] > 0, people * rates[f"{name}_usual"], now.sum())
        for kind, name, now in (
            (DEATHS, "deaths", known.known_deaths),
            (BIRTHS, "births", known.known_births),
        )
    )
    population = jnp.where(secrets.population > 0, secrets.population + births - deaths, people)
    is_told = (view.inputs.calendar.census > 0) & (kept_back[COUNT] == 0)
    population = jnp.where(is_told, view.world.people.persons.sum(), population)
    return {"deaths": deaths, "births": births, "population": population}


class Secrecy(Mechanism[Params]):
    id = "secrecy"
    theme = "information"
    phase = "report"
    claims = ("S040", "S044", "S045", "S069", "S070", "S127", "S128")
    citations = ("simmel1906", "grimes2016", "davies2004", "ours")
    directions = (
        Direction("cost", "information.suppressed", -1),
        Direction("leak", "record.leakage", +1),
        Direction("kin_told", "record.leakage", +1),
        Direction("kept", "record.undercount@preserved", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        world, before = view.world, view.world.secrets
        stake = world.power.established * (1 + params.fear * world.information.known_unrest)
        rates = remembered(view, params)
        kept_back = withheld(view, stake, lost(view, rates, params), params)
        know = kept_back * knowers(view, rates, params)
        # a secret begun anew has not leaked yet
        out = jnp.where(before.withheld > 0, before.leaked, 0)
        leaked = kept_back * (1 - (1 - out) * jnp.exp(-chance_of_leak(params.leak, know)))
        booked = params.booked * (1 - params.haste * world.repression.campaign)
        values = {
            **rates,
            **printed(view, rates, kept_back, params),
            "withheld": kept_back,
            "knowers": know,
            "leaked": leaked,
            "booked": booked,
            "surviving": booked * params.kept,
            "false_cause": ((view.inputs.party.scandal > 0) & (stake > params.candour)).astype(
                float
            ),
            "unsaid": params.muted * kept_back[DEATHS],
        }
        return Effect(values={f"secrets.{name}": value for name, value in values.items()})


def nothing_secret() -> Secrets:
    """Nothing is kept back, and nothing has been printed yet."""
    of_each = ("withheld", "knowers", "leaked")
    names = [name for name in Secrets.__dataclass_fields__ if name not in of_each]
    return Secrets(
        **{name: jnp.zeros(len(SECRETS)) for name in of_each},
        **{name: jnp.zeros(()) for name in names},
    )


MECHANISM = Secrecy()

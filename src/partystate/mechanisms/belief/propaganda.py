"""The cult of the leader: devotion borrowed from the dead founder, then praise that inflates.

Equations, each month; E how firmly one leads (0 where nobody does), f fear, c_K the share of the
committee taken and not yet replaced:
    devotion   F <- F + mourning (1 - E) (1 - F) in the month he dies, then
        F <- F - fading max(F - kept, 0)
    praise     P <- P + zeal (B / C - P),   B = E (favour + dread f),   C = cost (1 - habit I)
    image      I = 1 - exp(-P - b),   b = borrowing E F
    founder_share = b / (P + b), all of it while P + b is below .01;   meaning = 1 - habit I
    father     P / (P + father_at) (1 - founder_share)
    distance   D <- D + withdrawing I (1 - D)
    transfer   T <- T + converting (I A - T),   A pressure on the church
    signs      x <- x + max(spread [most (z / (z + at)) - x, 0]),   z the praise; for display
        (most 1, display_at), places (places_most, places_at) and titles (titles_most, titles_at);
        the anthem names him once P has reached anthem_at
    gloss      g = flattery I
    candor     K = exp(-hush E (o + c_K)),   o the fear of officials
Whoever gets something by being taken for loyal must praise so much that it would not pay those who
are not (B / C, a separating signal). What everybody says costs less, so that the same signal takes
more: each adds to the last. Praise that costs less tells less: that is `meaning`. An heir who is
not firmly in his place makes most of the founder. A new leader starts without praise; what bears
his name stays, and so does devotion to the founder. In the inner circle, where loyalty is seen in
deeds, there is no praise to be counted, and fear alone decides what is said.

Shapes: scalars; signs [signs]. Units: praise 1; shares; counts.
Assumptions: all who speak in public gain and fear alike; signs are built once and stay.
Departures: the signal is Spence's with two types, as Crabtree, Kern and Siegel (2020) and Marquez
(2018) have it of cults; that habit makes it cheaper, and all else, is ours. Birthdays, wars and
other occasions are not there.
Rival accounts: a cult ordered from above (`zeal`), one that flatterers make of their own
(`favour`), one made of fear (`dread`), devotion that would have been there anyway (`transfer`).
Sources: Wintrobe (1998), Marquez (2018), Crabtree, Kern and Siegel (2020), Shih (2008), Plamper
(2012), as recalled; claims S043, S091-S099, S207-S209."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.couplings import church_pressure, fear, officials_fear
from partystate.mechanisms.quantities import LEAST
from partystate.published.loyalty_signals import separating_level
from partystate.world.culture import ANTHEM, DISPLAY, PLACES, SIGNS, TITLES, Creed
from partystate.world.effect import Effect
from partystate.world.view import View

FAINT = 0.01  # praise below which nobody is praised beside the founder


class Params(eqx.Module):
    mourning: Float[Array, ""]  # devotion that a leaderless party gives the founder at his death
    fading: Float[Array, ""]  # 1/month, of devotion to the founder
    kept: Float[Array, ""]  # 0..1, devotion to him that lasts
    borrowing: Float[Array, ""]  # praise that full devotion to him lends a firm leader
    favour: Float[Array, ""]  # 1, what being taken for loyal gains under a firm leader
    dread: Float[Array, ""]  # 1, what it spares where all are afraid
    cost: Float[Array, ""]  # 1, of unusual praise to those who do not mean it
    habit: Float[Array, ""]  # share of that cost which goes where all praise
    zeal: Float[Array, ""]  # 1/month, at which praise follows what it must be
    father_at: Float[Array, ""]  # praise at which half of it is of a father
    withdrawing: Float[Array, ""]  # 1/month, at which a leader whom all praise goes out of reach
    converting: Float[Array, ""]  # 1/month, of devotion from the church to him
    spread: Float[Array, ""]  # 1/month, at which signs follow praise
    display_at: Float[Array, ""]  # praise at which half of the public places show him
    places_at: Float[Array, ""]  # praise at which half of the places that may bear his name do
    places_most: Float[Array, ""]  # places that may bear his name
    titles_at: Float[Array, ""]  # praise at which half of the titles and prizes are there
    titles_most: Float[Array, ""]  # titles and prizes that may bear it
    anthem_at: Float[Array, ""]  # praise at which the anthem names him
    flattery: Float[Array, ""]  # share of bad news kept back where all speech is praise
    hush: Float[Array, ""]  # 1, silence of officials, of their fear under a firm leader


def devotion(view: View, params: Params) -> Float[Array, ""]:
    """F after this month: devotion to the founder."""
    creed, power = view.world.creed, view.world.power
    dies = view.inputs.party.founder_dies > 0
    fresh = params.mourning * (1 - power.established) * (1 - creed.devotion)
    faded = creed.devotion - params.fading * jnp.maximum(creed.devotion - params.kept, 0)
    return jnp.where(dies, creed.devotion + fresh, faded)


def praised(view: View, before: Creed, params: Params):
    """(P, cost C as a share of the usual) of this month."""
    power = view.world.power
    gain = power.established * (params.favour + params.dread * fear(view))
    worn = 1 - params.habit * before.image
    wanted = separating_level(gain, jnp.maximum(params.cost * worn, LEAST))
    return before.praise + params.zeal * (wanted - before.praise), worn


def signs(before, praise, params: Params) -> Float[Array, "signs"]:
    """x [signs] after this month."""
    at = jnp.stack([params.display_at, params.places_at, params.titles_at])
    most = jnp.stack([jnp.ones(()), params.places_most, params.titles_most])
    wanted = most * praise / jnp.maximum(praise + at, LEAST)
    stand = before[jnp.array([DISPLAY, PLACES, TITLES])]
    grown = stand + jnp.maximum(params.spread * (wanted - stand), 0)
    named = jnp.maximum(before[ANTHEM], praise >= params.anthem_at)
    out = jnp.zeros(len(SIGNS)).at[jnp.array([DISPLAY, PLACES, TITLES])].set(grown)
    return out.at[ANTHEM].set(named)


class Propaganda(Mechanism[Params]):
    id = "propaganda"
    theme = "belief"
    phase = "report"
    claims = (
        *("S043", "S091", "S092", "S093", "S094", "S095", "S096", "S097", "S098", "S099"),
        *("S207", "S208", "S209"),
    )
    citations = (
        "spence1973",
        "wintrobe1998",
        "shih2008",
        "plamper2012",
        "marquez2018",
        "crabtree2020",
        "ours",
    )
    directions = (
        Direction("favour", "cult.intensity", +1),
        Direction("borrowing", "cult.founder_share", +1),
    )

    def propose(self, view: View, params: Params) -> Effect:
        creed, power = view.world.creed, view.world.power
        honoured = jnp.where(power.leader >= 0, power.leader, creed.honoured)
        is_new = honoured != creed.honoured
        before = eqx.tree_at(
            lambda c: (c.praise, c.image, c.distance, c.transfer),
            creed,
            replace_fn=lambda value: jnp.where(is_new, 0, value),
        )
        mourned = devotion(view, params)
        praise, worn = praised(view, before, params)
        lent = params.borrowing * power.established * mourned
        image = -jnp.expm1(-praise - lent)
        share = jnp.where(praise + lent > FAINT, lent / jnp.maximum(praise + lent, FAINT), 1)
        silence = power.established * (officials_fear(view) + power.disruption)
        moved = {
            "honoured": honoured.astype(creed.honoured.dtype),
            "devotion": mourned,
            "praise": praise,
            "image": image,
            "founder_share": share,
            "meaning": worn,
            "father": praise / jnp.maximum(praise + params.father_at, LEAST) * (1 - share),
            "distance": before.distance + params.withdrawing * before.image * (1 - before.distance),
            "transfer": before.transfer
            + params.converting * (before.image * church_pressure(view) - before.transfer),
            "signs": signs(creed.signs, praise, params),
            "gloss": params.flattery * image,
            "candor": jnp.exp(-params.hush * silence),
        }
        return Effect(values={f"creed.{name}": jnp.asarray(value) for name, value in moved.items()})


MECHANISM = Propaganda()

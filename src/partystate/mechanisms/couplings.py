"""What one part of the model reads of the other, and what stands in its place where that part is
left out.

Society reads of the leadership: the zeal of the police's chief, losses of the committee and of the
army, posts in the regions whose patron has fallen, how firmly one leads, and how far he is praised.
The leadership reads of society: the brake of mass operations, the months for which one is ordered,
what `information` brings of unrest, support, output and collectives, what rulers fear and blame,
and, for what is said in public, fear. Each mechanism that
uses one of these has a parameter for it, whose zero is the absence of the coupling."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.world.culture import USUAL_LICENCE
from partystate.world.power import NOBODY
from partystate.world.view import View

USUAL_ZEAL = 0.5  # the middle of the scale of a person's ruthlessness
NONE = 0.0
USUAL_PRESSURE = 0.5  # on the church, where the model has none


def zeal(view: View) -> Float[Array, ""]:
    """How far the zeal of the police's chief stands above the middle, -1/2 to 1/2; 0 where the
    office is empty."""
    power, party = view.world.power, view.endowment.party
    if power is None or party is None:
        return jnp.zeros(())
    chief = jnp.where(party.police >= 0, power.holder[party.police], NOBODY)
    return jnp.where(chief >= 0, power.ruthlessness[chief] - USUAL_ZEAL, NONE).astype(float)


def committee_lost(view: View) -> Float[Array, ""]:
    """Share of the committee taken and not yet replaced."""
    power = view.world.power
    return jnp.zeros(()) if power is None else power.disruption.astype(float)


def army_lost(view: View) -> Float[Array, ""]:
    """Share of the army's fighting power lost: experience of officers, the higher ranks counting
    more."""
    power = view.world.power
    return jnp.zeros(()) if power is None else experience_lost(power.experience).astype(float)


def closeness(ranks: int) -> Float[Array, "ranks"]:
    """1 at the top, 0 at the bottom."""
    return jnp.linspace(1.0, 0.0, ranks)


def experience_lost(experience: Float[Array, "ranks"]) -> Float[Array, ""]:
    """Share of fighting power lost."""
    weight = 1 + closeness(len(experience))
    return 1 - (weight * experience).sum() / weight.sum()


def bereft(view: View) -> Float[Array, "regions"]:
    """Share of the party's posts in each region whose patron has fallen, remembered."""
    power, party = view.world.power, view.endowment.party
    if power is None or party is None:
        return jnp.zeros(len(view.layout.axes.regions))
    return jnp.where(party.party_region >= 0, power.bereft[party.party_region], NONE).astype(float)


def unsaid(view: View) -> Float[Array, ""]:
    """Share of hunger that is not reported since its dead are secret."""
    secrets = view.world.secrets
    return jnp.zeros(()) if secrets is None else secrets.unsaid


def forgotten_sponsor(view: View) -> Float[Array, "persons"]:
    """Share of what showed the one who last gave each person a post that is gone; 0 where nobody
    did."""
    power, memory = view.world.power, view.world.memory
    if memory is None:
        return jnp.zeros(len(power.own))
    return jnp.where(power.sponsor >= 0, 1 - memory.left[power.sponsor], NONE).astype(float)


def civilian(view: View, value: Float[Array, "..."]) -> Float[Array, "..."]:
    """What is left of `value`, a part of industry's output, once arms have taken theirs; all of it
    where no war may be fought."""
    return value if view.world.war is None else value * view.world.war.civilian


def supplied(view: View, output: Float[Array, "..."]) -> Float[Array, "..."]:
    """Output of industry that its scarcest material allows; all of it where no war may be
    fought."""
    return output if view.world.war is None else output * view.world.war.supplied


def as_if_supplied(view: View, output: Float[Array, "..."]) -> Float[Array, "..."]:
    """The same output if no material were scarce: what mines and furnaces are measured by."""
    return output if view.world.war is None else output / view.world.war.supplied


def where_made(view: View, products: Float[Array, "products"]) -> Float[Array, "products"]:
    """Products of mines, wells and furnaces as far as a war left those; all of them where none may
    be fought."""
    war = view.world.war
    return products if war is None else products * war.by_product


def together(view: View, births: Float[Array, "cells"]) -> Float[Array, "cells"]:
    """Births [cells] with as many men at home as there are; as they are where no war may be
    fought."""
    war = view.world.war
    return births if war is None else births * war.together[view.layout.cell_region]


def brake(view: View) -> Float[Array, ""]:
    """Remembered cost of arrests in society."""
    organs = view.world.repression
    return jnp.zeros(()) if organs is None else organs.brake


def operation_term(view: View) -> Float[Array, ""]:
    """Months left of the term of a mass operation; 0 where none is under way."""
    organs = view.world.repression
    return jnp.zeros(()) if organs is None else organs.campaign * organs.term


def heard_unrest(view: View) -> Float[Array, ""]:
    """Unrest of the village as reported."""
    known = view.world.information
    return jnp.zeros(()) if known is None else known.known_unrest


def heard_dissent(view: View) -> Float[Array, ""]:
    """Share of the people who do not support the regime in public."""
    known = view.world.information
    return jnp.zeros(()) if known is None else 1 - known.known_support


def heard_output_short(view: View) -> Float[Array, ""]:
    """Share by which reported output falls short of the plan, 0 to 1."""
    known, policy = view.world.information, view.world.policy
    if known is None or policy is None:
        return jnp.zeros(())
    asked = jnp.maximum(policy.output_target, jnp.finfo(float).tiny)
    return jnp.clip(1 - known.reported_output / asked, 0, 1)


def heard_collectives(view: View) -> Float[Array, ""]:
    """Share of the peasants in collectives, as reported."""
    known = view.world.information
    if known is None:
        return jnp.zeros(())
    people = known.known_population
    return (known.known_collectivised_share * people).sum() / jnp.maximum(people.sum(), 1)


def feared_enemies(view: View) -> Float[Array, ""]:
    """What rulers fear of enemies whom they do not see."""
    organs = view.world.repression
    return jnp.zeros(()) if organs is None else organs.threat


def laid_on_enemies(view: View) -> Float[Array, ""]:
    """Failure laid at the door of enemies."""
    organs = view.world.repression
    return jnp.zeros(()) if organs is None else organs.blame


def licence(view: View) -> Float[Array, ""]:
    """How far doctrine calls for struggle, against the usual, -1/2 to 1/2."""
    creed = view.world.creed
    return jnp.zeros(()) if creed is None else (creed.licence - USUAL_LICENCE).astype(float)


def firmness_of_rule(view: View) -> Float[Array, ""]:
    """How firmly one leads, 0..1."""
    power = view.world.power
    return jnp.zeros(()) if power is None else power.established.astype(float)


def acclaim(view: View) -> Float[Array, ""]:
    """Share of public speech that praises the leader."""
    creed = view.world.creed
    return jnp.zeros(()) if creed is None else creed.image.astype(float)


def gloss(view: View) -> Float[Array, ""]:
    """Share of bad news that is kept back where everybody praises."""
    creed = view.world.creed
    return jnp.zeros(()) if creed is None else creed.gloss.astype(float)


def worth_of_praise(view: View) -> Float[Array, ""]:
    """What praise still tells, times how much of it there is."""
    creed = view.world.creed
    return jnp.zeros(()) if creed is None else creed.image * creed.meaning


def fear(view: View) -> Float[Array, ""]:
    """Mean fear of those at liberty."""
    belief = view.world.belief
    return jnp.zeros(()) if belief is None else belief.fear


def officials_fear(view: View) -> Float[Array, ""]:
    """Mean fear of employees of towns and country."""
    belief = view.world.belief
    return jnp.zeros(()) if belief is None else belief.officials_fear


def church_pressure(view: View) -> Float[Array, ""]:
    """Pressure on all faiths, 0..1; the middle where none is kept."""
    faith = view.world.faith
    return jnp.asarray(USUAL_PRESSURE) if faith is None else faith.pressure.astype(float)

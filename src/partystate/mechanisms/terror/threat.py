"""What the ruler fears: enemies who would side with danger from abroad, a murder, what people do
not say; and disorder that he can see.

Equations, each month; w force in the line:
    F = min(D / 2, 5) / 5,   D danger from abroad and K a murder as remembered (`peril`)
    Q = 1 - exp(-suspects / suspects_scale)      suspects on the cards a thousand people
    S <- S + forget (s - S),  s = share of the year's collections that are due and have not come
    H = 1 - k {1 - doubt [1 - exp(-c / arrests_scale)]}      k public support as known, c remembered
        arrests a thousand people
    threat   = w [foreign F (1 + fifth_column Q) + outrage K + hidden H]     enemies he does not see
    pressure = w [unrest (1 - exp(-U / unrest_scale)) + failure B]           disorder he does
    B = 1 - exp(-S / shortfall_scale)
    weight of a status in arrests: the better-off better_off (1 + blaming B), clergy clergy,
        employees employee (1 + blaming K), others 1
    blame laid on the better-off = w blaming B
The more are taken, the less the ruler believes what is said in public (doubt): a dictator's
dilemma. A people with a state of kin abroad and without a republic of its own (a diaspora, as
Martin 1998 has it) answers for that state, and to a part for all of them, as one camp is held to
stand behind any of them:
    danger of a people    d = 1 - exp(-N / kin_scale),   N points of its states of kin as remembered
    distrust of a people  encirclement F + (1 - encirclement) d
Distrust of a status is its weight, more for the better-off as failures are laid at their door, and
for employees as a murder is laid at theirs.

Shapes: scalars; [N]; [C]. Reads only what was known, and the books of the organs.
Assumptions: plans of industry are always missed a little and tell nothing; fear adds up; without
force in the line it leads to nothing (doctrine licenses terror); what danger the state really is in
does not matter, only what reaches its head.
Departures: Wintrobe (1998) and Gregory, Schröder and Sonin (2011) have one ruler who optimises;
ours follows a rule.
Rival accounts: fear of war and of those who would side with the enemy (`foreign`, `fifth_column`);
fear of what the silent think (`hidden`); scapegoats for failure (`failure`); peoples as such
(`encirclement` = 1) against the states they answer for (0).
Sources: Wintrobe (1998); Harrison (2008); Khlevniuk (1995); Martin (1998), as recalled; our own
rule."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms import danger
from partystate.mechanisms.contract import Direction, Mechanism
from partystate.mechanisms.quantities import command
from partystate.world import statuses as s
from partystate.world.effect import Effect
from partystate.world.view import View

PER_THOUSAND = 1e3


class Params(eqx.Module):
    forget: Float[Array, ""]  # 1/month, of failed collections
    foreign: Float[Array, ""]  # 1, fear at full danger from abroad
    fifth_column: Float[Array, ""]  # 1, rise of it where suspects are dense
    suspects_scale: Float[Array, ""]  # suspects a thousand people
    unrest: Float[Array, ""]  # 1, fear of a village that has all risen
    unrest_scale: Float[Array, ""]  # unrest at which most of that fear is there
    failure: Float[Array, ""]  # 1, fear where plans wholly fail
    shortfall_scale: Float[Array, ""]  # shortfall at which most of it is there
    outrage: Float[Array, ""]  # 1, a murder fresh in mind
    hidden: Float[Array, ""]  # 1, where nobody is believed
    doubt: Float[Array, ""]  # share of public support that is not believed under full fear
    arrests_scale: Float[Array, ""]  # arrests a thousand people at which fear is loud
    better_off: Float[Array, ""]  # weight of the better-off in arrests against other peasants
    clergy: Float[Array, ""]  # weight of clergy
    employee: Float[Array, ""]  # weight of employees
    encirclement: Float[Array, ""]  # share of the distrust of a people that any danger feeds
    kin_scale: Float[Array, ""]  # points of its states of kin at which a people is in full danger
    blaming: Float[Array, ""]  # rise of the weight of those blamed, a unit of failure or murder


def believed(support, climate, params: Params):
    """Public support as far as the ruler believes it."""
    return support * (1 - params.doubt * -jnp.expm1(-climate / params.arrests_scale))


def failures(view: View):
    """Share of the year's collections that are due by now and were not reported."""
    plan = view.world.policy.plan.sum()
    missing = view.inputs.calendar.due_before * plan - view.world.information.known_collected.sum()
    return jnp.clip(missing / jnp.maximum(plan, 1), 0, 1)


def weights(view: View, params: Params, failed, shock):
    """Weight [C] of each status in arrests."""
    labels = view.layout.axes.statuses.labels
    of = {name: jnp.ones(()) for name in s.FREE}
    of[s.BETTER_OFF_PEASANT] = params.better_off * (1 + params.blaming * failed)
    of[s.CLERGY] = params.clergy
    of[s.TOWN_EMPLOYEE] = of[s.COUNTRY_EMPLOYEE] = params.employee * (1 + params.blaming * shock)
    return jnp.stack([of.get(label, jnp.zeros(())) for label in labels])


def kin_danger(view: View, params: Params):
    """Danger [N] that comes from the states of kin of a people that has no republic."""
    people = view.endowment.people
    return (
        people.kin_abroad
        * (1 - people.titular)
        * -jnp.expm1(-view.world.peril.kin / params.kin_scale)
    )


def distrust(view: View, params: Params, abroad):
    """Distrust [N] of a people at so much danger from `abroad`."""
    people = view.endowment.people
    common = people.kin_abroad * (1 - people.titular) * abroad
    return common + (1 - params.encirclement) * (kin_danger(view, params) - common)


class Threat(Mechanism[Params]):
    id = "threat"
    theme = "terror"
    phase = "perceive"
    claims = ("S072", "S077", "S107", "S110", "S146", "S190")
    citations = ("wintrobe1998", "harrison2008", "khlevniuk1995", "martin1998", "ours")
    directions = (Direction("failure", "repression.arrests", +1),)

    def propose(self, view: View, params: Params) -> Effect:
        organs, known, peril = view.world.repression, view.world.information, view.world.peril
        abroad, shock = danger.index(peril.danger), peril.shock
        suspects = PER_THOUSAND * organs.cards.sum() / jnp.maximum(known.known_population.sum(), 1)
        failure = organs.failure + params.forget * (failures(view) - organs.failure)

        def full(value, scale):
            return -jnp.expm1(-value / scale)

        enemies = (
            params.foreign
            * abroad
            * (1 + params.fifth_column * full(suspects, params.suspects_scale))
            + params.outrage * shock
        )
        enemies = enemies + params.hidden * (
            1 - believed(known.known_support, organs.climate, params)
        )
        disorder = params.unrest * full(
            known.known_unrest, params.unrest_scale
        ) + params.failure * full(failure, params.shortfall_scale)
        w = command(view)
        return Effect(
            values={
                "repression.threat": w * enemies,
                "repression.pressure": w * disorder,
                "repression.failure": failure,
                "repression.blame": w * params.blaming * full(failure, params.shortfall_scale),
                "repression.distrust_people": distrust(view, params, abroad),
                "repression.kin_danger": kin_danger(view, params),
                "repression.distrust_status": weights(
                    view, params, full(failure, params.shortfall_scale), shock
                ),
            }
        )


MECHANISM = Threat()

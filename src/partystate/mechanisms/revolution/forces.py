"""What several mechanisms of a revolution look at: its state and inputs, whom each holder holds,
and who can fight."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.world.revolution import LOCAL, OTHERS, REGIME, Revolution, RevolutionInputs
from partystate.world.view import View

LEAST = 1e-9
MILLION = 1e6


def uprising(view: View) -> Revolution:
    """The state of the revolution; it is there wherever its mechanisms run."""
    return view.world.uprising


def given_of(view: View) -> RevolutionInputs:
    """What comes from outside this month."""
    return view.inputs.revolution


def there(view: View):
    """Share [voters] of the month in which each is there."""
    given, founder = given_of(view), view.endowment.revolution.founder
    return given.present * (1 - founder * given.founder_away)


def setback(view: View):
    """1 where the party rose last month and holds no power."""
    now = uprising(view)
    return now.rose * (1 - now.in_power)


def is_war(view: View):
    """1 from the month after the party took power on."""
    return jnp.minimum(uprising(view).ruled, 1)


def people_held(view: View):
    """Persons [holders] on the land of each."""
    return uprising(view).held @ view.endowment.revolution.population


def others_force(view: View):
    """Persons [holders] who can fight of each army but the regime's and local powers', those with
    arms from abroad counting more."""
    now, given = uprising(view), given_of(view)
    force = now.army * (1 + given.aid) + given.foreign
    return is_war(view) * force.at[jnp.array([REGIME, LOCAL])].set(0)


def is_other(view: View):
    """Mask [holders] of the armies of others."""
    return jnp.arange(len(uprising(view).army)) >= OTHERS

"""Reckonings of health that several mechanisms need."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.mechanisms.quantities import LEAST
from partystate.world.view import View

PER_THOUSAND = 1000


def care(view: View, base):
    """Doctors a head of the country against `base` doctors a thousand persons; never quite none, so
    that ratios stay finite."""
    people = view.world.people
    return jnp.maximum(
        PER_THOUSAND * people.doctors / jnp.maximum(people.persons.sum(), 1) / base, LEAST
    )

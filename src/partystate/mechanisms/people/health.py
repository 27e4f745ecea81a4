"""Reckonings of health that several mechanisms need."""

from __future__ import annotations

import jax.numpy as jnp

from partystate.world.inputs import View

PER_THOUSAND = 1000


def care(view: View, base):
    """Doctors a head of the country against `base` doctors a thousand persons."""
    people = view.world.people
    return PER_THOUSAND * people.doctors / jnp.maximum(people.persons.sum(), 1) / base

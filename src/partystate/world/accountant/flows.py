"""Persons who left, arrived and were born in a month."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from partystate.world.causes import DEATHS
from partystate.world.exits import EVERYWHERE, ByExit, Exits
from partystate.world.layout import Shared


class PeopleFlows(eqx.Module):
    """Persons who left, births by pair and sex, and who came to each pair that receives under a
    pooled cause."""

    gone: ByExit
    newborn: Float[Array, "pairs sexes"]
    came: dict[str, Float[Array, "receivers cells_of_pair"]]
    exits: Exits
    shared: dict[str, Shared]

    def of(self, cause: str) -> Float[Array, "exits_of_cause cells_of_pair"]:
        """Persons who left for a cause, by pair that can be left for it, age and sex."""
        return self.gone.of(cause, self.exits)

    def summed(self, cause: str, group: Int[Array, "pairs"], groups: int) -> Float[Array, "groups"]:
        """Persons who left for a cause, by the group of the pair they left."""
        persons, pairs = self._by_exit(cause)
        return jnp.zeros(groups, persons.dtype).at[group[pairs]].add(persons)

    def by_pair(self, *named: str) -> Float[Array, "pairs"]:
        """Persons who left for any of some causes, added in their order."""
        total = jnp.zeros(len(self.newborn), self.newborn.dtype)
        for cause in named:
            persons, pairs = self._by_exit(cause)
            total = total + persons if cause in EVERYWHERE else total.at[pairs].add(persons)
        return total

    @property
    def deaths(self) -> tuple[str, ...]:
        """Causes under which people die here, in the order of draws."""
        return tuple(name for name in DEATHS if name in self.exits.names)

    def came_by_pair(self, cause: str) -> Float[Array, "pairs"]:
        """Persons who arrived under a pooled cause."""
        persons = self.came[cause].sum(1)
        return jnp.zeros(len(self.newborn), persons.dtype).at[self.shared[cause].pairs].set(persons)

    def _by_exit(self, cause: str):
        """Persons who left for a cause, by pair that can be left for it, and those pairs."""
        if cause in EVERYWHERE:
            return self.of(cause).sum(1), slice(None)
        here = self.exits.here[cause]
        return self.gone.some.sum(1)[here], self.exits.pairs[here]

    @property
    def left(self) -> Float[Array, "causes cells"]:
        """Persons who left: large, for what looks at single cells."""
        nobody = jnp.zeros_like(self.gone.everywhere[0])
        every = [
            self.of(c.name)
            if c.name in EVERYWHERE
            else nobody.at[self.exits.pairs[self.exits.here[c.name]]].set(self.of(c.name))
            for c in self.exits.causes
        ]
        return jnp.stack(every).reshape(len(every), -1)

    @property
    def arrived(self) -> dict[str, Float[Array, "cells"]]:
        """Persons who arrived, by pooled cause."""
        nobody = jnp.zeros_like(self.gone.everywhere[0])
        return {
            name: nobody.at[self.shared[name].pairs].set(persons).reshape(-1)
            for name, persons in self.came.items()
        }

    @property
    def born(self) -> Float[Array, "cells"]:
        """Births, in the cell of the newborn."""
        return with_newborn(jnp.zeros_like(self.gone.everywhere[0]), self.newborn).reshape(-1)


def with_newborn(
    persons: Float[Array, "pairs cells_of_pair"], newborn: Float[Array, "pairs sexes"]
):
    """Persons with the newborn among them: sex is the last axis, and they are of the first age."""
    return persons.at[:, : newborn.shape[1]].add(newborn)

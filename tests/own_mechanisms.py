"""Mechanisms as users bring them, for the tests of what becomes of them."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.land.relief import Relief
from partystate.mechanisms.terror.campaigns import Campaigns
from partystate.world.effect import Effect
from partystate.world.view import View


class NoParams(eqx.Module):
    pass


class Idle(Mechanism[NoParams]):
    """Proposes nothing."""

    id = "idle"
    theme = "land"
    phase = "act"

    def propose(self, view: View, params: NoParams) -> Effect:
        return Effect()


class Share(eqx.Module):
    share: Float[Array, ""] = 1.0  # pyright: ignore[reportAssignmentType]  (a value to start from)


class Gift(Mechanism[Share]):
    """Grain from abroad for a share of what the village lacked last month."""

    id = "gift"
    theme = "land"
    phase = "act"

    def propose(self, view: View, params: Share) -> Effect:
        return Effect(inflows={"peasant_grain": params.share * view.world.land.lacked})


class Dice(Mechanism[NoParams]):
    """Draws, and proposes what it drew as a hazard of death of every cell."""

    id = "dice"
    theme = "people"
    phase = "act"

    def propose(self, view: View, params: NoParams) -> Effect:
        return Effect(hazards={"death": view.draws.uniform(1, view.layout.cell_ids)})


class SameRelief(Relief):
    """The package's own rule under another class."""

    def propose(self, view: View, params: eqx.Module) -> Effect:
        return super().propose(view, params)


class SameCampaigns(Campaigns):
    """The same of a rule that draws."""

    def propose(self, view: View, params: eqx.Module) -> Effect:
        return super().propose(view, params)


def proposing(phase: str = "act", **entries) -> Mechanism:
    """A mechanism that proposes these entries, each a function of the view."""

    class Proposing(Mechanism[NoParams]):
        id = "mine"
        theme = "land"

        def propose(self, view: View, params: NoParams) -> Effect:
            made = {
                kind: {k: jnp.asarray(f(view)) for k, f in given.items()}
                for kind, given in entries.items()
            }
            return Effect(**made)

    Proposing.phase = phase
    return Proposing()

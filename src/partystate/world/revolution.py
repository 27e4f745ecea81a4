"""A revolution and the war that follows: what one party thinks, whether it holds power, and who
holds which land.

Holders of land are the party's regime, local powers, then the armies of others, in the order of the
country's table. Commands are the two fronts of a foreign war: the first is that of the plan, the
second the other one."""

from __future__ import annotations

from dataclasses import dataclass

import equinox as eqx
from jaxtyping import Array, Bool, Float, Int, UInt32

from partystate.core.axes import Axis
from partystate.world.keep import KEPT

REGIME, LOCAL, OTHERS = 0, 1, 2  # holders: the regime, local powers, and from where armies begin
COMMANDS = ("first", "second")


@dataclass(frozen=True)
class RevolutionAxes:
    """Labels in order: voters of the party's top, holders of land, their sides."""

    voters: Axis
    holders: Axis
    sides: Axis

    @property
    def lengths(self) -> dict[str, int]:
        """Length of each axis, for the check of shapes."""
        return {
            "voters": len(self.voters),
            "holders": len(self.holders),
            "commands": len(COMMANDS),
        }


class Revolution(eqx.Module):
    """State of the revolution in one month."""

    stance: Float[Array, "voters"] = eqx.field(
        metadata=KEPT
    )  # -1 defend the government .. 1 take power
    line: Float[Array, ""] = eqx.field(metadata=KEPT)  # the same, of the party in public
    support: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # share of the capital's soldiers and soviets behind the party
    chance: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # that the government falls if the party rises this month
    votes: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of the committee for rising
    rose: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 in the month in which it rises
    in_power: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 while it holds the centre
    ruled: Float[Array, ""]  # months since it took power
    held: Float[Array, "holders regions"] = eqx.field(
        metadata=KEPT
    )  # share of a region's people under each
    army: Float[Array, "holders"] = eqx.field(metadata=KEPT)  # persons of each holder's own
    waiting: Float[Array, "holders"]  # persons who would fight the regime and have none to fight
    threat: Float[Array, ""] = eqx.field(metadata=KEPT)  # 0..1, part of others in all who can fight
    called: Float[Array, "holders"] = eqx.field(
        metadata=KEPT
    )  # persons who joined in the month, less those who left an army that shrinks
    deserted: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons of the regime's army, in it
    returned: Float[Array, ""] = eqx.field(metadata=KEPT)  # deserters who came back in it
    at_large: Float[Array, ""] = eqx.field(metadata=KEPT)  # deserters who hide
    deterrence: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 0..1, fear of the penalty for desertion
    fallen: Float[Array, "holders"] = eqx.field(metadata=KEPT)  # persons, in the month
    terror: Float[Array, "holders"] = eqx.field(metadata=KEPT)  # 0..1, force against civilians
    executed: Float[Array, "holders"] = eqx.field(metadata=KEPT)  # persons, in the month
    advance: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 0..1, way to the two goals of the foreign war
    decided: Float[Array, ""] = eqx.field(metadata=KEPT)  # 1 from the month of its battles on
    cohesion: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 0..1, part of the help asked of the second command that it gives
    won: Float[Array, "commands"] = eqx.field(metadata=KEPT)  # 1 where its battle was won
    routed: Float[Array, ""]  # persons of the regime lost in those battles, in the month
    standing: Float[Array, "commands"] = eqx.field(
        metadata=KEPT
    )  # 1, of each commander, against that before the war


class RevolutionFacts(eqx.Module):
    """What is fixed: who votes, where armies stand, and how far everything lies apart."""

    voter_ids: UInt32[Array, "voters 2"]
    holder_ids: UInt32[Array, "holders 2"]
    command_ids: UInt32[Array, "commands 2"]
    country_id: UInt32[Array, "1 2"]
    seniority: Float[Array, "voters"]  # 1, weight of a voice
    conviction: Float[Array, "voters"]  # -1..1, stance before the crisis
    founder: Float[Array, "voters"]  # 1 of the voter who may be kept away
    population: Float[Array, "regions"]  # persons
    rural: Float[Array, "regions"]  # share in villages
    base: Float[Array, "holders regions"]  # 1 where an army can stand without holding land
    aim: Float[Array, "holders regions"]  # 1 where it goes
    distance: Float[Array, "holders regions"]  # km from the nearest seat or base
    neighbours: Float[Array, "regions regions"]  # shares, each row sums to one or to nothing
    seat: Float[Array, "regions"]  # 1 where power is taken
    # 1, how many of those at its bases an army calls up, against other land; 0: it calls up nobody
    raises: Float[Array, "holders"]
    landlords: Float[Array, "holders"]  # 1 of those from whom peasants fear the old owners
    opening_support: Float[Array, ""]  # share, in the first month
    side: Int[Array, "holders"]  # number of its side


class RevolutionInputs(eqx.Module):
    """What comes from outside in one month."""

    crisis: Float[Array, "*t"]  # 0..1, of the government that the party is against
    loyal: Float[Array, "*t"]  # persons of the capital's troops who fight for it whatever comes
    garrison: Float[Array, "*t"]  # persons of the capital's troops
    present: Float[Array, "*t voters"]  # share of the month in which a voter is there
    founder_away: Float[Array, "*t"]  # share of the month in which that voter is kept away
    meeting: Bool[Array, "*t"]  # whether delegates of the party meet
    entering: Float[Array, "*t holders"]  # persons who come from outside to an army this month
    foreign: Float[Array, "*t holders"]  # persons of foreign troops that stand with it
    aid: Float[Array, "*t holders"]  # 1, arms from abroad: force that they add
    unity: Float[Array, "*t"]  # 0..1, of the command of those who fight the regime
    enemy: Float[Array, "*t commands"]  # persons before each command of the foreign war
    reserve: Float[Array, "*t"]  # persons whom the enemy can throw into one of its battles

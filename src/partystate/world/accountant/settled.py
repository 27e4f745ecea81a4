"""What the accountant alone sets: stocks that are conserved, what the uses of grain got, births and
deaths of the month, and who holds which post. Nobody proposes a value of it."""

from __future__ import annotations

SETTLED = (
    "people.persons",
    "land.peasant_grain",
    "land.state_grain",
    "land.granted",
    "land.unmet",
    "vital.births",
    "vital.deaths",
    "vital.fled",
    "vital.arrived",
    "power.alive",
    "power.status",
    "power.holder",
    "power.seats",
    "power.sponsor",
    "power.months_out",
    "power.arrested",
    "power.executed",
    "power.killed_abroad",
)

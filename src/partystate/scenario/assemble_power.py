"""The party's top, ready to run: months, inputs, fixed facts, what the rule codes, and worlds for
many runs at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import dates, draws
from partystate.core.pytree import check_shapes
from partystate.country.country import Country
from partystate.country.what_ifs import WhatIf, load_what_if
from partystate.engine.step import Rules, Setting
from partystate.mechanisms.registry import STREAMS, of_power
from partystate.scenario import parameters
from partystate.scenario.edits import edit_mechanisms, edit_parameters
from partystate.scenario.power_edits import edit_power_inputs
from partystate.scenario.power_inputs import (
    PartyAxes,
    axes_of,
    build_power_endowment,
    build_power_inputs,
    months_of,
)
from partystate.scenario.power_opening import Coded, code, opening_power
from partystate.world.power import PowerEndowment, PowerInputs
from partystate.world.state import World

OPENING = "power_opening"


@dataclass(frozen=True)
class PowerScenario:
    """Everything runs of the party's top need but their luck and parameter values."""

    country: Country
    axes: PartyAxes
    months: np.ndarray
    what_ifs: tuple[WhatIf, ...]
    rules: Rules
    inputs: PowerInputs
    endowment: PowerEndowment
    coded: Coded
    replay_until: str | None = None

    @cached_property
    def _open(self):
        """Openings of many runs, compiled once."""
        return jax.jit(
            jax.vmap(partial(opening_power, self.coded, self.endowment, int(self.months[0])))
        )

    def values(self, kind: str, seed: int, run: int) -> dict[str, float]:
        """Named parameter values of one run: `central`, or a draw from the `prior` or the
        `posterior`; what-ifs have the last word."""
        drawn = parameters.of_kind(self.country, kind, seed, run)
        return edit_parameters(drawn, list(self.what_ifs))

    def start(
        self, values: list[dict[str, float]], seed: int, runs: range
    ) -> tuple[World, dict, jax.Array, Setting]:
        """(worlds, parameters, lucks) with a leading run axis, and the setting they share."""
        trees = [parameters.tree(v, self.rules.mechanisms) for v in values]
        stacked = jax.tree.map(lambda *leaves: jnp.stack(leaves), *trees)
        opening = {n.split(".")[1] for n in values[0] if n.startswith(f"{OPENING}.")}
        given = {n: jnp.asarray([v[f"{OPENING}.{n}"] for v in values]) for n in sorted(opening)}
        lucks = jnp.stack([draws.luck(seed, run) for run in runs])
        worlds = self._open(lucks, given)
        return worlds, stacked, lucks, Setting({}, lucks[0], self.endowment)


def assemble_power(
    country: Country,
    what_ifs: list[str] | None = None,
    start: str | None = None,
    until: str | None = None,
    replay_until: str | None = None,
    extra: tuple[WhatIf, ...] = (),
) -> PowerScenario:
    """Build a scenario of the party's top; posts and politics are recorded ones before the month
    `replay_until`."""
    edits = tuple(load_what_if(name, country.path / "what_ifs") for name in what_ifs or []) + extra
    axes, months = axes_of(country), months_of(country, start, until)
    inputs = build_power_inputs(
        country, axes, months, dates.month_number(replay_until) if replay_until else 0
    )
    endowment = build_power_endowment(country, axes, months)
    for built in (inputs, endowment):
        check_shapes(built, axes.lengths)
    return PowerScenario(
        country=country,
        axes=axes,
        months=months,
        what_ifs=edits,
        rules=Rules(
            edit_mechanisms(of_power(), list(edits)), tuple(sorted(STREAMS.items())), (), ()
        ),
        inputs=edit_power_inputs(inputs, axes, list(edits)),
        endowment=endowment,
        coded=code(country, axes, months),
        replay_until=replay_until,
    )

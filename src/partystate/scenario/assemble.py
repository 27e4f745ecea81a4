"""A country and what-ifs become a world, inputs, rules and parameters, ready to run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.core import draws
from partystate.core.pytree import check_shapes
from partystate.country.country import Country
from partystate.country.what_ifs import WhatIf, load_thesis, load_what_if
from partystate.engine.run import inputs_at
from partystate.engine.step import Rules, Setting
from partystate.mechanisms.registry import STREAMS, of_society
from partystate.scenario import parameters
from partystate.scenario.edits import edit_endowment, edit_inputs, edit_mechanisms, edit_parameters
from partystate.scenario.inputs import build_endowment, build_inputs, months_of
from partystate.scenario.opening import opening_world
from partystate.scenario.population import census_cells, layout_of, nationality_shares
from partystate.world.inputs import Endowment, Inputs
from partystate.world.layout import Layout
from partystate.world.state import World


@dataclass(frozen=True)
class Scenario:
    """Everything a run needs but its luck and its parameter values."""

    country: Country
    what_ifs: tuple[WhatIf, ...]
    rules: Rules
    layout: Layout
    inputs: Inputs
    endowment: Endowment
    months: np.ndarray
    census: np.ndarray

    def values(self, kind: str, seed: int, run: int) -> dict[str, float]:
        """Named parameter values: `central`, or a draw from the `prior` or the `posterior`;
        what-ifs have the last word."""
        drawn = parameters.of_kind(self.country, kind, seed, run)
        return edit_parameters(drawn, list(self.what_ifs))

    def start(self, values: dict[str, float], seed: int, run: int = 0) -> tuple[World, Setting]:
        """The first world and the setting of one run."""
        tree = parameters.tree(values, of_society())
        world = opening_world(
            self.census, self.layout, inputs_at(self.inputs, 0), self.endowment, values, tree
        )
        check_shapes(world, self.layout.axes.lengths)
        return world, Setting(tree, draws.luck(seed, run), self.endowment, self.layout)


def assemble(
    country: Country,
    people: str = "expected",
    what_ifs: list[str | WhatIf] | None = None,
    until: str | None = None,
    thesis: str | None = None,
) -> Scenario:
    """Build a scenario; `people` is `expected` or `counted`, `what_ifs` names, paths or what they
    hold, `until` a month YYYY-MM. Edits of a thesis come first, so that a what-if on top of it has
    the last word."""
    supposed = (load_thesis(thesis, country.path / "theses"),) if thesis else ()
    edits = supposed + tuple(
        load_what_if(w, country.path / "what_ifs") if isinstance(w, str) else w
        for w in what_ifs or []
    )
    months = months_of(country, until)
    rules = Rules(
        mechanisms=edit_mechanisms(of_society(), list(edits)),
        streams=tuple(sorted(STREAMS.items())),
        state_order=tuple(country.meta.rules.state_order),
        granary_order=tuple(country.meta.rules.granary_order),
        counted=people == "counted",
    )
    inputs = edit_inputs(build_inputs(country, months), list(edits))
    layout = layout_of(country)
    endowment = edit_endowment(
        build_endowment(country, months), list(edits), nationality_shares(country)
    )
    for built in (inputs, endowment):
        check_shapes(built, layout.axes.lengths)
    return Scenario(
        country=country,
        what_ifs=edits,
        rules=rules,
        layout=layout,
        inputs=inputs,
        endowment=endowment,
        months=months,
        census=census_cells(country, layout),
    )

"""What is asked of a design: which, of how many units, of which parameters and figure, under which
luck; and the design that answers it."""

from __future__ import annotations

from dataclasses import dataclass

from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.country.country import Country
from partystate.designs.design import Design
from partystate.designs.figure import Figure
from partystate.designs.morris import Morris
from partystate.designs.sobol import Sobol
from partystate.experiments.forks import SAME, is_fresh
from partystate.scenario.parameter_kinds import CENTRAL, POSTERIOR, PRIOR, for_one

DESIGNS: dict[str, type[Morris] | type[Sobol]] = {d.kind: d for d in (Morris, Sobol)}
TRAJECTORIES, POINTS = 10, 128  # where nothing else is asked
FEWEST_TRAJECTORIES, FEWEST_POINTS = 2, 8


@dataclass(frozen=True)
class Asked:
    """A question to a design. `parameters` are words of `which_parameters`; `others` says where the
    parameters stand that are not moved, central or posterior."""

    design: str
    parameters: tuple[str, ...]
    figure: Figure
    trajectories: int | None = None
    points: int | None = None
    seed: int = 1
    luck: str = SAME
    others: str | None = None
    is_lumped: bool = False

    def check(self) -> None:
        """UserError for what can be seen to be wrong before anything is built."""
        if self.design not in DESIGNS:
            raise UserError(
                "unknown design",
                found=repr(self.design),
                expected=" or ".join(DESIGNS),
                action="Use one of these.",
            )
        is_fresh(self.luck)
        whole(self.seed, "seed")
        self.units()
        self.figure.check()

    def units(self) -> int:
        """Trajectories or base points; UserError for a number that the design cannot have."""
        mine, other = (
            ("trajectories", "points") if self.design == Morris.kind else ("points", "trajectories")
        )
        if getattr(self, other) is not None:
            raise UserError(
                f"the design {self.design} has {mine}, not {other}",
                found=f"{other} {getattr(self, other)}",
                action=f"Give {mine} in their place.",
            )
        if self.design == Morris.kind:
            given = TRAJECTORIES if self.trajectories is None else self.trajectories
            return whole(given, "trajectories", least=FEWEST_TRAJECTORIES)
        given = whole(POINTS if self.points is None else self.points, "points", FEWEST_POINTS)
        if given & (given - 1):
            below = 1 << (given.bit_length() - 1)
            raise UserError(
                "the points of a sequence of Sobol' are even only where they are a power of two",
                found=str(given),
                expected=f"{below} or {2 * below}",
                action="Give one of these.",
            )
        return given

    def made(self, names: tuple[str, ...]) -> Design:
        """The design of some parameters."""
        return DESIGNS[self.design](names, self.units(), self.seed, is_fresh(self.luck))

    def stand_at(self, country: Country) -> str:
        """Where parameters stand that are not moved; as for a single history if not given."""
        if self.others == PRIOR:
            raise UserError(
                "parameters that are not moved stand still",
                found=repr(PRIOR),
                expected=f"{CENTRAL} or {POSTERIOR}",
                action="Name one of these, or give the others as parameters too.",
            )
        return for_one(country, self.others)

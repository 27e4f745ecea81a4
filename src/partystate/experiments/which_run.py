"""Which single history is run: by its luck alone, as one run of an ensemble, or the run that comes
nearest to the record."""

from __future__ import annotations

from dataclasses import dataclass

from partystate.core.errors import UserError
from partystate.core.whole import whole
from partystate.country.country import Country
from partystate.history.release import nearest_of
from partystate.scenario.parameter_kinds import for_one

USUAL_SEED = 1


@dataclass(frozen=True)
class WhichRun:
    """The luck, the number within an ensemble of that luck (None: no ensemble), and the kind of
    parameters of one history."""

    seed: int
    number: int | None
    parameters: str


def which_run(
    country: Country,
    seed: int | None = None,
    number: int | None = None,
    parameters: str | None = None,
    *,
    nearest: bool = False,
    mark: str = "",
) -> WhichRun:
    """The one history that is asked for.

    Arguments:
        country: whose it is.
        seed: its luck; 1 if not given.
        number: which run of an ensemble of the seed, with that run's luck and draw.
        parameters: "central", "prior" or "posterior"; the usual kind of the country if not given.
        nearest: the run of the results the country ships that comes nearest to the record.
        mark: what stands before the name of an option where it is written, such as "--".

    Raises:
        UserError: for another option beside `nearest`, results without a nearest run, or a number
            that is none.
    """
    if nearest:
        given = {"seed": seed, "number": number, "parameters": parameters}
        both = [f"{mark}{name}" for name, value in given.items() if value is not None]
        if both:
            raise UserError(
                "the nearest run has its own luck and parameters",
                found=", ".join(both),
                expected=f"{mark}nearest alone",
                action="Leave one of them out.",
            )
        shown = nearest_of(country.path)
        seed, number, parameters = shown.seed, shown.number, shown.parameters
    if number is not None:
        number = whole(number, "number")
    seed = USUAL_SEED if seed is None else seed
    return WhichRun(seed, number, for_one(country, parameters))

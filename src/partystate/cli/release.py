"""`partystate release`: make the results that a country ships from an ensemble."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.calibration.nearest_run import nearest_run
from partystate.cli.output import console, teaching
from partystate.country.country import load
from partystate.evidence.records import EXTRAPOLATION
from partystate.history import files
from partystate.history.release import FOLDER, require_country, require_onward, write_release
from partystate.scoring import score
from partystate.scoring.aggregate import POPULATION


@teaching
def release(
    ensemble: Annotated[Path, typer.Argument(help="an ensemble directory")],
    country: Annotated[str, typer.Argument(help="a country's name or folder")] = "ussr",
    leadership: Annotated[
        Path | None,
        typer.Option(
            help="an ensemble of the leadership alone with --episodes, from which the score takes "
            "events, panel, order and pattern of falls"
        ),
    ] = None,
    onward: Annotated[
        Path | None,
        typer.Option(
            help="an ensemble made with --until that goes on from the first, of which what is "
            "later ships too, as extrapolation"
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="folder to write; that of the country if not given")
    ] = None,
) -> None:
    """Write quantiles, score, events and leaders of an ensemble into the country's folder, where a
    page finds them."""
    found = load(country)
    require_country(files.read_manifest(ensemble), found.id)
    if onward is not None:
        require_onward(files.read_manifest(ensemble), onward)
    headlines = {q.observable for q in found.meta.questions if q.headline} | {POPULATION}
    card = score(found, replayed=ensemble, leadership=leadership).as_json()
    # a country says nothing of the machine that its results were made on
    card["ensembles"] = {
        way: where and Path(where).name for way, where in card["ensembles"].items()
    }
    if onward is not None:
        card[EXTRAPOLATION] = score(found, replayed=onward).as_json()[EXTRAPOLATION]
    nearest = nearest_run(found, ensemble)
    # the manifest tells of both ensembles that the score is of
    beside = {} if leadership is None else {"leadership": files.read_manifest(leadership)}
    to = out or found.path / FOLDER
    folder = write_release(ensemble, to, headlines, card, nearest, beside, onward)
    console.print(f"Results written to {folder}", highlight=False)

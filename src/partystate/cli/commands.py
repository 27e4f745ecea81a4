"""Every command of `partystate`."""

from __future__ import annotations

import typer

from partystate.cli import country, evidence
from partystate.cli.archive import archive
from partystate.cli.calibrate import calibrate
from partystate.cli.compare import compare
from partystate.cli.describe import describe
from partystate.cli.ensemble import ensemble
from partystate.cli.estimate import estimate
from partystate.cli.explore import explore
from partystate.cli.mechanisms import mechanisms
from partystate.cli.open import open_pages
from partystate.cli.reanalyse import reanalyse
from partystate.cli.release import release
from partystate.cli.report import report
from partystate.cli.run import run
from partystate.cli.score import score
from partystate.cli.sensitivity import sensitivity
from partystate.cli.verify import verify
from partystate.cli.why import why

app = typer.Typer(
    help="An executable model of the Soviet party-state.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("open")(open_pages)
app.command()(explore)
for command in (
    run,
    ensemble,
    compare,
    why,
    calibrate,
    score,
    verify,
    archive,
    estimate,
    describe,
    sensitivity,
    mechanisms,
    report,
    release,
    reanalyse,
):
    app.command()(command)
app.add_typer(
    evidence.app, name="evidence", help="Sources, claims, series and observables of a country."
)
app.add_typer(country.app, name="country", help="Make or check a country's folder.")

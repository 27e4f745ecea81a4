"""What the command line prints is spelt as a person writes it, and what a person writes is
understood."""

import re

import polars as pl
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.country.names import Names
from partystate.experiments.histories import run_and_write
from partystate.history.ledger.ancestry import events_of
from partystate.history.ledger.words import phrases, sentence
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP


@pytest.fixture(scope="module")
def folder(toyland, tmp_path_factory):
    where = tmp_path_factory.mktemp("names") / "run"
    run_and_write(assemble(toyland, parts=(LEADERSHIP,)), 1, where)
    return where


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_why_understands_a_sentence_and_answers_in_sentences(folder, toyland):
    names = Names(toyland)
    removed = next(
        e
        for e in events_of(pl.read_parquet(folder / "events.parquet"))
        if e.kind == "removed" and e.mechanism in ("votes", "appointments")
    )
    asked = f"{names.person(removed.target)} removed as {names.place(removed.office)}"
    if removed.office in names.bodies:
        asked = f"{names.person(removed.target)} removed from the {names.place(removed.office)}"
    done = call("why", folder, asked, "--runs", 1)
    assert done.exit_code == 0, done.output
    assert sentence(removed, names) in " ".join(done.output.split())
    ids = set(names.persons) | {kind for kind, _ in phrases() if "_" in kind}
    assert not set(re.findall(r"[a-z_]+", done.output)) & ids


def test_what_is_not_understood_is_said(folder):
    done = call("why", folder, "Nobody removed from the Council", "--runs", 1)
    assert done.exit_code == 2
    assert "no such event" in done.output

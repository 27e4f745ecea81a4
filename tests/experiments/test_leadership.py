"""Asking about the top on toyland: paired effects, necessity, ensembles with a ledger and their
score."""

import json

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.country.what_ifs import Edit, WhatIf
from partystate.experiments.arms import ablation, what_ifs_of
from partystate.experiments.compare import compare
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.histories import simulate
from partystate.experiments.paired import paired_effect
from partystate.experiments.parts import Plan
from partystate.experiments.why import find_event, why
from partystate.history.ledger.leadership import ledger
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP
from partystate.scenario.scenario import Scenario
from partystate.scoring.events import Ledger
from partystate.scoring.order import order_of_fall, read_leaders
from partystate.scoring.power_panel import panel_rows

NO_BAN = WhatIf(
    title="no ban", edit=[Edit(target="input", name="ban_barred", set=1.0)], name="no-ban"
)


def call(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("top")
    run_ensemble(Plan("toyland", 30, parts=(LEADERSHIP,)), where)
    run_ensemble(
        Plan("toyland", 10, parts=(LEADERSHIP,), placebo=1),
        where / "placebo" / "1",
    )
    return where


def test_a_paired_effect_finds_a_shift_and_not_a_nothing():
    """Intervals of 95 per cent: the seed is fixed, so nothing can fail by chance."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=400)
    assert paired_effect("x", base, base + 0.3 + 0.1 * rng.normal(size=400)).is_clear
    assert not paired_effect("x", base, base + 0.1 * rng.normal(size=400)).is_clear
    assert paired_effect("x", base, base).effect == 0


def test_a_history_compared_with_itself_shows_nothing(toyland):
    same = WhatIf(
        title="same", edit=[Edit(target="input", name="ban_barred", scale=1.0)], name="same"
    )
    plain = Scenario(toyland, parts=(LEADERSHIP,))
    found = compare(plain, plain.edited(same), 12)
    assert all(e.effect == 0 for e in found.effects)
    assert not found.first_events
    assert found.leadership_decorrelated is None


def test_without_a_ban_there_is_no_ban_and_nobody_is_expelled(toyland):
    plain = Scenario(toyland, parts=(LEADERSHIP,))
    found = compare(plain, plain.edited(NO_BAN), 25)
    effect = {e.outcome: e for e in found.effects}["members expelled"]
    assert effect.changed == 0 <= effect.base


def test_nothing_to_compare_is_said(toyland):
    with pytest.raises(UserError, match="nothing to compare"):
        compare(Scenario(toyland), Scenario(toyland), 1)


def test_necessity_of_an_opposition_for_its_own_condemnation(toyland):
    """Who does not oppose is not condemned as an opponent: taken out, the cause takes its event
    with it, but where he opposes before or after the months in which it is taken out."""
    scenario = assemble(toyland, parts=(LEADERSHIP,))
    for seed in range(1, 6):
        events = ledger(simulate(scenario, seed).leadership)
        mine = events.filter(pl.col("kind") == "condemned")
        if len(mine):
            break
    assert len(mine), "five histories without a condemnation"
    asked = f"condemned:{mine['target'][0]}"
    found = why(Scenario(toyland, parts=(LEADERSHIP,)), events, asked, 20, seed)
    alone = why(Scenario(toyland, parts=(LEADERSHIP,)), events, asked, 0, seed)
    assert (alone.ancestry, alone.necessity) == (found.ancestry, [])
    shares = [
        n.share for n in found.necessity if n.how == "does not oppose" and n.share is not None
    ]
    assert found.ancestry[0][1] == found.event.split(") ")[-1] or found.ancestry
    assert shares
    assert max(shares) > 1 / 2


def test_an_event_that_never_was_is_said(toyland):
    events = ledger(simulate(assemble(toyland, parts=(LEADERSHIP,)), 1).leadership)
    with pytest.raises(UserError, match="no such event"):
        find_event(events.with_columns(pl.lit("e1").alias("id")), "erased:nobody")


def test_an_ensemble_of_the_top_has_a_ledger_and_is_scored(folder, toyland):
    events = pl.read_parquet(sorted(folder.glob("events*.parquet")))
    about = json.loads((folder / "manifest.json").read_text())
    book = Ledger(events, 30, *about["months"])
    found = order_of_fall(book, read_leaders(folder), toyland, "1932-12", "1931")
    assert found.runs == 30
    assert 0 <= found.share <= 1
    assert sum(share for _, share in found.orders) <= 1 + 1e-9
    rows = panel_rows(toyland, {book.first: book})
    assert len(rows["p"]) == len(rows["y"])
    assert np.all((rows["p"] >= 0) & (rows["p"] <= 1))
    assert rows["y"].any()


def test_a_killed_ensemble_of_the_top_ends_with_the_same_bytes(folder, tmp_path):
    plan = Plan("toyland", 30, parts=(LEADERSHIP,))
    run_ensemble(plan, tmp_path)
    victim = sorted(tmp_path.glob("parts/*.parquet"))[0]
    victim.unlink()
    run_ensemble(plan, tmp_path)
    assert [p.name for p in sorted(tmp_path.glob("parts/*"))] == [
        p.name for p in sorted(folder.glob("parts/*"))
    ]


def test_what_ifs_of_both_parts_stand_together():
    names = {w.name for w in what_ifs_of(load("ussr"))}
    assert {
        "founder_lives_to_1930",
        "no_faction_ban",
        "testament_read_1923",
    } <= names
    assert "flight_open" in names
    assert ablation("votes").edit[0].change == "ablate"


def test_commands(folder, tmp_path):
    out = tmp_path / "run"
    done = call("run", "toyland", "--parts", "leadership", "--out", out)
    assert done.exit_code == 0, done.output
    events = pl.read_parquet(out / "events.parquet")
    assert len(events)
    assert "Politics" in (out / "report.html").read_text(encoding="utf-8")
    kind = events.filter(~pl.col("mechanism").is_in(["opening", "input"]))["id"][0]
    assert call("why", out, kind, "--runs", 4, "--json").exit_code == 0
    assert call("why", out, "erased:nobody").exit_code == 2
    told = call("compare", "toyland", "--what-if", "no-such", "--runs", 2)
    assert told.exit_code == 2
    assert "no such what-if" in told.output
    wrong = call("ensemble", "toyland", "--parts", "weather", "--out", tmp_path / "x")
    assert wrong.exit_code == 2
    assert "society or leadership" in " ".join(wrong.output.split())

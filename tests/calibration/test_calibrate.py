"""Calibration on the invented country: known parameters come back, validate figures are not read, a
stopped job resumes. Thousands of histories are run by one program, which is compiled as users' is:
each then takes half as long."""

import csv
import json
import shutil
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from partystate.calibration import runs as calibration_runs
from partystate.calibration.calibrate import calibrate
from partystate.calibration.calibrated import ship
from partystate.calibration.figures import Targets, targets_of
from partystate.calibration.history_matching import contraction
from partystate.calibration.near_and_far import inside
from partystate.calibration.parameters_of import free_parameters, varied_parameters
from partystate.calibration.recovery import recover
from partystate.calibration.runs import Stage, run_points, workers_of
from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.country.check import list_problems
from partystate.country.country import COUNTRIES, load
from partystate.evidence import compile_rows
from partystate.mechanisms.registry import FITTED_EARLIER, PARTS, part_of_figure
from partystate.scenario.lumping import lumped
from partystate.scenario.posterior import basis_digest, current

LATER = "arrests.further_arrests_per_officer"
FREE = ("births_deaths.fertility_level", "herds.neglect", "collectivisation_drive.tolerance")
SMALL = {"runs": 12, "waves": 1, "members": 12, "workers": 1, "rounds": 1, "free": FREE[:2]}
FEW_OF_LUCK = 12  # histories that tell how far luck moves a figure, where no truth is sought
FIGURES = ("low", "central", "high", "band_low", "band_high")

pytestmark = pytest.mark.usefixtures("optimised")


@pytest.fixture
def few_of_luck(monkeypatch):
    monkeypatch.setattr("partystate.calibration.calibrate.LUCK_RUNS", FEW_OF_LUCK)


@pytest.fixture
def pack(tmp_path):
    return shutil.copytree(COUNTRIES / "toyland", tmp_path / "pack")


@pytest.fixture(scope="module")
def recovered(toyland, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recovery")
    return recover(toyland, folder, 60, 2, 60, 11, FREE), folder


def rewrite(path, change):
    table = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    for number, entry in enumerate(table, start=2):
        change(number, entry)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, table[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def with_figures(pack, role, change):
    """Change the figures of every row of a role, in claims and record; says how many rows there
    were."""
    evidence = pack / "evidence"
    ids = {row.id for row in compile_rows(evidence) if row.role == role and row.kind == "quantity"}

    def edit(key):
        return lambda number, e: (
            e.update({k: change(e[k]) for k in FIGURES if k in e})
            if key(number, e) in ids
            else None
        )

    rewrite(evidence / "claims.csv", edit(lambda number, e: e["id"]))
    for path in sorted((evidence / "record").glob("*.csv")):
        rewrite(path, edit(lambda number, e, path=path: f"{path.stem}:{number}"))
    return len(ids)


def test_known_parameters_are_recovered(recovered):
    """Each true value is inside its interval nine times in ten: none of three would be once in a
    thousand."""
    found, _ = recovered
    assert found.inside.any()
    learnt = dict(zip(FREE, contraction(found.made.waves[0].points, found.made.cube), strict=True))
    assert learnt["births_deaths.fertility_level"] > 0.2
    at = FREE.index("births_deaths.fertility_level")
    assert abs(found.made.cube[:, at].mean() - found.truth[at]) < 0.25


def test_a_finished_calibration_is_not_run_again(recovered, toyland, monkeypatch):
    found, folder = recovered
    monkeypatch.setattr(calibration_runs, "figures_of_runs", None)
    again = recover(toyland, folder, 60, 2, 60, 11, FREE)
    assert again.made.draws.equals(found.made.draws)


def test_a_lost_step_is_taken_again_to_the_same_bytes(recovered, toyland, monkeypatch):
    _, folder = recovered
    monkeypatch.setattr(calibration_runs, "figures_of_runs", None)
    path = folder / "smoother-3" / "points.npy"
    before = path.read_bytes()
    path.unlink()
    recover(toyland, folder, 60, 2, 60, 11, FREE)
    assert path.read_bytes() == before


def test_a_lost_chunk_is_run_again_to_the_same_bytes_by_two_processes(recovered, toyland):
    found, folder = recovered
    stage = Stage(str(toyland.path), FREE, found.made.targets, folder / "smoother-2", 11 + 4)
    chunks = sorted(stage.folder.glob("figures-*.npy"))
    before = [path.read_bytes() for path in chunks]
    for path in chunks:
        path.unlink()
    told = []
    with workers_of(2) as pool:
        run_points(stage, pool, lambda done, of: told.append((done, of)))
    assert [path.read_bytes() for path in chunks] == before
    assert len(chunks) == 2
    assert told[0] == (0, 60)
    assert told[-1] == (60, 60)


def test_another_calibration_in_the_folder_is_refused(recovered, toyland):
    _, folder = recovered
    with pytest.raises(UserError, match="holds another calibration"):
        recover(toyland, folder, 60, 2, 63, 11, FREE)


def test_draws_lie_in_the_cube_and_the_waves_narrow(recovered):
    made = recovered[0].made
    assert ((made.cube >= 0) & (made.cube <= 1)).all()
    assert len(made.draws) == len(made.cube) > 0
    assert 0 < made.share <= made.waves[0].share <= 1
    assert [line["implausibility"] for line in made.misses()] == sorted(
        (line["implausibility"] for line in made.misses()), reverse=True
    )


@pytest.mark.usefixtures("few_of_luck")
def test_blanking_validate_figures_leaves_the_calibration_unchanged(toyland, pack, tmp_path):
    before = calibrate(toyland, tmp_path / "before", **SMALL)
    assert with_figures(pack, "validate", lambda cell: "") > 1
    after = calibrate(load(pack), tmp_path / "after", **SMALL)
    assert after.draws.equals(before.draws)
    assert np.array_equal(after.figures, before.figures)
    assert after.about == before.about


def test_calibrate_figures_do_change_it(pack):
    """The guard above can fail: the same edit of calibrate rows changes the targets."""
    before = targets_of(load(pack))
    assert (
        with_figures(pack, "calibrate", lambda cell: str(0.9 * float(cell)) if cell else cell) > 1
    )
    assert not np.allclose(targets_of(load(pack)).middle, before.middle)


def test_only_calibrate_rows_are_targets(toyland):
    assert {row.role for row in targets_of(toyland).rows} == {"calibrate"}


def test_a_figure_is_used_in_the_fit_of_one_part():
    """Settlers with the society that deports them, and whatever else by its theme."""
    country = load("ussr")
    used = [targets_of(country, part=part).rows for part in range(len(PARTS))]
    ids = [row.id for rows in used for row in rows]
    assert len(ids) == len(set(ids)) == sum(map(len, used))
    for part, rows in enumerate(used):
        early = {row.observable for row in rows if row.theme not in PARTS[part]}
        assert early == {o for o, number in FITTED_EARLIER.items() if number == part}
    assert part_of_figure("gulag.camps", "terror") == 1
    assert part_of_figure("religion.parishes", "belief") is None


@pytest.mark.usefixtures("few_of_luck")
def test_a_fit_that_holds_out_blocks_says_so_and_is_checked_by_its_own_figures(toyland, tmp_path):
    """The people of 1 January 1928 are of the block of 1927."""
    alternate, blocks = targets_of(toyland), targets_of(toyland, roles="blocks")
    held = {r.id for r in alternate.rows} - {r.id for r in blocks.rows}
    assert [r.observable for r in alternate.rows if r.id in held] == ["population.total"]
    made = calibrate(toyland, tmp_path / "made", **SMALL, targets=blocks)
    assert made.about.roles == "blocks"
    assert made.about.digests == [basis_digest(toyland, 0, "blocks")]
    assert made.about.digests != [basis_digest(toyland, 0)]
    assert not held & {row.id for row in made.targets.rows}


def test_only_free_parameters_that_calibration_may_set(toyland):
    free = free_parameters(toyland)
    rows = {r["parameter"]: r for r in toyland.tables["parameters"].iter_rows(named=True)}
    assert 0 < len(free) <= 40
    assert all(rows[name]["free"] for name in free)
    assert not any(name.startswith(("coalition.", "votes.", "relations.")) for name in free)


def test_lumping_leaves_a_diaspora_and_all_others_in_a_region(toyland):
    """Shares are kept: those of a state of kin abroad and no republic are together what they
    were."""
    communities, peoples = lumped(toyland).tables["communities"], toyland.tables["nationalities"]
    diaspora = set(
        peoples.filter(pl.col("kin_state_abroad").is_not_null() & (pl.col("titular") == 0))[
            "nationality"
        ]
    )
    before = toyland.tables["communities"]
    for region in toyland.tables["regions"]["region"]:
        here, were = (
            communities.filter(pl.col("region") == region),
            before.filter(pl.col("region") == region),
        )
        assert len(here) <= 2
        assert here["share"].sum() == pytest.approx(1)
        kin = here.filter(pl.col("nationality").is_in(diaspora))["share"].sum()
        assert kin == pytest.approx(
            were.filter(pl.col("nationality").is_in(diaspora))["share"].sum() / were["share"].sum()
        )


def test_shares_inside_intervals_by_hand():
    """Runs at 0, 1, ... 100: the middle half is 25 to 75, of all figures and of each theme."""
    rows = (replace(targets_of(load("toyland")).rows[0], theme="land"),) * 3 + (
        replace(targets_of(load("toyland")).rows[0], theme="industry"),
    )
    wanted = Targets(rows, {}, np.array([25.0, 80.0, 101.0, 50.0]), np.ones(4))
    figures = np.arange(101.0)[:, None] + np.zeros(4)
    figures[-1, 3] = np.nan
    assert inside(figures, wanted, (0.25, 0.75)) == {"all": 1 / 2, "industry": 1.0, "land": 1 / 3}


@pytest.mark.usefixtures("few_of_luck")
def test_a_later_part_takes_the_draws_of_the_first_in_turn(pack, tmp_path, monkeypatch):
    """Both are shipped, each with what it rests on: another prior of the later part leaves the
    earlier one as good as it was."""
    monkeypatch.setattr("partystate.calibration.calibrated.FEWEST_SHIPPED", 1)
    rewrite(
        pack / "parameters.csv",
        lambda number, e: e.update(free="1" if e["parameter"] in (*FREE[:2], LATER) else "0"),
    )
    country = load(pack)
    assert free_parameters(country) == tuple(
        sorted(FREE[:2], key=list(country.tables["parameters"]["parameter"]).index)
    )
    assert free_parameters(country, 1) == (LATER,)
    with pytest.raises(UserError, match="no posterior"):
        calibrate(country, tmp_path / "early", **SMALL | {"free": (LATER,)}, part=1)
    first = calibrate(country, tmp_path / "first", **SMALL)
    ship(first, country)
    country = load(pack)
    second = calibrate(
        country,
        tmp_path / "second",
        **SMALL | {"free": (LATER,), "members": 14},
        targets=targets_of(country),
        part=1,
    )
    assert second.draws.columns == [*FREE[:2], LATER]
    # the digits of the file
    assert second.draws[FREE[0]].to_list() == pytest.approx(
        [*first.draws[FREE[0]], *first.draws[FREE[0]][:2]], rel=1e-8
    )
    assert second.about.figures == 2 * first.about.figures
    assert len(second.about.digests) == 2
    ship(second, country)
    rewrite(
        pack / "parameters.csv", lambda number, e: e["parameter"] == LATER and e.update(high="9")
    )
    with pytest.raises(UserError, match="other priors"):
        current(load(pack))
    assert current(load(pack), 1).draws.columns == second.draws.columns


def test_a_small_posterior_is_not_shipped(recovered, pack):
    with pytest.raises(UserError, match="too few draws"):
        ship(recovered[0].made, load(pack))
    assert not (pack / "posterior.csv").exists()


@pytest.mark.usefixtures("few_of_luck")
def test_the_command_writes_ships_and_teaches(pack, tmp_path, monkeypatch):
    rewrite(
        pack / "parameters.csv",
        lambda number, e: e.update(free="1" if e["parameter"] in FREE[:2] else "0"),
    )
    monkeypatch.setattr("partystate.calibration.calibrated.FEWEST_SHIPPED", 1)

    def call(*words):
        return CliRunner().invoke(
            app,
            [
                "calibrate",
                str(pack),
                "--workers",
                "1",
                "--members",
                "12",
                "--out",
                str(tmp_path / "out"),
                *words,
            ],
        )

    for words, told in (
        (("--runs", "2"), "at least 6"),
        (("--members", "9"), "at least 10"),
        (("--discrepancy", "-1"), "0 or more"),
    ):
        refused = call(*words)
        assert refused.exit_code == 2
        assert told in refused.output
    done = call("--runs", "12", "--waves", "1", "--discrepancy", "0.2", "--json", "--ship")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    varied = varied_parameters(load(pack))
    assert {p["parameter"] for p in data["parameters"]} == set(varied) > set(FREE[:2])
    assert data["discrepancy"] == 0.2
    assert data["coverage90"]["all"] >= data["coverage50"]["all"]
    assert set(data["coverage90"]) == {"all", "land", "people"}
    assert data["figures"]["spoken_to"] == len(data["misses"]) > 0
    assert (pack / "posterior.csv").read_bytes() == (
        tmp_path / "out" / "posterior.csv"
    ).read_bytes()
    assert list_problems(pack) == []
    assert load(pack).posterior.about.design_runs == 12
    shown = call("--runs", "12", "--waves", "1", "--discrepancy", "0.2")
    assert shown.exit_code == 0
    assert "50 and 90 per cent intervals" in shown.output
    assert "contraction" in shown.output
    assert "Validate figures were not read" in shown.output

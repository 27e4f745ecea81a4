"""Designs on the invented country: taken up where they were stopped, with a mistake told before
anything is run."""

import json

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

import partystate as ps
from partystate.calibration import runs as chunks
from partystate.cli.main import app
from partystate.core.errors import UserError
from partystate.designs import histories
from partystate.designs.asked import Asked
from partystate.designs.figure import Figure, figure_of
from partystate.designs.run_design import run_design
from partystate.designs.which_parameters import chosen, words_of
from partystate.experiments.forks import FRESH
from partystate.experiments.histories import simulate
from partystate.history.files import MANIFEST
from partystate.history.series import blocks_of
from partystate.scenario import parameters as country_parameters

BIRTHS = "births_deaths.fertility_level"
GRAIN = "procurement.output_weight"
NAMES = (BIRTHS, GRAIN)
OF = Figure("population.births", "1930")
ASKED = Asked("morris", NAMES, OF, trajectories=4)
COMMAND = ["sensitivity", "toyland", "--of", "population.births", "--time", "1930"]
DESIGN = [*COMMAND, "--design", "morris", "--parameters", BIRTHS, "--workers", "1"]


@pytest.fixture(scope="module")
def plain(toyland):
    return ps.Scenario(toyland, parts=["society"])


@pytest.fixture(scope="module")
def made(plain, tmp_path_factory):
    folder = tmp_path_factory.mktemp("morris") / "design"
    said = []
    return run_design(plain, ASKED, folder, tell=said.append), folder, said


def test_the_cost_is_told_and_births_hang_on_fertility(made):
    found, folder, said = made
    assert said == ["morris: 4 trajectories of 2 parameters, 3 histories each: 12 histories."]
    assert (found.runs, found.left_out, found.unit) == (12, 0, "persons")
    first = found.indices[0]
    assert first.parameter == BIRTHS
    assert first.estimates["mu"].low > 0
    assert found.table().columns[:4] == ["parameter", "mu", "mu_low", "mu_high"]
    written = json.loads((folder / "indices.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(found.as_json()))


def test_a_history_of_a_design_is_that_of_its_values_under_the_one_luck(made, plain, toyland):
    table = pl.read_parquet(made[1] / "histories.parquet")
    assert set(table["luck"]) == {0}
    row = table.row(7, named=True)
    values = country_parameters.central(toyland) | {name: row[name] for name in NAMES}
    history = simulate(plain.assembled, ASKED.seed, 0, values=values)
    blocks = blocks_of(history.trajectory, plain.assembled, OF.wanted)
    assert OF.value(blocks) == row["population.births"]


def test_a_design_that_is_there_is_not_run_again(made, plain, monkeypatch):
    found, folder, _ = made
    monkeypatch.setattr(histories, "blocks_at", None)
    said = []
    assert run_design(plain, ASKED, folder, tell=said.append) == found
    assert said[0].endswith("12 histories, of which 12 are there.")


def test_a_lost_part_is_run_again_to_the_same_bytes(made, plain):
    found, folder, _ = made
    path = folder / "figures-000010.npy"
    before, told = path.read_bytes(), []
    path.unlink()
    again = run_design(plain, ASKED, folder, progress=lambda done, of: told.append((done, of)))
    assert again == found
    assert path.read_bytes() == before
    assert told == [(10, 12), (12, 12)]


def test_another_design_in_the_folder_is_refused(made, plain, tmp_path):
    other = Asked("morris", NAMES, OF, trajectories=5)
    with pytest.raises(UserError, match="found a different design"):
        run_design(plain, other, made[1])
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(UserError, match="found a run or an ensemble"):
        run_design(plain, ASKED, tmp_path)


def test_a_history_that_breaks_leaves_its_trajectory_out(plain, tmp_path, monkeypatch):
    usual = histories.blocks_at

    def breaking(scenario, values, seed, luck, figure):
        return None if luck == 1 else usual(scenario, values, seed, luck, figure)

    monkeypatch.setattr(histories, "blocks_at", breaking)
    asked = Asked("morris", NAMES, OF, trajectories=4, luck=FRESH)
    found = run_design(plain, asked, tmp_path / "design")
    assert (found.left_out, found.runs) == (1, 12)
    assert np.isfinite([e.value for i in found.indices for e in i.estimates.values()]).all()


def test_indices_of_sobol_with_luck_beside_the_parameters(plain, tmp_path):
    asked = Asked("sobol", (BIRTHS,), OF, points=8, luck=FRESH)
    found = run_design(plain, asked, tmp_path / "design")
    assert found.runs == 8 * 4
    assert [one.parameter for one in found.indices] == [BIRTHS, "luck"]
    assert found.indices[0].estimates["total"].value > 0.5


def test_a_theme_is_its_parameters_that_vary(toy_scenario, toy_society):
    """Without the leadership what is its own is left out, and so is war in years of peace."""
    land = chosen(toy_scenario, ["land"])
    assert "harvest.late" in land
    assert len(chosen(toy_scenario, ["land", "harvest.late"])) == len(land)
    assert set(chosen(toy_scenario, ["procurement"])) < set(land)
    assert chosen(toy_scenario, ["power"])
    with pytest.raises(UserError, match="varies has this name"):
        chosen(toy_society, ["power"])
    assert chosen(toy_scenario, ["power"])[0].startswith("power_opening.")
    with pytest.raises(UserError, match="a mechanism that does not run"):
        chosen(toy_society, [chosen(toy_scenario, ["power"])[-1]])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"design": "saltelli"}, "expected morris or sobol"),
        ({"luck": "good"}, "expected same or fresh"),
        ({"trajectories": 1}, "at least 2"),
        ({"points": 64}, "has trajectories, not points"),
        ({"design": "sobol"}, "has points, not trajectories"),
        ({"design": "sobol", "trajectories": None, "points": 100}, "expected 64 or 128"),
        ({"figure": Figure("population.birth", "1930")}, "population.births"),
        ({"others": "prior"}, "expected central or posterior"),
        ({"others": "posterior"}, "ships no posterior"),
        ({"parameters": ("births_deaths.fertility",)}, BIRTHS),
        ({"parameters": ("opening.seed_rate",)}, "one value cannot be varied"),
    ],
)
def test_a_mistake_is_told_before_anything_is_run(changed, said, plain, tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "run_points", None)
    asked = Asked(**vars(ASKED) | changed)
    with pytest.raises(UserError, match=said):
        run_design(plain, asked, tmp_path / "design")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure("population.births", "193"), "1930"),
        (Figure("population.births", "1930", "region=Steep"), "region=Steppe"),
        (Figure("population.births", "1930", level="true"), "truth"),
    ],
)
def test_a_figure_that_is_not_told_is_seen_in_the_first_history(figure, said, plain, tmp_path):
    folder = tmp_path / "design"
    with pytest.raises(UserError, match=said):
        run_design(plain, Asked("morris", NAMES, figure), folder)
    assert not list(folder.glob("figures-*"))


def test_what_a_what_if_sets_is_not_moved(plain, tmp_path):
    edit = {"target": "parameter", "name": BIRTHS, "set": 1.0}
    with pytest.raises(UserError, match="a what-if sets a parameter"):
        run_design(plain.edited({"edit": [edit]}), ASKED, tmp_path / "design")


def test_words_and_figures_are_read():
    assert words_of("land, harvest.late,") == ("land", "harvest.late")
    assert figure_of("a.b:region=Up", "1930") == Figure("a.b", "1930", "region=Up")
    assert figure_of("a.b", "1930", "region=Up", "known").level == "known"
    with pytest.raises(UserError, match="of one group"):
        figure_of("a.b:region=Up", "1930", "region=Low")
    with pytest.raises(UserError, match="no parameter to move"):
        words_of(" , ")


def test_the_command_runs_a_design(tmp_path):
    more = ["--trajectories", "2", "--parts", "society", "--out", str(tmp_path / "design")]
    done = CliRunner().invoke(app, [*DESIGN, *more])
    assert done.exit_code == 0, done.output
    assert BIRTHS in done.stdout
    assert "mu_star" in done.stdout
    again = CliRunner().invoke(app, [*DESIGN, *more, "--json"])
    assert json.loads(again.stdout)["runs"] == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*COMMAND, "--parameters", "land"], "--parameters belongs to a design"),
        ([*COMMAND, "--design", "morris"], "no parameter to move"),
        ([*COMMAND], "holds no ensemble"),
        ([*DESIGN, "--points", "64"], "has trajectories, not points"),
    ],
)
def test_a_mistake_of_the_command_is_one_sentence(words, said):
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output

"""Archives of a made-up counted history: the truth is kept, what survives follows the table of
organs, and estimates of it come back to the truth where they should."""

import csv
import json
from difflib import SequenceMatcher

import numpy as np
import polars as pl
import pytest
from scipy import stats
from typer.testing import CliRunner

from partystate import estimation
from partystate.archive.dead import names, read_dead
from partystate.archive.draw import draw
from partystate.archive.organs import SHIPPED, Organ, read_organs
from partystate.archive.spelling import misspelt
from partystate.archive.written import write_archive
from partystate.cli.main import app
from partystate.core.errors import UserError

PER_CELL, YEARS, REGIONS = 250, (1930, 1931, 1932, 1933), ("North", "South")
PERSONS = PER_CELL * len(YEARS) * len(REGIONS)
PLAIN = {
    "causes": ("shot",),
    "region_spread": 0.0,
    "yearly": 0.0,
    "lost": 0.0,
    "copied_from": "",
    "copied": 0.0,
    "avoids": "",
    "avoided": 0.0,
    "twice": 0.0,
    "misspelt": 0.0,
}


def organ(name, kept, **more):
    return Organ(list=name, kept=kept, **(PLAIN | more))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run directory as far as an archive reads it: as many shot in each region every year, and
    others who died otherwise."""
    path = tmp_path_factory.mktemp("run")
    rows = [
        (f"{year}-{month}", cause, region, "worker", float(persons))
        for year in YEARS
        for region in REGIONS
        for month, cause, persons in (
            ("03", "shot", 100),
            ("08", "shot", PER_CELL - 100),
            ("05", "death", 900),
        )
    ]
    schema = ["time", "cause", "region", "from", "persons"]
    pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path / "flows.parquet")
    (path / "manifest.json").write_text(json.dumps({"counting": "counted", "seed": 4}))
    return path


@pytest.fixture(scope="module")
def dead(folder):
    return read_dead(folder, ["shot"])


def test_every_one_of_the_dead_is_there_and_nobody_else(dead):
    assert len(dead) == PERSONS
    assert dead["person"].n_unique() == PERSONS
    assert set(dead["cause"]) == {"shot"}
    assert dead.filter(region="North", time="1931-03").height == 100


def test_a_list_keeps_the_share_that_it_keeps(dead):
    """Of 2,000 with chance .4, within four standard deviations: a false alarm in ten thousand."""
    found = draw(dead, [organ("a", 0.4), organ("b", 0.4)], seed=1)
    for i in range(2):
        assert abs(found.standing[:, i].mean() - 0.4) < 4 * np.sqrt(0.24 / PERSONS)
    both, alone = found.standing.all(1).mean(), found.standing.mean(0)
    assert abs(both - alone.prod()) < 4 * np.sqrt(0.16 * 0.84 / PERSONS)


def test_one_list_more_changes_no_other(dead):
    few = [organ("a", 0.4), organ("b", 0.3)]
    more = [few[0], organ("c", 0.2), few[1]]
    old, new = draw(dead, few, seed=3), draw(dead, more, seed=3)
    assert np.array_equal(old.standing[:, 1], new.standing[:, 2])
    assert old.records.filter(list="b").equals(new.records.filter(list="b"))
    assert not np.array_equal(old.standing, draw(dead, few, seed=4).standing)


def test_a_seed_that_is_none_is_told(dead):
    with pytest.raises(UserError, match="no such seed; found -1"):
        draw(dead, [organ("a", 0.4)], seed=-1)


def test_what_is_copied_overlaps_and_what_is_avoided_does_not(dead):
    first = organ("a", 0.5)
    copied = draw(dead, [first, organ("b", 0.1, copied_from="a", copied=1.0)], seed=1).standing
    assert copied[copied[:, 0], 1].all()
    avoided = draw(dead, [first, organ("b", 0.5, avoids="a", avoided=1.0)], seed=1).standing
    assert not avoided.all(1).any()


def test_burnt_years_of_a_region_are_empty_and_later_years_are_better_kept(dead):
    burnt = draw(dead, [organ("a", 0.5, lost=0.5), organ("b", 0.5)], seed=2)
    cells = burnt.dead.with_columns(stands=burnt.standing[:, 0])
    shares = cells.group_by("region", pl.col("time").str.slice(0, 4)).agg(pl.col("stands").mean())
    assert (shares["stands"] == 0).any()
    assert (shares["stands"] > 0.3).any()
    later = draw(dead, [organ("a", 0.5, yearly=1.0), organ("b", 0.5)], seed=2)
    by_year = later.dead.with_columns(stands=later.standing[:, 0])
    by_year = (
        by_year.group_by(pl.col("time").str.slice(0, 4)).agg(pl.col("stands").mean()).sort("time")
    )
    assert by_year["stands"].is_sorted()


def test_a_list_knows_only_causes_that_its_organ_writes_down(folder):
    both = read_dead(folder, ["shot", "death"])
    found = draw(both, [organ("a", 0.5), organ("b", 0.5, causes=("death",))], seed=1)
    assert set(found.dead.filter(found.standing[:, 0])["cause"]) == {"shot"}
    assert set(found.dead.filter(found.standing[:, 1])["cause"]) == {"death"}


def test_records_come_twice_and_misspelt_and_their_truth_is_known(dead):
    found = draw(dead, [organ("a", 0.5, twice=0.2, misspelt=0.5), organ("b", 0.5)], seed=1)
    written = found.records.filter(list="a")
    persons = int(found.standing[:, 0].sum())
    assert written["person"].n_unique() == persons
    assert abs(len(written) / persons - 1.2) < 4 * np.sqrt(0.16 / persons)
    right = found.dead["name"][written["person"]]
    wrong = (written["name"] != right).mean()
    assert 0.4 < wrong <= 0.56  # a slip may hit a letter that stands twice
    plain = found.records.filter(list="b")
    assert (plain["name"] == found.dead["name"][plain["person"]]).all()


def test_misspelt_names_are_near_the_right_ones():
    rng = np.random.default_rng(1)
    right = names(500, rng)
    wrong = misspelt(right, 1.0, rng)
    alike = [SequenceMatcher(None, a, b).ratio() for a, b in zip(right, wrong, strict=True)]
    assert min(alike) > 0.4
    assert np.mean(np.array(alike) < 1) > 0.8  # a slip may write a letter that stands twice


def test_lists_apart_give_the_truth_back(dead):
    """Intervals of 95 per cent from lists that work apart hold the truth in at least 24 of 30
    archives; a right interval fails this less than once in a thousand."""
    held = 0
    organs = [organ("a", 0.4), organ("b", 0.3), organ("c", 0.35)]
    for seed in range(30):
        found = draw(dead, organs, seed)
        table = pl.DataFrame(found.standing.astype(int), schema=list(found.lists), orient="row")
        one = estimation.estimate(table, methods=["independence"]).estimates[0]
        held += one.low <= PERSONS <= one.high
    assert stats.binom.cdf(23, 30, 0.95) < 1e-3
    assert held >= 24


def test_the_folder_holds_what_may_be_seen_and_the_truth_apart(folder, tmp_path):
    found, rules = write_archive(folder, tmp_path / "lists", seed=2)
    seen = pl.read_csv(tmp_path / "lists" / "lists.csv")
    assert seen.height == found.standing.any(1).sum()
    read = estimation.read_lists(tmp_path / "lists" / "lists.csv", strata=["region"])
    assert read.histories.lists == tuple(each.list for each in rules)
    assert set(read.strata) <= set(REGIONS)
    records = pl.read_csv(tmp_path / "lists" / "records.csv")
    assert "person" not in records.columns
    assert pl.read_csv(tmp_path / "lists" / "truth.csv")["persons"].sum() == PERSONS
    assert json.loads((tmp_path / "lists" / "archive.json").read_text())["persons"] == PERSONS


def test_the_command(folder, tmp_path):
    done = CliRunner().invoke(app, ["archive", str(folder), "--out", str(tmp_path / "lists")])
    assert done.exit_code == 0, done.output
    assert "2,000 were killed" in done.output
    again = ["archive", str(folder), "--out", str(tmp_path / "again"), "--json"]
    told = json.loads(CliRunner().invoke(app, again).stdout)
    for name in ("lists.csv", "records.csv", "truth.csv"):
        made = [(tmp_path / where / name).read_bytes() for where in ("lists", "again")]
        assert made[0] == made[1]
    assert told["persons"] == PERSONS


def test_expected_numbers_are_refused(folder, tmp_path):
    (tmp_path / "flows.parquet").write_bytes((folder / "flows.parquet").read_bytes())
    (tmp_path / "manifest.json").write_text(json.dumps({"counting": "expected"}))
    with pytest.raises(UserError, match="expected numbers.*--counting counted"):
        read_dead(tmp_path, ["shot"])


@pytest.mark.parametrize(
    ("causes", "says"),
    [(["short"], "no such cause; found 'short'"), (["famine_death"], "nobody died so")],
)
def test_causes_that_are_none_are_told(folder, causes, says):
    with pytest.raises(UserError, match=says):
        read_dead(folder, causes)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("kept", "1.2", "row 3, column 'kept': out of range"),
        ("kept", "much", "not a number"),
        ("twice", "0.9", "too many records twice"),
        ("basis", "", "nothing says what the row rests on"),
        ("list", "police_register", "a list without a name of its own"),
        ("copied_from", "families", "no list stands above by that name"),
    ],
)
def test_a_broken_table_of_organs_is_told(tmp_path, column, value, says):
    rows = list(csv.DictReader(SHIPPED.read_text(encoding="utf-8").splitlines()))
    rows[1][column] = value
    path = tmp_path / "organs.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(UserError, match=says):
        read_organs(path)

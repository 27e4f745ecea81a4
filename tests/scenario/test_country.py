"""The countries that come with the program: they load, they close, and every row has a source."""

from __future__ import annotations

import re
from functools import cache

import jax
import numpy as np
import polars as pl
import pytest

from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.country import COUNTRIES, OF_REVOLUTION, TEMPLATE, bundled, load
from partystate.country.tables import TABLES
from partystate.country.what_ifs import load_thesis, load_what_if
from partystate.scenario.assemble import assemble
from partystate.scenario.dated_parameters import dated_edits
from partystate.scenario.edited_inputs import places_of
from partystate.scenario.parts import REVOLUTION
from partystate.world.statuses import STATUSES

ALL = ("ussr", "toyland", TEMPLATE)
CENSUS_1926 = 147_027_915
loaded = cache(load)  # each country once, for all tests of this file


@cache
def plain_of(name: str, thesis: str | None, parts: tuple[str, ...] | None):
    """A scenario without a what-if, which many are held against."""
    return assemble(loaded(name), thesis=thesis, parts=parts)


@pytest.fixture(scope="module", params=ALL)
def country(request):
    return loaded(request.param)


@pytest.fixture(scope="module")
def ussr():
    return loaded("ussr")


def test_bundled_countries_are_listed_without_the_template():
    assert bundled() == ["toyland", "ussr"]


# tables of which the template has none
OPTIONAL = {"persons", "offices", "adherents", "faiths", "fields", "officials", "war"}
OPTIONAL |= {"revolution", "armies", "voters"}


def test_every_table_has_its_columns_and_types(country):
    for name, table in country.tables.items():
        assert tuple(table.columns) == tuple(TABLES[name].model_fields)
        assert set(table.dtypes) <= {pl.String, pl.Int64, pl.Float64}
    assert set(TABLES) - set(country.tables) <= OPTIONAL


def test_every_row_has_a_source(country):
    for table in country.tables.values():
        if "source" in table.columns and not table.is_empty():
            assert table["source"].str.strip_chars().str.len_chars().min() > 0


def test_no_source_is_a_file(country):
    for table in country.tables.values():
        if "source" in table.columns:
            assert not table["source"].str.contains(r"\.csv|^/").any()


def test_shares_close(country):
    communities = country.tables["communities"].group_by("region").agg(pl.col("share").sum())
    assert communities["share"].to_list() == pytest.approx([1] * communities.height, abs=1e-9)
    statuses = country.tables["statuses"].group_by("settlement").agg(pl.col("opening_share").sum())
    assert dict(statuses.iter_rows()) == pytest.approx({"urban": 1, "rural": 1, "confined": 0})


def test_a_parameter_is_read_by_name(country):
    assert country.parameter("opening.seed_rate") == 0.12
    with pytest.raises(UserError, match="parameter is missing"):
        country.parameter("opening.nothing")


def test_a_path_loads_like_a_name():
    by_name, by_path = load("toyland"), load(COUNTRIES / "toyland")
    assert by_name.meta == by_path.meta
    assert all(by_name.tables[name].equals(by_path.tables[name]) for name in by_name.tables)


def test_ussr_has_the_regions_peoples_and_statuses_of_the_design(ussr):
    communities = ussr.tables["communities"]
    assert ussr.tables["regions"].height == 38
    assert communities.filter(pl.col("preallocated") == 0).height == 329
    assert communities.filter(pl.col("preallocated") == 1)["share"].sum() == 0
    assert tuple(ussr.tables["statuses"]["status"]) == STATUSES
    assert ussr.tables["age_bands"]["band"].to_list() == [
        "0",
        "1-4",
        "5-8",
        "9-15",
        "16-19",
        "20-29",
        "30-39",
        "40-49",
        "50-59",
        "60-69",
        "70+",
    ]


def test_ussr_counts_agree_with_the_census(ussr):
    assert ussr.tables["regions"]["population"].sum() == pytest.approx(CENSUS_1926, rel=1e-3)
    carried_back = ussr.tables["opening_ages"]["persons"].sum()
    assert carried_back == pytest.approx(ussr.parameter("opening.population"), rel=0.01)
    rural = (ussr.tables["regions"]["population"] * ussr.tables["regions"]["rural_share"]).sum()
    assert rural == pytest.approx(120_713_801, rel=0.02)


def test_ussr_opens_without_hindsight(ussr):
    """Only rates and ages of before the base years: the censuses of 1937 and 1939 are for
    validation."""
    assert set(ussr.tables["vital_rates"]["period"]) == {"1896/1897", "1926/1927"}
    inputs = pl.concat(
        [
            ussr.tables[name].select("source")
            for name in ("regions", "communities", "opening_ages", "vital_rates", "statuses")
        ]
    )
    assert not inputs["source"].str.contains("193[79]").any()


def test_ussr_is_given_no_outcome_of_the_land(ussr):
    """Collections, exports, herds, area, farms joined and rations come out: only the line, trade,
    weather and danger from abroad go in."""
    assert set(ussr.tables["recorded"]["input"]) == {
        "market_line",
        "imports",
        "grain_price",
        "foreign_aid",
        "disputes",
        "foreign_events",
    }
    line = ussr.tables["recorded"].filter(pl.col("input") == "market_line")
    starts = [dates.parse(time).months[0] for time in line["time"]]
    assert starts == sorted(starts)
    assert starts[0] == dates.month_number(ussr.meta.start)


def test_ussr_grain_balances_add_up(ussr):
    land = ussr.tables["regional_land"]
    total = dict(land.group_by("quantity").agg(pl.col("central").sum()).iter_rows())
    assert total["grain_balance"] == pytest.approx(3.0, abs=0.05)
    assert total["grain_area_1928"] == pytest.approx(92_200, rel=1e-3)
    assert total["horses_1928"] == pytest.approx(33_500, rel=1e-3)


def test_better_off_persons_come_from_households(ussr):
    """3-5 per cent of households are a larger share of persons, because their households are
    larger."""
    status = {row["status"]: row for row in ussr.tables["statuses"].iter_rows(named=True)}
    size = (
        status["better_off_peasant"]["household_size"]
        / status["individual_peasant"]["household_size"]
    )
    farmers = sum(row["opening_share"] for row in status.values() if row["peasant"])
    assert status["better_off_peasant"]["opening_share"] == pytest.approx(
        0.04 * size * farmers, abs=0.003
    )


def test_toyland_is_small_and_says_that_it_is_invented(toyland):
    assert toyland.tables["regions"].height == 3
    assert toyland.tables["nationalities"].height == 4
    assert toyland.tables["persons"].height == 12
    assert (
        toyland.tables["regions"]["population"].sum()
        == 3_000_000
        == toyland.tables["opening_ages"]["persons"].sum()
    )
    for name, table in toyland.tables.items():
        if "source" in table.columns:
            assert table["source"].str.starts_with("invented").all(), name


def test_the_template_explains_every_column():
    readme = (COUNTRIES / TEMPLATE / "README.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", readme))
    for name, model in TABLES.items():
        assert f"{name}.csv" in readme
        assert set(model.model_fields) <= words, name


WHAT_IFS = sorted(COUNTRIES.glob("*/what_ifs/*.toml"))
THESES = sorted(COUNTRIES.glob("*/theses/*.toml"))


def _leaves_of_both(one, other):
    """(array, array) by dotted place of two trees alike."""
    pairs = zip(jax.tree_util.tree_flatten_with_path(one)[0], jax.tree.leaves(other), strict=True)
    return {
        ".".join(key.name for key in path): (np.asarray(a), np.asarray(b)) for (path, a), b in pairs
    }


def _thesis_on(country: str, peoples: set[str]) -> str | None:
    """A thesis of the country that names one of the peoples."""
    ours = [load_thesis(p.stem, p.parent) for p in THESES if p.parts[-3] == country]
    return next(
        (t.name for t in ours if peoples & {e.name for e in t.edit if e.target == "people"}), None
    )


@pytest.mark.parametrize(
    "path",
    WHAT_IFS + THESES,
    ids=lambda path: f"{path.parts[-3]}-{path.stem}",
)
def test_shipped_what_ifs_change_something(path):
    """Each edit of an input changes that input and no other; a file without one changes a parameter
    or a mechanism. A what-if of a people is looked at on top of a thesis that names that people."""
    country, is_thesis = loaded(path.parts[-3]), path.parts[-2] == "theses"
    what_if = (load_thesis if is_thesis else load_what_if)(path.stem, path.parent)
    under = (
        None
        if is_thesis
        else _thesis_on(path.parts[-3], {e.name for e in what_if.edit if e.target == "people"})
    )
    parts = (REVOLUTION,) if path.stem.endswith(OF_REVOLUTION) else None
    plain = plain_of(path.parts[-3], under, parts)
    edited = assemble(
        country,
        what_ifs=[] if is_thesis else [path.stem],
        thesis=path.stem if is_thesis else under,
        parts=parts,
    )
    names = {
        place
        for place, (one, other) in _leaves_of_both(plain.inputs, edited.inputs).items()
        if not np.array_equal(one, other, equal_nan=True)
    }
    inputs = [e.name for e in what_if.edit if e.target == "input"]
    asked = {place.path for name in inputs for place in places_of(name)}
    asked |= {"forced.posts.holder" for e in what_if.edit if e.target == "office"}
    asked |= {f"forced.posts.{e.name}" for e in what_if.edit if e.target == "person"}
    assert names == asked
    values = plain.values("central", 0, 0) != edited.values("central", 0, 0)
    target = not np.array_equal(plain.endowment.land.target, edited.endowment.land.target)
    dated = dated_edits(plain.what_ifs) != dated_edits(edited.what_ifs)
    rules = plain.rules.mechanisms != edited.rules.mechanisms
    assert names or values or dated or target or rules


def test_a_world_of_the_wrong_shape_is_refused(toy_scenario):
    """The scenario checks every annotated array against the lengths of the country's axes."""
    from dataclasses import replace

    from partystate.core.pytree import ShapeError

    scenario = toy_scenario
    short = replace(scenario, census=scenario.census[:-1])
    with pytest.raises((ShapeError, TypeError, ValueError)):
        short.start(short.values("central", 1, 0), 1)

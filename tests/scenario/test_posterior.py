"""The posterior a country ships: checked, drawn from by counters, and refused when it rests on
other priors or figures."""

import csv
import shutil

import numpy as np
import polars as pl
import pytest

from partystate.core.errors import UserError
from partystate.country import priors
from partystate.country.check import list_problems
from partystate.country.country import COUNTRIES, load
from partystate.country.posterior_file import ABOUT, FILE, About
from partystate.mechanisms.registry import is_calibrated
from partystate.scenario import parameters
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP, SOCIETY
from partystate.scenario.posterior import as_csv, as_toml, basis_digest, current

RUNS = range(30)


@pytest.fixture
def pack(tmp_path):
    return shutil.copytree(COUNTRIES / "toyland", tmp_path / "pack")


@pytest.fixture
def free():
    """Two free parameters whose priors are bounded."""
    rows = (
        load("toyland")
        .tables["parameters"]
        .filter((pl.col("free") == 1) & pl.col("prior").is_in(["uniform", "triangular"]))
    )
    return rows.head(2)


def give(pack, free, places):
    """Ship draws at `places` in the range of each of the free parameters."""
    draws = pl.DataFrame(
        {
            r["parameter"]: [r["low"] + p * (r["high"] - r["low"]) for p in places]
            for r in free.iter_rows(named=True)
        }
    )
    return give_draws(pack, draws)


def give_draws(pack, draws):
    (pack / FILE).unlink(missing_ok=True)
    (pack / ABOUT).unlink(missing_ok=True)
    about = About(
        design_runs=10,
        waves=1,
        cut=3.0,
        cuts_of_waves=[3.0],
        members=5,
        inflations=[2.0, 2.0],
        discrepancy=0.1,
        rule="by hand",
        figures=4,
        figures_within_cut=4,
        inside_50={"all": 0.5, "land": 0.5},
        inside_90={"all": 0.75, "land": 0.75},
        digests=[basis_digest(load(pack), 0)],
        code="none",
    )
    (pack / FILE).write_bytes(as_csv(draws))
    (pack / ABOUT).write_bytes(as_toml(about))
    return load(pack)


def set_cell(path, row, column, text):
    """Row as an editor counts it."""
    table = list(csv.reader(path.open(encoding="utf-8", newline="")))
    table[row - 1][table[0].index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(table)


def taken(country, names):
    choices = parameters.Choices(country)
    return [tuple(choices.from_posterior(5, run)[n] for n in names) for run in RUNS]


def test_a_posterior_comes_back_as_it_was_written(pack, free):
    country = give(pack, free, (0.25, 1 / 3, 0.75))
    assert list_problems(pack) == []
    about = country.posterior.about
    assert about.rule == "by hand"
    assert about.inside_90 == {"all": 0.75, "land": 0.75}
    assert about.inflations == [2.0, 2.0]
    assert country.posterior.draws.columns == free["parameter"].to_list()
    low, high = free["low"].to_numpy(), free["high"].to_numpy()
    assert country.posterior.draws.to_numpy()[1] == pytest.approx(low + (high - low) / 3, rel=1e-9)


def test_a_run_takes_one_whole_draw_and_the_rest_stands(pack, free):
    """Each of three draws is taken in 30 runs, but for less than once in 1e4. What else stood at
    its centre in the fit does so; of the party's top and of schools it comes from the prior."""
    country = give(pack, free, (0.2, 0.5, 0.8))
    names = free["parameter"].to_list()
    assert set(taken(country, names)) == set(country.posterior.draws.rows())
    ours, prior, central = (
        parameters.Choices(country).from_posterior(5, 3),
        parameters.Choices(country).from_prior(5, 3),
        parameters.central(country),
    )
    assert list(ours) == list(prior)
    open_ = {n for n in ours if not is_calibrated(n)}
    assert {"power_opening.trait_mean", "schooling.gap"} <= open_
    assert not {"opening.area", "industry_opening.plant", "growth.wear"} & open_
    assert all(ours[n] == prior[n] for n in open_)
    assert all(ours[n] == central[n] for n in set(ours) - open_ - set(names))


def test_a_draw_more_changes_only_the_runs_that_take_it(pack, free):
    names = free["parameter"].to_list()
    before = give(pack, free, (0.2, 0.5, 0.8))
    old = taken(before, names)
    new = taken(give(pack, free, (0.9, 0.2, 0.5, 0.8)), names)
    assert {b for a, b in zip(old, new, strict=True) if a != b} == set(new) - set(old) != set()


def test_the_order_of_the_draws_does_not_matter(pack, free):
    names = free["parameter"].to_list()
    assert taken(give(pack, free, (0.2, 0.5, 0.8)), names) == taken(
        give(pack, free, (0.8, 0.2, 0.5)), names
    )


def test_scenarios_take_the_posterior(pack, free):
    country = give(pack, free, (0.4,))
    name = free["parameter"][0]
    for parts in ((SOCIETY,), (LEADERSHIP,)):
        scenario = assemble(country, parts=parts)
        assert scenario.values("posterior", 1, 0)[name] == country.posterior.draws[name][0]
        with pytest.raises(UserError, match="unknown choice of parameters"):
            scenario.values("postrior", 1, 0)


def test_without_a_posterior_there_is_one_sentence(toyland):
    with pytest.raises(UserError, match="partystate calibrate"):
        parameters.Choices(toyland).from_posterior(1, 0)
    assert parameters.representative(toyland) == parameters.central(toyland)


def test_the_representative_draw_is_the_one_nearest_the_mean(pack, free):
    country = give(pack, free, (0.1, 0.45, 0.9))
    found, central = parameters.representative(country), parameters.central(country)
    names = free["parameter"].to_list()
    assert tuple(found[n] for n in names) == country.posterior.draws.row(1)
    assert {n for n in found if found[n] != central[n]} <= set(names)


def test_another_prior_makes_it_stale(pack, free):
    country = give(pack, free, (0.2, 0.8))
    assert current(country) is country.posterior
    fixed = next(
        i
        for i, r in enumerate(country.tables["parameters"].iter_rows(named=True), start=2)
        if r["prior"] == "fixed"
    )
    set_cell(pack / "parameters.csv", fixed, "ground", "assumption: in other words")
    assert current(load(pack))
    set_cell(pack / "parameters.csv", fixed, "high", "1e9")
    with pytest.raises(
        UserError, match=r"posterior\.toml.*other priors.*partystate calibrate"
    ) as told:
        parameters.Choices(load(pack)).from_posterior(1, 0)
    assert told.value.column == "digests"
    with pytest.raises(UserError, match="other priors"):
        parameters.representative(load(pack))


def test_a_calibrate_figure_makes_it_stale_and_a_validate_figure_does_not(pack, free):
    country = give(pack, free, (0.2, 0.8))
    record = pack / "evidence" / "record"
    set_cell(record / "people.csv", 4, "central", "79")  # deaths: validate
    assert current(country)
    set_cell(record / "people.csv", 3, "central", "131")  # births: calibrate
    with pytest.raises(UserError, match="other figures"):
        current(country)


@pytest.mark.parametrize(
    ("spoil", "file", "row", "column"),
    [
        (lambda p, n: (p / ABOUT).unlink(), ABOUT, None, ""),
        (lambda p, n: (p / FILE).unlink(), FILE, None, ""),
        (lambda p, n: set_cell(p / FILE, 1, n, "opening.seed_rate"), FILE, 1, "opening.seed_rate"),
        (lambda p, n: set_cell(p / FILE, 1, n, "no.such"), FILE, 1, "no.such"),
        (lambda p, n: set_cell(p / FILE, 3, n, "1e9"), FILE, 3, "NAME"),
        (lambda p, n: set_cell(p / FILE, 3, n, "nan"), FILE, 3, "NAME"),
        (lambda p, n: set_cell(p / FILE, 3, n, ""), FILE, 3, "NAME"),
        (
            lambda p, n: (p / FILE).write_text((p / FILE).read_text().splitlines()[0] + "\n"),
            FILE,
            1,
            "",
        ),
        (
            lambda p, n: (p / FILE).write_text(
                (p / FILE).read_text() + (p / FILE).read_text().splitlines()[1] + "\n"
            ),
            FILE,
            4,
            "",
        ),
        (lambda p, n: (p / FILE).write_text((p / FILE).read_text() + "0.5\n"), FILE, 4, ""),
        (lambda p, n: (p / FILE).write_bytes(b""), FILE, 1, ""),
        (
            lambda p, n: (p / ABOUT).write_text((p / ABOUT).read_text() + "colour = 1\n"),
            ABOUT,
            None,
            "colour",
        ),
        (
            lambda p, n: (p / ABOUT).write_text(
                (p / ABOUT).read_text().replace("waves = 1", "waves = 0")
            ),
            ABOUT,
            None,
            "waves",
        ),
        (lambda p, n: (p / ABOUT).write_text("rule = \n"), ABOUT, 1, ""),
    ],
    ids=[
        "no account",
        "no draws",
        "not free",
        "no parameter",
        "outside",
        "no number",
        "blank",
        "no row",
        "a draw twice",
        "short row",
        "empty",
        "strange entry",
        "no wave",
        "no TOML",
    ],
)
def test_mistakes_are_told_with_their_place(pack, free, spoil, file, row, column):
    give(pack, free, (0.2, 0.8))
    name = free["parameter"][0]
    spoil(pack, name)
    first = list_problems(pack)[0]
    assert (first.file, first.column) == (file, column.replace("NAME", name))
    assert row is None or first.row == row
    with pytest.raises(UserError):
        load(pack)


def test_an_unbounded_prior_may_be_left_above_its_usual_range(pack):
    row = (
        load(pack)
        .tables["parameters"]
        .filter((pl.col("free") == 1) & (pl.col("prior") == "lognormal"))
        .row(0, named=True)
    )
    give_draws(pack, pl.DataFrame({row["parameter"]: [2 * row["high"]]}))
    assert list_problems(pack) == []
    set_cell(pack / FILE, 2, row["parameter"], "-1")
    assert list_problems(pack)[0].row == 2


@pytest.mark.parametrize("prior", ["uniform", "triangular", "normal", "lognormal"])
def test_probability_undoes_quantile(prior):
    for u in (0.01, 0.3, 0.5, 0.9):
        value = priors.quantile(prior, 0.5, 0.8, 2.0, u)
        low, high = priors.bounds(prior, 0.5, 0.8, 2.0)
        assert low < value < high
        assert priors.probability(prior, 0.5, 0.8, 2.0, value) == pytest.approx(u)


def test_a_fixed_prior_has_one_value():
    assert priors.quantile("fixed", None, 0.8, None, 0.1) == 0.8
    assert priors.bounds("fixed", None, 0.8, None) == (0.8, 0.8)
    assert np.isclose(priors.probability("uniform", 1, 1, 1, 1), 0.5)

"""Renamed parameters: no number moves, an old name gives the same run and a warning, and no name
is guessed."""

import shutil
import warnings
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import partystate
from partystate.core.errors import UserError
from partystate.country.check import list_problems
from partystate.country.country import COUNTRIES, load
from partystate.country.renamed import Renamed, first_name, new_names, renamings
from partystate.country.rules import parameters_read
from partystate.country.what_ifs import Edit, Thesis, WhatIf, load_thesis, load_what_if
from partystate.experiments.histories import simulate
from partystate.mechanisms.registry import PARTS
from partystate.scenario.assemble import assemble
from partystate.scenario.parameters import Choices
from partystate.scenario.parts import SOCIETY
from partystate.scenario.posterior import basis_digest, current

BEFORE = Path(__file__).with_name("drawn_before_renaming.csv")
SEED = 3  # of the values that were drawn before
OLD, NEW = "arrests.talk", "arrests.denounced_per_arrest"
EDIT = '[[edit]]\ntarget = "parameter"\nname = "{}"\nset = 0.1\n'
THESIS = 'title = "a"\nauthors = "b"\nadds = ["{}"]\n'


@pytest.fixture(autouse=True)
def _still_reads_them(monkeypatch):
    """All but the last tests are of a version in which old names hold."""
    monkeypatch.setattr(partystate, "__version__", "0.6.7")


@pytest.fixture
def pack(tmp_path):
    return shutil.copytree(COUNTRIES / "toyland", tmp_path / "pack")


@pytest.fixture(scope="module")
def ussr():
    return load("ussr")


def rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def under_old_names(text):
    """A table whose rows or columns are parameters, as it stood before the renaming."""
    for new in sorted(set(new_names().values())):
        text = text.replace(f"{new},", f"{first_name(new)},")
    return text


def warned(read):
    """What a reading gives, and the old names of which it tells."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = read()
    return found, [str(w.message) for w in caught if w.category is Renamed]


def test_every_old_name_has_one_new_one_that_is_read():
    old, new = [r.old for r in renamings()], set(new_names().values())
    assert len(set(old)) == len(old)
    assert new <= set(parameters_read())
    assert not set(old) & set(parameters_read())


def test_draws_are_those_of_before(ussr, toyland):
    before = pl.read_csv(BEFORE)
    choices = {"ussr": Choices(ussr), "toyland": Choices(toyland)}
    members = before.partition_by("country", "kind", "run", as_dict=True)
    assert len(members) == 5
    for (country, kind, run), rows in members.items():
        drawn = choices[country].of_kind(kind, SEED, run)
        for name, value in rows.select("parameter", "value").iter_rows():
            # to the last bit but one: processors round the quantiles of a prior differently
            assert drawn[new_names()[name]] == pytest.approx(value, rel=1e-14), (
                country,
                kind,
                run,
                name,
            )


def test_the_shipped_posterior_holds(ussr):
    """The digests are those that the fit wrote."""
    assert current(ussr) is ussr.posterior
    assert ussr.posterior.about.digests == [basis_digest(ussr, part) for part in range(len(PARTS))]


def test_a_table_under_old_names_is_the_same_table(pack, toyland):
    rewrite(pack / "parameters.csv", under_old_names)
    country, told = warned(lambda: load(pack))
    assert country.tables["parameters"].equals(toyland.tables["parameters"])
    assert len(told) == len(set(told)) == len(renamings())
    assert "'camps.hard' is called 'camps.camp_mortality_multiple' now" in " ".join(told)
    assert warned(lambda: list_problems(pack))[0] == []


def test_a_posterior_under_old_names_is_the_same_posterior(tmp_path, ussr):
    pack = shutil.copytree(ussr.path, tmp_path / "pack")
    rewrite(pack / "posterior.csv", under_old_names)
    country, told = warned(lambda: load(pack))
    assert current(country).draws.equals(ussr.posterior.draws)
    assert Choices(country).from_posterior(1, 0) == Choices(ussr).from_posterior(1, 0)
    assert all(text.startswith("posterior.csv: ") for text in told)
    assert len(told) == len(set(told)) > 10


def test_an_old_name_gives_the_same_run(pack, toyland):
    """Of the country and of a what-if, each once told."""
    rewrite(pack / "parameters.csv", lambda text: text.replace(f"{NEW},", f"{OLD},"))
    country, told = warned(lambda: load(pack))
    assert len(told) == 1
    ends = []
    for where, name in ((toyland, NEW), (country, OLD)):
        edit = Edit(target="parameter", name=name, set=0.1)
        what_if, told = warned(lambda edit=edit: WhatIf(title="a", edit=[edit], name="mild"))
        assert len(told) == (name == OLD)
        scenario = assemble(where, what_ifs=[what_if], parts=(SOCIETY,))
        made = simulate(scenario, 1, parameters="prior")
        ends.append((made.values, np.asarray(made.trajectory.population)))
    assert ends[0][0] == ends[1][0]
    assert ends[0][0][NEW] == 0.1
    assert np.array_equal(ends[0][1], ends[1][1])


def test_files_of_what_ifs_and_theses_are_read_with_an_old_name(tmp_path):
    made = []
    for name in (OLD, NEW):
        (tmp_path / "a.toml").write_text('title = "a"\n' + EDIT.format(name))
        (tmp_path / "b.toml").write_text(THESIS.format("threat.fifth") + EDIT.format(name))
        made.append(
            [
                warned(lambda: load_what_if("a", tmp_path)),
                warned(lambda: load_thesis("b", tmp_path)),
            ]
        )
    (old_what_if, old_thesis), (what_if, thesis) = made
    assert old_what_if[0] == what_if[0]
    assert old_thesis[0] == thesis[0]
    assert thesis[0].adds == ["threat.fifth_column"]
    assert [len(told) for _, told in (old_what_if, what_if, old_thesis, thesis)] == [1, 0, 2, 1]
    assert old_what_if[1][0].startswith(f"a.toml: the parameter '{OLD}' is called '{NEW}' now")


def test_old_and_new_together_are_refused(pack, tmp_path):
    edits = [Edit(target="parameter", name=name, set=0.1) for name in (OLD, NEW)]
    with pytest.raises(UserError, match=r"mild\.toml.*its old and its new name"):
        WhatIf(title="a", edit=edits, name="mild")
    with pytest.raises(UserError, match="its old and its new name"):
        Thesis(title="a", authors="b", edit=edits[1:], adds=[OLD, NEW])
    row = next(
        line
        for line in (pack / "parameters.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"{NEW},")
    )
    rewrite(pack / "parameters.csv", lambda text: text + row.replace(NEW, OLD) + "\n")
    error = list_problems(pack)[0]
    assert (error.file, error.column) == ("parameters.csv", "parameter")
    assert error.problem == "a parameter under its old and its new name"


def test_old_and_new_together_are_refused_in_a_posterior(tmp_path):
    pack = shutil.copytree(COUNTRIES / "ussr", tmp_path / "pack")
    rewrite(
        pack / "posterior.csv",
        lambda text: text.replace("camps.hunger_mortality_rise,", "camps.hard,", 1),
    )
    error = list_problems(pack)[0]
    assert (error.file, error.row, error.column) == ("posterior.csv", 1, "camps.hard")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("arrests.quite", "arrests.quiet_arrests_per_officer"),
        ("deportation_orders.bars", "deportation_orders.distrust_threshold"),
    ],
)
def test_a_wrong_old_name_is_told_the_new_one(pack, toyland, wrong, meant):
    edit = Edit(target="parameter", name=wrong, set=0.1)
    with pytest.raises(UserError, match="unknown parameter") as told:
        assemble(toyland, what_ifs=[WhatIf(title="a", edit=[edit])])
    assert told.value.expected.startswith(meant)
    rewrite(pack / "parameters.csv", lambda text: text.replace(f"{meant},", f"{wrong},"))
    assert meant in list_problems(pack)[0].expected


def test_a_name_out_of_its_time_is_unknown(toyland, monkeypatch):
    monkeypatch.setattr(partystate, "__version__", "0.7.0")
    what_if, told = warned(
        lambda: WhatIf(title="a", edit=[Edit(target="parameter", name=OLD, set=0.1)])
    )
    assert not told
    with pytest.raises(UserError, match="unknown parameter") as refused:
        assemble(toyland, what_ifs=[what_if])
    assert refused.value.expected.startswith(NEW)

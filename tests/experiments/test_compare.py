"""Asking about people and land on toyland: paired effects, months, theses. Seeds are fixed, so no
test fails by chance."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from partystate.cli.ensemble import _cells
from partystate.cli.theses import nearest, nearness
from partystate.core import dates
from partystate.core.errors import UserError
from partystate.country.what_ifs import Edit, Thesis, WhatIf
from partystate.evidence import compile_rows
from partystate.experiments import arms
from partystate.experiments.arms import ARMS
from partystate.experiments.compare import compare
from partystate.experiments.comparisons import Beside, run_beside, saved
from partystate.experiments.effects import decorrelated, first_differences
from partystate.experiments.gathering import assembled_of, gather
from partystate.experiments.parts import Plan
from partystate.experiments.questions import asked_of, observables_of
from partystate.experiments.theses import (
    SAME,
    Told,
    contest,
    difference,
    free_parameters,
    row_weights,
    series_of,
)
from partystate.mechanisms.registry import of_society
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import SOCIETY
from partystate.scenario.scenario import Scenario
from partystate.scoring.quantity import Line

MONTH = "1930-07"
UNTIL = None  # to the end of toyland, as in other tests: one compiled program for all
NOTHING = WhatIf(
    title="nothing", edit=[Edit(target="input", name="imports", scale=1.0)], name="nothing"
)
NO_EXPORTS = WhatIf(
    title="no exports",
    edit=[Edit(target="input", name="imports", set=0.0, start=MONTH)],
    name="none",
)
RELIEF = [
    Edit(target="parameter", name="relief.generosity", set=1.0),
    Edit(target="parameter", name="relief.floor_months", set=0.0),
]
THESIS = (
    'title = "One people bears the plan"\nauthors = "nobody"\n\n[[edit]]\ntarget = '
    '"people"\nname = "Alder"\nset = 1.0\n'
)
UNBIASED = WhatIf(
    title="unbiased", edit=[Edit(target="people", name="Alder", set=0.0)], name="unbiased"
)
HIGH_BIAS = WhatIf(
    title="high", edit=[Edit(target="parameter", name="procurement.bias", set=1.0)], name="high"
)


@pytest.fixture(scope="module")
def thesis(tmp_path_factory):
    path = tmp_path_factory.mktemp("theses") / "bias.toml"
    path.write_text(THESIS)
    return str(path)


@pytest.fixture(scope="module")
def sides(toyland):
    """The same six runs without and with the end of exports."""
    return [
        gather(
            Scenario(toyland, what_ifs=w, parts=(SOCIETY,)).assembled,
            1,
            6,
            "prior",
            ["famine.deaths_attributed"],
        ).society
        for w in ([], [NO_EXPORTS])
    ]


def test_a_what_if_that_changes_nothing_has_exactly_no_effect(toyland):
    plain = Scenario(toyland, parts=(SOCIETY,))
    found = compare(plain, plain.edited(NOTHING), 3)
    assert len(found.effects) == len(asked_of(toyland))
    assert all(e.effect == 0 for e in found.effects)
    assert not found.first_differences


def test_an_edit_from_a_month_changes_nothing_before_it(sides):
    base, changed = sides
    first, later = dates.parse(MONTH).start, 0
    for key, series in base.values.items():
        for time, values in series.items():
            same = np.array_equal(values, changed.values[key][time])
            assert same or dates.parse(time).end >= first, (key, time)
            later += not same
    assert later


def test_first_differences_begin_with_what_was_changed(sides, toyland):
    text, share = first_differences(*sides, observables_of(toyland))[0]
    assert text.endswith("grain.exports")
    assert text >= MONTH
    assert share >= 0.5


def test_effects_by_region_sum_to_the_country(toyland):
    plain = Scenario(toyland, parts=(SOCIETY,))
    effects = {e.outcome: e for e in compare(plain, plain.edited(NO_EXPORTS), 3).effects}
    for name in (
        "deaths laid to hunger, 1932/1933",
        "excess deaths, 1932/1933",
        "population, 1933-01-01",
    ):
        whole = effects[name]
        parts = [
            effects[f"{name}, {region}"].effect for region in toyland.tables["regions"]["region"]
        ]
        assert whole.effect
        assert sum(parts) == pytest.approx(whole.effect, rel=1e-6)
    # by the gazetteer: Steppe and a quarter of Midland
    south = effects["deaths laid to hunger, 1932/1933, The South"].effect
    by_hand = [
        effects[f"deaths laid to hunger, 1932/1933, {region}"].effect
        for region in ("Steppe", "Midland")
    ]
    assert south == pytest.approx(by_hand[0] + by_hand[1] / 4, rel=1e-9)


def test_a_parameter_of_some_months_acts_in_them_alone(toyland):
    """From the first month on it is the same as throughout; from a month on it changes nothing
    before."""
    throughout, dated, later = (
        WhatIf(
            title="relief",
            name="relief",
            edit=[e.model_copy(update={"start": start}) for e in RELIEF],
        )
        for start in (None, toyland.meta.start, MONTH)
    )
    wanted = ["grain.relief"]
    base, all_months, from_first, from_later = (
        gather(
            Scenario(toyland, what_ifs=w, parts=(SOCIETY,)).assembled, 1, 2, "prior", wanted
        ).society
        for w in ([], [throughout], [dated], [later])
    )

    def relief(e):
        return e.values["grain.relief", "truth", ""]

    months = [t for t in relief(base) if dates.parse(t).precision == "month"]
    assert all(
        np.allclose(relief(all_months)[t], relief(from_first)[t], rtol=1e-12) for t in months
    )
    assert all(np.array_equal(relief(base)[t], relief(from_later)[t]) for t in months if t < MONTH)
    assert any(
        not np.array_equal(relief(base)[t], relief(from_later)[t]) for t in months if t >= MONTH
    )


def test_a_parameter_of_the_start_cannot_have_months(toyland):
    edit = Edit(target="parameter", name="opening.horses", set=1.0, start=MONTH)
    with pytest.raises(UserError, match="cannot change in some months"):
        assemble(toyland, what_ifs=[WhatIf(title="x", edit=[edit], name="x")])


def test_strangers_are_told_from_pairs(toyland):
    """Ten pairs of the same luck stay together; runs of another seed are strangers from the first
    months on."""
    one, same, other = (
        gather(Scenario(toyland, parts=(SOCIETY,)).assembled, seed, 10, "prior", []).society
        for seed in (1, 1, 2)
    )
    assert decorrelated(one, same) is None
    assert not first_differences(one, same, {})
    assert decorrelated(one, other) is not None


def test_what_is_asked_must_be_there(toyland):
    def ask(**change):
        return replace(
            toyland,
            meta=toyland.meta.model_copy(
                update={"questions": [toyland.meta.questions[0].model_copy(update=change)]}
            ),
        )

    with pytest.raises(UserError, match="does not emit"):
        asked_of(ask(observable="weather.mood"))
    with pytest.raises(UserError, match="unknown label"):
        asked_of(ask(groups=["region=Nowhere"]))
    with pytest.raises(UserError, match="asks nothing"):
        asked_of(replace(toyland, meta=toyland.meta.model_copy(update={"questions": []})))


def test_a_what_if_has_the_last_word_on_a_thesis(toyland, thesis):
    """Taken back, a bias leaves the run that never had it; what a thesis supposes is kept where
    nationalities are lumped."""
    plain, biased, back = (
        gather(
            Scenario(toyland, what_ifs=w, thesis=t, parts=(SOCIETY,)).assembled, 1, 2, "prior", []
        ).society
        for w, t in (([HIGH_BIAS], None), ([HIGH_BIAS], thesis), ([HIGH_BIAS, UNBIASED], thesis))
    )

    def deaths(e):
        return e.values["population.total", "truth", "region=Harbour"]["1933-01-01"]

    assert np.array_equal(deaths(plain), deaths(back))
    assert not np.array_equal(deaths(plain), deaths(biased))
    full, small = (
        assembled_of(Scenario(toyland, thesis=thesis), lumped) for lumped in (False, True)
    )
    assert np.allclose(full.endowment.land.target, small.endowment.land.target)
    assert np.asarray(full.endowment.land.target).any()
    assert (
        len(full.layout.axes.nationalities)
        > len({int(n) for n in small.layout.pair_nationality})
        == 2
    )


def test_a_thesis_and_itself_are_not_distinguishable(toyland, thesis):
    twin = Path(thesis).with_name("twin.toml")
    twin.write_text(THESIS)
    found = contest(toyland, [thesis, str(twin)], 3)
    assert [d.verdict for d in found.differences] == [SAME]
    assert found.differences[0].effect == 0
    one, other = found.scores
    assert one.skill == other.skill
    assert one.rows == other.rows > 0
    assert one.hits is None
    assert [t.outcome for t in one.told][:2] == [
        "deaths laid to hunger, 1932/1933",
        "deaths laid to hunger, 1932/1933, The South",
    ]
    with pytest.raises(UserError, match="a thesis is set beside other ones"):
        contest(toyland, [thesis], 3)


def lines(toyland, skill):
    """Twenty series of five years each."""
    row = next(r for r in compile_rows(toyland.path / "evidence") if r.kind == "quantity")
    rows = [replace(row, series=f"s{k % 20}", time=str(1928 + k // 20)) for k in range(100)]
    return [Line(r, "off", skill=float(s)) for r, s in zip(rows, skill, strict=True)]


def test_a_difference_of_every_series_is_told_and_one_of_a_single_series_is_not(toyland):
    noise = np.random.default_rng(0).normal(size=100)
    base = lines(toyland, noise)
    assert difference("a", "b", lines(toyland, noise + 0.2), base).verdict == "a scores better"
    assert difference("a", "b", base, lines(toyland, noise + 0.2)).verdict == "b scores better"
    one_series = noise + 2.0 * (np.arange(100) % 20 == 3)
    found = difference("a", "b", lines(toyland, one_series), base)
    assert found.verdict == SAME
    assert found.effect == pytest.approx(0.1)
    weights = row_weights([q.row for q in base])
    assert len({series_of(q.row) for q in base}) == 20
    assert weights == pytest.approx(1 / 100)


def test_the_thesis_nearest_to_the_record_is_named_where_none_is_inside():
    near, far, inside = (Told("x", (0.0, v, 9.0), (4.0, 6.0)) for v in (7.0, 1.0, 5.0))
    assert (nearness(near), nearness(far), nearness(inside)) == ("1 above", "3 below", "inside")
    assert nearest([("a", near), ("b", far)]).endswith("nearest: a.")
    assert not nearest([("a", near), ("c", inside)])
    share = Told("x", (0.0, 1.0, 9.0), (4.0, 6.0), (0.1, 0.2, 0.3), (0.3, 0.5))
    assert nearness(share) == "share 10% below"
    assert nearness(Told("x", (0.0, 1.0, 9.0), None)) == "no figure"


def test_free_parameters_are_those_left_free_and_those_brought_to_life(toyland):
    edit = [Edit(target="parameter", name="procurement.revision", set=0.0)]
    plain = free_parameters(toyland, Thesis(title="plain", authors="nobody", edit=[]))
    bound = free_parameters(
        toyland, Thesis(title="bound", authors="nobody", edit=edit, adds=["procurement.bias"])
    )
    assert bound == plain - {"procurement.revision"} | {"procurement.bias"}


def test_one_comparison_answers_for_both_parts(toyland):
    """One what-if acts on both; what it does not reach is the same to the last digit."""
    ban = Edit(target="input", name="ban_barred", set=1.0)
    both = WhatIf(title="both", edit=[ban, *NO_EXPORTS.edit], name="both")
    plain = Scenario(toyland, until=UNTIL)
    found = compare(plain, plain.edited(both), 2)
    assert found.parts == ("society", "leadership")
    effects = {e.outcome: e for e in found.effects}
    assert effects["exports, 1931"].effect < 0
    assert "members expelled" in effects
    assert any(e.question for e in found.effects)


def test_ablations_and_what_ifs_of_the_land_are_written_beside_an_ensemble(
    toyland, tmp_path, monkeypatch
):
    """One mechanism stands for all, one run for the pairs."""
    few = tuple(m for m in of_society() if m.id == "relief")
    monkeypatch.setattr(arms, "mechanisms_of", lambda parts, own=(): few)
    plan = Plan("toyland", 1, until=UNTIL, parts=(SOCIETY,))
    assert [d.id for d in arms.directions_of(toyland)] == ["T003.1"]
    told, seconds = [], []
    run_beside(
        Beside(plan, tmp_path, 1, answers=True, ablates=True),
        progress=lambda *of: told.append(of),
        tell_seconds=seconds.append,
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert len(seconds) == 1
    assert seconds[0] > 0
    assert {p.name for p in (tmp_path / ARMS).iterdir()} == {"none", "no_exports"}
    found = saved(tmp_path)
    assert [c["what_ifs"] for c in found] == [["without-relief"], ["no_exports"]]
    assert all(c["parts"] == ("society",) or c["parts"] == ["society"] for c in found)
    assert all(c["pairs"] == 1 and c["effects"] for c in found)
    heads = [a.outcome for a in asked_of(toyland) if a.question.headline and not a.row.group]
    assert len(_cells(found[0], heads)) == len(heads) + 1 == 5
    still = {
        "effects": [
            e | {"effect": 0.0, "low": 0.0, "high": 0.0, "is_clear": False}
            for e in found[0]["effects"]
        ]
    }
    assert _cells(still, heads)[-1] == "changes nothing that is asked"
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.json")}
    run_beside(Beside(plan, tmp_path, 1, answers=True, ablates=True))
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.json")}

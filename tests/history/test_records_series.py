"""Series of what is kept back, printed, leaked and erased, reckoned by hand on made-up runs."""

from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import pytest

from partystate.core import dates
from partystate.history.observables.channels import of_the_shot, printed_rates, printed_stock
from partystate.history.observables.people import births
from partystate.history.observables.records import (
    credit_top_two,
    falsified,
    leakage,
    persons_erased,
    suppressed,
    undercount,
)
from partystate.world.power import READ_TO_FEW, UNWRITTEN, WITHHELD, WRITTEN
from partystate.world.records import BIRTHS, COUNT, DEATHS, DOCUMENT, SECRETS, SHOT
from tests.history.made_run import made_run

START = dates.month_number("1937-01")
YEAR = 12
ABOUT = SimpleNamespace(leadership=SimpleNamespace(named=2))


def withheld(**months):
    """[12, secrets]: kinds withheld from a month on, `deaths=3`."""
    kinds = {"document": DOCUMENT, "deaths": DEATHS, "births": BIRTHS, "count": COUNT, "shot": SHOT}
    found = np.zeros((YEAR, len(SECRETS)))
    for name, first in months.items():
        found[first:, kinds[name]] = 1
    return jnp.asarray(found)


def made(opening=None, **arrays):
    """A year of a run; arrays by their path, with `__` for the point."""
    paths = {name.replace("__", "."): jnp.asarray(value) for name, value in arrays.items()}
    before = {name.replace("__", "."): jnp.asarray(v) for name, v in (opening or {}).items()}
    return made_run(START, YEAR, paths, opening=before)


def values(cuts, level="truth"):
    return np.asarray(cuts[0].values[level])[:, 0]


def with_secrets(**arrays):
    """Known deaths of 100 and births of 300 a month in two regions; of deaths 40 are printed."""
    given = {
        "information__known_deaths": np.tile([40.0, 60.0], (YEAR, 1)),
        "information__known_births": np.tile([100.0, 200.0], (YEAR, 1)),
        "secrets__withheld": withheld(deaths=6),
        "secrets__deaths": np.full(YEAR, 40.0),
        "secrets__births": np.full(YEAR, 1.0),
        "secrets__population": np.full(YEAR, 900.0),
        "secrets__booked": np.full(YEAR, 0.9),
        "secrets__surviving": np.full(YEAR, 0.45),
    }
    return made(**(given | arrays))


def test_what_is_not_withheld_is_printed_as_known():
    printed = printed_rates(with_secrets())
    assert printed["deaths"].tolist() == [100] * 6 + [40] * 6
    assert printed["births"].tolist() == [300] * YEAR


def test_births_have_all_levels():
    run = with_secrets(
        persons__births=np.tile([110.0, 210.0], (YEAR, 1)), secrets__withheld=withheld(births=0)
    )
    monthly, whole, regions = births(run, ABOUT)
    assert monthly.values["truth"][0, 0] == 320
    assert whole.values["known"].tolist() == [[3600]]
    np.testing.assert_allclose(whole.values["published"], [[12]])
    np.testing.assert_allclose(regions.values["published"], [[4, 8]])
    assert whole.values["preserved"].tolist() == [[3600]]


def test_printed_people_are_spread_as_those_known():
    known = jnp.tile(jnp.asarray([200.0, 400.0]), (YEAR + 1, 1))
    printed = printed_stock(with_secrets(), known)
    assert printed[0].tolist() == [200, 400]  # nothing has been printed yet
    assert printed[1].tolist() == [300, 600]
    assert printed_stock(made(), known) is known


def test_the_shot_at_each_level():
    run = with_secrets(secrets__withheld=withheld(shot=6))
    part = {level: share.tolist() for level, share in of_the_shot(run).items()}
    assert part["truth"] == [1] * YEAR
    assert part["known"] == pytest.approx([0.9] * YEAR)
    assert part["preserved"] == pytest.approx([0.45] * YEAR)
    assert part["published"] == pytest.approx([0.9] * 6 + [0] * 6)
    assert all((share == 1).all() for share in of_the_shot(made()).values())


def test_the_undercount_weighs_months_by_the_shot():
    surviving = np.where(np.arange(YEAR) < 6, 1.0, 0.5)
    shot = np.where(np.arange(YEAR) < 6, 100.0, 300.0)
    run = with_secrets(
        secrets__surviving=surviving,
        by_people__shot=shot[:, None],
        fates__executed=np.zeros((YEAR, 1)),
    )
    assert values(undercount(run, ABOUT), "preserved") == pytest.approx([(1 + 1.5) / 4])


def test_documents_and_figures_are_counted_when_they_begin_to_be_withheld():
    state = np.full(YEAR, WRITTEN)
    state[2:5], state[5:] = WITHHELD, READ_TO_FEW
    run = made(
        opening={"power__testament": UNWRITTEN, "secrets__withheld": np.zeros(len(SECRETS))},
        power__testament=state,
        secrets__withheld=withheld(document=2, deaths=2, shot=7),
        secrets__population=np.ones(YEAR),
    )
    found = np.zeros(YEAR)
    found[[2, 5, 7]] = 2, 1, 1
    assert values(suppressed(run, ABOUT)).tolist() == found.tolist()


def test_a_shot_man_who_has_confessed_is_no_false_statement():
    """Of three shot in the second month one has confessed and one is not of record."""
    executed = np.zeros((YEAR, 3), bool)
    executed[1:] = True
    run = made(
        opening={"power__executed": np.zeros(3, bool)},
        power__executed=executed,
        power__confessed=np.tile([True, False, False], (YEAR, 1)),
    )
    assert values(falsified(run, ABOUT)).tolist() == [0, 1] + [0] * 10


def test_leakage_is_the_mean_of_what_is_withheld_in_december():
    leaked = np.zeros((YEAR, len(SECRETS)))
    leaked[-1, [DEATHS, SHOT]] = 0.2, 0.6
    run = made(
        secrets__withheld=withheld(deaths=0, shot=0),
        secrets__leaked=leaked,
        secrets__population=np.ones(YEAR),
    )
    assert values(leakage(run, ABOUT)) == pytest.approx([0.4])
    assert leakage(made(), ABOUT) == []


def test_the_erased_are_counted_once_and_of_record_alone():
    erased = np.zeros((YEAR, 3), bool)
    erased[3:, 0], erased[4:, 2] = True, True
    run = made(opening={"memory__erased": np.zeros(3, bool)}, memory__erased=erased)
    assert values(persons_erased(run, ABOUT)).tolist() == [1]


def test_credit_of_the_two_who_have_most():
    run = made(memory__credit=np.tile([0.1, 0.5, 0.4], (YEAR, 1)))
    assert values(credit_top_two(run, ABOUT), "published") == pytest.approx([0.9])

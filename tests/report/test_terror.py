"""The part on terror: what it shows is what the run wrote."""

import pytest

from partystate.country.names import Names
from partystate.report.sections.terror import THOUSAND, sums, terror
from partystate.report.series import RunData, rounded


@pytest.fixture(scope="module")
def data(toy_run):
    return RunData(toy_run)


def test_every_figure_is_there_with_its_table(data, toyland):
    section = terror(data, None, Names(toyland))
    assert [f.id for f in section.figures] == [
        "arrests",
        "executions",
        "sent-to-camps",
        "limits",
        "risk",
        "fear",
        "peoples",
        "confined",
        "camp-deaths",
        "settler-deaths",
    ]
    assert all(len(figure.table.rows) for figure in section.figures)


def test_the_table_of_peoples_holds_sums_of_the_run(data, toyland):
    table = next(f for f in terror(data, None, Names(toyland)).figures if f.id == "peoples").table
    arrested = sums(data, "repression.national_ops_arrested")
    assert [row[1] for row in table.rows] == [
        rounded(arrested[f"nationality={row[0]}"] * THOUSAND) for row in table.rows
    ]


def test_a_run_without_a_whole_year_has_no_part_on_terror(toyland, short_run):
    assert terror(RunData(short_run), None, Names(toyland)) is None

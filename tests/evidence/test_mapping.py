"""Every figure of the record has exactly one place, and the counts are known."""

from collections import Counter
from dataclasses import replace

from partystate.core.errors import UserError
from partystate.evidence import compile_rows, load_observables, load_record, problems
from partystate.evidence.compiling import figure_row, linked
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.loading import load_gazetteer
from partystate.evidence.series_map import joined, load_series_map
from partystate.evidence.theory import load_theory

ROWS_OF_RECORD = {
    "army_purge": 32,
    "belief_culture": 23,
    "civil_war": 42,
    "collectivization": 284,
    "culture_info": 101,
    "deportations": 48,
    "elite_events": 148,
    "elite_persons": 97,
    "economy_1940_53": 36,
    "famine_1946_47": 3,
    "grain": 187,
    "people_1939_53": 1,
    "gulag_population": 181,
    "industry": 324,
    "national_operations": 15,
    "party_congresses": 92,
    "party_membership": 109,
    "party_votes": 47,
    "polish_soviet_war": 17,
    "politburo": 78,
    "population": 200,
    "regions": 38,
    "religion": 35,
    "religion_more": 54,
    "repression_convictions": 238,
    "science": 27,
    "secret_police_chiefs": 16,
    "social": 95,
    "territory_share_1917_22": 41,
    "wages_prices": 117,
}


def test_the_record_is_whole(ussr):
    assert Counter(f.file for f in load_record(ussr)) == ROWS_OF_RECORD


def test_every_figure_is_taken_by_exactly_one_rule(ussr):
    figures, rules = load_record(ussr), load_series_map(ussr)
    taken = joined(rules, figures)
    assert all(len(found) == 1 for _, found in taken)
    assert {r.line_number for _, found in taken for r in found} == {r.line_number for r in rules}


def test_an_unmapped_figure_says_why(ussr):
    for figure, (rule,) in joined(load_series_map(ussr), load_record(ussr)):
        assert rule.observable or len(rule.reason) > 10, figure.id


def test_counts_of_compiled_rows(ussr):
    headlines = Counter(row.headline for row in compile_rows(ussr))
    assert headlines == {"source": 268, "literature": 1474 + len(load_theory(ussr))}


def test_censuses_that_follow_the_start_only_validate(ussr):
    rows = [
        r
        for r in compile_rows(ussr)
        if r.observable == "population.census" and r.time in ("1937-01-06", "1939-01-17")
    ]
    assert len(rows) == 48
    assert {r.role for r in rows} == {"validate"}


def test_the_bundled_evidence_has_no_problem(ussr):
    assert problems(ussr) == []


def test_no_labelled_figure_would_be_compared_with_the_whole(ussr):
    """Every figure of the whole country, were it that of one place: it would be mapped nowhere,
    refused, or compared with the place."""
    rules, figures = load_series_map(ussr), load_record(ussr)
    observables, gazetteer = load_observables(ussr), Gazetteer(load_gazetteer(ussr))
    whole = [
        figure
        for figure, (rule,) in joined(rules, figures)
        if rule.observable and rule.kind == "quantity" and not figure.region
    ]
    tried = [replace(figure, region="Kazakhstan") for figure in whole]
    for figure, found in joined(rules, tried):
        for rule in found:
            if rule.observable:
                assert _place(figure, rule, observables, gazetteer) in ("refused", "Kazakhstan")
    assert len(tried) > 1000


def _place(figure, rule, observables, gazetteer):
    try:
        row = figure_row(figure, rule, observables, gazetteer)
    except UserError as error:
        return "refused" if "compared with the whole" in error.problem else error.problem
    return row.group.removeprefix("region=").partition(";")[0]


def test_links_by_hand(ussr):
    figure = next(f for f in load_record(ussr) if f.series == "natop_shot")
    rule = next(r for r in load_series_map(ussr) if r.series == "natop_shot")
    figure = replace(figure, low=0.2, central=0.23, high=0.3)
    assert linked(replace(rule, link="complement"), figure) == (0.7, 0.77, 0.8)
    assert linked(replace(rule, link="growth"), figure) == (1.2, 1.23, 1.3)


def test_bounds_of_a_rule_are_dates(ussr):
    """The year 1938 does not end by June 1938, though its text comes before."""
    by_id = {
        figure.id: rule for figure, (rule,) in joined(load_series_map(ussr), load_record(ussr))
    }
    assert by_id["grain:126"].level == "known"
    assert by_id["grain:127"].level == "truth"

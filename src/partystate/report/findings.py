"""What was found and what was missed, from the score of what a country asks first: deaths before
everything else, and who led."""

from __future__ import annotations

from dataclasses import dataclass

from partystate.core.cards import number
from partystate.country.country import Country
from partystate.country.meta import Question
from partystate.country.names import Names
from partystate.history.attributes import TRUTH
from partystate.report.spans import span_words
from partystate.report.whose_politics import of_whom

DEATHS = ("deaths", "famine", "died")
MILLION, PERSONS = 1e6, "persons"
PLAIN = ("Mt", "t", "families", "head", "million ha")  # units that read well after a number
MET, NEAR, UNMET = "met", "near", "unmet"
VERDICTS = {
    MET: "the middle lies inside",
    NEAR: "only the interval reaches it",
    UNMET: "missed",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is asked first, beside what the record says, and how they stand."""

    what: str
    model: str
    record: str
    sources: tuple[str, ...]
    mark: str

    @property
    def verdict(self) -> str:
        """How the free histories stand to the record, in words."""
        return VERDICTS[self.mark]


def findings(country: Country, names: Names, card: dict) -> list[Finding]:
    """A finding for each headline question of the country, time and place that the score speaks
    of; deaths first, then as the country asks."""
    asked = [q for q in country.meta.questions if q.headline]
    asked.sort(key=lambda q: not any(word in q.observable for word in DEATHS))
    rows = [row for row in card["rows"] if row.get("median") is not None]
    found = [
        _finding(question, time, group, rows, names)
        for question in asked
        for time in question.times
        for group in question.groups
    ]
    return [one for one in dict.fromkeys(found) if one is not None]


def _finding(
    question: Question, time: str, group: str, rows: list[dict], names: Names
) -> Finding | None:
    mine = [
        row
        for row in rows
        if (row["observable"], row["time"]) == (question.observable, time)
        and row["group"].casefold() == group.casefold()
    ]
    if not mine:
        return None
    # one level alone: what was printed is no measure of what was there
    level = min((row["level"] for row in mine), key=lambda told: told != TRUTH)
    mine = [row for row in mine if row["level"] == level]
    place, row, unit = names.group(group), mine[0], mine[0]["unit"]
    what = f"{question.label.capitalize()}, {place + ', ' if place else ''}{span_words(time)}"
    if unit not in (PERSONS, *PLAIN):
        what, unit = f"{what} ({unit.replace('=', ' = ')})", ""
    model = f"{_told(row['median'], unit)} [{_bare(row['q05'], unit)}, {_told(row['q95'], unit)}]"
    ends = [v for each in mine for v in (each["low"], each["high"]) if v is not None]
    record = _span(min(ends), max(ends), unit) if ends else ""
    sources = tuple(dict.fromkeys(each["source"] for each in mine))
    return Finding(what, model, record, sources, _mark(mine))


def _mark(rows: list[dict]) -> str:
    """Whether the middle history lies in the range of some figure of the record, or else the 90 per
    cent interval reaches one."""

    def reaches(low: str, high: str) -> bool:
        return any(
            (row["low"] is None or row[high] >= row["low"])
            and (row["high"] is None or row[low] <= row["high"])
            for row in rows
        )

    return MET if reaches("median", "median") else NEAR if reaches("q05", "q95") else UNMET


def _span(low: float, high: float, unit: str) -> str:
    if low == high:
        return _told(low, unit)
    return f"{_bare(low, unit)} to {_told(high, unit)}"


def _bare(value: float, unit: str) -> str:
    """A number by itself, persons in millions where the number is of millions."""
    return f"{round(value / MILLION, 1) + 0:.1f}" if unit == PERSONS else number(value)


def _told(value: float, unit: str) -> str:
    return f"{_bare(value, unit)} {'million' if unit == PERSONS else unit}".strip()


def in_short(card: dict) -> list[str]:
    """How good it is: figures hit, intervals, in sentences."""
    literature = card["headlines"]["literature"]
    told = [
        f"{literature['spoken_to']:,} of {literature['total']:,} figures not used in fitting are "
        f"spoken to."
    ]
    if literature["coverage90"] is not None:
        told.append(f"The 90 per cent intervals hold {literature['coverage90']:.0%} of those.")
    if card["hits_are_counted"]:
        told.append(f"The middle of the histories falls inside {literature['hit']:,} of them.")
    if card["stamp"]:
        told.append(f"The intervals are {card['stamp']}.")
    return told


def who_leads(country: Country, names: Names, card: dict) -> str:
    """Who leads in the free histories, in the December that the country names; blank where it has
    no leadership."""
    found = (card.get("order") or {}).get("free")
    top = country.meta.power
    if not found or top is None or not found.get("leaders"):
        return ""
    years = found["leaders"]
    year = top.leader_year if top.leader_year in years else max(years)
    told = [
        f"{names.person('' if who == 'nobody' else who)} in {share:.0%}"
        for who, share in years[year][:3]
    ]
    return (
        f"Who rules comes out of the model too, and differs between histories. In December {year} "
        f"of {found['runs']} free histories{of_whom(card)}: {', '.join(told)}."
    )

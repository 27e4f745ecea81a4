"""How theses scored side by side are shown to a person."""

from __future__ import annotations

from partystate.cli.output import console, print_table
from partystate.country.names import plain
from partystate.experiments.theses import Contest, Told
from partystate.scoring.quantity import ENOUGH_RUNS


def show_contest(found: Contest) -> None:
    """Scores, differences, headline figures and who holds what."""
    rows = [
        (
            plain(s.name),
            s.authors,
            f"{s.free} free, {s.supposed} set",
            "" if s.hits is None else s.hits,
            s.inside,
            s.rows,
            "" if s.skill is None else f"{s.skill:.3f}",
        )
        for s in found.scores
    ]
    first = found.scores[0]
    print_table(
        f"Theses on the same {first.rows} rows ({found.series} series, {found.years} years), "
        f"{found.runs} histories each, parameters "
        f"{'; '.join((found.parameters, *found.notes))}",
        [
            "thesis",
            "ascribed to",
            "parameters",
            "hits",
            "medians inside",
            "rows",
            "mean CRPS skill",
        ],
        rows,
    )
    if found.runs < ENOUGH_RUNS:
        console.print(f"Hits are counted from {ENOUGH_RUNS} histories.", highlight=False)
    gaps = [
        (
            f"{plain(d.one)} less {plain(d.other)}",
            f"{d.effect:+.3f}",
            _span(d.low, d.high),
            d.verdict,
        )
        for d in found.differences
    ]
    print_table(
        "Difference of skill, resampled over series and years",
        ["theses", "difference", "95 per cent interval", ""],
        gaps,
    )
    for i, told in enumerate(first.told):
        of_each = [(plain(s.name), s.told[i]) for s in found.scores]
        lines = [
            (name, _band(t.values), "" if t.share is None else _band(t.share, True), nearness(t))
            for name, t in of_each
        ]
        print_table(
            f"{told.outcome}{_record(told)}",
            ["thesis", "median (90 per cent)", "share of the country", "against the record"],
            lines,
        )
        if word := nearest(of_each):
            console.print(word, highlight=False)
    for s in found.scores:
        console.print(f"{plain(s.name)}: {s.title}. {s.note}", highlight=False)


def _span(low: float | None, high: float | None) -> str:
    return "none" if low is None or high is None else f"{low:+.3f} to {high:+.3f}"


def _record(told: Told) -> str:
    record = f"; record {_range(told.record)}" if told.record else ""
    return record + (f", share {_range(told.record_share, True)}" if told.record_share else "")


def _measured(told: Told) -> tuple[float, tuple[float, float] | None, bool]:
    """The middle and its range on record: of the share where the record has one, else of the
    figure; whether it is a share."""
    if told.share is not None and told.record_share is not None:
        return told.share[1], told.record_share, True
    return told.values[1], told.record, False


def gap(told: Told) -> float | None:
    """How far the middle is below (negative) or above the record; None without a record."""
    middle, record, _ = _measured(told)
    return None if record is None else min(middle - record[0], 0) + max(middle - record[1], 0)


def nearness(told: Told) -> str:
    """The gap in words."""
    found, is_share = gap(told), _measured(told)[2]
    if found is None:
        return "no figure"
    word = "share " if is_share else ""
    return (
        f"{word}inside"
        if not found
        else f"{word}{_text(abs(found), is_share)} {'below' if found < 0 else 'above'}"
    )


def nearest(of_each: list[tuple[str, Told]]) -> str:
    """The thesis that comes nearest to the record where none is inside it."""
    gaps = [(abs(found), name) for name, t in of_each if (found := gap(t)) is not None]
    return (
        ""
        if not gaps or min(gaps)[0] == 0
        else f"None is inside the record; nearest: {min(gaps)[1]}."
    )


def _text(value: float, is_share: bool = False) -> str:
    if is_share:
        return f"{value:.0%}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _band(values: tuple[float, ...], is_share: bool = False) -> str:
    low, middle, high = (_text(v, is_share) for v in values)
    return f"{middle} ({low} to {high})"


def _range(pair: tuple[float, float], is_share: bool = False) -> str:
    return " to ".join(_text(v, is_share) for v in pair)

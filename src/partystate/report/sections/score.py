"""The part of the page on the score: misses first."""

from __future__ import annotations

from collections.abc import Sequence

from partystate.country.meta import Hindsight
from partystate.country.names import Names
from partystate.country.put_in import RECORDED
from partystate.report.content import Figure, Section, Table
from partystate.report.series import role_words, rounded
from partystate.report.whose_politics import of_whom

SCORE_ROWS = 400


def score(
    card: dict | None,
    names: Names,
    drawn: str = "prior",
    line: str = RECORDED,
    hindsight: Sequence[Hindsight] = (),
) -> Section:
    """The scorecard, misses first; `drawn` says where the parameters of the ensemble are from,
    `line` where its line on the village is, `hindsight` what it may owe to those who knew the
    outcome."""
    if not card:
        return Section(
            "score",
            "Scorecard",
            [
                "No ensemble was given, so nothing is scored: a single history is an "
                "illustration. Run `partystate ensemble`, then `partystate score`."
            ],
        )
    source, literature, calibrate = (
        card["headlines"]["source"],
        card["headlines"]["literature"],
        card["calibrate"],
    )
    word = f" The intervals are stamped **{card['stamp']}**." if card["stamp"] else ""
    event, direction = card["event"], card["direction"]
    told = card.get("direction_literature", {})
    argued = (
        f" (and {told['hit']} of {told['total']} that the literature argues)"
        if told.get("total")
        else ""
    )
    text = [
        f"Against the literature: **{literature['hit']} of {literature['total']}** figures "
        f"not used in fitting are hit, {literature['too_wide']} are in but too wide; the model "
        f"speaks to {literature['spoken_to']}. "
        f"Against the source's own claims: **{source['hit']} of {source['total']}** figures, "
        f"{direction['hit']} of {direction['total']} directions{argued}, {event['hit']} of "
        f"{event['total']} events.{word}",
        _of_the_leadership(card),
        f"A claim the model does not speak to is a miss.{_silent_words(card)}",
        "Figures *used in fitting* are counted apart; those *not used in fitting* judge the model.",
        "The rulers' line on the village is put in from the record in every run of this ensemble."
        if line == RECORDED
        else "",
        ""
        if card["hits_are_counted"]
        else f"Only {card['runs']} runs: standardised errors are shown, hits are counted from "
        "200 runs.",
    ]
    heads = [
        ("literature", literature),
        ("source", source),
        (
            "figures used in fitting"
            + ("" if drawn == "posterior" else ", to which this ensemble was not fitted"),
            calibrate,
        ),
    ]
    summary = Table(
        (
            "headline",
            "hit",
            "too wide",
            "total",
            "spoken to",
            "skill against the naive guess",
            "coverage of 90 %",
            "coverage, as figures are read",
        ),
        [
            (
                n,
                s["hit"],
                s["too_wide"],
                s["total"],
                s["spoken_to"],
                rounded(s["skill"], 3),
                rounded(s["coverage90"], 3),
                rounded(s["coverage90_read"], 3),
            )
            for n, s in heads
        ],
    )
    spoken = [r for r in card["rows"] if r["verdict"] != "not spoken to"]
    rows = [
        (
            r["verdict"],
            role_words(r["role"]),
            r["id"],
            names.observable(r["observable"]) if "observable" in r else r["kind"],
            r.get("time", ""),
            names.group(r.get("group", "")),
            rounded(r.get("median")),
            rounded(r.get("low")),
            rounded(r.get("high")),
            r.get("unit", ""),
            rounded(r.get("z"), 2),
            rounded(r.get("skill"), 2),
            r.get("source", r.get("statement", "")),
        )
        for r in spoken[:SCORE_ROWS]
    ]
    lines = Table(
        (
            "verdict",
            "role",
            "row",
            "observable",
            "time",
            "group",
            "median",
            "low",
            "high",
            "unit",
            "z",
            "skill",
            "source",
        ),
        rows,
    )
    rest = Table(("theme or kind", "rows", "of"), silent_themes(card))
    sources = ["the country's evidence; rules: the project's scoring rules, fixed before any fit"]
    shown = [
        Figure(
            "score-headlines",
            "Headlines",
            f"Given {card['given']} and context {card['context']} rows stand in no total. "
            "Skill: 1 is perfect, 0 as good as the naive guess.",
            "",
            summary,
            sources,
            True,
        ),
        Figure(
            "score-rows",
            "Every row the model speaks to, misses first",
            "z: distance of the median from the range, in standard deviations of the range.",
            "",
            lines,
            sources,
            True,
        ),
        Figure(
            "score-silent", "Rows it does not speak to", "Counted as misses.", "", rest, sources
        ),
        *hindsight_figures(hindsight),
    ]
    return Section("score", "Scorecard", [t for t in text if t], shown)


def hindsight_figures(hindsight: Sequence[Hindsight]) -> list[Figure]:
    """What a score may owe to hindsight, folded; nothing where the country tells of none."""
    if not hindsight:
        return []
    rows = [(", ".join(one.touches), one.how) for one in hindsight]
    return [
        Figure(
            "score-hindsight",
            "What a score may owe to hindsight",
            "Where an input or a rule carries an outcome: a hit there is no prediction.",
            "",
            Table(("touches", "how"), rows),
            ["country.toml; docs/explanation/hindsight.md"],
        )
    ]


def silent_themes(card: dict) -> list[tuple[str, int, int]]:
    """(theme or kind, rows the model does not speak to, rows in all), the most silent first."""
    silent: dict[str, int] = {}
    whole: dict[str, int] = {}
    for row in card["rows"]:
        theme = row.get("theme") or f"{row['kind']}s"
        whole[theme] = whole.get(theme, 0) + 1
        silent[theme] = silent.get(theme, 0) + (row["verdict"] == "not spoken to")
    found = [(theme, n, whole[theme]) for theme, n in silent.items() if n]
    return sorted(found, key=lambda each: -each[1])


def _of_the_leadership(card: dict) -> str:
    """Of how many runs the events are, where they are of the leadership alone."""
    told = card.get("leadership")
    if not told:
        return ""
    return (
        f"Events, and the order in which groups fell, are of runs{of_whom(card)}: {told['runs']} "
        f"free ones, and as many again from the start of each of {len(told['episodes'])} episodes."
    )


def _silent_words(card: dict) -> str:
    """Which themes of the record the model says nothing of at all."""
    mute = [theme for theme, n, of in silent_themes(card) if n == of]
    return f" Nothing at all is said of: {', '.join(mute)}." if mute else ""

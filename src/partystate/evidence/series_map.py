"""Join every figure of the record to one rule: an observable, or the reason why there is none."""

from __future__ import annotations

import re
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence import records
from partystate.evidence.loading import check_time
from partystate.evidence.records import Figure, SeriesRule
from partystate.evidence.tables import Line, each, read_lines
from partystate.evidence.times import TIME_RULES, span

COLUMNS = (
    "file",
    "series",
    "unit",
    "region",
    "group",
    "period_from",
    "period_to",
    "verified",
    "event_type",
    "kind",
    "observable",
    "level",
    "group_template",
    "unit_factor",
    "time_rule",
    "link",
    "tolerance_class",
    "scale",
    "role",
    "theme",
    "reason",
)
_LINK = re.compile(r"^(base:\d{4}|growth|complement)$")
MAP_ROLES = (*records.ROLES, "even", "odd")


def load_series_map(folder: Path, problems: list[UserError] | None = None) -> list[SeriesRule]:
    """The rules of `series_map.csv`, in file order."""
    return each(read_lines(folder / "series_map.csv", COLUMNS), _rule, problems)


def _rule(line: Line) -> SeriesRule:
    observable, reason = line.text("observable"), line.text("reason")
    if not observable and not reason:
        raise line.error(
            "a series without observable and without a reason",
            "reason",
            found="nothing",
            expected="why no observable speaks to it",
        )
    needed = {
        "tolerance_class": records.CLASSES,
        "scale": records.SCALES,
        "theme": records.THEMES,
        "level": records.LEVELS,
    }
    tolerance, scale, theme, level = (
        line.choice(c, w if observable else ("", *w)) for c, w in needed.items()
    )
    for bound in ("period_from", "period_to"):
        if line.text(bound).lstrip("="):
            check_time(line, bound, line.text(bound).removeprefix("="))
    rule = line.text("time_rule")
    if observable and rule not in TIME_RULES:
        check_time(line, "time_rule", rule)
    if line.text("link") and not _LINK.match(line.text("link")):
        raise line.error(
            "an unknown link",
            "link",
            found=line.text("link"),
            expected="blank | base:YEAR | growth | complement",
        )
    return SeriesRule(
        line.number,
        line.required("file"),
        line.text("series"),
        line.text("unit"),
        line.text("region"),
        line.text("group"),
        line.text("period_from"),
        line.text("period_to"),
        line.choice("verified", ("", "yes", "no")),
        line.text("event_type"),
        line.choice("kind", records.KINDS),
        observable,
        level,
        line.text("group_template"),
        line.number_or_none("unit_factor") or 1.0,
        rule,
        line.text("link"),
        tolerance,
        scale,
        line.choice("role", MAP_ROLES),
        theme,
        reason,
    )


def matches(rule: SeriesRule, figure: Figure) -> bool:
    """Whether a rule takes a figure: blank filters take all, `*` any text, `-` only a blank, `!x`
    all but x."""
    if rule.file != figure.file or (rule.verified and (rule.verified == "yes") != figure.verified):
        return False
    pairs = (
        (rule.series, figure.series),
        (rule.unit, figure.unit),
        (rule.region, figure.region),
        (rule.group, figure.group),
        (rule.event_type, figure.event_type),
    )
    return all(_fits(pattern, text) for pattern, text in pairs) and _within(rule, figure)


def _within(rule: SeriesRule, figure: Figure) -> bool:
    """The figure's period lies in `period_from`..`period_to`; `=start/end` asks for that very
    period."""
    start, end = figure.period_start, figure.period_end or figure.period_start
    if rule.period_from.startswith("="):
        return rule.period_from[1:] == (start if start == end else f"{start}/{end}")
    if not start:
        return not (rule.period_from or rule.period_to)
    after = not rule.period_from or span(start).start >= span(rule.period_from).start
    return after and (not rule.period_to or span(end).end <= span(rule.period_to).end)


def _fits(pattern: str, text: str) -> bool:
    if pattern.startswith("!"):
        return not _fits(pattern[1:], text)
    if pattern == "-":
        return not text
    if "||" in pattern:
        return text in pattern.split("||")
    if "*" in pattern:
        return re.fullmatch(
            ".*".join(re.escape(p) for p in pattern.split("*")), text
        ) is not None and bool(text)
    return not pattern or pattern == text


def is_open(pattern: str) -> bool:
    """Whether a filter takes texts it does not name."""
    return "*" in pattern or pattern.startswith("!")


def joined(rules: list[SeriesRule], figures: list[Figure]) -> list[tuple[Figure, list[SeriesRule]]]:
    """Each figure with all rules that take it; one is right, none or two are for `check` to
    report."""
    by_file: dict[str, list[SeriesRule]] = {}
    for rule in rules:
        by_file.setdefault(rule.file, []).append(rule)
    return [
        (figure, [r for r in by_file.get(figure.file, []) if matches(r, figure)])
        for figure in figures
    ]

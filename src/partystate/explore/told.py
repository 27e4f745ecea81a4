"""What a chart says in words: its finding, how the record stands to it, each time and figure."""

from __future__ import annotations

import polars as pl

from partystate.explore.drawing.scale import in_words, written
from partystate.explore.picked import Picked, Strip
from partystate.report.extent import most
from partystate.report.spans import span_words


def unit_of(picked: Picked) -> tuple[float, str]:
    """(factor, unit) in which the numbers of a chart read well."""
    tops = [most(strip.band["q95"]) for strip in picked.strips if len(strip.band)]
    tops += [most(strip.record["high"]) for strip in picked.strips if len(strip.record)]
    tops += [most(strip.line["value"]) for strip in picked.strips if len(strip.line)]
    return in_words(picked.series.unit, max(tops, default=0.0))


def finding(strip: Strip, unit: str, whose: str, is_best: bool = False) -> str:
    """The greatest value of a series with its interval, in a sentence, and that of the line where
    it is another account, up to the usual end; numbers are in `unit`."""
    strip = strip.usual
    if not len(strip.band):
        if not len(strip.line):
            return "These results say nothing of it."
        top = strip.line.sort("value").row(-1, named=True)
        return f"Most in {span_words(top['time'])}: {written(top['value'])} {unit}, {whose}."
    top = strip.band.sort("median", "at").row(-1, named=True)
    what = f"{written(top['median'])} {unit}".strip()
    ends = f"[{written(top['q05'])}, {written(top['q95'])}]"
    said = f"The middle of the free histories is greatest in {span_words(top['time'])}: "
    if strip.band["median"].n_unique() == 1:
        said = "The middle of the free histories is the same throughout: "
    found = f"{said}{what}, 90 per cent of them in {ends}."
    is_best = is_best and not strip.is_sum and not strip.begins_later
    if is_best and len(strip.line) > 1:
        line = strip.line.sort("value", "at").row(-1, named=True)
        when = f"in {span_words(line['time'])}" if line["time"] != top["time"] else "then"
        found += f" {whose.capitalize()} has {written(line['value'])} {when}, its most."
    return found


def beside_record(strip: Strip) -> str:
    """How many figures of the record the interval reaches, and how many after the usual end; blank
    where the record has none."""
    later = (0, 0) if strip.later is None else _reached(strip.later)
    usual = (0, 0) if strip.begins_later else _reached(strip.usual)
    said = f"The 90 per cent interval reaches {usual[0]} of {usual[1]} figures of the record."
    after = f"After the usual end it reaches {later[0]} of {later[1]}."
    return " ".join([said] * bool(usual[1]) + [after] * bool(later[1]))


def _reached(strip: Strip) -> tuple[int, int]:
    """Figures of the record that the interval reaches, and those that it could."""
    if not len(strip.record) or not len(strip.band):
        return 0, 0
    both = strip.record.join(strip.band.select("time", "q05", "q95"), on="time")
    inside = both.filter((pl.col("low") <= pl.col("q95")) & (pl.col("high") >= pl.col("q05")))
    return len(inside), len(both)


def at_each_time(strip: Strip, unit: str, whose: str) -> list[tuple[float, str]]:
    """(at, words) of each time: the line, the interval, the figures of the record."""
    bands = {row["time"]: row for row in strip.band.iter_rows(named=True)}
    record: dict[str, list[str]] = {}
    for row in strip.record.iter_rows(named=True):
        record.setdefault(row["time"], []).append(said_of(row, unit))
    found = []
    for time, at, value in strip.line.select("time", "at", "value").iter_rows():
        words = [f"{span_words(time)}: {written(value)} {unit}, {strip.whose(at, whose)}"]
        if time in bands:
            low, high = bands[time]["q05"], bands[time]["q95"]
            words.append(f"90 per cent of free histories {written(low)} to {written(high)}")
        found.append((at, "; ".join([*words, *record.get(time, [])])))
    return found


def said_of(row: dict, unit: str) -> str:
    """A figure of the record in words."""
    ends = (
        written(row["central"])
        if row["low"] == row["high"]
        else f"{written(row['central'])} ({written(row['low'])} to {written(row['high'])})"
    )
    how = "" if row["verified"] == "read" else ", quoted as recalled"
    return f"record, {span_words(row['time'])}: {ends} {unit}, {row['source']}, {row['role']}{how}"

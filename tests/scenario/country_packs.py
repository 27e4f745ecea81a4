"""Broken packs made from the invented country: each file with each kind of mistake, and what the
error must name."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from partystate.country.tables import TABLES, Parameter, Row

Table = list[list[str]]


@dataclass(frozen=True)
class Broken:
    """One mistake: how to make it in a pack, and the file, row and column that the error must
    name."""

    name: str
    spoil: Callable[[Path], None]
    file: str
    row: int | None = None
    column: str = ""


def read(path: Path) -> Table:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(table)


def all_broken(pack: Path) -> Iterator[Broken]:
    """Every mistake, made from the sound `pack`."""
    for name, model in TABLES.items():
        table = read(pack / f"{name}.csv")
        yield from whole_files(f"{name}.csv", table, model)
        yield from single_cells(f"{name}.csv", table, model)
        yield from turned_ranges(f"{name}.csv", table, model)
    yield from between_files()
    yield from country_toml()
    yield from odd_things()


def edited(file: str, change: Callable[[Table], None]) -> Callable[[Path], None]:
    """A mistake made by changing the cells of a file; rows count from the header as 0."""

    def spoil(pack: Path) -> None:
        table = read(pack / file)
        change(table)
        write(pack / file, table)

    return spoil


def rewritten(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda pack: (pack / file).write_bytes(change((pack / file).read_bytes()))


def whole_files(file: str, table: Table, model: type[Row]) -> Iterator[Broken]:
    """Mistakes of any table: not there, not text, not a table."""
    last, first_column = len(table), table[0][0]

    def case(kind: str, spoil, row=None, column="") -> Broken:
        return Broken(f"{file}: {kind}", spoil, file, row, column)

    if not model.optional:
        yield case("missing", lambda pack: (pack / file).unlink())
        yield case("only a header", edited(file, lambda t: t.__delitem__(slice(1, None))), 1)
    yield case("empty", lambda pack: (pack / file).write_bytes(b""), 1)
    yield case("column gone", edited(file, lambda t: [line.pop(0) for line in t]), 1, first_column)
    yield case(
        "column renamed", edited(file, lambda t: t[0].__setitem__(0, "colour")), 1, first_column
    )
    yield case("unknown column", edited(file, lambda t: [line.append("x") for line in t]), 1, "x")
    yield case(
        "columns in another order", edited(file, lambda t: [line.reverse() for line in t]), 1
    )
    yield case("not UTF-8", rewritten(file, lambda data: data + b"\xff\xfe\n"), last + 1)
    yield case("UTF-16", rewritten(file, lambda data: data.decode().encode("utf-16")), 1)
    yield case("NUL byte", rewritten(file, lambda data: data + b"\0\n"), last + 1)
    yield case("a cell too many", edited(file, lambda t: t[-1].append("x")), last)
    yield case("a cell too few", edited(file, lambda t: t[-1].pop()), last)
    yield case("a blank row", rewritten(file, lambda data: data.replace(b"\n", b"\n\n", 1)), 2)
    yield case("an open quote", rewritten(file, lambda data: data + b'"'), last + 1)
    yield case("a row twice", edited(file, lambda t: t.append(t[-1])), last + 1, model.key[-1])
    yield case("a folder", lambda pack: ((pack / file).unlink(), (pack / file).mkdir()))
    yield case(
        "a link out",
        lambda pack: ((pack / file).unlink(), (pack / file).symlink_to("/etc/hostname")),
    )


NO_NUMBERS = ("many", "nan")
ODD_NUMBERS = ("1e999", "1_000", "0x10", "9" * 40, "1,5", " 1")  # tried on one column of each file


def single_cells(file: str, table: Table, model: type[Row]) -> Iterator[Broken]:
    """Each column with each wrong text that a well-formed value of the column is not."""
    odd = ODD_NUMBERS
    for at, column in enumerate(table[0]):
        row = next((i for i, line in enumerate(table) if i and line[at]), len(table) - 1)
        texts = wrong_texts(model, column, table[row][at])
        if NO_NUMBERS[0] in texts:
            texts, odd = [*texts, *odd], ()
        for text in texts:
            spoil = edited(file, lambda t, row=row, at=at, text=text: t[row].__setitem__(at, text))
            yield Broken(f"{file}: {column} {text!r}", spoil, file, row + 1, column)


def wrong_texts(model: type[Row], column: str, now: str) -> list[str]:
    """What no value of this column looks like."""
    field = model.model_fields[column]
    texts = [] if type(None) in getattr(field.annotation, "__args__", ()) else [""]
    kind = f"{field.annotation} {field.metadata}"
    if column in model.labels:
        return [*texts, "Atlantis", f"{now} "]
    if "float" in kind or "int" in kind:
        # a parameter may be any number
        return [*texts, *NO_NUMBERS, *(["-7e17"] if model is not Parameter else [])]
    if "Literal" in kind:
        return [*texts, "perhaps", now.upper()]
    if "_date" in kind:
        return [*texts, "1926-13", "1927/1926", "last year"]
    if column == "unit":
        return [*texts, "furlongs"]
    return texts


def turned_ranges(file: str, table: Table, model: type[Row]) -> Iterator[Broken]:
    """Low and high changed places, where they differ."""
    for low, central, high in model.ranges:
        a, b, c = (table[0].index(column) for column in (low, central, high))
        row = next(
            i
            for i, t in enumerate(table)
            if i and t[a] and t[c] and float(t[a]) <= float(t[b]) < float(t[c])
        )

        def turn(t: Table, row=row, a=a, c=c) -> None:
            t[row][a], t[row][c] = t[row][c], t[row][a]

        yield Broken(f"{file}: {low} above {central}", edited(file, turn), file, row + 1, central)


def cell(file: str, row: int, column: str, text: str) -> Callable[[Path], None]:
    """Set one cell; `row` is the line number that an editor shows."""
    return edited(file, lambda t: t[row - 1].__setitem__(t[0].index(column), text))


def without(file: str, keep: Callable[[dict], bool]) -> Callable[[Path], None]:
    """Drop the rows that `keep` refuses."""

    def change(t: Table) -> None:
        t[1:] = [line for line in t[1:] if keep(dict(zip(t[0], line, strict=True)))]

    return edited(file, change)


def both(*spoils: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda pack: [spoil(pack) for spoil in spoils]


def many_free(table: Table) -> None:
    """More free parameters than a fit may have."""
    at = table[0].index("free")
    for line in table[1:]:
        line[at] = "1"
    for number in range(50):
        table.append([f"{table[1][1]}.extra{number}", *table[1][1:]])


def between_files() -> Iterator[Broken]:
    """Rows that are sound alone and wrong together."""
    for file, row, column, text in (
        ("regions.csv", 2, "adjacent", "Atlantis"),
        ("regions.csv", 2, "adjacent", "Harbour"),
        ("regions.csv", 2, "adjacent", "Midland;Steppe"),
        ("regions.csv", 3, "population", "0"),
        ("tiles.csv", 4, "column", "1"),
        ("tiles.csv", 3, "short", "Harb"),
        ("communities.csv", 2, "share", "0.91"),
        ("communities.csv", 12, "share", "0.1"),
        ("statuses.csv", 6, "opening_share", "0.7"),
        ("statuses.csv", 2, "opening_share", "0.8"),
        ("statuses.csv", 6, "peasant", "1"),
        ("age_bands.csv", 4, "age_from", "6"),
        ("age_bands.csv", 4, "age_to", "3"),
        ("age_bands.csv", 12, "age_to", "99"),
        ("opening_ages.csv", 5, "age_from", "14"),
        ("opening_ages.csv", 16, "age_to", "99"),
        ("vital_rates.csv", 24, "period", "1930"),
        ("vital_rates.csv", 2, "unit", "persons"),
        ("vital_rates.csv", 4, "age_from", "11"),
        ("vital_rates.csv", 20, "age_to", ""),
        ("regional_land.csv", 2, "unit", "thousand head"),
        ("regional_land.csv", 2, "low", "-1"),
        ("recorded.csv", 2, "unit", "thousand ha"),
        ("recorded.csv", 6, "low", "-0.1"),
        ("recorded.csv", 7, "time", "1926"),
        ("recorded.csv", 11, "region", "The West"),
        ("seasonality.csv", 2, "share", "0.5"),
        ("parameters.csv", 2, "low", ""),
        ("parameters.csv", 2, "mechanism", "closing"),
        ("persons.csv", 2, "joined", "1850"),
        ("offices.csv", 4, "appointed_by", "the wind"),
    ):
        yield between(file, row, column, text)
    yield Broken(
        "statuses.csv: camp not empty",
        both(
            cell("statuses.csv", 12, "opening_share", "0.1"),
            cell("statuses.csv", 12, "share_high", "0.2"),
        ),
        "statuses.csv",
        12,
        "opening_share",
    )
    yield Broken(
        "statuses.csv: nowhere for all",
        cell("statuses.csv", 6, "held_in", "large"),
        "statuses.csv",
        6,
        "held_in",
    )
    yield Broken(
        "parameters.csv: all free",
        edited("parameters.csv", many_free),
        "parameters.csv",
        None,
        "free",
    )
    yield Broken(
        "parameters.csv: lognormal from 0",
        both(
            cell("parameters.csv", 2, "prior", "lognormal"), cell("parameters.csv", 2, "low", "0")
        ),
        "parameters.csv",
        2,
        "low",
    )
    yield Broken(
        "recorded.csv: centre below the low end",
        both(cell("recorded.csv", 13, "central", "1.2"), cell("recorded.csv", 13, "high", "1.3")),
        "recorded.csv",
        13,
        "central",
    )
    for file, column, keep in (
        ("tiles.csv", "region", lambda r: r["region"] != "Harbour"),
        ("communities.csv", "share", lambda r: r["region"] != "Harbour"),
        ("nationalities.csv", "nationality", lambda r: r["nationality"] != "other"),
        ("statuses.csv", "status", lambda r: r["status"] != "camp"),
        ("opening_ages.csv", "sex", lambda r: r["sex"] != "male"),
        ("vital_rates.csv", "rate", lambda r: r["rate"] != "birth"),
        ("regional_land.csv", "quantity", lambda r: r["quantity"] != "horses_1926"),
        ("weather.csv", "year", lambda r: (r["region"], r["year"]) != ("Steppe", "1930")),
        ("recorded.csv", "input", lambda r: r["input"] != "imports"),
        ("seasonality.csv", "month", lambda r: r["month"] != "4"),
        ("control.csv", "time", lambda r: r["region"] != "Steppe"),
    ):
        yield Broken(
            f"{file}: rows left out",
            without(file, keep),
            "communities.csv" if file == "nationalities.csv" else file,
            None,
            "nationality" if file == "nationalities.csv" else column,
        )


def between(file: str, row: int, column: str, text: str) -> Broken:
    """One edited cell; the error names it, but for a mechanism that does not fit the name of its
    parameter."""
    told = "parameter" if column == "mechanism" else column
    return Broken(
        f"{file}: {column} of row {row} becomes {text!r}",
        cell(file, row, column, text),
        file,
        row,
        told,
    )


def country_toml() -> Iterator[Broken]:
    """Mistakes of country.toml: each entry wrong, missing or strange."""

    def swap(old: str, new: str) -> Callable[[Path], None]:
        return rewritten("country.toml", lambda data: data.replace(old.encode(), new.encode()))

    for name, old, new, column in (
        ("no id", 'id = "toyland"', "", "id"),
        ("id climbs", '"toyland"', '"../toyland"', "id"),
        ("id is a path", '"toyland"', '"/etc/passwd"', "id"),
        ("id is a number", '"toyland"', "7", "id"),
        ("no title", 'title = "Toyland, an invented country for lessons and tests"', "", "title"),
        ("start is no month", '"1926-12"', '"1926"', "start"),
        ("start is no date", '"1926-12"', '"soon"', "start"),
        ("end before start", '"1933-12"', '"1920-01"', "end"),
        ("end far away", '"1933-12"', '"2933-12"', "end"),
        ("unknown entry", "[rules]", "colour = 1\n[rules]", "colour"),
        (
            "unknown rule",
            "large_community_persons",
            "small_community_persons",
            "rules.large_community_persons",
        ),
        ("unknown use", '"seed", "eaten"', '"seed", "drunk"', "rules.granary_order.2"),
        ("a use twice", '"seed", "eaten"', '"seed", "seed"', "rules.granary_order"),
        ("negative size", "persons = 50000", "persons = -1", "rules.large_community_persons"),
        ("years backwards", "[rules]", "[rules]\nyield_years = [1930, 1928]", "rules.yield_years"),
        ("one year", "[rules]", "[rules]\nyield_years = [1928]", "rules.yield_years"),
        ("base year outside", "[1927, 1928]", "[1890]", "excess_deaths.baseline_years"),
        ("no base year", "[1927, 1928]", "[]", "excess_deaths.baseline_years"),
    ):
        yield Broken(f"country.toml: {name}", swap(old, new), "country.toml", None, column)
    yield Broken("country.toml: not TOML", swap('title = "', "title = "), "country.toml", 2)
    yield Broken(
        "country.toml: missing", lambda pack: (pack / "country.toml").unlink(), "country.toml"
    )
    yield Broken(
        "country.toml: not UTF-8",
        rewritten("country.toml", lambda data: b"\xff" + data),
        "country.toml",
        1,
    )
    yield Broken(
        "country.toml: NUL",
        rewritten("country.toml", lambda data: b"\n\0" + data),
        "country.toml",
        2,
    )


def odd_things() -> Iterator[Broken]:
    """Things that have no place in a country."""

    def put(name: str, data: bytes = b"") -> Callable[[Path], None]:
        def spoil(pack: Path) -> None:
            (pack / name).parent.mkdir(exist_ok=True)
            (pack / name).write_bytes(data)

        return spoil

    for name in (
        "model.py",
        "evidence/load.py",
        "what_ifs/run.sh",
        "x.so",
        "x.pyc",
        "notes.ipynb",
        ".hidden.py",
        "region.csv",
    ):
        yield Broken(f"{name} added", put(name), name)
    yield Broken("a folder added", put("mechanisms/a.csv"), "mechanisms")
    yield Broken(
        "what-if is no TOML", put("what_ifs/bad.toml", b"title = "), "what_ifs/bad.toml", 1
    )
    yield Broken(
        "what-if is too deep",
        put("what_ifs/bad.toml", b"title = " + b"[" * 50_000),
        "what_ifs/bad.toml",
        1,
    )
    yield Broken(
        "what-if without edits",
        put("what_ifs/bad.toml", b'title = "x"\n'),
        "what_ifs/bad.toml",
        None,
        "edit",
    )
    yield Broken(
        "country.toml is a link",
        lambda pack: (
            (pack / "country.toml").unlink(),
            (pack / "country.toml").symlink_to("/etc/hostname"),
        ),
        "country.toml",
    )
    yield Broken(
        "a pipe",
        lambda pack: ((pack / "country.toml").unlink(), os.mkfifo(pack / "country.toml")),
        "country.toml",
    )
    yield Broken(
        "gazetteer with one long cell",
        put("evidence/gazetteer.csv", b"label,axis\n" + b"x" * 200_000),
        "evidence/gazetteer.csv",
    )
    yield Broken(
        "what-if is no text", put("what_ifs/bad.toml", b"\n\n\xff"), "what_ifs/bad.toml", 3
    )
    yield Broken(
        "gazetteer is no text", put("evidence/gazetteer.csv", b"\xff"), "evidence/gazetteer.csv", 1
    )
    yield Broken(
        "record holds NUL", put("evidence/record/grain.csv", b"a\0"), "evidence/record/grain.csv", 1
    )
    yield Broken(
        "a linked folder", lambda pack: (pack / "posterior").symlink_to("/etc"), "posterior"
    )
    yield Broken(
        "a linked file",
        lambda pack: (pack / "what_ifs/x.toml").symlink_to("/etc/hostname"),
        "what_ifs/x.toml",
    )

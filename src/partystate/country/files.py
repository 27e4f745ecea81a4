"""Read the files of a country as text from an untrusted folder: what may lie there, how large, how
written."""

from __future__ import annotations

import csv
import difflib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.tables import TABLES

MAX_BYTES = 64 * 2**20  # a file
MAX_ROWS = 200_000  # a table
MAX_FILES = 2_000  # a country
FOLDERS = ("what_ifs", "theses", "tours", "evidence", "results", "reanalysis")
DATA = (".csv", ".toml", ".md", ".txt", ".parquet", ".json")
POSTERIOR = "posterior"  # a table whose columns are the parameters that were fitted
BARE_NAMES = ("LICENSE", "LICENCE", "README")


@dataclass(frozen=True)
class Line:
    """One record of a CSV file: the line of the file it starts on, and its cells."""

    number: int
    cells: list[str]


def is_there(path: Path) -> bool:
    """Whether a plain file that may be looked at is there."""
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        return False


def walk(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, links not followed, in order of name; at most one more than
    `MAX_FILES`. Hidden folders, such as that of a version control, are not looked into: nothing of
    theirs is read."""
    count = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") or (Path(here) / f).is_symlink()
        )
        for name in sorted(names) + [f for f in folders if (Path(here) / f).is_symlink()]:
            count += 1
            yield Path(here) / name
            if count > MAX_FILES:
                return


def folder_problems(folder: Path) -> Iterator[UserError]:
    """Files that have no place in a country: links, code, unknown names, too many or too large."""
    paths = list(walk(folder))
    if len(paths) > MAX_FILES:
        yield UserError(
            "too many files for a country",
            found=f"more than {MAX_FILES}",
            action="Name the folder of one country.",
        )
        return
    for path in paths:
        name = path.relative_to(folder).as_posix()
        yield from _file_problems(path, name)
    for extra in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        if extra.name not in FOLDERS and not extra.is_symlink():
            is_table = extra.suffix == ".csv"
            yield UserError(
                "a folder where a file belongs"
                if is_table
                else "a folder that is no part of a country",
                extra.name,
                expected="a file" if is_table else ", ".join(FOLDERS),
                action="Remove it.",
            )


def _file_problems(path: Path, name: str) -> Iterator[UserError]:
    if path.is_symlink():
        yield UserError(
            "a link, which could lead out of the country", name, action="Put the file itself here."
        )
    elif not path.is_file():
        yield UserError("not a plain file", name, action="Remove it.")
    elif path.suffix.lower() not in DATA and path.name not in BARE_NAMES and not _hidden_data(path):
        yield UserError(
            "a country holds data only",
            name,
            expected="files ending in " + ", ".join(DATA),
            action="Remove the file.",
        )
    elif path.stat().st_size > MAX_BYTES:
        yield UserError(
            "the file is too large",
            name,
            found=f"{path.stat().st_size / 2**20:.0f} MiB",
            expected=f"at most {MAX_BYTES // 2**20} MiB",
            action="Split it or leave rows out.",
        )
    elif "/" not in name and path.suffix == ".csv" and path.stem not in (*TABLES, POSTERIOR):
        near = difflib.get_close_matches(path.stem, TABLES, 1)
        yield UserError(
            "a table that no country has",
            name,
            expected=f"{near[0]}.csv" if near else ", ".join(f"{t}.csv" for t in TABLES),
            action="Rename or remove it.",
        )


def _hidden_data(path: Path) -> bool:
    """Leftovers of an editor or a file browser, such as `.DS_Store`."""
    return path.name.startswith(".") and path.suffix == ""


def read_text(path: Path, name: str) -> str:
    """The text of one file, or a UserError that says where its bytes go wrong."""
    try:
        size = path.stat().st_size
        if path.is_symlink() or not path.is_file():
            raise UserError(
                "not a plain file",
                name,
                expected="a file of text, no link or folder",
                action="Put the file itself here.",
            )
        if size > MAX_BYTES:
            raise UserError(
                "the file is too large",
                name,
                expected=f"at most {MAX_BYTES // 2**20} MiB",
                action="Leave rows out.",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError(
            "the file is missing", name, action="Copy it from the template and fill it in."
        ) from None
    except OSError as error:
        raise UserError(
            "the file cannot be read", name, found=error.strerror or "an error of the system"
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            "not UTF-8 text",
            name,
            data.count(b"\n", 0, error.start) + 1,
            found=f"byte 0x{data[error.start]:02x} at position {error.start}",
            action="Save the file as UTF-8.",
        ) from None
    if "\0" in text:
        raise UserError(
            "a NUL byte, so this is not a text file",
            name,
            text.count("\n", 0, text.index("\0")) + 1,
            action="Save the file as UTF-8 text.",
        )
    return text


def read_lines(path: Path, name: str, columns: tuple[str, ...]) -> list[Line]:
    """Records of a CSV file whose header is exactly `columns`; blank lines may end it."""
    text = read_text(path, name)
    if text.count("\n") > MAX_ROWS:
        raise UserError(
            "too many rows",
            name,
            found=f"about {text.count(chr(10))}",
            expected=f"at most {MAX_ROWS}",
            action="Leave rows out; a country is a few thousand rows.",
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines, start = [], 1
    try:
        for cells in reader:
            lines.append(Line(start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UserError(
            "not a CSV row",
            name,
            start,
            found=str(error),
            expected="cells parted by commas, quotes closed",
            action="Mend the quotes of this row.",
        ) from None
    while len(lines) > 1 and not lines[-1].cells:  # blank lines at the end, as editors leave them
        lines.pop()
    _check_header(lines[0].cells if lines else [], name, columns)
    for line in lines[1:]:
        if len(line.cells) != len(columns):
            raise UserError(
                "the row does not fit the header",
                name,
                line.number,
                found=f"{len(line.cells)} cells",
                expected=f"{len(columns)} cells",
                action="Check the commas and quotes of this row.",
            )
    return lines[1:]


def _check_header(header: list[str], name: str, columns: tuple[str, ...]) -> None:
    if not header:
        raise UserError(
            "the file is empty",
            name,
            1,
            expected="the header " + ",".join(columns),
            action="Write the header.",
        )
    for column in columns:
        if column not in header:
            raise UserError(
                "a column is missing",
                name,
                1,
                column,
                found=",".join(header)[:200],
                expected=",".join(columns),
                action=(
                    "Add it to the header; cells may stay blank where the template's README says "
                    "so."
                ),
            )
    for column in header:
        if column not in columns:
            raise UserError(
                "an unknown column",
                name,
                1,
                column,
                expected=",".join(columns),
                action="Remove or rename it.",
            )
    if list(columns) != header:
        raise UserError(
            "columns in another order or twice",
            name,
            1,
            found=",".join(header)[:200],
            expected=",".join(columns),
            action="Put them in this order.",
        )

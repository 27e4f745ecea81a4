"""The text of a file, in whatever way it is written."""

from __future__ import annotations

import codecs
from pathlib import Path

from partystate.core.errors import UserError

MARKS = (  # at the start of a file, which say how it is written
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAY = (
    "Say how it is written (`--encoding cp1251` is usual for Russian, `--encoding utf-16-le` for "
    "spreadsheets), or save it as UTF-8."
)


def text_of(path: Path, encoding: str | None) -> str:
    """The file's text with lines that end alike; UserError where it cannot be read so."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"cannot read the lists: {error.strerror}", str(path), action="Give a CSV file."
        ) from None
    written = encoding or next((name for mark, name in MARKS if raw.startswith(mark)), "utf-8")
    text = _decoded(raw, written, path.name).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise UserError(
            f"the file is not written in {written}",
            path.name,
            text[: text.index("\0")].count("\n") + 1,
            found="the byte 0x00",
            action=SAY,
        )
    return text


def _decoded(raw: bytes, written: str, file: str) -> str:
    try:
        return raw.decode(written)
    except LookupError:
        raise UserError(
            "unknown encoding", found=repr(written), expected="such as cp1251"
        ) from None
    except UnicodeDecodeError as error:
        raise UserError(
            f"the file is not written in {written}",
            file,
            raw[: error.start].count(b"\n") + 1,
            found=f"the byte 0x{raw[error.start]:02x}" if error.start < len(raw) else "its end",
            action=SAY,
        ) from None

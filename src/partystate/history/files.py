"""Writing without half-written files: a file appears whole under its name, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import polars as pl

from partystate.core.errors import UserError


def writable_folder(path: Path) -> Path:
    """Make a folder, or say in a sentence why it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".partystate-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise UserError(
            f"cannot write into the folder {path}: {error.strerror}",
            action="Choose another with --out, or free it.",
        ) from None
    return path


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` beside `path` and move it into place once it is safely on the disk."""
    waiting = path.with_name(f".{path.name}.part")
    try:
        with open(waiting, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(waiting, path)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise UserError(
            f"cannot write {path}: {error.strerror}",
            action=(
                "What was written before is whole; free some space or choose another folder, and "
                "run again."
            ),
        ) from None
    return path


def write_parquet(path: Path, table: pl.DataFrame) -> Path:
    """Write a table as Parquet, whole or not at all."""
    return write_whole(path, parquet_bytes(table))


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """Parquet of `table`: the same bytes for the same table."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def write_json(path: Path, data: dict) -> Path:
    return write_whole(
        path, (json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
    )


def digest(data: bytes) -> str:
    """Short content hash."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()

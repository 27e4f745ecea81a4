"""Files of a run or an ensemble: written whole or not at all, by one process at a time, and read
with a sentence for what is broken."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from partystate.core.errors import UserError
from partystate.country.meta import FILE as COUNTRY

try:
    import fcntl
except ImportError:  # a system without it: two writers in one folder are not seen there
    fcntl = None

MANIFEST = "manifest.json"
LOCK = ".partystate-writer"
ADVICE = {errno.ENOSPC: "Free some space", errno.EDQUOT: "Free some space"}


def writable_folder(path: Path) -> Path:
    """Make a folder for results, or say in a sentence why it cannot be; no country's folder, nor
    one inside it, since a country holds its data and nothing else."""
    _outside_of_countries(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".partystate-probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"cannot write into the folder {path}: {error.strerror}",
            action="Choose another with --out, or free it.",
        ) from None
    return path


def _outside_of_countries(path: Path) -> None:
    try:
        inside = [p for p in (path.resolve(), *path.resolve().parents) if (p / COUNTRY).is_file()]
    except OSError:  # a folder above that may not be looked into
        return
    if inside:
        raise UserError(
            "results do not belong into a country's folder, which would then be refused",
            found=str(path),
            expected=f"a folder outside of {inside[0]}",
            action="Give another --out.",
        )


def only_writer(folder: Path) -> contextlib.AbstractContextManager[None]:
    """Hold `folder` for writing; UserError where another process writes there. A process that dies
    lets go of it."""
    return _writer(folder, alone=True)


def one_of_many_writers(folder: Path) -> contextlib.AbstractContextManager[None]:
    """Hold `folder` for writing beside others that do the same; UserError where there is an only
    writer, and none can come while this is held."""
    return _writer(folder, alone=False)


@contextlib.contextmanager
def _writer(folder: Path, alone: bool) -> Iterator[None]:
    writable_folder(folder)
    if fcntl is None:
        yield
        return
    try:
        file = open(folder / LOCK, "a+b")  # noqa: SIM115  (held until the block ends)
    except OSError as error:
        raise _unwritable(folder / LOCK, error) from None
    with file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                yield  # a file system without locks
                return
            raise UserError(
                f"another process is writing into {folder}",
                action="Wait until it is done, or choose another folder with --out.",
            ) from None
        yield


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` beside `path` and move it into place once it is safely on the disk."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(waiting, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(waiting, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # on a disk that is read-only there is nothing to remove
            waiting.unlink(missing_ok=True)
        raise _unwritable(path, error) from None
    return path


def _unwritable(path: Path, error: OSError) -> UserError:
    advice = ADVICE.get(error.errno or 0, "Choose another folder, or make this one writable")
    return UserError(
        f"cannot write {path}: {error.strerror}",
        action=f"What was written before is whole. {advice}, and run again.",
    )


def write_parquet(path: Path, table: pl.DataFrame) -> Path:
    """Write a table as Parquet, whole or not at all."""
    return write_whole(path, parquet_bytes(table))


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """Parquet of `table`: the same bytes for the same table."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def read_parquet(path: Path, columns: list[str] | None = None) -> pl.DataFrame:
    """The table of one file, whose name is a name and no pattern; UserError where it is missing or
    broken."""
    return collected(path, lambda: pl.read_parquet(path, columns=columns, glob=False))


def scan_parquet(path: Path | list[Path]) -> pl.LazyFrame:
    """Files to be read in part, whose names are names and no patterns; collect with `collected`,
    which tells what is broken."""
    return pl.scan_parquet(path, glob=False)


def collected(path: Path, read) -> pl.DataFrame:
    """What `read()` returns of the file `path`; a missing or broken file is a UserError."""
    try:
        return read()
    except (pl.exceptions.PolarsError, OSError) as error:
        missing = isinstance(error, FileNotFoundError)
        raise UserError(
            f"{path} is missing" if missing else f"{path} is broken or no table of partystate",
            found="" if missing else str(error).splitlines()[0][:120],
            action="Run the command that made this folder again.",
        ) from None


def read_parquets(paths: Iterable[Path]) -> pl.DataFrame:
    """Tables of the same columns, one below the other."""
    return pl.concat([read_parquet(path) for path in paths])


def write_json(path: Path, data: dict) -> Path:
    """Write a table of names and values as JSON, whole or not at all."""
    return write_whole(
        path, (json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
    )


def read_manifest(folder: Path) -> dict:
    """The manifest of a run or an ensemble; UserError where there is none, or a broken one."""
    return read_json(folder / MANIFEST)


def country_of(directory: Path) -> str:
    """The country a run directory says it is of."""
    try:
        return read_manifest(directory)["country"]["id"]
    except (KeyError, TypeError):
        raise UserError(
            f"{directory} does not say which country it is of",
            expected="a run or ensemble directory with its manifest.json",
            action="Run `partystate ensemble` first, or name the country yourself.",
        ) from None


def read_json(path: Path) -> dict:
    """A file that holds one JSON object; UserError where it is missing, broken or another thing."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(
            f"{path.parent} is no folder of a run",
            expected=path.name,
            action="Run `partystate run` or `partystate ensemble` first.",
        ) from None
    except (OSError, ValueError) as error:
        raise _no_object(path, str(error)[:120]) from None
    if not isinstance(data, dict):
        raise _no_object(path, type(data).__name__)
    return data


def _no_object(path: Path, found: str) -> UserError:
    return UserError(
        f"{path} is broken or not of partystate",
        found=found,
        expected="a JSON object",
        action="Run the command that made this folder again.",
    )


def digest(data: bytes) -> str:
    """Short content hash."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()

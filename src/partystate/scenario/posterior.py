"""What a posterior rests on, whether it still does, and how one is written into a country's
folder."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path

import polars as pl

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.posterior_file import ABOUT, FILE, About, Posterior
from partystate.country.renamed import first_name
from partystate.evidence import Row, compile_rows
from partystate.evidence.roles import ALTERNATE
from partystate.mechanisms.registry import PARTS, part_of, part_of_figure

DIGITS = 10  # of a value in the file
DRIFT_COLUMNS = ("parameter", "by", "sd", "persistence", "shared")
PRIOR_COLUMNS = ("parameter", "prior", "low", "central", "high", "free")


def basis_digest(country: Country, part: int, roles: str = ALTERNATE) -> str:
    """Hash of the priors of a part of the calibration, of how they drift, and of its figures under
    `roles`: not of grounds, sources or places in a file. A parameter goes by its first name: under
    another it has the same prior."""
    priors = sorted(
        (first_name(name), *prior)
        for name, *prior in country.tables["parameters"].select(PRIOR_COLUMNS).rows()
        if part_of(name) == part
    )
    return hashlib.blake2b(
        json.dumps(
            [priors, _drifts(country, part), _figures(country.path / "evidence", part, roles)]
        ).encode(),
        digest_size=16,
    ).hexdigest()


def _drifts(country: Country, part: int) -> list:
    """What drift.csv says of a part of the calibration."""
    table = country.tables.get("drift")
    rows = () if table is None else table.select(DRIFT_COLUMNS).rows()
    return sorted((first_name(name), *how) for name, *how in rows if part_of(name) == part)


def current(country: Country, parts: int = len(PARTS)) -> Posterior:
    """The country's posterior; UserError where it has none, or one whose first `parts` rest on
    other priors or figures."""
    posterior = country.posterior
    if posterior is None:
        raise UserError(
            "the country has no posterior",
            FILE,
            expected="a table of draws",
            action="Run `partystate calibrate COUNTRY --ship`, or use the prior.",
        )
    if any(
        told != basis_digest(country, part, posterior.about.roles)
        for part, told in enumerate(posterior.about.digests[:parts])
    ):
        raise UserError(
            "the posterior rests on other priors or other figures than the country now has",
            ABOUT,
            column="digests",
            action="Run `partystate calibrate COUNTRY --ship` again, or use the prior.",
        )
    return posterior


def as_csv(draws: pl.DataFrame) -> bytes:
    """posterior.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(
        [draws.columns, *([f"{value:.{DIGITS}g}" for value in row] for row in draws.iter_rows())]
    )
    return text.getvalue().encode()


def as_toml(about: About) -> bytes:
    """posterior.toml."""
    entries = [f"{key} = {_as_toml(value)}" for key, value in about.model_dump().items()]
    return (
        "# How posterior.csv was made; written by `partystate calibrate`.\n"
        + "\n".join(entries)
        + "\n"
    ).encode()


def _as_toml(value) -> str:
    """Numbers, texts and lists of them are written as in JSON; tables are not."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(key)} = {_as_toml(item)}" for key, item in value.items())
            + "}"
        )
    return json.dumps(value, ensure_ascii=False)


def _figures(evidence: Path, part: int, roles: str) -> list:
    """What the rows that calibrate ask for, in an order of their own."""
    files = sorted(p for p in evidence.rglob("*") if p.is_file())
    return _compiled(
        evidence,
        part,
        roles,
        tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files),
    )


@lru_cache(maxsize=8)
def _compiled(evidence: Path, part: int, roles: str, stamps: tuple) -> list:
    """Trajectory while no file of the evidence changes: an ensemble asks again in every run."""
    asked = [
        _asked(row)
        for row in compile_rows(evidence, roles)
        if row.kind == "quantity"
        and row.role == "calibrate"
        and part_of_figure(row.observable, row.theme) == part
    ]
    return sorted(asked, key=json.dumps)


def _asked(row: Row) -> list:
    return [
        row.observable,
        row.level,
        row.time,
        row.group,
        row.members,
        row.combine,
        row.low,
        row.central,
        row.high,
        row.tolerance,
        row.scale,
        row.base,
    ]

"""Published exact results, recomputed by the functions of `published`.

A file of cases has `cases`, each with `id`, `model`, `inputs`, `expected` and `tolerance`
(absolute; `{"rel": x}` for relative; or either by name of output). A model that no file of
`published` answers is listed as not implemented, never passed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from partystate.core.errors import UserError
from partystate.published.catalogue import MODELS
from partystate.verify.compare import agrees, plain, tolerance_of

PASSED, FAILED, NOT_IMPLEMENTED = "passed", "failed", "not implemented"
NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One case; `status` is passed, failed or not implemented, `mechanisms` are those that run a
    function of its model, `used_by` they and other modules of partystate that do."""

    id: str
    model: str
    status: str
    mechanisms: tuple[str, ...]
    used_by: tuple[str, ...]
    tied_by: str | None
    expected: Any
    got: Any


def load_cases(path: Path) -> list[dict[str, Any]]:
    """Cases of a file, or an error that says what is wrong with it."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            f"cannot read the cases: {error.strerror}",
            str(path),
            action="Give a JSON file of cases.",
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UserError(
            f"not a JSON file: {error}", Path(path).name, getattr(error, "lineno", None)
        ) from None
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, list):
        raise UserError("no list of cases", Path(path).name, expected='{"cases": [...]}')
    for number, case in enumerate(cases, start=1):
        missing = [
            key
            for key in ("id", "model", "inputs", "expected")
            if not isinstance(case, dict) or key not in case
        ]
        if missing:
            raise UserError(
                f"case {number} is not complete",
                Path(path).name,
                expected=f"the key {missing[0]!r}",
            )
    return cases


def verify(cases: list[dict[str, Any]]) -> list[Result]:
    """Recompute every case."""
    return [_one(case) for case in cases]


def _one(case: dict[str, Any]) -> Result:
    model = MODELS.get(case["model"])
    if model is None:
        return _result(case, NOT_IMPLEMENTED, None)
    try:
        got = plain(model.answer(case["inputs"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return _result(case, FAILED, f"inputs not understood: {error!r}")
    ok = all(
        name in got and agrees(got[name], value, tolerance_of(case, name))
        for name, value in case["expected"].items()
    )
    return _result(case, PASSED if ok else FAILED, got)


def _result(case: dict[str, Any], status: str, got: Any) -> Result:
    model = MODELS.get(case["model"])
    return Result(
        id=case["id"],
        model=case["model"],
        status=status,
        mechanisms=model.mechanisms if model else (),
        used_by=model.used_by if model else (),
        tied_by=model.tied_by if model else None,
        expected=case["expected"],
        got=got,
    )


def totals(results: list[Result]) -> dict[str, int]:
    """Cases by status, and of those recomputed, by who runs their model in a history: a mechanism,
    another part of partystate (the draws, the units, the calibration), or none."""
    done = [r for r in results if r.status != NOT_IMPLEMENTED]
    return {
        "passed": sum(r.status == PASSED for r in results),
        "failed": sum(r.status == FAILED for r in results),
        "not_implemented": len(results) - len(done),
        "used_by_a_mechanism": sum(bool(r.mechanisms) for r in done),
        "used_elsewhere": sum(bool(r.used_by) and not r.mechanisms for r in done),
        "used_by_none": sum(not r.used_by for r in done),
    }


def as_json(results: list[Result]) -> dict[str, Any]:
    """The printed schema; cases that are not implemented count neither as passed nor as failed."""
    return totals(results) | {"cases": [asdict(r) for r in results]}

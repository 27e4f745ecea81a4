"""Published models: cases, and which mechanism runs each, or none."""

from __future__ import annotations

import sys

from docs.generate.markdown import Pages, docstring, escape, heading, page, table
from docs.generate.source import path_of
from partystate.published.catalogue import CASES, MODELS
from partystate.verify.cases import load_cases

NOBODY = "none"


def pages() -> Pages:
    cases = load_cases(CASES)
    numbers = {name: sum(case["model"] == name for case in cases) for name in MODELS}
    files = sorted({model.answer.__module__ for model in MODELS.values()})
    rest = sorted({case["model"] for case in cases} - MODELS.keys())
    return {
        "published.md": page(
            "# Published models",
            "`partystate verify` recomputes their cases.",
            *(_file(file, numbers) for file in files),
            "## Not implemented, so never passed",
            "\n".join(f"- {escape(model)}" for model in rest),
        )
    }


def _file(file: str, numbers: dict[str, int]) -> str:
    rows = [
        (escape(name), str(numbers[name]), _users(model))
        for name, model in MODELS.items()
        if model.answer.__module__ == file
    ]
    return page(
        heading(2, file.rsplit(".", 1)[1].replace("_", " ").capitalize()),
        docstring(sys.modules[file].__doc__),
        table(["model", "cases", "used by"], rows),
        f"Source: `{path_of(file)}`",
    )


def _users(model: object) -> str:
    names = ", ".join(f"`{name}`" for name in model.used_by) or NOBODY
    return f"{names}, tied by `{model.tied_by}`" if model.tied_by else names

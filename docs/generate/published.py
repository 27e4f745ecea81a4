"""Published models: cases, and which mechanism runs each, or none."""

from __future__ import annotations

import sys

from docs.generate.markdown import Pages, anchor, docstring, escape, heading, page, table
from docs.generate.source import path_of
from partystate.published.catalogue import CASES, MODELS, files_of_models
from partystate.published.model import Published
from partystate.verify.cases import load_cases

NOBODY = "none"


def pages() -> Pages:
    cases = load_cases(CASES)
    numbers = {name: sum(case["model"] == name for case in cases) for name in MODELS}
    files = sorted(f"partystate.published.{name}" for name in files_of_models())
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
    name = file.rsplit(".", 1)[1]
    rows = [
        (escape(model_name), str(numbers[model_name]), _users(model))
        for model_name, model in MODELS.items()
        if model.answer.__module__ == file
    ]
    return page(
        heading(2, name.replace("_", " ").capitalize(), anchor("published", name)),
        docstring(sys.modules[file].__doc__),
        table(["model", "cases", "used by"], rows) if rows else "",
        f"Source: `{path_of(file)}`",
    )


def _users(model: Published) -> str:
    names = ", ".join(f"`{name}`" for name in model.used_by) or NOBODY
    return f"{names}, tied by `{model.tied_by}`" if model.tied_by else names

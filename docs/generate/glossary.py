"""The words of this project, each with where it is at home."""

from __future__ import annotations

import csv
from pathlib import Path

from docs.generate.markdown import Pages, code, escape, page

FILE = Path(__file__).with_name("glossary.csv")


def terms() -> list[dict[str, str]]:
    """Rows of glossary.csv: term, meaning, where."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages() -> Pages:
    lines = ["```{glossary}"]
    for row in sorted(terms(), key=lambda r: r["term"].casefold()):
        where = f" {code(row['where'])}" if row["where"] else ""
        lines += [row["term"], f"  {escape(row['meaning'])}{where}", ""]
    return {"glossary.md": page("# Glossary", "\n".join([*lines, "```"]))}

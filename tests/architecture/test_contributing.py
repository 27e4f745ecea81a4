"""The pages on how to add things, followed to the letter in a copy of the package."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
# pages for those who change the model; the others say how to use what is there
PAGES = sorted(p for p in HOW_TO.glob("*.md") if p.stem.startswith(("add-", "write-")))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUOTED, NEW, CHANGED = "# in ", "# ", "--- "
# what the examples need of the package and of its tests; ussr is large and would teach no more
COPIED = ("src/partystate", "tests/conftest.py", "tests/mechanisms/conftest.py")
LEFT_OUT = ("__pycache__", "ussr")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: what its first line says of it, and the rest."""

    language: str
    head: str
    body: str


def blocks(page):
    for language, text in FENCE.findall(page.read_text(encoding="utf-8")):
        head, _, body = text.partition("\n")
        yield Block(language, head, body if language != "console" else text)


def quotes():
    """(page, path, quoted text) of every block that quotes a file of the repository."""
    for page in PAGES:
        for block in blocks(page):
            if block.head.startswith(QUOTED):
                yield page.name, block.head.removeprefix(QUOTED), block.body


@pytest.mark.parametrize(("page", "path", "text"), list(quotes()))
def test_what_is_quoted_is_what_is_there(page, path, text):
    assert text.strip() in (ROOT / path).read_text(encoding="utf-8"), f"{page} quotes {path}"


def changed(text, change):
    """A file after a block of changes: lines kept are sought once in it; where none is kept, lines
    are added at the end."""
    lines = change.rstrip("\n").splitlines()
    before = "\n".join(line[1:] for line in lines if not line.startswith("+"))
    after = "\n".join(line[1:] for line in lines if not line.startswith("-"))
    if not before:
        return f"{text.rstrip()}\n{after}\n"
    assert text.count(before) == 1, f"found {text.count(before)} times: {before!r}"
    return text.replace(before, after)


def write(folder, block):
    """A block of a page written or applied in a copy of the package."""
    if block.language == "diff":
        found = sorted(folder.glob(block.head.removeprefix(CHANGED)))
        assert found, block.head
        for path in found:
            path.write_text(changed(path.read_text("utf-8"), block.body), "utf-8")
    elif block.language in ("python", "toml") and not block.head.startswith(QUOTED):
        path = folder / block.head.removeprefix(NEW)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, "utf-8")


def follow(folder, page):
    """Every block of a page in its order, as a reader takes them; what its commands print."""
    printed = {}
    for block in blocks(page):
        if block.language == "console":
            printed |= {line: run(folder, line) for line in block.body.strip().splitlines()}
        else:
            write(folder, block)
    return printed


@pytest.fixture
def copy(tmp_path):
    """A copy of the package, of toyland and of what the tests of mechanisms share."""
    for path in COPIED:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, tmp_path / path, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


def run(folder, line):
    """What a command of a page prints, with `partystate` that of the copy."""
    words = line.split()
    if words[0] == "mv":
        _, before, after = words
        shutil.move(folder / before, folder / after)
        return ""
    module = {"python": [], "partystate": ["-m", "partystate.cli.main"]}[words[0]]
    done = subprocess.run(
        [sys.executable, *module, *words[1:]],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_does_what_it_says(copy, page):
    """Its files are written, its changes made, and its commands run."""
    printed = follow(copy, page)
    assert printed
    if "partystate mechanisms" in printed:
        assert "winter" in printed["partystate mechanisms"]
    if "python try_winter.py" in printed:
        assert printed["python try_winter.py"].startswith("winter ran: <History toyland")


def test_a_change_that_does_not_fit_is_seen():
    assert changed("a\nb\nc\n", " a\n+x\n b\n") == "a\nx\nb\nc\n"
    assert changed("a\n", "+b\n") == "a\nb\n"
    with pytest.raises(AssertionError, match="found 0 times"):
        changed("a\n", " b\n+c\n")

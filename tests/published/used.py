"""Which modules of partystate run a published function, read from the source."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import partystate
from partystate.published.model import Published

ROOT = Path(partystate.__file__).parent
PUBLISHED = "published"
ASKERS = (PUBLISHED, "verify", "cli")  # run published models to check them, not in a history
DECLARATION = "published.model"
Function = tuple[str, str]  # (module below partystate, name)


def modules() -> list[str]:
    """Every module below partystate, dotted."""
    paths = (p.relative_to(ROOT).with_suffix("") for p in ROOT.rglob("*.py"))
    return sorted(".".join(p.parts) for p in paths)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / Path(*module.split("."))).with_suffix(".py").read_text("utf-8"))


@cache
def imported(module: str) -> dict[str, Function]:
    """What each name stands for that a module imports from partystate; a whole module has the name
    ""."""
    found: dict[str, Function] = {}
    known = set(modules())
    for node in ast.walk(tree(module)):
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("partystate.")):
            continue
        source = node.module.removeprefix("partystate.")
        for alias in node.names:
            whole = f"{source}.{alias.name}"
            found[alias.asname or alias.name] = (
                (whole, "") if whole in known else (source, alias.name)
            )
    return found


@cache
def calls(module: str) -> dict[str, set[str]]:
    """Names that each function of a module mentions."""
    return {
        node.name: {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        for node in tree(module).body
        if isinstance(node, ast.FunctionDef)
    }


def reached(function: Function) -> set[Function]:
    """Functions of published files that a function runs, itself among them, and whole modules or
    functions elsewhere that it runs at once."""
    found, waiting = set(), [function]
    while waiting:
        module, name = here = waiting.pop()
        if here in found or module == DECLARATION:
            continue
        found.add(here)
        if not module.startswith(PUBLISHED):
            continue
        own = calls(module)
        for word in own.get(name, ()):
            if word in own:
                waiting.append((module, word))
            elif word in imported(module):
                waiting.append(imported(module)[word])
    return found


@cache
def run_in_a_history() -> dict[str, set[Function]]:
    """Published functions that each module outside `ASKERS` runs."""
    found = {}
    for module in modules():
        if module.split(".")[0] in ASKERS:
            continue
        taken = [f for f in imported(module).values() if f[0].startswith(f"{PUBLISHED}.")]
        if taken:
            found[module] = set().union(*(reached(f) for f in taken))
    return found


def users(model: Published) -> set[str]:
    """Modules of partystate that run a function of a model's answer, by the source alone."""
    answer = model.answer.__module__.removeprefix("partystate."), model.answer.__name__
    runs = reached(answer)
    below = {module for module, _ in runs if not module.startswith(PUBLISHED)}
    return below | {module for module, theirs in run_in_a_history().items() if theirs & runs}

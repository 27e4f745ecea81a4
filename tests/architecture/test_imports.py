"""A lower layer never imports a higher one; layers side by side are blind to each other."""

import ast
from pathlib import Path

import partystate

ROOT = Path(partystate.__file__).parent
LAYERS = [
    {"cli"},
    {"explore"},
    {"api"},
    {"report"},
    {"shipped"},
    {"verify"},
    {"reanalysis"},
    {"designs"},
    {"calibration"},
    {"experiments"},
    {"scoring", "archive"},
    {"history"},
    {"scenario"},
    {"country"},
    {"engine"},
    {"mechanisms"},
    {"published"},
    {"world", "evidence", "estimation"},
    {"core"},
]
RANK = {name: i for i, names in enumerate(LAYERS) for name in names}
# the engine runs the contract of mechanisms, and nothing else of them
ENGINE_MAY = {"partystate.mechanisms.contract"}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_package_has_a_place_in_the_order():
    packages = {
        p.name for p in ROOT.iterdir() if p.is_dir() and p.name not in ("countries", "__pycache__")
    }
    assert packages <= set(RANK)


def test_no_layer_imports_a_higher_one():
    wrong = []
    for path in ROOT.rglob("*.py"):
        here = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if here == "__init__":
            continue
        for module in imports(path):
            parts = module.split(".")
            if (
                parts[0] != "partystate"
                or len(parts) < 2
                or parts[1] not in RANK
                or parts[1] == here
            ):
                continue
            allowed = RANK[parts[1]] > RANK[here]
            if not allowed:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert not wrong, "\n".join(wrong)


def test_the_engine_knows_the_contract_and_no_mechanism():
    wrong = [
        f"{path.name}: {module}"
        for path in (ROOT / "engine").glob("*.py")
        for module in imports(path)
        if module.startswith("partystate.mechanisms")
        and not any(module.startswith(ok) for ok in ENGINE_MAY)
        and module != "partystate.mechanisms"
    ]
    assert not wrong, wrong


def test_layers_side_by_side_are_blind_to_each_other():
    for here, other in (
        ("estimation", "world"),
        ("estimation", "evidence"),
        ("world", "estimation"),
        ("evidence", "estimation"),
        ("archive", "scoring"),
        ("world", "evidence"),
        ("evidence", "world"),
        ("evidence", "mechanisms"),
        ("evidence", "engine"),
    ):
        for path in (ROOT / here).rglob("*.py"):
            assert not any(m.startswith(f"partystate.{other}") for m in imports(path)), path


def test_countries_hold_no_code():
    assert not list((ROOT / "countries").rglob("*.py*"))

"""What a mechanism of the user's own was written as: a hash of its text, or of its bytecode where
there is no text, as of a class that was typed into a plain prompt.

The hash is of the class, of those it is built upon, of its `Params`, of what it holds, and of the
functions and plain values of the same module that they name: what lies in other modules is not
looked at."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType

from partystate.core.errors import UserError
from partystate.mechanisms.contract import Mechanism

SOURCE, BYTECODE = "source", "bytecode"
SCRIPT = "__main__"
OURS = "partystate."
PLAIN = (bool, int, float, str, tuple, frozenset, type(None))
BYTES = 16  # of a hash


@dataclass(frozen=True)
class Written:
    """Names of a class and of its module, and a hash of what it says, of its `source` or of its
    `bytecode`."""

    name: str
    module: str
    digest: str
    of: str


def written(mechanism: Mechanism) -> Written:
    """How the class of a mechanism is written now."""
    kind = type(mechanism)
    held = sorted((name, repr(value)) for name, value in vars(mechanism).items())
    pieces = dict(_pieces(kind)) | {"held": (repr(held), "")}
    has_text = all(text is not None for text, _ in pieces.values())
    total = hashlib.blake2b(digest_size=BYTES)
    for name, (text, otherwise) in sorted(pieces.items()):
        told = otherwise if text is None else text
        total.update(f"{name}\0{told}\0".encode())
    of = SOURCE if has_text else BYTECODE
    return Written(kind.__qualname__, kind.__module__, total.hexdigest(), of)


def require_importable(mechanism: Mechanism) -> None:
    """UserError where another process could not import the class of a mechanism."""
    kind = type(mechanism)
    if kind.__module__ != SCRIPT and _imported(kind) is kind:
        return
    raise UserError(
        f"other processes cannot import the mechanism {mechanism.id}",
        found=f"the class {kind.__qualname__} of a notebook, a prompt or a script"
        if kind.__module__ == SCRIPT
        else f"the class {kind.__qualname__} of {kind.__module__}",
        expected="a class of a file that can be imported, such as winter.py",
        action='Put it into a file of its own and import it, or use executor="serial".',
    )


def _imported(kind: type) -> object:
    """What is found under the name of a class in its module; None where there is nothing."""
    try:
        return getattr(importlib.import_module(kind.__module__), kind.__qualname__, None)
    except ImportError:
        return None


def _pieces(kind: type) -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Name, text (None where there is none) and bytecode of everything that is hashed."""
    params = getattr(kind, "Params", None)
    for one in (*kind.__mro__, *([params] if isinstance(params, type) else [])):
        if one is object or f"{one.__module__}.".startswith(OURS) or _is_of_a_library(one):
            continue
        functions = [f for f in vars(one).values() if isinstance(f, FunctionType)]
        yield one.__qualname__, (_text(one, functions), _bytecode(functions))
        said = [(n, v) for n, v in sorted(vars(one).items()) if n[:2] != "__" and _is_plain(v)]
        yield f"{one.__qualname__} =", (repr(said), "")
        for function in functions:
            yield from _named(function, {function})


def _is_of_a_library(kind: type) -> bool:
    return kind.__module__.partition(".")[0] in ("equinox", "abc", "typing")


def _named(function: FunctionType, seen: set) -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Functions and plain values of the module of a function that it names, and those that they
    name."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    around = {name: _content(cell) for name, cell in cells}
    for name in sorted(_names(function.__code__) | set(around)):
        value = around.get(name, function.__globals__.get(name))
        if isinstance(value, FunctionType) and value.__module__ == function.__module__:
            if value not in seen:
                seen.add(value)
                yield value.__qualname__, (_text(value, []), _bytecode([value]))
                yield from _named(value, seen)
        elif _is_plain(value) and (name in around or name in function.__globals__):
            yield f"{name} =", (repr(value), "")


def _is_plain(value: object) -> bool:
    return isinstance(value, PLAIN)


def _content(cell) -> object:
    """What a variable of the function around holds; None where it is not set yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _names(code: CodeType) -> set[str]:
    """Names that a function or one inside it looks up."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return set(code.co_names).union(*map(_names, inner))


def _text(thing: type | FunctionType, functions: list[FunctionType]) -> str | None:
    """Text of a class or a function; of a class of a notebook, which is in no file, that of its
    functions."""
    try:
        return inspect.getsource(thing)
    except (OSError, TypeError):
        pass
    if not functions:
        return None
    try:
        return "\n".join(inspect.getsource(one) for one in functions)
    except (OSError, TypeError):
        return None


def _bytecode(functions: list[FunctionType]) -> str:
    """What functions were compiled to, by this version of Python."""
    told = [
        f"{one.__qualname__} {one.__code__.co_code.hex()} {_constants(one.__code__)}"
        for one in functions
    ]
    return "\n".join([sys.version.split()[0], *told])


def _constants(code: CodeType) -> str:
    return repr(
        [
            (one.co_code.hex(), _constants(one)) if isinstance(one, CodeType) else one
            for one in (*code.co_consts, *code.co_names)
        ]
    )

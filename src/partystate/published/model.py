"""What a file of a published model declares: how its cases are answered, and who runs the same
functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jaxtyping import Array, Float

Number = float | Float[Array, "..."]  # one number, or many elementwise
Inputs = Mapping[str, Any]  # `inputs` of a case, as they stand in cases.json
Outputs = dict[str, Any]  # numbers, arrays, texts, and lists or dicts of them, by name


@dataclass(frozen=True, kw_only=True)
class Published:
    """One model of a paper.

    `answer` computes the outputs of a case from its inputs; it never sees what is expected.
    `used_by` names the modules of partystate that run a function of `answer` in a history
    ("mechanisms.terror.arrests"); none where the model stands here as an exact case alone.
    `tied_by` names the test ("tests/...py::test_...") that holds the two together where a module
    of `used_by` computes the same by another function."""

    answer: Callable[[Inputs], Outputs]
    used_by: tuple[str, ...] = ()
    tied_by: str | None = None

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Of `used_by`, the mechanisms, as theme.name."""
        start = "mechanisms."
        return tuple(m.removeprefix(start) for m in self.used_by if m.startswith(start))

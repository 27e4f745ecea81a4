"""What a manifest says of mechanisms that are not of the package: nothing of a run without them, so
that it is never the same as one with them. It loads no JAX."""

from __future__ import annotations

from partystate.core.errors import UserError

OWN = "own_mechanisms"  # in the manifest


def own_in(about: dict) -> list[dict]:
    """Mechanisms that are not of the package, of a run with a manifest."""
    return about.get(OWN) or []


def words_of(about: dict) -> list[str]:
    """Each of them in words."""
    return [
        f"{one['id']}{' in place of the one of the package' if one['replaces'] else ''}"
        for one in own_in(about)
    ]


def source_words(about: dict) -> list[str]:
    """For the source of an array: that it is not of the model as it ships; none where it is."""
    words = words_of(about)
    return [f"with mechanisms that are not of the package: {'; '.join(words)}"] if words else []


def require_none(about: dict, what: str, action: str) -> None:
    """UserError where a run has such mechanisms, which cannot be made again from its manifest."""
    words = words_of(about)
    if words:
        raise UserError(
            f"{what} of runs with mechanisms that are not of the package",
            found="; ".join(words),
            expected="runs of the package's own mechanisms",
            action=action,
        )

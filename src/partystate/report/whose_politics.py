"""What a page says of the runs that politics of a score are of."""

from __future__ import annotations


def of_whom(card: dict | None) -> str:
    """Words after "runs" or "histories": which ones, where a score takes politics from the
    leadership alone; blank where it takes them from the scored ensemble."""
    return " of the leadership alone" if (card or {}).get("leadership") else ""

"""What stands behind the page besides the run: an ensemble, and one whose line comes out of the
model, each with its score."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partystate.history import files


@dataclass(frozen=True)
class Behind:
    """An ensemble's folder and its score in the schema of `score --json`; None where it was not
    given, or the country has no record."""

    folder: Path | None = None
    card: dict | None = None

    @property
    def parameters(self) -> str:
        """Where the parameters are from, by the manifest; blank without one."""
        path = self.folder / "manifest.json" if self.folder else None
        if path is None or not path.is_file():
            return ""
        return files.read_json(path).get("parameters", "")


NOTHING = Behind()

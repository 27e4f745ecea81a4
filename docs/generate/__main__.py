"""Write docs/reference, and run the tutorials: `python -m docs.generate`."""

from __future__ import annotations

from pathlib import Path

from docs.generate.tutorials import write_tutorials
from docs.generate.write import write_reference

REFERENCE = Path(__file__).parents[1] / "reference"

if __name__ == "__main__":
    print(f"{len(write_reference(REFERENCE))} pages of reference")
    print(f"{len(write_tutorials())} tutorials run")

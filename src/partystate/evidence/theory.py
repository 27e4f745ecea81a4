"""What the literature argues without a figure: orderings and signs, which direction tests put to
the model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence.records import Row
from partystate.evidence.tables import each, read_lines

FILE = "theory.csv"
COLUMNS = ("id", "source", "place", "verified", "statement")


@dataclass(frozen=True)
class Argument:
    """One ordering or sign that a work argues for; `source` is a key of sources.csv. It stands
    beside the claims of the source, and is counted apart from them."""

    id: str
    source: str
    place: str
    verified: bool
    statement: str

    @property
    def row(self) -> Row:
        """A row to be validated by the tests made of it."""
        return Row(
            id=self.id,
            headline="literature",
            kind="direction",
            observable="",
            level="",
            time="",
            group="",
            members=(),
            combine="",
            low=None,
            central=None,
            high=None,
            stated=(None, None, None),
            unit="",
            source=self.source,
            place=self.place,
            verified=self.verified,
            role="validate",
            tolerance="",
            scale="",
            series=f"theory:{self.id}",
            theme="",
            base="",
            statement=self.statement,
        )


def load_theory(folder: str | Path, problems: list[UserError] | None = None) -> list[Argument]:
    """The rows of `theory.csv`, where there is one."""
    lines = read_lines(Path(folder) / FILE, COLUMNS, unique="id", optional=True)
    return each(
        lines,
        lambda n: Argument(
            n.required("id"),
            n.required("source"),
            n.text("place"),
            n.choice("verified", ("yes", "no")) == "yes",
            n.required("statement"),
        ),
        problems,
    )

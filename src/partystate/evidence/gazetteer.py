"""Labels of the sources, resolved to cells of the model, with weights and dates of validity."""

from __future__ import annotations

from datetime import date

from partystate.core.errors import UserError
from partystate.evidence.records import GazetteerEntry
from partystate.evidence.times import span

AXES = ("region", "nationality")
# entries of what a label covers of the villagers of a region, where that is not its part of the
# people
RURAL = "rural region"


class Gazetteer:
    """All entries by axis and label; the labels of the model itself resolve to themselves."""

    def __init__(self, entries: list[GazetteerEntry], file: str = "gazetteer.csv") -> None:
        self.file = file
        self._by_label: dict[tuple[str, str], list[GazetteerEntry]] = {}
        for entry in entries:
            self._by_label.setdefault((entry.axis, entry.label), []).append(entry)

    def labels(self, axis: str) -> list[str]:
        """Every label known on an axis, sorted."""
        return sorted(label for known, label in self._by_label if known == axis)

    def knows(self, axis: str, label: str) -> bool:
        """Whether the label stands on the axis at any date."""
        return (axis, label) in self._by_label

    def axis_of(self, label: str) -> str:
        """The axis of a label, blank if unknown (region before nationality)."""
        return next((axis for axis, known in self._by_label if known == label), "")

    def resolve(
        self, axis: str, label: str, time: str, is_rural: bool = False
    ) -> tuple[tuple[str, float], ...]:
        """`(member, weight)` of a label on an axis at the start of `time`; raises if unknown then.

        Weights are shares of the people of a member, or, where `is_rural`, of its villagers."""
        entries = self._by_label.get((axis, label))
        if is_rural and axis == "region":
            entries = self._by_label.get((RURAL, label), entries)
        if not entries:
            raise self._error("an unknown label", axis, label, "a label of the gazetteer")
        if entries[0].member.startswith("("):
            raise self._error(
                f"a label outside the model {entries[0].member}", axis, label, "a label with a cell"
            )
        when = span(time).start
        valid = [e for e in entries if _valid(e, when)]
        if not valid:
            spans = sorted({f"{e.valid_from or '..'}/{e.valid_to or '..'}" for e in entries})
            raise self._error(
                f"a label without meaning at {time}", axis, label, f"a date in {', '.join(spans)}"
            )
        latest = max(e.valid_from for e in valid)
        return tuple((e.member, e.weight) for e in valid if e.valid_from == latest)

    def _error(self, problem: str, axis: str, label: str, expected: str) -> UserError:
        return UserError(
            problem,
            file=self.file,
            column="label",
            found=f"{axis} {label!r}",
            expected=expected,
            action="Add the label to the gazetteer, or mend its spelling where it is used.",
        )


def _valid(entry: GazetteerEntry, when: date) -> bool:
    after = not entry.valid_from or span(entry.valid_from).start <= when
    before = not entry.valid_to or when <= span(entry.valid_to).end
    return after and before

"""Observables of opinion by month: private and public support, the gap, fear, grievance."""

from __future__ import annotations

from partystate.history.block import Block, with_levels
from partystate.history.trajectory import Trajectory

WHOLE = ("",)
EMITTED = (
    "opinion.private_support",
    "opinion.public_support",
    "opinion.falsification_gap",
    "opinion.fear",
    "opinion.grievance",
)


def opinion(kept: Trajectory) -> list[Block]:
    """Means over people at liberty; what the ruler knows is public support."""
    texts, held = kept.months.texts(), kept.opinion
    statuses = tuple(f"status={label}" for label in kept.layout.axes.statuses.labels)
    peoples = tuple(f"nationality={label}" for label in kept.layout.axes.nationalities.labels)
    cuts = {"": WHOLE, "region": kept.region_groups, "status": statuses}

    def block(name, unit, groups, values):
        return Block(f"opinion.{name}", "truth", unit, texts, groups, values)

    public = kept.world["information.known_support"][:, None]
    private = held["support."]
    return [
        *(
            block("private_support", "share", groups, held[f"support.{cut}"])
            for cut, groups in cuts.items()
        ),
        *with_levels(
            block("public_support", "share", WHOLE, public),
            known=public,
            published=public,
            preserved=public,
        ),
        block("public_support", "share", kept.region_groups, 1 - held["dissent.region"]),
        block("falsification_gap", "share", WHOLE, public - private),
        *(block("fear", "index 0..1", groups, held[f"fear.{cut}"]) for cut, groups in cuts.items()),
        block("grievance", "index", WHOLE, held["grievance."]),
        block("grievance", "index", peoples, held["grievance.nationality"]),
    ]

"""What is kept of a month: the fields that the parts of the world declare, and its flows."""

from __future__ import annotations

from jaxtyping import Array

from partystate.world.endowment import Endowment
from partystate.world.flows_kept import Month, flows_kept
from partystate.world.keep import kept_fields
from partystate.world.layout import Layout


def keep(month: Month, endowment: Endowment, layout: Layout, is_whole: bool) -> dict[str, Array]:
    """Arrays by dotted name; stacked [T, ...] over a run. Stocks of people are those of the first
    day, other fields those of the end of the month, flows those of the month."""
    return dict(kept_fields(month.after)) | flows_kept(month, layout, endowment.party, is_whole)

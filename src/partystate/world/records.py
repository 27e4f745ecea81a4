"""What is written down for whom: figures and causes that are kept back, who knows of them and what
leaks; and what is left of persons in texts, pictures, films and names of places.

`Secrets` stands between society and those who decide and is there where both are; `Memory` goes
with the leadership.
Shapes: P persons, secrets, media."""

from __future__ import annotations

import equinox as eqx
from jaxtyping import Array, Bool, Float

from partystate.world.keep import KEPT, KEPT_SINGLE

# a document of the founder; registered deaths; registered births; what a census counted; the shot
SECRETS = ("document", "deaths", "births", "count", "shot")
DOCUMENT, DEATHS, BIRTHS, COUNT, SHOT = range(len(SECRETS))
MEDIA = ("text", "picture", "film", "place")
LENGTHS = {"secrets": len(SECRETS), "media": len(MEDIA)}


class Secrets(eqx.Module):
    """What those who decide keep to themselves, and what is printed in its place."""

    withheld: Float[Array, "secrets"] = eqx.field(metadata=KEPT)  # 1 while it is kept back
    knowers: Float[Array, "secrets"] = eqx.field(metadata=KEPT)  # persons who know
    leaked: Float[Array, "secrets"] = eqx.field(
        metadata=KEPT
    )  # chance that it is out, since it was last kept back
    # registered a head and month, of the last year and as a reader remembers it
    deaths_lately: Float[Array, ""]
    deaths_usual: Float[Array, ""]
    births_lately: Float[Array, ""]
    births_usual: Float[Array, ""]
    shot_lately: Float[Array, ""]  # persons shot a year, by the books of the last year
    deaths: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons a month, as printed
    births: Float[Array, ""] = eqx.field(metadata=KEPT)  # same
    population: Float[Array, ""] = eqx.field(metadata=KEPT)  # persons, as printed
    booked: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of the shot who are in the books
    surviving: Float[Array, ""] = eqx.field(metadata=KEPT)  # share of the shot in books that last
    false_cause: Float[Array, ""] = eqx.field(
        metadata=KEPT
    )  # 1 in a month whose scandal is given another cause
    unsaid: Float[Array, ""]  # share of hunger that is not reported since its figures are secret


class Memory(eqx.Module):
    """What print, pictures, films and maps still say of the party's leading persons."""

    trace: Float[Array, "persons media"]  # share of what showed him that still does
    left: Float[Array, "persons"] = eqx.field(metadata=KEPT_SINGLE)  # the mean of it over media
    erased: Bool[Array, "persons"] = eqx.field(metadata=KEPT)  # less than half is left
    credit: Float[Array, "persons"] = eqx.field(
        metadata=KEPT_SINGLE
    )  # share of the credit for the founding

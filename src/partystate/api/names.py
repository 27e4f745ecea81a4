"""What a name of a country means."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.country.country import load as load_country
from partystate.country.described import Described, described


def describe(name: str, *, country: str | Country = "ussr") -> Described:
    """What a name means: a parameter, an observable, a mechanism, a what-if or a thesis.

    Arguments:
        name: as it is written in files and in Python.
        country: whose name it is: its name, the path of its folder, or `ps.load_country`'s.

    Returns:
        What it is, in a sentence, with unit, prior, posterior, ground and source; printed, it is
        some lines of text.

    Raises:
        UserError: for a name the country does not have, with the nearest that it has.

    Example:
        >>> import partystate as ps
        >>> told = ps.describe("relief.generosity", country="toyland")
        >>> told.kind, told.what
        ('parameter', 'Share of a believed lack that is to be filled.')
    """
    owner = country if isinstance(country, Country) else load_country(country)
    return described(name, owner)

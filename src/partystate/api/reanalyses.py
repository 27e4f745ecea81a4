"""The reanalysis that a country ships."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.country.country import load as load_country
from partystate.reanalysis.shipped import Reanalysis, open_reanalysis


def load_reanalysis(country: str | Country) -> Reanalysis:
    """The reanalysis that a country ships: the best account of what happened, of model and record
    together.

    Arguments:
        country: its name, the path of its folder, or what `ps.load_country` returns.

    Returns:
        The reanalysis: `reanalysis["grain.harvest"]` is an array [statistic, time], its `card` says
        how it was made and how well it predicts what it was not given.

    Raises:
        UserError: for a country that ships none.

    Example:
        >>> import partystate as ps
        >>> harvest = ps.load_reanalysis("ussr")["grain.harvest"]
        >>> harvest.sel(statistic="median").dims
        ('time',)
    """
    return open_reanalysis(country if isinstance(country, Country) else load_country(country))

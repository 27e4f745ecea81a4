"""The farmer's year: month of the year (January = 0) of harvest, ploughing and sowing, and months
to the next harvest."""

HARVEST = 6  # July: grain cut in July and August is in the barn for August
WINTER_SOWING = 8  # September
PLOUGHING = 9  # October: what is not ploughed by its end waits for spring
SOWING = 3  # April
LATE_SOWING = 4  # May, when a seed loan can still be put in the ground
MONTHS = 12


def month_of_year(month):
    """January = 0, from a month number of `core.dates`."""
    return month % MONTHS


def months_left(month):
    """Months the old grain must last, this one included: 12 in August, 1 in July."""
    return (HARVEST - month) % MONTHS + 1


def winter_crop_stands(month):
    """True from October to July: the seed of winter crops is in the ground."""
    return (month_of_year(month) > WINTER_SOWING) | (month_of_year(month) <= HARVEST)


def before_sowing(month):
    """True from August to April: the seed of the coming spring is still in the barn."""
    return (month_of_year(month) > HARVEST) | (month_of_year(month) <= SOWING)

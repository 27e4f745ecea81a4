"""What is read off a run, a file a theme; the order of the themes is that of the series."""

from importlib import import_module

THEMES = (
    "people",
    "land",
    "health",
    "schooling",
    "industry",
    "repression",
    "confinement",
    "police",
    "opinion",
    "membership",
    "faith",
    "science",
    "labour",
    "war",
    "leadership",
    "leadership_terror",
    "creed",
    "culture",
    "records",
    "revolution",
)
for theme in THEMES:
    import_module(f"{__name__}.{theme}")

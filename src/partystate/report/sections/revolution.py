"""The part of the page on a revolution: a party in a crisis, who holds the land, armies and
deserters, and the two commands of the foreign war."""

from __future__ import annotations

from partystate.country.country import Country
from partystate.evidence import Row
from partystate.report.content import Section
from partystate.report.figures import against_record, side_by_side
from partystate.report.series import RunData, Wanted

TERRITORY, ARMY = "civilwar.territory_share", "civilwar.army"
TEXT = [
    "Nothing here was fitted. Whether and when power is taken is one draw of a vote and of a "
    "government's strength; in another history it is not taken at all, and what follows is then "
    "nought. What enters from outside is put in by date; armies grow and shrink with the land that "
    "they hold.",
]


def revolution(country: Country, data: RunData, rows: list[Row] | None) -> Section | None:
    """Charts of the run of a revolution; nothing for another run."""
    ours = country.meta.revolution
    if ours is None or not len(data.line(Wanted("revolution.chance", every="month"))):
        return None
    first, second = (f"front={name}" for name in ours.commands)
    shown = [
        side_by_side(
            "rising",
            "A party in a crisis",
            "By month; the chance is that of a rising in the month, and stays as it last was once "
            "power is taken.",
            [
                ("line", "-1..1", Wanted("party.line", f"issue={ours.issue}", every="month")),
                ("support", "share", Wanted("revolution.support", every="month")),
                ("chance of success", "share", Wanted("revolution.chance", every="month")),
                ("votes for rising", "share", Wanted("vote.insurrection", every="month")),
                ("in power", "0 or 1", Wanted("regime.in_power", every="month")),
            ],
            data,
            rows,
        ),
        against_record(
            "territory",
            "People under the regime",
            "Share of the people of the country at the end of each month.",
            data,
            rows,
            Wanted(TERRITORY, every="month"),
            "share",
            zero=True,
        ),
        side_by_side(
            "armies",
            "Armies, deserters and the killed",
            "",
            [
                (
                    "army of the regime",
                    "persons",
                    Wanted(ARMY, f"side={ours.regime}", every="day"),
                ),
                ("deserters", "persons a month", Wanted("civilwar.desertions", every="month")),
                ("killed as enemies", "persons a year", Wanted("civilwar.executions")),
            ],
            data,
            rows,
        ),
        side_by_side(
            "commands",
            "Two commands of a foreign war",
            "Standing of each commander against that before it.",
            [
                (
                    f"standing, {name.replace('_', ' ')}",
                    "1",
                    Wanted("civilwar.commander_standing", group, every="month"),
                )
                for name, group in zip(ours.commands, (first, second), strict=True)
            ],
            data,
            rows,
        ),
    ]
    return Section(
        "revolution", "A party that may take power, and the war that follows", TEXT, shown
    )

"""The catalogue in one list, the random streams of mechanisms, and the works they rest on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from partystate.core.bibliography import load_bibliography
from partystate.core.streams import load_streams
from partystate.mechanisms.belief import (
    culture,
    doctrine,
    preference_falsification,
    propaganda,
    religion,
    science,
)
from partystate.mechanisms.contract import Mechanism
from partystate.mechanisms.industry import (
    accumulation,
    building,
    growth,
    income,
    labour,
    output_reports,
    plan,
    products,
    promotion,
    tractors,
    wages,
    women_at_work,
    work_norms,
)
from partystate.mechanisms.information import erasure, secrecy, statistics
from partystate.mechanisms.land import (
    barred_flight,
    collection,
    collectivisation,
    collectivisation_drive,
    dekulakisation,
    famine_mortality,
    flight,
    food,
    harvest,
    herds,
    hunger,
    private_plots,
    procurement,
    relief,
    sowing,
    state_trade,
)
from partystate.mechanisms.party import party_membership
from partystate.mechanisms.people import (
    births_deaths,
    case_reports,
    epidemics,
    family_law,
    medicine,
    schooling,
)
from partystate.mechanisms.power import (
    appointments,
    coalition,
    delegations,
    discipline,
    issues,
    patronage,
    relations,
    standing,
    succession,
    village_line,
    votes,
)
from partystate.mechanisms.revolution import (
    civil_war,
    desertion,
    divided_command,
    insurrection,
    levy,
    muster,
    party_line,
    reprisals,
    soviets,
)
from partystate.mechanisms.terror import (
    abroad,
    arrests,
    campaigns,
    camps,
    deportation,
    deportation_orders,
    elite_threat,
    intelligence,
    officers,
    peril,
    police,
    police_chief,
    prosecution,
    registers,
    sentences,
    threat,
)
from partystate.mechanisms.war import (
    allied_aid,
    arms,
    call_up,
    camps_at_war,
    displaced_plant,
    evacuation,
    farms_at_war,
    fields_at_war,
    front,
    herds_at_war,
    machines_at_war,
    men_at_home,
    mines_at_war,
    occupation,
    stores_at_war,
)

STREAMS = load_streams(Path(__file__).with_name("streams.csv"))
BIBLIOGRAPHY = load_bibliography(Path(__file__).with_name("bibliography.toml"))

MECHANISMS: tuple[Mechanism, ...] = (
    private_plots.MECHANISM,
    procurement.MECHANISM,
    state_trade.MECHANISM,
    relief.MECHANISM,
    barred_flight.MECHANISM,
    collectivisation_drive.MECHANISM,
    collection.MECHANISM,
    sowing.MECHANISM,
    harvest.MECHANISM,
    food.MECHANISM,
    births_deaths.MECHANISM,
    famine_mortality.MECHANISM,
    herds.MECHANISM,
    collectivisation.MECHANISM,
    dekulakisation.MECHANISM,
    flight.MECHANISM,
    plan.MECHANISM,
    labour.MECHANISM,
    women_at_work.MECHANISM,
    promotion.MECHANISM,
    growth.MECHANISM,
    hunger.MECHANISM,
    products.MECHANISM,
    wages.MECHANISM,
    statistics.MECHANISM,
    output_reports.MECHANISM,
    income.MECHANISM,
    accumulation.MECHANISM,
    building.MECHANISM,
    tractors.MECHANISM,
    work_norms.MECHANISM,
    schooling.MECHANISM,
    threat.MECHANISM,
    police.MECHANISM,
    campaigns.MECHANISM,
    deportation_orders.MECHANISM,
    arrests.MECHANISM,
    sentences.MECHANISM,
    camps.MECHANISM,
    deportation.MECHANISM,
    registers.MECHANISM,
    preference_falsification.MECHANISM,
    family_law.MECHANISM,
    epidemics.MECHANISM,
    medicine.MECHANISM,
    case_reports.MECHANISM,
    succession.MECHANISM,
    standing.MECHANISM,
    relations.MECHANISM,
    patronage.MECHANISM,
    issues.MECHANISM,
    coalition.MECHANISM,
    discipline.MECHANISM,
    votes.MECHANISM,
    appointments.MECHANISM,
    village_line.MECHANISM,
    delegations.MECHANISM,
    peril.MECHANISM,
    elite_threat.MECHANISM,
    police_chief.MECHANISM,
    prosecution.MECHANISM,
    officers.MECHANISM,
    abroad.MECHANISM,
    intelligence.MECHANISM,
    erasure.MECHANISM,
    secrecy.MECHANISM,
    religion.MECHANISM,
    science.MECHANISM,
    call_up.MECHANISM,
    front.MECHANISM,
    occupation.MECHANISM,
    evacuation.MECHANISM,
    displaced_plant.MECHANISM,
    arms.MECHANISM,
    allied_aid.MECHANISM,
    men_at_home.MECHANISM,
    farms_at_war.MECHANISM,
    herds_at_war.MECHANISM,
    machines_at_war.MECHANISM,
    fields_at_war.MECHANISM,
    mines_at_war.MECHANISM,
    camps_at_war.MECHANISM,
    stores_at_war.MECHANISM,
    party_membership.MECHANISM,
    propaganda.MECHANISM,
    doctrine.MECHANISM,
    culture.MECHANISM,
    party_line.MECHANISM,
    soviets.MECHANISM,
    insurrection.MECHANISM,
    levy.MECHANISM,
    desertion.MECHANISM,
    civil_war.MECHANISM,
    reprisals.MECHANISM,
    divided_command.MECHANISM,
    muster.MECHANISM,
)
POWER = "power"
REVOLUTION = "revolution"  # theme of what runs by itself, before the other parts
WAR = "war"  # theme of what is there only where a war may be fought
# what carries something from one part to the other, and what both need
SHARED = ("village_line", "delegations", "secrecy")
COMMON = ("peril",)
# of other themes, run with the party's top
OF_THE_LEADERSHIP = (
    "elite_threat",
    "police_chief",
    "prosecution",
    "officers",
    "abroad",
    "intelligence",
    "erasure",
    "propaganda",
    "doctrine",
)
# Themes whose parameters calibration may set, in parts that are fitted one after another, each with
# the draws of those before; other themes are drawn
# from their priors. What a later part gives hardly moves the figures of an earlier one, so that it
# is not let speak on them (a cut: Plummer 2015).
PARTS = (("land", "people", "information", "industry"), ("terror",), ("party",))
CALIBRATED = tuple(theme for part in PARTS for theme in part)
# Figures of a later part's theme that mechanisms of an earlier one bring about, which are used
# there: who is in a settlement was deported from a village.
FITTED_EARLIER = {"settlers.stock": 0}
UNFITTED = (  # mechanisms of those themes that no figure has yet been used for
    "schooling",
    "family_law",
    "medicine",
    "case_reports",
    "women_at_work",
    "work_norms",
    "promotion",
    "building",
    "accumulation",
    "products",
    "wages",
    "income",
    "secrecy",
)


def is_of_the_leadership(mechanism: Mechanism) -> bool:
    """Whether a mechanism moves the party's top."""
    return mechanism.theme == POWER or mechanism.id in OF_THE_LEADERSHIP


def is_of_revolution(mechanism: Mechanism) -> bool:
    """Whether a mechanism belongs to the revolution, which runs by itself."""
    return mechanism.theme == REVOLUTION


def is_of_war(mechanism: Mechanism) -> bool:
    """Whether a mechanism is there only in months in which a war may be fought."""
    return mechanism.theme == WAR


def is_shared(mechanism: Mechanism) -> bool:
    """Whether a mechanism carries something from one part to the other, and needs both."""
    return mechanism.id in SHARED


def is_common(mechanism: Mechanism) -> bool:
    """Whether a mechanism runs whichever parts are there."""
    return mechanism.id in COMMON


def of_leadership() -> tuple[Mechanism, ...]:
    """Mechanisms of the party's top."""
    return tuple(m for m in MECHANISMS if is_of_the_leadership(m))


def of_society() -> tuple[Mechanism, ...]:
    """Those of people and land."""
    return tuple(m for m in MECHANISMS if not is_of_the_leadership(m) and not is_of_revolution(m))


def is_calibrated(parameter: str) -> bool:
    """Whether a parameter is of a calibrated theme, or of the opening of one (`opening.*`; others
    say whose: `industry_opening.*`)."""
    return part_of(parameter) is not None


@cache
def _themes() -> dict[str, str]:
    """Theme by the first word of a parameter's name."""
    return (
        {m.id: m.theme for m in of_society()}
        | {"opening": CALIBRATED[0]}
        | {theme: theme for theme in CALIBRATED}
    )


def theme_of(mechanism: str) -> str:
    """The theme of a mechanism of society."""
    return _themes()[mechanism]


def part_of(parameter: str) -> int | None:
    """The part of `PARTS` in which a parameter is fitted, None where it is not."""
    owner = parameter.split(".")[0].removesuffix("_opening")
    found = [
        number
        for number, part in enumerate(PARTS)
        if _themes().get(owner) in part and owner not in UNFITTED
    ]
    return found[0] if found else None


def part_of_figure(observable: str, theme: str) -> int | None:
    """The part of `PARTS` in whose fit a figure is used, None where in none."""
    found = [number for number, part in enumerate(PARTS) if theme in part]
    return FITTED_EARLIER.get(observable, found[0] if found else None)


def parameter_names() -> tuple[str, ...]:
    """Every parameter a country must give, as `mechanism.name`."""
    return tuple(name for mechanism in MECHANISMS for name in mechanism.parameters)

"""Where the grain went, in draws of the parameters: the books of the country by year, of each
region in some years, and what each cause took from the yield.

    python -m verification.grain_balance [--country ussr] [--kind posterior] [--draws 24]
        [--years 1931,1932]

Medians over draws, society alone, peoples lumped. A year is that of the harvest, July to June;
million tonnes, and kilogrammes a villager. About a minute for 24 draws, with compiling."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import jax
import numpy as np
import typer

from partystate.core.runtime import configure
from partystate.country.country import load
from partystate.engine.run import inputs_at
from partystate.engine.step import Rules, Setting, first_pending, step, view_of
from partystate.mechanisms.land.field_to_barn import gathered
from partystate.mechanisms.land.harvest import gathering, yield_terms
from partystate.mechanisms.quantities import rural_population
from partystate.scenario.assemble import assemble
from partystate.scenario.lumping import lumped
from partystate.scenario.parts import SOCIETY
from partystate.world.agricultural_clock import HARVEST, MONTHS
from partystate.world.inputs import Inputs
from partystate.world.state import World

TONNES = 1e-6  # to millions
KILOGRAMMES = 1e3
BY_REGION = ("harvest", "collected", "seed", "eaten", "feed", "lent", "sent", "relief")
BY_COUNTRY = ("harvest", "collected", "export", "ration", "upkeep", "sent", "lent", "relief")
VILLAGE, STATE = "peasant_grain", "state_grain"
USES = {
    "collected": (VILLAGE, "collection"),
    "seed": (VILLAGE, "seed"),
    "eaten": (VILLAGE, "eaten"),
    "feed": (VILLAGE, "feed"),
    "lent": (STATE, "seed_loan"),
    "sent": (STATE, "supply"),
    "relief": (STATE, "relief"),
    "export": (STATE, "export"),
    "ration": (STATE, "ration"),
    "upkeep": (STATE, "upkeep"),
}


def months_kept(rules: Rules, world: World, inputs: Inputs, setting: Setting):
    """Uses of grain, harvest, stock, villagers and the terms of the yield of each month."""
    harvest = next(m for m in rules.mechanisms if m.id == "harvest")

    def month(carry, now: Inputs):
        before, waiting = carry
        after, waiting, *_ = step(rules, before, waiting, now, setting)
        view, params = (
            view_of(harvest, rules, before, now, setting),
            setting.parameters[harvest.id],
        )
        terms = yield_terms(view, params, now.weather.drought_central)
        terms["in the field"] = jax.numpy.log(gathered(view, gathering(params)))
        kept = {name: after.land.granted[".".join(use)] for name, use in USES.items()}
        kept |= {"grown": after.land.harvest, "stock": after.land.state_grain}
        return (after, waiting), (kept | {"villagers": rural_population(view)}, terms)

    first = first_pending(rules, world, inputs_at(inputs, 0), setting)
    return jax.lax.scan(month, (world, first), inputs)[1]


def yearly(monthly: np.ndarray, first: int) -> np.ndarray:
    """Sums [runs, years, ...] from July to June of [runs, months, ...], whole years alone."""
    cut = monthly[:, first:]
    years = cut.shape[1] // MONTHS
    return cut[:, : years * MONTHS].reshape(len(cut), years, MONTHS, *cut.shape[2:]).sum(2)


def row(label: str, cells: list[float], digits: int = 1) -> None:
    print(f"| {label} | " + " | ".join(f"{cell:,.{digits}f}" for cell in cells) + " |")


def header(label: str, columns: tuple[str, ...]) -> None:
    print(f"\n| {label} | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 1) + "|")


def main(
    country: Annotated[str, typer.Option(help="a country with a posterior")] = "ussr",
    kind: Annotated[str, typer.Option(help="prior or posterior")] = "posterior",
    draws: Annotated[int, typer.Option(help="draws")] = 24,
    years: Annotated[str, typer.Option(help="harvest years told by region")] = "1931,1932",
) -> None:
    """Print the three tables."""
    configure()
    scenario = assemble(lumped(load(country)), parts=(SOCIETY,))
    kept = jax.jit(partial(months_kept, scenario.rules))
    runs = []
    for number in range(draws):
        world, setting = scenario.start(scenario.values(kind, 1, number), 1, number)
        runs.append(jax.tree.map(np.asarray, kept(world, scenario.inputs, setting)))
    flows, terms = jax.tree.map(lambda *found: np.stack(found), *runs)
    months = np.asarray(scenario.months)
    first = int((HARVEST - months[0]) % MONTHS)
    names = (months[first:][::MONTHS] // MONTHS).tolist()
    totals = {name: yearly(flows[name], first) for name in USES}
    totals["harvest"] = flows["grown"][:, first::MONTHS][:, : totals["seed"].shape[1]]
    of_country(totals, flows["stock"][:, first + MONTHS - 1 :: MONTHS], names)
    villagers = flows["villagers"][:, first::MONTHS]
    regions = scenario.country.tables["regions"]["region"].to_list()
    for year in (int(y) for y in years.split(",")):
        of_regions(totals, villagers, regions, names.index(year), year)
    of_yields({k: v[:, first::MONTHS] for k, v in terms.items()}, totals["harvest"], names)


def of_country(totals: dict[str, np.ndarray], stock: np.ndarray, names: list[int]) -> None:
    """The books of the state by year."""
    header("year", (*BY_COUNTRY, "stock at the end of June"))
    for y, year in enumerate(names[: totals["harvest"].shape[1]]):
        cells = [
            np.median(totals[k][:, y].reshape(len(stock), -1).sum(1)) * TONNES for k in BY_COUNTRY
        ]
        row(str(year), [*cells, float(np.median(stock[:, y])) * TONNES])


def of_regions(
    totals: dict[str, np.ndarray], villagers: np.ndarray, regions: list[str], y: int, year: int
) -> None:
    """What villages grew, gave and kept in one year, the largest harvests first."""
    found = {k: totals[k][:, y] for k in BY_REGION}
    left = found["harvest"] - found["collected"] - found["seed"]
    left = left + found["lent"] + found["sent"] + found["relief"]
    header(str(year), (*BY_REGION, "taken, %", "left a villager, kg"))
    for r in np.argsort(-np.median(found["harvest"], 0)):
        cells = [float(np.median(found[k][:, r])) * TONNES for k in BY_REGION]
        share = 100 * np.median(found["collected"][:, r] / np.maximum(found["harvest"][:, r], 1))
        head = KILOGRAMMES * np.median(left[:, r] / np.maximum(villagers[:, y, r], 1))
        row(regions[r], [*cells, float(share), float(head)], 2)


def of_country_mean(term: np.ndarray, weight: np.ndarray) -> float:
    """Median over runs of a term [runs, regions], or [runs] where all regions have the same."""
    everywhere = np.broadcast_to(term.reshape(len(term), -1), (len(term), len(weight)))
    return float(np.median(everywhere @ weight / weight.sum()))


def of_yields(terms: dict[str, np.ndarray], harvest: np.ndarray, names: list[int]) -> None:
    """What each cause took from the log of the yield of the country, by harvest of the regions."""
    weight = np.median(harvest, (0, 1))
    header("log of yield", tuple(terms))
    for y, year in enumerate(names[: harvest.shape[1]]):
        row(
            str(year),
            [of_country_mean(t[:, y], weight) for t in terms.values()],
            2,
        )


if __name__ == "__main__":
    typer.run(main)

"""`partystate reanalyse`: the best account of what happened, from an ensemble and the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partystate.cli.choices import Roles
from partystate.cli.output import console, print_json, print_table, teaching
from partystate.country.country import load
from partystate.country.names import Names
from partystate.history import files
from partystate.history.release import require_country
from partystate.reanalysis.localisation import OTHERS
from partystate.reanalysis.made import reanalyse as make
from partystate.reanalysis.shipped import Reanalysis
from partystate.reanalysis.written import CARD, ship, write

SHOWN = 12


@teaching
def reanalyse(
    ensemble: Annotated[Path, typer.Argument(help="an ensemble directory")] = Path("runs/ensemble"),
    rows: Annotated[
        str,
        typer.Option(
            help="calibrate: figures used in fitting alone, so that it can be scored; all"
        ),
    ] = "calibrate",
    roles: Annotated[
        Roles, typer.Option(help="which figures were used in fitting, where all are not taken in")
    ] = Roles.alternate,
    out: Annotated[Path, typer.Option(help="directory to write")] = Path("runs/reanalysis"),
    country: Annotated[
        str | None, typer.Option(help="a country's name or folder; that of the runs if not given")
    ] = None,
    netcdf: Annotated[
        Path | None, typer.Option(help="also write quantiles and units as a NetCDF file")
    ] = None,
    shipped: Annotated[
        bool, typer.Option("--ship", help="also write it into the country's folder")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the card as JSON")] = False,
) -> None:
    """Take the figures of the record into an ensemble, close its books, and say how well the result
    predicts what it was not given. Score it with `partystate score FOLDER --reanalysis`."""
    found = load(country or files.country_of(ensemble))
    require_country(files.read_manifest(ensemble), found.id)
    made = make(ensemble, found, rows, roles=roles)
    folder = write(made, ensemble, out)
    if shipped:
        ship(made, found.path)
    if netcdf:
        Reanalysis(folder, found).to_netcdf(netcdf)
    card = files.read_json(folder / CARD)
    if as_json:
        print_json(card)
        return
    show(card, Names(found))
    console.print(f"Reanalysis: {folder}", highlight=False)


def show(card: dict, names: Names) -> None:
    """The card for a person."""
    show_left_out(card)
    print_ranks(card)
    print_table(
        "Sources furthest from what the others say",
        ["source", "figures", "sd apart", "90 per cent holds"],
        [
            (s["source"][:80], s["figures"], f"{s['sd_apart']:.1f}", f"{s['inside90']:.0%}")
            for s in sorted(card["sources"], key=lambda s: -s["sd_apart"])[:SHOWN]
        ],
    )
    print_table(
        "Figures on which two sources contradict each other",
        ["observable", "level", "time", "group", "one", "other", "sd apart"],
        [
            (
                names.observable(d["observable"]),
                d["level"],
                d["time"],
                names.group(d["group"]),
                d["one"],
                d["other"],
                f"{d['sd_apart']:.1f}",
            )
            for d in card["disagreements"][:SHOWN]
        ],
    )
    print_table(
        "What figures before each 1 January say of those after it: mean absolute error",
        ["years ahead", "figures", "hindcast", "free", "persistence", "trend", "90 per cent holds"],
        [
            (
                f"{h['from_year']} to {h['to_year']}",
                h["figures"],
                *(f"{h[name]:.2f}" for name in ("hindcast", "free", "persistence", "trend")),
                f"{h['inside90']:.0%}",
            )
            for h in card["hindcasts"]
        ],
    )
    console.print(
        f"{card['figures']} figures taken into {card['series']} series of {card['members']} "
        f"members; weights {', '.join(weight(*one) for one in card['weights'].items())}.",
        highlight=False,
    )


def weight(name: str, value: float | dict[str, float]) -> str:
    """A weight with its value, or with that of most themes and those that have their own."""
    if not isinstance(value, dict):
        return f"{name} {value:g}"
    own = ", ".join(f"{theme} {one:g}" for theme, one in value.items() if theme != OTHERS)
    return f"{name} {value[OTHERS]:g}" + (f" ({own})" if own else "")


def print_ranks(card: dict) -> None:
    """Where figures fall among what members say of them when their block of years is left out."""
    ranks = {"all": card["ranks"]} | card.get("ranks_by_theme", {})
    print_table(
        "Figures in each tenth of what members say when their block is left out: even where right",
        ["theme", "figures", *(f"{tenth + 1}" for tenth in range(len(card["ranks"])))],
        [(theme, sum(counts), *counts) for theme, counts in ranks.items()],
    )


def show_left_out(card: dict) -> None:
    """How well figures are predicted when their own kind is left out."""
    print_table(
        "What it says of figures it was not given",
        ["left out", "score (lower is better)", "90 per cent holds", "by theme"],
        [
            (
                what,
                f"{told['crps']:.3f}",
                f"{told['inside90']:.0%}",
                ", ".join(
                    f"{theme} {share:.0%}" for theme, share in told["inside90_by_theme"].items()
                ),
            )
            for what, told in card["left_out"].items()
        ],
    )

"""All claims of a country, or figures of a user, against one or two ensembles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.evidence import (
    Observable,
    Row,
    compile_rows,
    load_directions,
    load_events,
    load_observables,
)
from partystate.evidence.directions import AS_IT_IS, JOINED, Direction
from partystate.evidence.roles import ALTERNATE, require
from partystate.scoring.aggregate import Ensemble, open_ensemble
from partystate.scoring.direction_reach import never_answered
from partystate.scoring.directions import ARMS, score_directions
from partystate.scoring.event_lines import event_lines, free_lines, is_free
from partystate.scoring.fitted import POSTERIOR, fitted_to
from partystate.scoring.from_quantiles import card_in, is_shipped, open_shipped
from partystate.scoring.leadership_alone import open_leadership, runs_told
from partystate.scoring.people import nobody, share_of
from partystate.scoring.politics import politics
from partystate.scoring.quantity import score_rows
from partystate.scoring.reading import READING
from partystate.scoring.scorecard import Scorecard


def score(
    country: Country | None = None,
    replayed: Path | None = None,
    free: Path | None = None,
    rows: list[Row] | None = None,
    observables: dict[str, Observable] | None = None,
    roles: str = ALTERNATE,
    leadership: Path | None = None,
) -> Scorecard:
    """Score ensembles against a country's evidence, or against given `rows` (a user's record).

    `replayed` and `free` are ensemble or run directories; at least one. Quantities and directions
    are taken from the replayed one where there is one. `leadership` is one of the leadership alone
    with its episodes, which is asked for politics in their place. Without a country `rows` and
    `observables` are needed, and a region's or a people's share of the whole is unknown. `roles`
    says which figures of the country are held out. A reanalysis has no events and no sides to
    compare."""
    if replayed is None and free is None:
        raise ValueError("a score needs an ensemble: replayed, free or both")
    if country is None and (rows is None or observables is None):
        raise ValueError("a score needs a country, or rows and observables")
    evidence = country.path / "evidence" if country else Path()  # not read without a country
    observables = observables or load_observables(evidence)
    all_rows = compile_rows(evidence, require(roles)) if rows is None else rows
    figures = [r for r in all_rows if r.kind == "quantity"]
    card = card_in(replayed or free)
    is_whole = rows is None and card is None
    directions = _scored(load_directions(evidence), all_rows) if is_whole else []
    if leadership is not None and not is_whole:
        raise UserError(
            "a reanalysis and a record of one's own ask nothing of the leadership",
            action="Leave the ensemble of the leadership out.",
        )
    targets = _scored(load_events(evidence), all_rows) if is_whole else []
    names = {d.response for d in directions}
    wanted = figures + [r for r in all_rows if r.observable in names]
    paths = {"replayed": replayed, "free": free}
    opened = open_shipped if is_shipped(replayed or free) else open_ensemble
    ensembles = {name: opened(path, wanted) for name, path in paths.items() if path}
    main = ensembles.get("replayed") or ensembles["free"]
    alone = None if leadership is None else open_leadership(leadership, main)
    return Scorecard(
        quantity=score_rows(
            figures,
            main,
            observables,
            share_of(country) if country else nobody,
            reading_of(about_of(main, card), country),
        ),
        events=event_lines(targets, main, alone),
        free_events=free_lines(
            targets, ensembles.get("free") or (main if is_free(main) else None), alone
        ),
        directions=score_directions(
            directions,
            main,
            pairs_beside(directions, main, wanted),
            never_answered(directions, country) if country else {},
        ),
        roles=dict(Counter(row.role for row in all_rows)),
        runs=main.runs,
        ensembles={
            name: str(path) if path else None
            for name, path in (paths | {"leadership": leadership}).items()
        },
        statements={r.id: r.statement for r in all_rows},
        argued=frozenset(
            r.id for r in all_rows if r.kind == "direction" and r.headline == "literature"
        ),
        in_force=roles,
        fitted=fitted_to(about_of(main, card), country)
        if rows is None and country
        else frozenset(),
        reanalysis=card,
        leadership=None if alone is None else runs_told(alone.path),
        **(politics(country, alone or main) if is_whole and country else {}),
    )


def about_of(main: Ensemble, card: dict | None) -> dict:
    """The manifest of what is scored; of a reanalysis that a country ships its card alone."""
    return main.manifest if card is None else {"reanalysis": card} | main.manifest


def reading_of(manifest: dict, country: Country | None) -> float:
    """The error of a figure that its runs were fitted with; what is usual where they were not."""
    if country is None or country.posterior is None or manifest.get("parameters") != POSTERIOR:
        return READING
    return READING if manifest.get("reanalysis") else country.posterior.about.discrepancy


def _scored(targets: list, rows: list[Row]) -> list:
    """Tests whose claim is to be validated."""
    validate = {r.id for r in rows if r.role == "validate"}
    return [t for t in targets if t.claim in validate and not t.reason]


def pairs_beside(
    directions: list[Direction], main: Ensemble, rows: list[Row]
) -> dict[str, tuple[Ensemble, Ensemble]]:
    """Paired arms found beside the scored ensemble; of each only what its direction reads."""
    pairs, beside = {}, main.path / ARMS
    there = {path.name for path in beside.glob("*")}
    for d in directions:
        mine = [row for row in rows if row.observable == d.response]
        names = [JOINED.join(side) or AS_IT_IS for side in d.sides(there)]
        if names and set(names) <= there:
            off, on = (open_ensemble(beside / name, mine) for name in names)
            pairs[d.id] = _same_runs(on, off)
    return pairs


def _same_runs(one: Ensemble, other: Ensemble) -> tuple[Ensemble, Ensemble]:
    """Both cut to the runs they share: the first ones, as runs are numbered from zero under one
    seed."""
    runs = min(one.runs, other.runs)

    def cut(e: Ensemble) -> Ensemble:
        values = {k: {t: v[:runs] for t, v in s.items()} for k, s in e.values.items()}
        return Ensemble(e.path, runs, values, None, e.manifest)

    return cut(one), cut(other)

"""Turn claims and figures into the rows that are scored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from partystate.core.axes import group_text, parse_group
from partystate.core.errors import UserError
from partystate.evidence import loading, units
from partystate.evidence.gazetteer import AXES, Gazetteer
from partystate.evidence.records import LEVELS, Claim, Figure, Observable, Row, SeriesRule
from partystate.evidence.roles import ALTERNATE, ALTERNATE_ROLES, Roles, agreed, load_roles
from partystate.evidence.series_map import is_open, joined, load_series_map
from partystate.evidence.tables import read_lines, three
from partystate.evidence.theory import load_theory
from partystate.evidence.times import period

CLAIM_FIGURES = ("low", "central", "high", "band_low", "band_high")
LIMITS = {"positive": (0, float("inf")), "share": (0, 1)}  # of what a scale can have
GROUP_ORDER = ("region", "nationality", "settlement", "age", "sex")


def compile_rows(folder: str | Path, roles: str = ALTERNATE) -> list[Row]:
    """All claims (headline `source`), then all mapped figures and arguments (headline
    `literature`), with their roles under `alternate` or `blocks` (see `roles`).

    Raises the first mistake it meets; `check.problems` lists them all."""
    folder = Path(folder)
    rule = load_roles(folder, roles)
    observables, gazetteer = (
        loading.load_observables(folder),
        Gazetteer(loading.load_gazetteer(folder)),
    )
    argued = [argument.row for argument in load_theory(folder)]
    rows = (
        claim_rows(folder, observables, gazetteer, rule)
        + figure_rows(folder, observables, gazetteer, rule)
        + argued
    )
    return agreed(rows) if rule.blocks else rows


def claim_rows(
    folder: Path,
    observables: dict[str, Observable],
    gazetteer: Gazetteer,
    roles: Roles = ALTERNATE_ROLES,
) -> list[Row]:
    """One row a claim, with its tolerance class from `claims_map.csv`."""
    aliases, terms, meta = (
        loading.load_units(folder),
        load_claim_terms(folder),
        loading.load_meta(folder),
    )
    return [
        claim_row(c, observables, gazetteer, aliases, terms, meta.source, roles)
        for c in loading.load_claims(folder)
    ]


def load_claim_terms(folder: Path) -> dict[str, tuple[str, str]]:
    """Claim id -> (tolerance class, reason why it cannot be scored as a quantity)."""
    lines = read_lines(
        folder / "claims_map.csv",
        ("claim", "tolerance_class", "reason"),
        unique="claim",
        optional=True,
    )
    return {n.required("claim"): (n.text("tolerance_class"), n.text("reason")) for n in lines}


def claim_row(
    claim: Claim,
    observables: dict[str, Observable],
    gazetteer: Gazetteer,
    aliases: dict,
    terms: dict[str, tuple[str, str]],
    source: str,
    roles: Roles = ALTERNATE_ROLES,
) -> Row:
    """The row of one claim; the literature's band governs, the source's own figures stay in
    `stated`."""
    if claim.observable and claim.observable not in observables:
        raise UserError(
            "a claim about an unknown observable",
            file="claims.csv",
            row=claim.line_number,
            column="observable",
            found=claim.observable,
            expected="a name of observables.csv",
            action="Mend the name.",
        )
    observable = observables.get(claim.observable)
    tolerance, excuse = terms.get(claim.id, ("", ""))
    scored = observable if claim.kind == "quantity" and not excuse else None
    rate = _claim_factor(claim, scored, aliases) if scored else 1.0
    stated = three(units.scaled(v, rate) for v in (claim.low, claim.central, claim.high))
    has_band = claim.band_low is not None or claim.band_high is not None
    band = tuple(units.scaled(v, rate) for v in (claim.band_low, claim.band_high))
    low, high = band if has_band else (stated[0], stated[2])
    if scored:
        figures = zip(CLAIM_FIGURES, (*stated, *band), strict=True)
        possible(dict(figures), scored.scale, "claims.csv", claim.line_number)
    group, members = _claim_group(claim, gazetteer, observable is not None and observable.is_rural)
    return Row(
        claim.id,
        "source",
        claim.kind,
        claim.observable,
        _level(claim, observable),
        claim.time,
        group,
        members,
        _combine(observable),
        low,
        stated[1],
        high,
        stated,
        scored.unit if scored else claim.unit,
        source,
        f"lines {claim.place}",
        True,
        roles.of(claim.role, claim.time, group, scored),
        tolerance,
        observable.scale if observable else "",
        ":".join(p for p in ("claims", claim.observable, group) if p),
        observable.theme if observable else "",
        "",
        claim.statement,
    )


def _level(claim: Claim, observable: Observable | None) -> str:
    """The claim's level; an observable that is kept at other levels only is compared at its
    first."""
    if observable is None or claim.level in observable.levels or observable.levels[0] not in LEVELS:
        return claim.level
    return observable.levels[0]


def _claim_factor(claim: Claim, observable: Observable, aliases: dict) -> float:
    try:
        return units.factor(claim.unit, observable.unit, aliases)
    except UserError as error:
        raise UserError(
            error.problem,
            file="claims.csv",
            row=claim.line_number,
            column="unit",
            found=error.found,
            expected=error.expected,
            action=error.action,
        ) from None


def _claim_group(
    claim: Claim, gazetteer: Gazetteer, is_rural: bool
) -> tuple[str, tuple[tuple[str, float], ...]]:
    if not claim.label:
        return "", (("", 1.0),)
    axis = gazetteer.axis_of(claim.label) or "region"
    group = group_text({axis: claim.label.strip("[]")}, GROUP_ORDER)
    return group, tuple(
        (group_text({axis: m}, GROUP_ORDER), w)
        for m, w in gazetteer.resolve(axis, claim.label, claim.time, is_rural)
    )


def figure_rows(
    folder: Path,
    observables: dict[str, Observable],
    gazetteer: Gazetteer,
    roles: Roles = ALTERNATE_ROLES,
) -> list[Row]:
    """One row a mapped figure; figures with a reason instead of an observable have none."""
    rows = []
    for figure, rules in joined(load_series_map(folder), loading.load_record(folder)):
        if len(rules) != 1:
            raise UserError(
                f"a figure is taken by {len(rules)} rules",
                file=f"record/{figure.file}.csv",
                row=figure.line_number,
                column="series",
                found=figure.series,
                expected="one rule of series_map.csv",
                action="Add or narrow a rule.",
            )
        if rules[0].observable:
            rows.append(figure_row(figure, rules[0], observables, gazetteer, roles))
    return rows


def figure_row(
    figure: Figure,
    rule: SeriesRule,
    observables: dict[str, Observable],
    gazetteer: Gazetteer,
    roles: Roles = ALTERNATE_ROLES,
) -> Row:
    """The row of one figure under its rule, in the observable's unit."""
    if rule.observable not in observables:
        raise UserError(
            "a series mapped to an unknown observable",
            file="series_map.csv",
            row=rule.line_number,
            column="observable",
            found=rule.observable,
            expected="a name of observables.csv",
            action="Mend the name.",
        )
    observable = observables[rule.observable]
    _same_part(figure, rule)
    time = period(figure.period_start, figure.period_end, rule.time_rule)
    low, central, high = linked(rule, figure)
    possible(
        {"low": low, "central": central, "high": high},
        rule.scale,
        f"record/{figure.file}.csv",
        figure.line_number,
    )
    group = rule.group_template.format(region=figure.region, group=figure.group)
    members = resolve_group(group, time, gazetteer, observable.is_rural)
    return Row(
        figure.id,
        "literature",
        rule.kind,
        rule.observable,
        rule.level,
        time,
        group,
        members,
        _combine(observable),
        low,
        central,
        high,
        (low, central, high),
        observable.unit,
        figure.source,
        f"record/{figure.file}.csv row {figure.line_number}",
        figure.verified,
        roles.of(rule.role, time, group, observable if rule.kind == "quantity" else None),
        rule.tolerance,
        rule.scale,
        ":".join(p for p in (figure.file, figure.series, group) if p),
        rule.theme,
        rule.link.removeprefix("base:") if rule.link.startswith("base:") else "",
        figure.text if rule.kind == "event" else "",
    )


def _same_part(figure: Figure, rule: SeriesRule) -> None:
    """Raise where a figure with a label would be compared with the whole: the rule neither puts the
    label into a group nor names it."""
    labels = (("region", figure.region, rule.region), ("group", figure.group, rule.group))
    for column, label, pattern in labels:
        is_placed = f"{{{column}}}" in rule.group_template or (pattern and not is_open(pattern))
        if rule.kind == "quantity" and label and not is_placed:
            raise UserError(
                "a figure of a part is compared with the whole",
                file="series_map.csv",
                row=rule.line_number,
                column=column,
                found=f"{figure.id} with {column} {label!r}",
                expected=f"{{{column}}} in group_template, or {label!r} as filter",
                action="Give the label a group, or excuse the figure with a reason.",
            )


def possible(figures: Mapping[str, float | None], scale: str, file: str, row: int | None) -> None:
    """Raise for figures, by column, that the scale cannot have: below nought where it is positive,
    outside 0 to 1 where it is a share."""
    least, most = LIMITS.get(scale, (-float("inf"), float("inf")))
    for column, figure in figures.items():
        if figure is not None and not least <= figure <= most:
            raise UserError(
                f"a figure that no {scale} quantity can have",
                file=file,
                row=row,
                column=column,
                found=f"{figure:g}",
                expected=f"{least} or more" if most == float("inf") else f"{least} to {most}",
                action="Mend the figure, its unit, or the scale of the observable.",
            )


def linked(rule: SeriesRule, figure: Figure) -> tuple[float | None, float | None, float | None]:
    """Low, central, high in the observable's unit, as a growth factor or a complement where the
    rule says so."""
    values = three(
        units.scaled(v, rule.unit_factor) for v in (figure.low, figure.central, figure.high)
    )
    if rule.link == "growth":
        return three(None if v is None else units.scaled(1 + v, 1) for v in values)
    if rule.link == "complement":
        return three(None if v is None else units.scaled(1 - v, 1) for v in reversed(values))
    return values


def resolve_group(
    group: str, time: str, gazetteer: Gazetteer, is_rural: bool = False
) -> tuple[tuple[str, float], ...]:
    """The model's groups with weights: regions and nationalities by the gazetteer, other axes as
    they are; `is_rural` weighs regions by villagers.

    The weights of a nationality label split a mixed group, they are no part of a people: such
    members count whole."""
    cells: list[tuple[dict[str, str], float]] = [({}, 1.0)]
    for axis, label in (parse_group(group) if group else {}).items():
        parts = gazetteer.resolve(axis, label, time, is_rural) if axis in AXES else ((label, 1.0),)
        if axis == "nationality" and len(parts) > 1:
            parts = tuple((member, 1.0) for member, _ in parts)
        cells = [
            ({**cell, axis: member}, weight * share)
            for cell, weight in cells
            for member, share in parts
        ]
    return tuple(
        (group_text(cell, tuple(dict.fromkeys((*GROUP_ORDER, *cell)))), weight)
        for cell, weight in cells
    )


def _combine(observable: Observable | None) -> str:
    return "sum" if observable is None or observable.additive else "mean"

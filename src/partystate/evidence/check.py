"""Everything that can be wrong in an evidence folder, told all at once, a line each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from partystate.core.errors import UserError
from partystate.evidence import loading, units
from partystate.evidence.compiling import claim_row, figure_row, load_claim_terms
from partystate.evidence.directions import load_directions
from partystate.evidence.events import load_events
from partystate.evidence.gazetteer import Gazetteer
from partystate.evidence.records import CLASSES, Claim, Figure, Observable, Row
from partystate.evidence.roles import fact_of, load_blocks
from partystate.evidence.series_map import joined, load_series_map
from partystate.evidence.sources import key_in, load_sources
from partystate.evidence.tables import read_lines
from partystate.evidence.theory import FILE as THEORY
from partystate.evidence.theory import Argument, load_theory

_CLAIM_ID = re.compile(r"\b[A-Z]\d{3}\b")


def problems(folder: str | Path, parameters: Path | None = None) -> list[str]:
    """One sentence a mistake, in the order of the files; empty when all is well. `parameters` is a
    country's file of parameters, whose grounds are to be claims of the folder."""
    return [str(error) for error in errors(folder, parameters)]


def errors(folder: str | Path, parameters: Path | None = None) -> list[UserError]:
    """The mistakes themselves; `file` is a path inside `folder`."""
    return _Check(Path(folder), parameters).run()


def coverage(
    rows: Iterable[Row],
    emitted: Iterable[str],
    observables: dict[str, Observable],
    mechanisms: Iterable[str] = (),
    grounds: str = "",
) -> dict[str, list[str]]:
    """What is not covered, which is news and no mistake: rows without a model, observables without
    a row.

    `emitted`: names of the observables a run writes; `mechanisms` are looked for in `grounds`, the
    text of `parameters.csv`."""
    emitted, claimed = set(emitted), {row.observable for row in rows if row.observable}
    return {
        "unknown_observables": sorted(emitted - observables.keys()),
        "claimed_not_emitted": sorted(claimed - emitted),
        "emitted_not_claimed": sorted(emitted - claimed),
        "defined_not_emitted": sorted(observables.keys() - emitted),
        "mechanisms_without_claims": sorted(m for m in mechanisms if m not in grounds),
    }


class _Check:
    """Loads every file once, gathering mistakes instead of raising them."""

    def __init__(self, folder: Path, parameters: Path | None) -> None:
        self.folder, self.parameters = folder, parameters
        self.found: list[UserError] = []

    def run(self) -> list[UserError]:
        meta = self._try(lambda: loading.load_meta(self.folder))
        if meta is None:
            return self.found
        gather = {"problems": self.found}
        sources = self._try(lambda: load_sources(self.folder, **gather)) or []
        observables = self._try(lambda: loading.load_observables(self.folder, **gather)) or {}
        gazetteer = Gazetteer(
            self._try(lambda: loading.load_gazetteer(self.folder, **gather)) or []
        )
        claims = self._try(lambda: loading.load_claims(self.folder, **gather)) or []
        figures = self._try(lambda: loading.load_record(self.folder, **gather)) or []
        argued = self._try(lambda: load_theory(self.folder, **gather)) or []
        self._sources(sources, figures, meta.source)
        self._arguments(argued, sources, claims)
        self._units(observables)
        rows = self._claims(claims, observables, gazetteer, meta.source) + self._figures(
            figures, observables, gazetteer
        )
        self._labels(figures, gazetteer)
        self._two_roles(rows)
        self._try(lambda: load_blocks(self.folder, **gather))
        self._smooth(observables)
        for kind, load, file in (
            ("event", load_events, "events.csv"),
            ("direction", load_directions, "directions.csv"),
        ):
            found = self._try(lambda load=load: load(self.folder, **gather)) or []
            if not self._spoilt("claims.csv") and not self._spoilt(file):
                self._targets(
                    claims,
                    kind,
                    found,
                    file,
                    {a.id for a in argued} if kind == "direction" else set(),
                )
        self._grounds(claims)
        return self.found

    def _try(self, load: Callable):
        try:
            return load()
        except UserError as error:
            self.found.append(error)
            return None

    def _spoilt(self, file: str) -> bool:
        """Whether a file has mistakes, so that what follows from them is not told as well."""
        return any(error.file == file for error in self.found)

    def _say(self, problem: str, **place) -> None:
        self.found.append(UserError(problem, **place))

    def _sources(self, sources: list, figures: list[Figure], text: str) -> None:
        cited, keys = {s.citation for s in sources}, {s.key for s in sources}
        if text not in keys:
            self._say(
                "the claims have no source",
                file="evidence.toml",
                column="source",
                found=repr(text),
                expected="a key of sources.csv",
                action="Add it to sources.csv.",
            )
        for figure in figures:
            if figure.source not in cited and key_in(figure.source) not in keys:
                self._say(
                    "a source that sources.csv does not list",
                    file=f"record/{figure.file}.csv",
                    row=figure.line_number,
                    column="source",
                    found=repr(figure.source),
                    expected="a citation of sources.csv, or its key first",
                    action="Add it there.",
                )

    def _units(self, observables: dict[str, Observable]) -> None:
        aliases = self._try(lambda: loading.load_units(self.folder)) or {}
        for observable in observables.values():
            if not units.known(observable.unit, aliases):
                self._say(
                    "an unknown unit",
                    file="observables.csv",
                    column="unit",
                    found=f"{observable.name}: {observable.unit!r}",
                    expected="a unit of units.csv or of the program",
                    action="Add it to units.csv.",
                )

    def _claims(
        self, claims: list[Claim], observables: dict, gazetteer: Gazetteer, source: str
    ) -> list[Row]:
        aliases = self._try(lambda: loading.load_units(self.folder)) or {}
        terms = self._try(lambda: load_claim_terms(self.folder)) or {}
        rows = [
            self._try(lambda c=c: claim_row(c, observables, gazetteer, aliases, terms, source))
            for c in claims
        ]
        for row, claim in zip(rows, claims, strict=True):
            excused = bool(terms.get(claim.id, ("", ""))[1])
            if (
                row is not None
                and row.kind == "quantity"
                and not excused
                and row.tolerance not in CLASSES
            ):
                self._say(
                    "a quantity without a tolerance class",
                    file="claims_map.csv",
                    column="tolerance_class",
                    found=claim.id,
                    expected=" | ".join(CLASSES),
                    action="Add the class, or the reason why it is not scored.",
                )
        return [row for row in rows if row is not None]

    def _figures(self, figures: list[Figure], observables: dict, gazetteer: Gazetteer) -> list[Row]:
        rules = self._try(lambda: load_series_map(self.folder, problems=self.found)) or []
        if self._spoilt("series_map.csv"):
            return []
        rows, used, words = [], set(), {}
        for figure, taken in joined(rules, figures):
            used |= {rule.line_number for rule in taken}
            if len(taken) != 1:
                lines = ", ".join(str(rule.line_number) for rule in taken) or "no row"
                self._say(
                    "a figure that is neither mapped nor excused"
                    if not taken
                    else "a figure that two rules take",
                    file=f"record/{figure.file}.csv",
                    row=figure.line_number,
                    column="series",
                    found=f"{figure.series} in {lines} of series_map.csv",
                    expected="exactly one row",
                    action="Add or narrow a row of series_map.csv.",
                )
            elif taken[0].observable:
                self._one_unit(taken[0], figure, words)
                rows.append(
                    self._try(lambda f=figure, r=taken[0]: figure_row(f, r, observables, gazetteer))
                )
                self._level(taken[0], observables)
        for rule in rules:
            if rule.line_number not in used:
                self._say(
                    "a rule that takes no figure",
                    file="series_map.csv",
                    row=rule.line_number,
                    column="series",
                    found=f"{rule.file}:{rule.series}",
                    expected="a series of the record",
                    action="Mend its filters or delete it.",
                )
        return [row for row in rows if row is not None]

    def _one_unit(self, rule, figure: Figure, words: dict[int, str]) -> None:
        if words.setdefault(rule.line_number, figure.unit) != figure.unit:
            self._say(
                "one factor for figures in two units",
                file="series_map.csv",
                row=rule.line_number,
                column="unit",
                found=f"{words[rule.line_number]!r} and {figure.unit!r} ({figure.id})",
                expected="one unit a row",
                action="Give each unit a row.",
            )

    def _level(self, rule, observables: dict) -> None:
        observable = observables.get(rule.observable)
        if observable and rule.level not in observable.levels:
            error = UserError(
                "a level the observable is not kept at",
                file="series_map.csv",
                row=rule.line_number,
                column="level",
                found=rule.level,
                expected=" | ".join(observable.levels),
                action="Mend the level.",
            )
            if error not in self.found:
                self.found.append(error)

    def _labels(self, figures: list[Figure], gazetteer: Gazetteer) -> None:
        for figure in figures:
            if figure.region and not gazetteer.knows("region", figure.region):
                self._say(
                    "an unknown label",
                    file=f"record/{figure.file}.csv",
                    row=figure.line_number,
                    column="region",
                    found=repr(figure.region),
                    expected="a region of gazetteer.csv",
                    action="Add it to the gazetteer.",
                )

    def _two_roles(self, rows: list[Row]) -> None:
        seen: dict[tuple, Row] = {}
        for row in rows:
            if (
                row.kind != "quantity"
                or row.role not in ("calibrate", "validate")
                or row.base
                or not row.observable
            ):
                continue
            first = seen.setdefault(fact_of(row), row)
            if first.role != row.role:
                self._say(
                    f"one fact is fitted and held out: {first.id} {first.role}, {row.id} "
                    f"{row.role}",
                    file="series_map.csv",
                    column="role",
                    found=f"{row.observable} {row.time}",
                    expected="one role a fact",
                    action="Give both the same role.",
                )

    def _smooth(self, observables: dict[str, Observable]) -> None:
        for name in self._try(lambda: loading.load_smooth_flows(self.folder)) or {}:
            if name not in observables:
                self._say(
                    "an unknown observable",
                    file=loading.SMOOTH_FLOWS,
                    column="observable",
                    found=repr(name),
                    expected="a name of observables.csv",
                    action="Mend the name.",
                )

    def _arguments(self, argued: list[Argument], sources: list, claims: list[Claim]) -> None:
        keys, taken = {s.key for s in sources}, {c.id for c in claims}
        for argument in argued:
            if argument.source not in keys:
                self._say(
                    "an argument without a source",
                    file=THEORY,
                    column="source",
                    found=repr(argument.source),
                    expected="a key of sources.csv",
                    action="Add it there.",
                )
            if argument.id in taken:
                self._say(
                    "an argument with the id of a claim",
                    file=THEORY,
                    column="id",
                    found=argument.id,
                    expected="an id of its own",
                    action="Give it another.",
                )

    def _targets(
        self, claims: list[Claim], kind: str, targets: list, file: str, argued: set[str]
    ) -> None:
        spoken = {t.claim for t in targets}
        known = {c.id for c in claims if c.kind == kind} | argued
        for claim in sorted(
            ({c.id for c in claims if c.kind == kind and c.role == "validate"} | argued) - spoken
        ):
            self._say(
                f"a claim of kind {kind} without a target",
                file=file,
                column="claim",
                found=claim,
                expected="a row, or a row with a reason",
                action="Add one.",
            )
        for claim in sorted(spoken - known):
            self._say(
                f"a target for what is no claim of kind {kind}",
                file=file,
                column="claim",
                found=claim,
                expected="an id of claims.csv, or for a direction of theory.csv",
                action="Mend the id.",
            )

    def _grounds(self, claims: list[Claim]) -> None:
        path = self.parameters
        if path is None:
            return
        known, columns = {c.id for c in claims}, ("parameter", "ground")
        lines = self._try(lambda: read_lines(path, columns, unique="parameter", optional=True))
        for line in lines or []:
            self.found += list(_ground(line, known))


def _ground(line, claims: set[str]) -> Iterator[UserError]:
    """A parameter stands on claims, on the record, on inputs, or on an assumption said to be
    one."""
    ground = line.text("ground")
    cited = set(_CLAIM_ID.findall(ground))
    if not ground or not (cited or re.search(r"\bassumption: *\S|\brecord\b|\binputs?\b", ground)):
        yield line.error(
            "a parameter without ground",
            "ground",
            found=repr(ground),
            expected="claim ids, `record ...`, `inputs ...` or `assumption: reason`",
            action="Say what it stands on.",
        )
    for claim in sorted(cited - claims):
        yield line.error(
            "a parameter that stands on an unknown claim",
            "ground",
            found=claim,
            expected="an id of claims.csv",
        )

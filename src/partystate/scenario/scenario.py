"""What histories are of, as a person says it; the world it stands for is assembled when needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, fields, replace
from functools import cached_property
from typing import Any

from partystate.core import cards
from partystate.core.errors import UserError
from partystate.country.country import Country
from partystate.country.names import Names
from partystate.country.what_ifs import WhatIf, what_if_in
from partystate.mechanisms.contract import Mechanism
from partystate.scenario.assemble import (
    EXPECTED,
    RECORDED,
    Assembled,
    assemble,
    check_words,
)
from partystate.scenario.edit_checks import read_what_ifs
from partystate.scenario.own_mechanism import OwnMechanism, own_of
from partystate.scenario.own_parameters import Given
from partystate.scenario.parts import ALL, parts_of


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A country under what-ifs: what `ps.run` and the other functions take.

    Arguments:
        country: the data, of `ps.load_country`.
        what_ifs: names of the country's `what_ifs/`, paths of TOML files, or what such a file would
            hold; the last one has the last word.
        thesis: what named authors suppose, a name of `theses/` or the path of a TOML file; the
            what-ifs stand on top of it.
        line: the rulers' line on the village, "recorded" or "endogenous" (their own).
        counting: people as means, "expected", or as whole persons that are drawn, "counted".
        parts: "society" and "leadership"; `ps.ALL` is both where the country has them. "revolution"
            runs by itself, over months of its own.
        until: last month, YYYY-MM; the country's own if not given.
        replay_until: politics are the recorded ones before this month, YYYY-MM.
        enters: month in which the leadership enters, YYYY-MM, with posts as recorded in it.
        mechanisms: mechanisms of your own, beside those of the package or in place of those of the
            same id; `with_mechanism` gives their parameters with them.

    Raises:
        UserError: for a name the country does not have, with the nearest that it has.

    Example:
        >>> import partystate as ps
        >>> scenario = ps.Scenario(ps.load_country("toyland"), line="endogenous")
        >>> scenario.edited("no_exports").what_ifs
        ('no_exports',)
    """

    country: Country
    _: KW_ONLY
    what_ifs: Sequence[str | WhatIf] = ()
    thesis: str | None = None
    line: str = RECORDED
    counting: str = EXPECTED
    parts: Sequence[str] = ALL
    until: str | None = None
    replay_until: str | None = None
    enters: str | None = None
    mechanisms: Sequence[Mechanism | OwnMechanism] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.country, Country):
            raise UserError(
                "a scenario is of a country that is loaded",
                found=repr(self.country)[:80],
                expected="what ps.load_country returns",
                action='Write ps.Scenario(ps.load_country("ussr")).',
            )
        what_ifs = tuple(_what_if(each) for each in _listed(self.what_ifs))
        object.__setattr__(self, "what_ifs", what_ifs)
        object.__setattr__(self, "parts", tuple(_listed(self.parts)))
        check_words(self.counting, self.line)
        parts_of(self.country, self._asked_parts)
        own = {one.id: one for one in (own_of(m, self.country) for m in _several(self.mechanisms))}
        object.__setattr__(self, "mechanisms", tuple(own.values()))
        read_what_ifs(self.country, what_ifs, self.thesis, self.own)

    def __repr__(self) -> str:
        return cards.line("Scenario", f"of {self.country.id}", self._said)

    def _repr_html_(self) -> str:
        words = Names(self.country)
        facts = {
            "country": self.country.meta.title,
            "what-ifs": "; ".join(words.change(name) for name in self._names) or "none",
            "mechanisms of its own": ", ".join(one.id for one in self.own),
            "otherwise": ", ".join(
                s for s in self._said if not s.startswith(("what_ifs", "mechanisms"))
            ),
        }
        return cards.card(f"Scenario of {self.country.id}", facts)

    @property
    def _names(self) -> list[str]:
        return [w if isinstance(w, str) else w.name for w in self.what_ifs]

    @property
    def _said(self) -> list[str]:
        """What is not as usual, as it is written in Python."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "country"}
        told["what_ifs"] = tuple(self._names)
        told["mechanisms"] = tuple(one.id for one in self.own)
        usual = {one.name: one.default for one in fields(self)}
        return [f"{name}={value!r}" for name, value in told.items() if value != usual[name]]

    def edited(self, *what_ifs: str | WhatIf | Mapping[str, Any]) -> Scenario:
        """The same scenario with more what-ifs: the other side of `ps.compare`.

        Arguments:
            what_ifs: names of the country's `what_ifs/`, paths of TOML files, or what such a file
                would hold: a mapping with `edit`, a list of mappings, and `name` if wanted.

        Returns:
            Another scenario; this one stays as it is.

        Raises:
            UserError: for a what-if the country does not have or cannot carry out.

        Example:
            >>> import partystate as ps
            >>> plain = ps.Scenario(ps.load_country("toyland"))
            >>> plain.edited("no_exports").what_ifs
            ('no_exports',)
            >>> edit = {"target": "parameter", "name": "relief.generosity", "set": 0.5}
            >>> plain.edited({"name": "half", "edit": [edit]}).what_ifs[0].name
            'half'
        """
        return replace(self, what_ifs=(*self.what_ifs, *map(_what_if, what_ifs)))

    def with_mechanism(
        self, mechanism: Mechanism, *, params: Mapping[str, Given] | None = None
    ) -> Scenario:
        """The same scenario with a mechanism of your own: the other side of `ps.compare`.

        One whose id the package has stands in place of that one, with its luck; any other comes
        beside them, with a luck of its own. One that was given under the same id before makes room.

        Arguments:
            mechanism: an instance of a class that is built upon `Mechanism`, as
                `docs/how-to/add-a-mechanism.md` has one.
            params: values by field of its `Params`: a number, or (low, middle, high), from which
                ensembles draw. Of what is not given, the default of the field holds, else the
                country's value of a parameter of that name.

        Returns:
            Another scenario; this one stays as it is.

        Raises:
            UserError: for what the engine could not run, and what it is. What is proposed is looked
                at when the scenario is first run.

        Example:
            >>> import partystate as ps
            >>> from partystate.mechanisms.land.relief import Relief
            >>> plain = ps.Scenario(ps.load_country("toyland"))
            >>> own = plain.with_mechanism(Relief(), params={"generosity": (0.2, 0.5, 0.9)})
            >>> own.mechanisms[0].replaces, own.mechanisms[0].parameters[0].central
            (True, 0.5)
        """
        own = own_of(mechanism, self.country, params)
        others = [one for one in self.own if one.id != own.id]
        return replace(self, mechanisms=(*others, own))

    @property
    def own(self) -> tuple[OwnMechanism, ...]:
        """Mechanisms of the user's own, as they were held against the country."""
        return tuple(one for one in self.mechanisms if isinstance(one, OwnMechanism))

    @cached_property
    def assembled(self) -> Assembled:
        """The world, inputs, rules and parameters of it, ready to run."""
        return assemble(
            self.country,
            self.counting,
            self.what_ifs,
            self.until,
            self.thesis,
            self._asked_parts,
            self.line,
            self.replay_until,
            self.enters,
            self.own,
        )

    @property
    def _asked_parts(self) -> tuple[str, ...] | None:
        """Parts by name; None for all that the country has."""
        return None if tuple(self.parts) == ALL else tuple(self.parts)


def scenario_of(what: Scenario | Country) -> Scenario:
    """A scenario as it is; a country by itself is one without what-ifs."""
    return what if isinstance(what, Scenario) else Scenario(what)


def _what_if(given: object) -> str | WhatIf:
    """A what-if as it is, out of a mapping, or the name or path of one."""
    if isinstance(given, WhatIf):
        return given
    return what_if_in(given) if isinstance(given, Mapping) else str(given)


def _several(given: object) -> Sequence:
    """Several mechanisms; one by itself is refused."""
    if isinstance(given, Sequence) and not isinstance(given, str):
        return given
    raise UserError(
        "one mechanism where a list of them is wanted",
        found=repr(given)[:80],
        expected="mechanisms=[...]",
        action="Put it in brackets, or write scenario.with_mechanism(...).",
    )


def _listed(value: Sequence) -> Sequence:
    """Several names; one name by itself, whose letters would be taken for them, is refused."""
    if isinstance(value, str):
        raise UserError(
            "one name where a list of names is wanted",
            found=repr(value),
            expected=f"[{value!r}]",
            action="Put it in brackets.",
        )
    return value

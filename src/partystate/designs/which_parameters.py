"""Which parameters a design moves: named one by one, by their mechanism, or by a theme."""

from __future__ import annotations

from collections.abc import Sequence

from partystate.core.errors import UserError
from partystate.core.nearest import nearest
from partystate.country.priors import is_fixed
from partystate.country.renamed import new_names
from partystate.mechanisms.registry import MECHANISMS
from partystate.scenario.assemble import Assembled

FREE = "free"
OPENING = "_opening"  # of parameters of the start: `industry_opening.*`


def chosen(scenario: Assembled, words: Sequence[str]) -> tuple[str, ...]:
    """The parameters of a scenario that some words name, in the country's order and each once: a
    parameter, a mechanism, a theme, or `free` for those that a calibration may set. What has one
    value alone, or is of a mechanism that does not run, is left out of a mechanism or a theme.
    UserError for a word that names nothing, and for a parameter that would move nothing."""
    country, asleep = scenario.country, _asleep(scenario)
    rows = {row["parameter"]: row for row in country.tables["parameters"].iter_rows(named=True)}
    vary = [
        name
        for name, row in rows.items()
        if not is_fixed(row["prior"], row["low"], row["high"]) and owner_of(name) not in asleep
    ]
    groups = _groups(rows, vary)
    found: set[str] = set()
    for word in words:
        name = new_names().get(word, word)
        if name in rows and name not in vary:
            raise _still(word, name, vary, asleep)
        if name not in rows and not groups.get(name):
            raise UserError(
                f"nothing in {country.id} that varies has this name",
                found=repr(word),
                expected=nearest(word, [*groups, *vary], former=new_names()),
                action="Name parameters, mechanisms or a theme, with commas between them; "
                "`partystate describe NAME` says what one is.",
            )
        found |= {name} if name in rows else set(groups[name])
    return tuple(name for name in rows if name in found)


def words_of(given: str | Sequence[str]) -> tuple[str, ...]:
    """Words of a list, or of a text with commas between them; UserError where there is none."""
    words = given.split(",") if isinstance(given, str) else [str(word) for word in given]
    found = tuple(word.strip() for word in words if word.strip())
    if not found:
        raise UserError(
            "no parameter to move",
            expected="names of parameters, mechanisms or themes",
            action="Give parameters: land, or some names with commas between them.",
        )
    return found


def owner_of(name: str) -> str:
    """The mechanism or theme of a parameter, by its name, whether of the start or not."""
    return name.split(".")[0].removesuffix(OPENING)


def _asleep(scenario: Assembled) -> set[str]:
    """Mechanisms that do not run in a scenario, and themes of which none does."""
    acting = scenario.acting_mechanisms
    awake = {m.id for m in acting} | {m.theme for m in acting}
    return ({m.id for m in MECHANISMS} | {m.theme for m in MECHANISMS}) - awake


def _still(word: str, name: str, vary: list[str], asleep: set[str]) -> UserError:
    if owner_of(name) in asleep:
        return UserError(
            "a parameter of a mechanism that does not run in these histories",
            found=repr(word),
            expected=nearest(name, vary),
            action="Take it out, or run the parts and months that have it.",
        )
    return UserError(
        "a parameter that has one value cannot be varied",
        found=repr(word),
        expected=nearest(name, vary),
        action="Take it out, or give it a prior in parameters.csv.",
    )


def _groups(rows: dict[str, dict], vary: list[str]) -> dict[str, list[str]]:
    """Parameters that vary by theme and by mechanism, and those that are free."""
    themes = {m.id: m.theme for m in MECHANISMS}
    found: dict[str, list[str]] = {theme: [] for theme in dict.fromkeys(themes.values())}
    found[FREE] = [name for name in vary if rows[name]["free"]]
    for name in vary:
        owner = owner_of(name)
        for group in {owner, themes.get(owner, owner)}:
            found.setdefault(group, []).append(name)
    return {group: names for group, names in found.items() if names}

"""The prose of the page against what is there: themes, names, what comes from outside, commands."""

import re
import shlex
import shutil
from html import unescape

import pytest
import typer

from partystate.cli.main import app
from partystate.country.names import words_of_the_model
from partystate.country.put_in import put_in
from partystate.evidence import load_observables
from partystate.experiments.ensemble import run_ensemble
from partystate.experiments.histories import run_and_write
from partystate.experiments.parts import Plan
from partystate.history.directory import DESCRIBED
from partystate.history.series import emitted
from partystate.mechanisms.registry import MECHANISMS
from partystate.report.build import build_report
from partystate.scenario.assemble import ENDOGENOUS, assemble

ABSENCE = re.compile(
    r"\b(does not have|has no|not modelled|is missing|not there|is not in it|leaves out|lacks)\b"
)
THEMES = {type(m).__module__.split(".")[2] for m in MECHANISMS}
TAKES_OVER = {"ensemble", "score", "compare", "why"}  # commands told of without what they act on


@pytest.fixture(scope="module")
def folders(toyland, toy_run, toy_ensemble, tmp_path_factory):
    base = tmp_path_factory.mktemp("truth")
    shutil.copytree(toy_run, base / "recorded")
    shutil.copytree(toy_ensemble, base / "recorded-ensemble")
    run_and_write(assemble(toyland, line=ENDOGENOUS), 1, base / "own")
    run_ensemble(Plan("toyland", 10, line=ENDOGENOUS), base / "own-ensemble")
    return base


@pytest.fixture(scope="module", params=["recorded", "own"])
def html(request, folders, toyland):
    path = build_report(
        folders / request.param,
        toyland,
        folders / f"{request.param}-ensemble",
        folders / "own-ensemble",
    )
    return request.param, path.read_text(encoding="utf-8")


def prose(html: str) -> list[str]:
    """Sentences of the lead, of what the page cannot tell, of sections and captions."""
    found = re.findall(
        r'<p class="(?:lead|text)">(.*?)</p>|<figcaption>(.*?)</figcaption>'
        r"|<aside.*?<ul>(.*?)</ul>",
        html,
        flags=re.DOTALL,
    )
    text = " ".join(re.sub(r"<[^>]+>", " ", " ".join(parts)) for parts in found)
    return re.split(r"(?<=[.;:])\s+", unescape(text))


def missing_themes(sentences: list[str]) -> list[str]:
    """Sentences that say a theme with mechanisms is missing."""
    return [
        sentence
        for sentence in sentences
        if ABSENCE.search(sentence)
        and any(re.search(rf"\b{theme}\b", sentence) for theme in THEMES)
    ]


def outside(sentences: list[str]) -> list[str]:
    """Sentences that say an observable of the model comes from outside."""
    said = [s for s in sentences if re.search(r"\b[Ff]rom outside\b|\bput in from\b", s, re.I)]
    made = {words for (axis, _), words in words_of_the_model().items() if axis == "observable"}
    given = {words for (axis, _), words in words_of_the_model().items() if axis == "input"}
    return [s for s in said if any(re.search(rf"\b{re.escape(w)}\b", s) for w in made - given)]


def test_the_checks_find_what_was_false():
    assert {"terror", "industry", "belief", "land", "people", "power"} <= THEMES
    assert missing_themes(["This version does not have terror, industry and belief."])
    assert outside(["From outside come the weather, imports, tractors."])
    assert not outside(["From outside come the weather and imports."])


def test_no_theme_that_has_mechanisms_is_called_missing(html):
    assert missing_themes(prose(html[1])) == []


def test_nothing_that_the_model_makes_is_said_to_come_from_outside(html):
    assert outside(prose(html[1])) == []


def test_names_in_code_marks_exist(html, toyland):
    """What stands in code marks is a command, an observable, a mechanism or a file."""
    known = {
        *emitted(),
        *load_observables(toyland.path / "evidence"),
        *(m.id for m in MECHANISMS),
        *DESCRIBED,
    }
    marked = {unescape(text) for text in re.findall(r"<code>(.*?)</code>", html[1])}
    assert any(text.startswith("partystate run ") for text in marked)
    assert [t for t in marked if not t.startswith("partystate ") and t not in known] == []


def test_commands_told_of_are_understood(html):
    """The command that makes the run again parses whole; others name a command there is."""
    commands = typer.main.get_command(app).commands
    for text in re.findall(r"<code>(partystate .*?)</code>", html[1]):
        _, name, *words = shlex.split(unescape(text))
        assert name in commands
        if name not in TAKES_OVER:
            commands[name].make_context(name, words)


def test_what_was_put_in_is_listed_whole(html, toyland):
    line = "recorded" if html[0] == "recorded" else ENDOGENOUS
    figure = re.search(r'<figure id="put-in">.*?</figure>', html[1], flags=re.DOTALL)[0]
    listed = [unescape(t) for t in re.findall(r'<tr><td class="[a-z]+">(.*?)</td>', figure)]
    assert listed == [given.words for given in put_in(toyland, line)]
    assert "nothing" not in listed


def test_the_line_is_told_as_it_was(html):
    name, text = html
    own = "the rulers' line between free trade and force comes out of rules" in unescape(text)
    assert own == (name == "own")
    assert ("the rulers' dated line on the village" in unescape(text)) == (name == "recorded")


def test_no_id_is_left_where_a_person_reads(html, toyland):
    """Persons, bodies and kinds of event stand in tables and charts under their names."""
    body = re.sub(r"<script.*?</script>|<code>.*?</code>|href=\"[^\"]*\"", "", html[1], flags=re.S)
    cells = {unescape(c) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body)}
    ids = set(toyland.tables["persons"]["person"]) | {"council", "committee"}
    assert cells & ids == set()
    parameters = set(toyland.tables["parameters"]["parameter"])
    marked = [c for c in cells - parameters if re.search(r"[a-z]_[a-z]", c)]
    files = [c for c in marked if re.search(r"\.csv\b|\.parquet\b", c)]
    assert [c for c in marked if c not in files] == []

"""Pages over what a country ships: what was found and missed stands first, nothing is run, and
nothing is asked of the network."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import partystate
from partystate.cli.main import app, commands
from partystate.core.errors import UserError
from partystate.country.country import load
from partystate.country.names import Names
from partystate.evidence import load_sources
from partystate.report.findings import MET, NEAR, UNMET, findings, in_short, who_leads
from partystate.report.home import _lines, by_place
from partystate.report.opened import THEMES, Opened
from partystate.report.sections.score import score
from partystate.report.series import Wanted
from partystate.report.who_led import who_led
from partystate.report.wording import told_as
from tests.report.tags import Page

ROOT = Path(__file__).parents[2]
OPEN = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name in ("jax", "equinox", "scipy"):
            raise AssertionError(f"{name} is loaded")
sys.meta_path.insert(0, Refused())
sys.argv = ["partystate", "open", "ussr", "--home", "--out", "OUT"]
from partystate.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def opened():
    return Opened("ussr")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The first page, as the command writes it in a process that may not load JAX."""
    folder = tmp_path_factory.mktemp("open")
    done = subprocess.run(
        [sys.executable, "-c", OPEN.replace("OUT", str(folder))], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-800:]
    assert str(folder / "index.html") in done.stdout.replace("\n", "")
    return (folder / "index.html").read_text(encoding="utf-8")


def links_of(tags: Page) -> set[str]:
    """Where a page leads beside itself and the places of sources, which open when they are
    chosen."""
    sources = load_sources(load("ussr").path / "evidence")
    places = {place for source in sources for _, place in source.links}
    return {link for link in tags.links if not link.startswith("#")} - places


def text_of(html: str) -> str:
    html = re.sub(r"<(style|svg|code)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_page_is_whole_and_asks_nothing_of_the_network(home):
    tags = Page(home)
    assert not tags.open
    assert not tags.crossed
    assert len(tags.ids) == len(set(tags.ids))
    assert not links_of(tags)
    assert "<script" not in home
    assert home.count("<svg") == 2


def test_the_first_page_leads_to_those_by_theme(opened, tmp_path):
    tags = Page(opened.write_home(tmp_path).read_text(encoding="utf-8"))
    themes = {theme.file for theme in THEMES}
    assert links_of(tags) == themes


def test_the_page_that_opens_without_installing_is_that_of_the_results(home):
    """`make release` writes it; by hand: partystate open ussr --home --out docs/first_page."""
    shipped = (ROOT / "docs" / "first_page" / "index.html").read_text(encoding="utf-8")
    assert text_of(shipped) == text_of(home)


def test_found_stands_before_missed_before_asked_before_cautions(home, opened):
    places = [home.index(f'id="{part}"') for part in ("found", "missed", "ask", "cautions")]
    assert places == sorted(places)
    found = text_of(home[places[0] : places[1]])
    assert found.index("Excess deaths") < found.index("Harvest")
    for failure in opened.country.meta.known_failures:
        assert failure.replace("'", "&#39;") in home
    folded = home[places[-1] :]
    for caution in opened.country.meta.cautions:
        assert caution.replace("'", "&#39;") in folded
    assert folded.index("<details>") < folded.index("What this cannot tell")
    assert "<details open" not in home


def test_names_are_those_a_person_writes(home):
    words = text_of(home)
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", words)
    for word in ("calibrate", "validate", "trotsky"):
        assert word not in words
    assert "Stalin in " in words


def test_deaths_stand_beside_every_figure_of_the_record(home):
    first = home[: home.index('id="found"')]
    for words in ("not used in fitting", "used in fitting", "put in", "Ukraine", "Kazakhstan"):
        assert words in first


def card(rows: list[dict]) -> dict:
    usual = {"kind": "quantity", "level": "truth", "unit": "persons", "source": "A", "group": ""}
    return {"rows": [usual | row for row in rows]}


def row(median: float, q05: float, q95: float, low: float, high: float) -> dict:
    numbers = {"median": median, "q05": q05, "q95": q95, "low": low, "high": high}
    return {"observable": "famine.deaths", "time": "1932/1933"} | numbers


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        (row(5e6, 1e6, 9e6, 4e6, 6e6), MET),
        (row(2e6, 1e6, 9e6, 4e6, 6e6), NEAR),
        (row(2e6, 1e6, 3e6, 4e6, 6e6), UNMET),
        (row(8e6, 7e6, 9e6, 4e6, 6e6), UNMET),
    ],
)
def test_a_finding_by_hand(opened, given, mark):
    (found,) = findings(opened.country, Names(opened.country), card([given]))
    assert found.what == "Excess deaths, 1932–1933"
    assert found.record == "4.0 to 6.0 million"
    assert found.mark == mark


def test_the_record_of_a_finding_spans_all_its_sources(opened):
    one, other = row(5e6, 1e6, 9e6, 4e6, 6e6), row(5e6, 1e6, 9e6, 7e6, 8e6) | {"source": "B"}
    (found,) = findings(opened.country, Names(opened.country), card([one, other]))
    assert found.model == "5.0 million [1.0, 9.0 million]"
    assert found.record == "4.0 to 8.0 million"
    assert found.sources == ("A", "B")


def test_what_is_not_asked_or_has_no_value_is_no_finding(opened):
    other = row(1, 0, 2, 0, 2) | {"observable": "population.births"}
    silent = row(1, 0, 2, 0, 2) | {"median": None}
    assert not findings(opened.country, Names(opened.country), card([other, silent]))


def test_who_leads_is_said_with_names(opened):
    years = {"1930": [["stalin", 0.5], ["nobody", 0.3]]}
    order = {"order": {"free": {"leaders": years, "runs": 10}}}
    said = who_leads(opened.country, Names(opened.country), order)
    assert "December 1930 of 10 free histories: Stalin in 50%, nobody in 30%." in said
    assert who_leads(opened.country, Names(opened.country), {}) == ""
    alone = order | {"leadership": {"runs": 10, "episodes": {}}}
    said = who_leads(opened.country, Names(opened.country), alone)
    assert "of 10 free histories of the leadership alone: Stalin in 50%" in said


def test_the_score_says_of_how_many_runs_its_events_are(opened):
    names, told = Names(opened.country), {"runs": 500, "episodes": {"1922-04": 500}}
    said = " ".join(score(opened.card | {"leadership": told}, names).text)
    assert (
        "of the leadership alone: 500 free ones, and as many again from the start of each" in said
    )
    assert "alone" not in " ".join(score(opened.card | {"leadership": None}, names).text)


def test_who_leads_in_a_run_is_said_in_spells(tmp_path, opened):
    names = Names(opened.country)
    assert who_led(tmp_path, names) == ""
    rows = [("1921-12", "stalin"), ("1922-12", "stalin"), ("1923-12", ""), ("1924-12", "zinoviev")]
    table = pl.DataFrame(rows, schema=("time", "leader"), orient="row")
    table.write_parquet(tmp_path / "leaders.parquet")
    assert who_led(tmp_path, names).endswith(
        ": Stalin from 1921 to 1922, nobody in 1923, Zinoviev in 1924."
    )


def test_how_good_it_is_says_what_is_not_spoken_to():
    literature = {"spoken_to": 4, "total": 10, "coverage90": 0.5, "hit": 1}
    told = in_short(
        {"headlines": {"literature": literature}, "hits_are_counted": False, "stamp": ""}
    )
    assert told == [
        "4 of 10 figures not used in fitting are spoken to.",
        "The 90 per cent intervals hold 50% of those.",
    ]


def test_the_picture_of_places_shows_free_histories_above_all_sources(opened):
    """Two figures of the record for one window and place: least 2, middles 3 and 5, greatest 6."""
    usual = next(r for r in opened.rows if r.observable == "famine.deaths" and not r.group)
    one = replace(usual, id="a", low=2e6, central=3e6, high=4e6)
    other = replace(usual, id="b", low=4e6, central=5e6, high=6e6)
    given = card([row(2e6, 1e6, 3e6, 0, 0) | {"id": name} for name in ("a", "b")])
    picture = by_place(opened.country, [one, other], given)
    assert picture is not None
    assert "Whole country, 1932–1933" in picture.svg
    assert "record, 2 figures" in picture.svg
    assert _lines("X", given["rows"][0], [one, other]) == [
        ("X", "free histories", "model", 1, 2, 2, 2, 3),
        ("X", "record, 2 figures", "record", 2, 4, 4, 4, 6),
    ]
    assert by_place(opened.country, [one, other], card([])) is None


def test_the_line_is_the_middle_of_the_best_account_and_sums_are_of_histories(opened):
    data = opened.data
    table = pl.read_parquet(data.folder.parent / "reanalysis" / "quantiles.parquet")
    same = (pl.col("observable") == "population.deaths") & (pl.col("group") == "")
    mine = table.filter(same & (pl.col("level") == "truth") & (pl.col("time") == "1933"))
    line = data.line(Wanted("population.deaths")).filter(pl.col("time") == "1933")
    assert line["value"][0] == pytest.approx(mine["median"][0])
    line, band = data.over("famine.deaths_attributed", ("region=Kyiv", "region=Odesa"))
    assert line["value"].to_list() == band["median"].to_list() != []
    assert len(data.over("population.births", ("region=Kyiv", "region=Odesa"), "year")[0]) == 0


def test_a_theme_is_told_without_a_run(opened):
    """No caption, table or source speaks of a run that there is not."""
    page = opened.theme_page(THEMES[1], load("ussr"))
    tags = Page(page)
    assert not tags.open
    assert not tags.crossed
    assert "this run" not in page.lower()
    assert "best account" in page
    assert not [x for x in links_of(tags) if not x.startswith("data:") and "://" in x]


def test_a_page_of_a_run_keeps_its_words(opened):
    class OfARun:
        whose = "this run"

    section = object()
    assert told_as(section, OfARun(), "x") is section  # pyright: ignore[reportArgumentType]


def test_the_command(tmp_path):
    done = CliRunner().invoke(app, ["open", "ussr", "--home", "--json", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == {"page": str(tmp_path / "index.html"), "themes": []}
    done = CliRunner().invoke(app, ["open", "toyland"])
    assert done.exit_code == 2
    assert "ships no results" in done.output


def test_open_is_by_itself_and_everything_else_has_all_commands():
    names = {c.name or c.callback.__name__ for c in commands(["open"]).registered_commands}
    assert names == {"open"}
    assert {"open", "run", "describe"} <= {
        c.name or c.callback.__name__ for c in commands(["--help"]).registered_commands
    }


def test_a_country_without_results_is_told():
    with pytest.raises(UserError, match="ships no results"):
        Opened("toyland")


def test_everything_that_is_read_ships():
    """Every file of the package that is no code matches a pattern of pyproject.toml."""
    import tomllib
    from pathlib import Path

    root = Path(partystate.__file__).parent
    project = tomllib.loads((root.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["partystate"]
    shipped = {path for pattern in patterns for path in root.glob(pattern)}
    data = {p for p in root.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")}
    assert not sorted(str(p.relative_to(root)) for p in data - shipped)


def test_describe(tmp_path):
    done = CliRunner().invoke(app, ["describe", "relief.generosity", "--country", "toyland"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("relief.generosity (parameter): Share of a believed lack")
    done = CliRunner().invoke(app, ["describe", "relief.generosti", "--country", "toyland"])
    assert done.exit_code == 2
    assert "relief.generosity" in done.output


def test_a_finding_is_of_one_level(opened):
    """A printed figure is no measure of what was there, whichever row comes first; where nothing is
    told of the truth, the level that there is."""
    of_truth = row(2e6, 1e6, 3e6, 4e6, 6e6)
    printed = row(5e6, 4e6, 6e6, 4e6, 6e6) | {"level": "published"}
    for rows in ([of_truth, printed], [printed, of_truth]):
        (found,) = findings(opened.country, Names(opened.country), card(rows))
        assert found.mark == UNMET
    (found,) = findings(opened.country, Names(opened.country), card([printed]))
    assert found.mark == MET

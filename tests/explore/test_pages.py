"""Every page of the site: its status, its title, its labels; numbers are those of the results; what
is not there is said with the nearest name."""

import csv
import io
import json
import re
import subprocess
import sys
from html import unescape

import polars as pl
import pytest

from partystate.core.errors import UserError
from partystate.country.tours import load_tour, tours_of
from partystate.explore.address import Address, parsed
from partystate.history.release import answer_of
from partystate.report.answers import in_a_line

PAGES = {
    "/": "a model you can question",
    "/chart": "Charts",
    "/chart?find=harvest": "Charts",
    "/chart/population.deaths": "Deaths",
    "/chart/famine.deaths_attributed?place=Ukraine&every=month": "Ukraine",
    "/chart/grain.harvest?level=truth,known,published,preserved": "as published",
    "/chart/population.total?place=Kyiv,Kazakhstan&time=1926..1938": "Kyiv",
    "/chart/elite.standing": "Standing",
    "/chart/population.deaths?place=Ukraine": "Ukraine",
    "/map": "Deaths laid to hunger",
    "/map?what=grain.harvest&time=1932&whose=free&place=Kyiv": "1932",
    "/whatif": "What if",
    "/whatif/plan_cut_1932": "The plan of 1932",
    "/whatif/own?target=parameter&name=relief.generosity&size=scale&value=2": "relief.generosity",
    "/historians": "Historians side by side",
    "/historians?what=grain.harvest": "Historians side by side",
    "/top": "The top in December 1930",
    "/top/1926": "The top in December 1926",
    "/top/1926-12?history=all": "The top",
    "/top/1931-02?history=17": "February 1931",
    "/person/zinoviev": "Zinoviev",
    "/records": "Records",
    "/records/repression.executions": "executions",
    "/evidence": "Evidence",
    "/evidence?find=famine&theme=people&use=validate&read=no&verdict=off&sort=time": "Evidence",
    "/evidence?page=2": "Evidence",
    "/evidence/S002": "Seniority",
    "/evidence/collectivization:71": "families deported",
    "/learn": "Learn",
    "/learn/1_famine": "famine",
    "/country": "Soviet Union",
    "/find?find=ukraine": "ukraine",
    "/find": "Search",
}
WRONG_LABELS = (">None<", ">nan<", "None,", "{{", "central_committee", "general_secretary", "()")


def at(site, text):
    return site.answer(parsed(text))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole(site, address):
    """Its title says what it is, it has one heading, and no label is missing."""
    answer = at(site, address)
    text = answer.body.decode()
    assert answer.status == 200
    assert (
        PAGES[address].casefold() in unescape(re.search("<title>(.*?)</title>", text)[1]).casefold()
    )
    assert len(re.findall("<h1", text)) == 1
    assert not [label for label in WRONG_LABELS if label in text]
    assert 'style="' not in text  # which the policy of the server would not let be read
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(set(ids)) == len(ids) - sum(ids.count(i) - 1 for i in ids if i.startswith("hatched"))


@pytest.mark.parametrize("address", PAGES)
def test_drawings_are_read_aloud(site, address):
    """A drawing that is one picture to a reader of the screen holds no links, which would be lost;
    and a link is called what is written on it."""
    html = at(site, address).body.decode()
    for picture in re.findall(r'<svg[^>]*role="img".*?</svg>', html, flags=re.DOTALL):
        assert "<a " not in picture
    assert not re.findall(r"<a [^>]*aria-label", html)


def test_an_answer_that_ships_is_shown_where_none_was_run(site, library):
    """On its own page whole, on the cards and the first page in a line."""
    country, name = library.country, library.country.meta.first_asked[0]
    shipped = answer_of(country.path, name)
    text = at(site, f"/whatif/{name}").body.decode()
    assert "The answer that ships with the country" in text
    assert f"{shipped['pairs']} pairs under the same luck" in text
    for address in ("/", "/whatif"):
        assert in_a_line(country, name) in unescape(at(site, address).body.decode())


def test_every_series_has_a_chart_and_every_map_is_drawn(site, library):
    from partystate.explore.pages.tile_map import mapped

    for name in library.catalogue:
        answer = site.answer(Address(f"/chart/{name}"))
        assert answer.status == 200, name
        assert b"<svg" in answer.body, name
        assert site.answer(Address(f"/chart/{name}.csv")).status == 200
    for series in mapped(library):
        assert site.answer(Address("/map", {"what": series.name})).status == 200, series.name


def test_every_figure_and_person_has_a_page(site, library):
    for id in [*library.by_id][::7]:
        assert site.answer(Address(f"/evidence/{id}")).status == 200, id
    for who in [*library.names.persons][::9]:
        assert site.answer(Address(f"/person/{who}")).status == 200, who


def test_every_link_of_the_first_pages_is_answered(site):
    """Links of the pages of the bar lead to pages and files that are there."""
    found = set()
    for page in (
        "/",
        "/map",
        "/whatif",
        "/historians",
        "/top",
        "/records",
        "/learn",
        "/learn/2_who_ruled",
    ):
        found |= set(re.findall(r'(?:href|src)="(/[^"]*)"', at(site, page).body.decode()))
    found = {unescape(link) for link in found}
    assert len(found) > 150
    broken = [link for link in sorted(found) if at(site, link).status not in (200, 303)]
    assert not broken


def test_the_steps_of_every_tour_lead_somewhere(site, library):
    tours = tours_of(library.country.path)
    assert len(tours) == 4
    for tour in tours:
        assert tour.exercise
        for one in (*tour.step, *tour.exercise):
            assert at(site, one.address).status == 200, one.address


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/chart/population.deats", "population.deaths"),
        ("/chart/population.total?place=Ukrain", "Ukraine"),
        ("/map?what=famine.deaths_atributed", "famine.deaths_attributed"),
        ("/map?place=Kyev", "Kyiv"),
        ("/whatif/plan_cut_1931", "plan_cut_1932"),
        ("/historians?what=grain.havest", "grain.harvest"),
        ("/person/zinovev", "zinoviev"),
        ("/records/grain.havest", "grain.harvest"),
        ("/evidence/S0002", "S002"),
        ("/learn/famine", "1_famine"),
        ("/top/1950", "1921-03 to 1941-06"),
        ("/charts", "/chart"),
        ("/chart/population.deaths?level=tru", "truth"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest_name(site, address, nearest):
    answer = at(site, address)
    assert answer.status == 404
    assert nearest in answer.body.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/chart/population.deaths?time=soon",
        "/evidence?page=0",
        "/evidence?sort=luck",
        "/top/1926-12?history=200",
        "/whatif/own?target=parameter&name=x&size=set&value=much",
        "/whatif/own?target=office&name=x&size=set&value=1",
        "/whatif/own?target=parameter&name=x&size=set&value=1&start=1932-13",
        "/whatif/plan_cut_1932?pairs=5000",
    ],
)
def test_what_cannot_be_asked_is_said(site, address):
    assert at(site, address).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pyproject.toml",
        "/chart/../../x.csv",
        "/whatif/../../etc/passwd.toml",
        "/static/explore.html",
    ],
)
def test_no_path_leads_out(site, path):
    assert at(site, path).status == 404


def test_a_figure_of_a_chart_is_that_of_the_results(site, library):
    """The numbers of the CSV are numbers, and those of the file that ships."""
    text = at(site, "/chart/population.deaths.csv").body.decode()
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["from"] == "free histories"]
    row = next(r for r in rows if r["time"] == "1933")
    table = pl.read_parquet(library.folder / "quantiles.parquet").filter(
        pl.col("observable") == "population.deaths",
        pl.col("level") == "truth",
        pl.col("group") == "",
        pl.col("time") == "1933",
    )
    assert [float(row[k]) for k in ("low", "middle", "high")] == pytest.approx(
        [table[q][0] for q in ("q05", "median", "q95")], rel=1e-5
    )
    assert all(re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", r["middle"]) for r in rows)


def test_what_is_later_than_the_usual_end_is_said_to_be_extrapolation(site, library):
    """In the words, beneath the drawing, in the table that is taken away, and in the score."""
    beyond = library.beyond
    page = at(site, "/chart/livestock.horses").body.decode()
    assert f"{beyond.runs} histories that go on: extrapolation" in page
    assert "After the usual end it reaches" in page
    text = at(site, "/chart/livestock.horses.csv").body.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    lines = {r["time"]: r["from"] for r in rows if r["from"] not in ("free histories", "record")}
    assert lines["1932-01-01"] == library.data.whose
    assert lines["1946-01-01"] == "the middle history"
    short = at(site, "/chart/livestock.horses?time=1926..1938").body.decode()
    assert "extrapolation" not in short
    alone = at(site, "/chart/war.horses").body.decode()  # begins after the usual end
    assert "The best account has" not in alone
    assert "figures of the record" not in alone
    assert "After the usual end it reaches" in alone
    later = [r for r in library.rows if r.role == "extrapolation" and r.id in library.scored]
    assert any(library.scored[r.id]["verdict"] != "not spoken to" for r in later)


def test_the_points_of_a_map_are_its_table(site):
    where = "?what=famine.deaths_attributed&time=1933-06"
    rows = list(csv.DictReader(io.StringIO(at(site, f"/map.csv{where}").body.decode())))
    told = json.loads(at(site, f"/map.geojson{where}").body)["features"]
    middle = {f["properties"]["region"]: f["properties"]["middle"] for f in told}
    assert middle == {row["region"]: float(row["middle"]) for row in rows}


def test_a_sum_over_a_place_is_that_of_python(library):
    """`ps.open(...).array(place="Ukraine")` and the chart add up the same histories."""
    found = library.sum_over("famine.deaths_attributed", "region=Ukraine", "month")
    array = library.opened.array("famine.deaths_attributed", place="Ukraine", every="month")
    row = found.filter(pl.col("time") == "1933-06").row(0, named=True)
    assert row["median"] == pytest.approx(
        float(array.sel(month="1933-06", statistic="median")), rel=1e-5
    )
    assert row["q95"] == pytest.approx(float(array.sel(month="1933-06", statistic="q95")), rel=1e-5)


def test_the_record_of_the_top_is_the_roster(site):
    text = at(site, "/top/1926-12").body.decode()
    inner = text.split("<h2>Politburo</h2>")[1].split("</section>")[0]
    assert "Stalin" in inner
    assert "Uglanov" in inner
    assert "Zinoviev" not in inner  # who left it in July


def test_a_drawing_goes_away_whole(site):
    """SVG with its title, sources and colours; PNG; BibTeX with an entry for each source."""
    svg = at(site, "/chart/population.deaths.svg").body.decode()
    assert svg.startswith("<svg xmlns")
    assert "<style>" in svg
    assert "Sources: " in svg
    assert at(site, "/chart/population.deaths.png").body.startswith(b"\x89PNG")
    cited = at(site, "/chart/population.deaths.bib").body.decode()
    assert cited.count("@misc{") >= 2
    assert "version" in cited


def test_letters_are_large_enough(site):
    """No text of a chart or map is drawn below 11 px at the least width at which it is shown."""
    for page in ("/chart/population.deaths", "/map", "/historians"):
        for kind, box, size in re.findall(
            r'<svg class="[^"]*(wide|narrow)" viewBox="0 0 (\d+) \d+"[^>]*font-size="([\d.]+)"',
            at(site, page).body.decode(),
        ):
            least = min(780, 880 - 56) if kind == "wide" else 390 - 32  # px, as the style says
            assert float(size) * min(1.0, least / int(box)) >= 10.9, (page, kind)


def test_one_state_has_one_address():
    one = Address("/chart/x", {"place": "Ukraine", "level": "truth,known", "time": ""})
    assert str(one) == "/chart/x?level=truth,known&place=Ukraine"
    assert parsed(str(one)) == Address("/chart/x", {"level": "truth,known", "place": "Ukraine"})
    assert one.file == "chart/x--level-truth-known--place-Ukraine.html"
    assert one.as_type(".csv").file == "chart/x--level-truth-known--place-Ukraine.csv"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('title = "x"\nabout = "y"', "step"),
        ('title = "x"\nabout = "y"\n[[step]]\ntitle = "a"\ntext = "b"', "step 1 address"),
        (
            'title = "x"\nabout = "y"\n[[step]]\ntitle = "a"\ntext = "b"\naddress = "//evil"',
            "step 1 address",
        ),
    ],
)
def test_a_tour_that_is_not_whole_is_refused(written, said, tmp_path):
    (tmp_path / "x.toml").write_text(written)
    with pytest.raises(UserError, match=said):
        load_tour("x", tmp_path)


def test_pages_load_no_jax():
    """The process that serves stays small, and is there at once."""
    code = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name in ("jax", "equinox", "scipy"):
            raise AssertionError(f"{name} is loaded")
sys.meta_path.insert(0, Refused())
from partystate.explore.jobs.desk import Desk
from partystate.explore.library import Library
from partystate.explore.pages.what_if import asked_of
from partystate.explore.site import Site
from partystate.explore.address import Address
import partystate.explore.server
site = Site(Library("ussr"), Desk(is_live=False))
print([site.answer(Address(p)).status for p in ("/", "/whatif/no_drive", "/map", "/top")])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[200, 200, 200, 200]", done.stderr[-800:]

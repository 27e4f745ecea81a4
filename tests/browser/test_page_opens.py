"""The page as a browser builds it: headless Chromium where there is one, else the standard
library's parser."""

import json
import re
import shutil
import subprocess

import pytest

from partystate.report.build import build_report

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@pytest.fixture(scope="module")
def page(toy_run, toyland, tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser") / "run"
    return build_report(shutil.copytree(toy_run, folder), toyland)


def chromium(*words, profile):
    command = shutil.which("chromium") or shutil.which("chromium-browser")
    if command is None:
        return None
    return subprocess.run(
        [command, *QUIET, f"--user-data-dir={profile}", *words],
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_document_has_every_part(page, tmp_path):
    """Sections and charts are there after the browser has read the page (as written, where there is
    no browser)."""
    done = chromium("--dump-dom", page.as_uri(), profile=tmp_path / "profile")
    dom = page.read_text(encoding="utf-8") if done is None else done.stdout
    for part in (
        "score",
        "where",
        "deaths",
        "food",
        "farms",
        "people",
        "books",
        "parameters",
        "made",
    ):
        assert f'<section id="{part}">' in dom
    assert dom.count("<svg") >= 12
    assert len(re.findall(r"<details", dom)) >= 24


def test_it_fits_a_phone(page, tmp_path):
    """No chart is wider than the page: the style lets every chart shrink, and a picture of it is
    not empty."""
    shot = tmp_path / "phone.png"
    done = chromium(
        f"--screenshot={shot}",
        "--window-size=400,1600",
        page.as_uri(),
        profile=tmp_path / "profile",
    )
    if done is not None:
        assert shot.stat().st_size > 20_000
    style = page.read_text(encoding="utf-8")
    assert "max-width: 100%" in style
    assert "width=device-width" in style


CHOOSE = """
const map = document.querySelector(".tilemap");
const range = map.querySelector("input"), kind = map.querySelector("select");
kind.value = 3; kind.dispatchEvent(new Event("change"));
range.value = range.max; range.dispatchEvent(new Event("input"));
const tiles = [...map.querySelectorAll(".tile")];
tiles[0].focus();
tiles[0].dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown", bubbles: true}));
document.activeElement.click();
const box = document.querySelector(".balance"), place = box.querySelector(".place");
place.value = "State granary"; place.dispatchEvent(new Event("change"));
"""


def test_map_and_balance_answer(page, tmp_path):
    """Another quantity, month, region and place are shown when chosen; without a browser, the page
    at rest is whole."""
    html = page.read_text(encoding="utf-8")
    data = json.loads(
        re.search(r'<script type="application/json">(.*?)</script>', html, flags=re.DOTALL)[1]
    )
    played = tmp_path / "played.html"
    played.write_text(
        html.replace("</body>", f"<script>{CHOOSE}</script></body>"), encoding="utf-8"
    )
    done = chromium(
        "--dump-dom", "--virtual-time-budget=2000", played.as_uri(), profile=tmp_path / "profile"
    )
    if done is None:
        assert html.count('class="tile"') == len(data["regions"])
        assert '<div class="controls" hidden>' in html
        return
    dom, quantity = done.stdout, data["quantities"][3]
    last = dict(zip(data["regions"], quantity["values"][-len(data["regions"]) :], strict=True))
    for region, value in last.items():
        assert (
            f'aria-label="{region}: {value / 10 ** quantity["digits"]:.{quantity["digits"]}f}"'
            in dom
        )
    assert re.search(r'class="readout"[^>]*>Midland, ', dom)
    assert re.search(r'class="at">State granary, ', dom)
    assert "rations of the towns" in dom
    assert '<div class="controls" hidden' not in dom

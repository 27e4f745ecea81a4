"""The explorer as a browser shows it: headless Chromium where there is one; without, nothing is
measured and the tests are passed over."""

import json
import re
import shutil
import subprocess
import threading
import time
import urllib.request

import pytest

uvicorn = pytest.importorskip("uvicorn")

from partystate.explore.address import Address  # noqa: E402
from partystate.explore.export import Scope, relinked  # noqa: E402
from partystate.explore.jobs.desk import Desk  # noqa: E402
from partystate.explore.library import Library  # noqa: E402
from partystate.explore.server import application  # noqa: E402
from partystate.explore.site import Site  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
)
SHOWN = (
    "/",
    "/chart/population.deaths",
    "/map?place=Kyiv",
    "/whatif/plan_cut_1932",
    "/historians",
    "/top/1926-12?history=all",
    "/records/grain.harvest",
    "/evidence?find=famine",
)
WIDTHS = (1400, 390)
# of each page in a frame of a width: how far it goes sideways, its least letters in drawings that
# are shown, links and buttons that are lower than 24 px though they stand by themselves
MEASURE = """
const found = [], frames = [...document.querySelectorAll("iframe")];
const letters = (view, text) => {
  const svg = text.ownerSVGElement, size = parseFloat(view.getComputedStyle(text).fontSize);
  return size * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
};
function measure(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, whole = page.documentElement;
  const texts = [...page.querySelectorAll("svg.plot text, svg.map text")];
  const shown = texts.filter((t) => t.getBoundingClientRect().width > 0);
  const pressed = [...page.querySelectorAll("nav a, .buttons a, button, input, select")];
  const stands = (e) => e.offsetParent && !e.closest(".strip");
  const low = pressed.filter((e) => stands(e) && e.getBoundingClientRect().height < 24);
  found.push({
    page: frame.dataset.page,
    sideways: whole.scrollWidth - whole.clientWidth,
    least: shown.length ? Math.min(...shown.map((t) => letters(view, t))) : null,
    drawn: shown.length,
    low: low.map((e) => e.outerHTML.slice(0, 80)),
    paper: view.getComputedStyle(page.body).backgroundColor,
  });
  if (found.length < frames.length) return;
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
}
for (const frame of frames) {
  const page = frame.contentDocument;
  if (page.readyState === "complete" && page.URL !== "about:blank") measure(frame);
  else frame.addEventListener("load", () => measure(frame));
}
"""


@pytest.fixture(scope="module")
def library():
    return Library("ussr")


@pytest.fixture(scope="module")
def served(library):
    """The address of a server that runs."""
    app = application(library, Desk(is_live=True))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(10)


def browsed(*words, profile):
    assert CHROMIUM is not None
    return subprocess.run(
        [CHROMIUM, *QUIET, f"--user-data-dir={profile}", *words],
        capture_output=True,
        text=True,
        timeout=120,
    )


@needs_browser
def test_scripts_enhance_what_is_whole_without_them(served, tmp_path):
    """With scripts, heads of tables sort; without (the page as it is sent: a browser told to run
    none dumps nothing), chart and table are there all the same. The policy refuses nothing of
    ours."""
    for address in ("/chart/population.deaths", "/map"):
        on = browsed("--dump-dom", served + address, profile=tmp_path / "on")
        with urllib.request.urlopen(served + address) as answer:
            sent = answer.read().decode()
        assert 'class="sort"' in on.stdout
        assert 'class="sort"' not in sent
        for page in (on.stdout, sent):
            assert page.count("<svg") >= 2
            assert "<tbody>" in page
        assert "Refused to" not in on.stderr
        assert "Content Security Policy" not in on.stderr


@needs_browser
@pytest.mark.parametrize("is_dark", [False, True])
def test_pages_fit_a_screen_and_a_telephone(library, is_dark, tmp_path):
    """At 1400 and 390 px, light and dark: nothing goes sideways, letters in drawings have 11 px
    (less what rounding takes), and what is pressed is 24 px high."""
    site = Site(library, Desk(is_live=False))
    scope = Scope.of(site)
    for name in ("explore.css", "explore.js"):
        path = tmp_path / "site" / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(site.answer(Address(f"/static/{name}")).body)
    frames = []
    for place, address in enumerate(SHOWN):
        path, _, query = address.partition("?")
        asked = dict(pair.split("=") for pair in query.split("&")) if query else {}
        text = site.answer(Address(path, asked)).body.decode()
        file = tmp_path / "site" / f"page{place}.html"
        turned = relinked(text, Address("/"), scope)
        file.write_text(turned, encoding="utf-8")
        frames += [
            f'<iframe width="{width}" height="900" data-page="{path}" src="{file.name}"></iframe>'
            for width in WIDTHS
        ]
    outer = tmp_path / "site" / "outer.html"
    outer.write_text(f"<body>{''.join(frames)}<script>{MEASURE}</script></body>", encoding="utf-8")
    done = browsed(
        "--dump-dom",
        "--allow-file-access-from-files",
        "--window-size=1500,1200",
        "--virtual-time-budget=8000",
        f"--blink-settings=preferredColorScheme={0 if is_dark else 1}",
        outer.as_uri(),
        profile=tmp_path / "profile",
    )
    told = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, done.stderr[-2000:]
    found = json.loads(told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert len(found) == len(SHOWN) * len(WIDTHS)
    assert not [one for one in found if one["sideways"] > 0]
    assert not [one for one in found if one["least"] is not None and one["least"] < 10.9]
    assert not [one["low"] for one in found if one["low"]]
    assert sum(one["drawn"] for one in found) > 300
    paper = {one["paper"] for one in found}
    assert paper == ({"rgb(20, 24, 28)"} if is_dark else {"rgb(253, 253, 251)"})

"""The server: who is answered, how much is read, what pages may do, and jobs by events."""

import json

import pytest
from starlette.testclient import TestClient

from partystate.explore.guard import LARGEST, is_ours
from partystate.explore.jobs.desk import Desk
from partystate.explore.server import application
from tests.explore import quick_work
from tests.explore.test_pages import PAGES

BASE = "http://localhost:8321"


@pytest.fixture
def client(library, answers):
    desk = Desk(quick_work.work)
    app = application(library, desk)
    with TestClient(app, base_url=BASE) as found:
        yield found


def test_every_page_is_served(client):
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_pages_may_do_little(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert client.get("/").headers["x-content-type-options"] == "nosniff"
    drawn = client.get("/chart/population.deaths.svg")
    assert drawn.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("host", "is_answered"),
    [
        ("localhost:8321", True),
        ("127.0.0.1:8321", True),
        ("[::1]:8321", True),
        ("localhost", True),
        ("evil.example", False),
        ("evil.example:8321", False),
        ("localhost.evil.example:8321", False),
        ("localhost:8321.evil.example", False),
        ("127.0.0.1:8321@evil.example", False),
        ("", False),
    ],
)
def test_only_this_machine_is_answered(client, host, is_answered):
    assert is_ours(host) == is_answered
    assert client.get("/learn", headers={"host": host}).status_code == (200 if is_answered else 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_another_site_asks_for_nothing(client, headers):
    assert client.post("/whatif/plan_cut_1932", headers=headers).status_code == 403
    assert client.post("/job/x/stop", headers=headers).status_code == 403


def test_bodies_and_addresses_are_bounded(client):
    form = {"content-type": "application/x-www-form-urlencoded"}
    much = b"x=" + b"y" * LARGEST
    assert client.post("/whatif/own", content=much, headers=form).status_code == 413

    def bit_by_bit():
        for _ in range(10):
            yield b"y" * (LARGEST // 5)

    assert client.post("/whatif/own", content=bit_by_bit(), headers=form).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(200))
    assert client.post("/whatif/own", content=many, headers=form).status_code == 413
    assert client.get("/find?find=" + "x" * 3000).status_code == 414
    assert client.put("/").status_code == 405
    assert client.delete("/whatif/own").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fpyproject.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/whatif/..%2f..%2fcountry.toml",
        "/learn/..%2fwhat_ifs%2fno_drive",
        "/evidence/%00",
        "/static/explore.css%00",
    ],
)
def test_no_path_comes_from_the_network(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_a_blank_of_a_form_is_left_out_of_the_address(client):
    answer = client.get("/chart/population.deaths?place=&level=truth", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/chart/population.deaths?level=truth",
    )


def test_a_what_if_is_run_from_its_page(client):
    """Asked for by a form, told by events, kept, and there when its page is opened again."""
    assert "Run it" in client.get("/whatif/plan_cut_1932").text
    asked = client.post("/whatif/plan_cut_1932", data={"pairs": "20"}, follow_redirects=False)
    assert asked.status_code == 303
    where = asked.headers["location"]
    with client.stream("GET", f"{where}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = [
            json.loads(line.removeprefix("data: "))
            for line in stream.iter_lines()
            if line.startswith("data: ")
        ]
    assert told[-1]["state"] == "done"
    assert not told[-1]["is_open"]
    assert told[-1]["rows"][0]["effect"] == "-10"
    assert "Done: 20 pairs" in client.get(where).text
    assert "Run it again" in client.get("/whatif/plan_cut_1932").text


def test_a_killed_process_is_said_on_the_page(client):
    form = {
        "target": "parameter",
        "name": "killed",
        "size": "set",
        "value": "1",
        "pairs": "20",
    }
    asked = client.post("/whatif/own", data=form, follow_redirects=False)
    with client.stream("GET", f"{asked.headers['location']}/events") as stream:
        list(stream.iter_lines())
    page = client.get(asked.headers["location"])
    assert "stopped from outside" in page.text
    again = client.post("/whatif/plan_cut_1932", data={"pairs": "20"})
    assert again.status_code == 200


def test_a_job_is_stopped_from_its_page(client):
    form = {"target": "parameter", "name": "slow", "size": "set", "value": "1", "pairs": "100"}
    where = client.post("/whatif/own", data=form, follow_redirects=False).headers["location"]
    assert "Stop" in client.get(where).text
    client.post(f"{where}/stop")
    with client.stream("GET", f"{where}/events") as stream:
        list(stream.iter_lines())
    assert "Stopped" in client.get(where).text


@pytest.mark.parametrize(
    ("name", "form", "status"),
    [
        ("plan_cut_1931", {}, 404),
        ("plan_cut_1932", {"pairs": "1000000"}, 400),
        ("own", {"target": "parameter", "name": "x", "size": "set", "value": "inf"}, 400),
        ("own", {"target": "mechanism", "name": "x", "size": "set", "value": "1"}, 400),
    ],
)
def test_what_cannot_be_run_is_refused(client, name, form, status):
    assert client.post(f"/whatif/{name}", data=form).status_code == status


def test_there_is_no_such_job(client):
    assert client.get("/job/none").status_code == 404
    assert client.get("/job/none/events").status_code == 404

"""Faders that are answered beside the runs of the page: what a run does not know of yet is not lost."""

from __future__ import annotations

import re
import socket
import urllib.error
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.conftest import DIRECTLY, OpenPage, Server, StartServer
from tests.browser.test_mixing_desk import MOVE, choose_layer
from tests.browser.test_scores import SMALL, check_the_waterfall


def test_a_layer_chosen_right_after_a_move_stays_and_so_does_the_move(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    layers = places.widget(page, "stSelectbox", "Layer of the desk, type to find").get_by_role("combobox")
    layers.click()
    layers.fill("layer3.2.conv1")
    with page.expect_response("**/answers/desk"):
        page.evaluate(MOVE, 0.35)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Faders of layer3.2.conv1", exact=True)).to_be_visible()
    expect(page.get_by_text("Faders of layer3.2.relu_1 are moved, too.")).to_be_visible()
    page.wait_for_timeout(1500)  # a page that settles could take it back
    expect(page.get_by_role("group", name="Faders of layer3.2.conv1", exact=True)).to_be_visible()


# Which kinds of lines stand in the waterfall, from top to bottom.
KINDS = "(lines) => lines.map((line) => line.classList[1])"


def test_an_answer_is_said_in_the_lines_that_are_there(open_page: OpenPage) -> None:
    """Whoever reads a line with the Tab key keeps it, and it is marked whatever it says."""
    page = open_page(f"/scores?{SMALL}")
    choose_layer(page, "layer3.2.conv1")
    page.wait_for_timeout(1000)  # so that no run is on its way, nor can be: it builds the page anew
    page.evaluate("() => { WebSocket.prototype.send = () => {}; }")
    third, lines = page.locator(".lines .term button.channel").nth(2), page.locator(".lines .line")
    third.focus()
    parts = page.locator(".lines .line, .lines canvas, .list .row, .scores tr")
    parts.evaluate_all("(parts) => parts.forEach((part) => { part.dataset.seen = true; })")
    count, kinds, shown = parts.count(), lines.evaluate_all(KINDS), page.evaluate(MOVE, None)
    with page.expect_response("**/answers/desk"):
        page.evaluate(MOVE, 0)
    expect(page.locator(".total .product")).not_to_have_text(shown["total"])
    assert lines.evaluate_all(KINDS) == kinds
    assert page.locator("[data-seen]").count() == count

    total = page.locator(".total .product").inner_text()
    page.get_by_role("button", name="Mute the ten that speak most").evaluate("(button) => button.click()")
    expect(page.locator(".total .product")).not_to_have_text(total)
    assert lines.evaluate_all(KINDS) != kinds
    expect(third).to_be_focused()
    assert page.locator(".lines .here button.channel").evaluate("(button) => button.matches(':focus')")
    assert page.locator(".lines button[tabindex='0']").count() == 1


def test_a_receipt_that_closes_while_its_button_has_the_focus_leaves_all_lines_whole(open_page: OpenPage) -> None:
    """Muted, the loudest channels make room for lines of another kind in the same answer."""
    page = open_page(f"/scores?{SMALL}")
    choose_layer(page, "layer3.2.conv1")
    lines = page.locator(".lines .line")
    page.locator(".lines .term button.factors").nth(2).focus()
    kinds = lines.evaluate_all(KINDS)
    page.get_by_role("button", name="Mute the ten that speak most").evaluate("(button) => button.click()")
    expect(page.locator(".lines button.factors")).to_have_count(0)
    assert lines.evaluate_all(KINDS) != kinds
    total = page.locator(".total .product").inner_text()
    check_the_waterfall(page, total)


def test_a_page_loaded_again_right_after_a_move_has_it(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    with page.expect_response("**/answers/desk"):
        page.evaluate(MOVE, 0.35)
    page.reload()
    expect(page.locator(".fader.moved .gain")).to_have_text("× 0.35")


def still(page: Page) -> Any:
    """What the page prints once it has stopped changing."""
    shown = None
    while (now := page.evaluate(MOVE, None)) != shown:
        shown = now
        page.wait_for_timeout(2500)
    return shown


def test_where_nobody_answers_beside_them_the_runs_of_the_page_do(open_page: OpenPage) -> None:
    """As behind a proxy that passes on only what it knows of Streamlit."""
    page = open_page(f"/scores?{SMALL}", provoked="answers/desk")
    choose_layer(page, "layer3.2.conv1")
    told = page.evaluate(MOVE, None)
    page.route("**/answers/desk", lambda route: route.abort())
    page.evaluate(MOVE, 0)
    page.evaluate(MOVE, 2)
    alone = still(page)
    expect(page.locator(".fader.moved .gain")).to_have_text("× 2")
    assert alone["list"] != told["list"]
    page.unroute("**/answers/desk")
    page.evaluate(MOVE, 0.5)
    with page.expect_response("**/answers/desk"):
        page.evaluate(MOVE, 2)
    assert still(page) == alone


# Gives how often the page is drawn within four seconds.
RUNS = """() => new Promise((done) => {
  let runs = 0;
  const app = document.querySelector("[data-test-script-state]");
  const count = () => { runs += app.dataset.testScriptState === "running"; };
  new MutationObserver(count).observe(app, { attributeFilter: ["data-test-script-state"] });
  setTimeout(() => done(runs), 4000);
})"""


def test_a_server_begun_anew_knows_of_no_faders_and_is_believed(
    open_page: OpenPage, fresh_server: StartServer, settle: Callable[[Page], None]
) -> None:
    server = fresh_server()
    page = open_page(f"/scores?{SMALL}", server=server, provoked="_stcore|WebSocket|ERR_CONNECTION_REFUSED")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    before = page.evaluate(MOVE, None)
    for gain in (0, 2):
        page.evaluate(MOVE, gain)
    expect(page.get_by_role("button", name=re.compile("^Receipt of the"))).to_have_count(0)
    assert page.evaluate(RUNS) == 0  # the page has settled: a run on its way would be lost with the server
    server.stop()
    fresh_server(port=urlsplit(server.url).port or 0)
    expect(page.locator(".fader.moved")).to_have_count(0)
    expect(page.locator(".lines button.factors").first).to_be_enabled()
    settle(page)
    assert page.evaluate(RUNS) == 0
    assert page.evaluate(MOVE, None) == before
    with page.expect_response("**/answers/desk") as answered:
        page.evaluate(MOVE, 0.5)
    assert answered.value.ok


def test_a_server_that_stays_silent_is_said_until_it_answers(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}", provoked="answers/desk")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    page.route("**/answers/desk", lambda route: route.abort())
    page.evaluate("() => { window.send = WebSocket.prototype.send; WebSocket.prototype.send = () => {}; }")
    page.evaluate(MOVE, 0)
    said = page.get_by_text("The server has not answered. If that stays so, load the page again.")
    expect(said).to_be_visible()
    page.evaluate("() => { WebSocket.prototype.send = window.send; }")
    expect(said).to_have_count(0)  # it is asked again by itself
    expect(page.get_by_role("button", name=re.compile("^Receipt of the"))).to_have_count(0)
    expect(page.locator(".fader.moved .gain")).to_have_text("muted")


@pytest.mark.parametrize(
    ("question", "status", "sentence"),
    [
        (b'["nobody", 1, "conv1", [[0, 0.5]]]', 422, "This visit is over. Load the page again."),
        (b"[" * 40_000, 422, "The browser asked for something that is not there. Choose again."),
        (b"[" * 60_000, 413, "Expected a question of at most 50000 bytes."),
    ],
)
def test_what_no_page_asks_is_refused_in_a_sentence(
    app_server: Server, question: bytes, status: int, sentence: str
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        DIRECTLY.open(f"{app_server.url}/answers/desk", data=question, timeout=60)
    with refused.value as answer:
        assert (answer.code, answer.read().decode()) == (status, sentence)


def test_who_leaves_in_the_middle_of_a_question_leaves_no_trace_in_the_log(app_server: Server) -> None:
    before, address = app_server.log, urlsplit(app_server.url)
    with socket.create_connection(("localhost", address.port or 0), timeout=60) as left:
        left.sendall(b"POST /answers/desk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n[")
    with pytest.raises(urllib.error.HTTPError):
        DIRECTLY.open(f"{app_server.url}/answers/desk", data=b"[]", timeout=60)
    assert app_server.log == before

"""Faders that are answered beside the runs of the page: what a run does not know of yet is not lost."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser import places
from tests.browser.conftest import OpenPage, Server
from tests.browser.test_mixing_desk import MOVE, choose_layer
from tests.browser.test_scores import SMALL


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


def test_a_page_loaded_again_right_after_a_move_has_it(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    with page.expect_response("**/answers/desk"):
        page.evaluate(MOVE, 0.35)
    page.reload()
    expect(page.locator(".fader.moved .gain")).to_have_text("× 0.35")


def test_where_nobody_answers_beside_them_the_runs_of_the_page_do(open_page: OpenPage) -> None:
    """As behind a proxy that passes on only what it knows of Streamlit."""
    page = open_page(f"/scores?{SMALL}", provoked="answers/desk")
    choose_layer(page, "layer3.2.conv1")
    told = page.evaluate(MOVE, None)
    page.route("**/answers/desk", lambda route: route.abort())
    page.evaluate(MOVE, 0)
    page.evaluate(MOVE, 2)
    page.wait_for_timeout(3000)
    expect(page.locator(".fader.moved .gain")).to_have_text("× 2")
    alone = page.evaluate(MOVE, None)
    assert alone["list"] != told["list"]
    page.unroute("**/answers/desk")
    page.evaluate(MOVE, 0.5)
    with page.expect_response("**/answers/desk"):
        page.evaluate(MOVE, 2)
    page.wait_for_timeout(3000)
    assert page.evaluate(MOVE, None) == alone


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
        urllib.request.urlopen(f"{app_server.url}/answers/desk", data=question, timeout=60)
    with refused.value as answer:
        assert (answer.code, answer.read().decode()) == (status, sentence)

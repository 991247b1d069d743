"""Addresses that somebody else sent: each page as the very first that a server shows, and addresses that are wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.conftest import OpenPage, StartServer

PLACE = f"{places.UNTRAINED}&photo=teapot&layer=conv_1_2&channel=3"

# What a page shows when its own part has been drawn.
DRAWN = {
    "": ".photo canvas",
    "map": "canvas.overview",
    "layers": ".map .exact",
    "receipt": ".verdict",
    "scores": ".list .row",
    "kernels": ".scroll canvas",
    "lab": ".window .result",
    "shapes": '[data-testid="stDataFrame"]',
    "catalogue": '[data-testid="stPopover"]',
    "replay": "table.replay td",
    "walk": "h3",
    "words": "strong",
}


@pytest.mark.parametrize("address", places.ADDRESSES)
def test_every_page_is_the_first_of_a_fresh_server(
    open_page: OpenPage, fresh_server: StartServer, address: str
) -> None:
    page = open_page(f"/{address}?{PLACE}", server=fresh_server())
    expect(page.locator(DRAWN[address]).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(places.ERROR)).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(places.ADDRESSES))
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("teapot.jpg", exact=True).first).to_be_visible()
    expect(sidebar).to_have_css("width", "240px")  # as all visitors after this one see it
    assert_place(page)


def assert_place(page: Page) -> None:
    """The address still says where somebody is."""
    for part in ("model=tiny_vgg", "weights=untrained", "photo=teapot", "layer=conv_1_2", "channel=3"):
        expect(page).to_have_url(re.compile(rf"[?&]{part}\b"))


def test_a_layer_and_a_channel_can_be_sent(open_page: OpenPage) -> None:
    page = open_page(f"/layers?{PLACE}")
    places.expect_channel(page, 3)
    expect(places.widget(page, "stSelectbox", "Layer, type to find").get_by_role("combobox")).to_have_value("conv_1_2")
    assert_place(page)
    places.grid(page).press("ArrowRight")
    places.expect_channel(page, 4)
    expect(page).to_have_url(re.compile(r"channel=4\b"))
    sent = page.url
    again = open_page(sent[sent.index("/layers") :])
    places.expect_channel(again, 4)
    assert places.exact_value(again).inner_text() == places.exact_value(page).inner_text()


def test_another_page_keeps_the_place(open_page: OpenPage) -> None:
    page = open_page(f"/layers?{PLACE}")
    places.expect_channel(page, 3)
    places.open_page_by_name(page, "Words")
    expect(page).to_have_url(re.compile(r"/words\?"))
    assert_place(page)
    places.open_page_by_name(page, "Layers")
    places.expect_channel(page, 3)
    assert_place(page)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (f"{places.UNTRAINED}&layer=conv_9_9", "There is no layer called “conv_9_9”. Did you mean conv_"),
        (f"{places.UNTRAINED}&layer=conv_1_1&channel=77", "There is no channel 77; this layer has 10."),
        (f"{places.UNTRAINED}&photo=elephant", "There is no built-in photo called “elephant”."),
        (f"{places.UNTRAINED}&layer=![x](http://127.0.0.1:9/x.png)", "called “![x](http://127.0.0.1:9/x.png)”."),
    ],
)
def test_what_is_wrong_in_an_address_is_one_sentence(open_page: OpenPage, query: str, sentence: str) -> None:
    page = open_page(f"/layers?{query}")
    places.expect_channel(page, 0)
    error = page.locator(places.ERROR)
    expect(error).to_have_count(1)
    expect(error).to_contain_text(sentence)
    expect(error.locator("img")).to_have_count(0)

"""The Map page: find, open, walk, measure, and what a canvas cannot tell."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import places
from tests.browser.conftest import OpenPage
from tests.browser.test_layout import Theme

PLACE = "model=cifar_resnet20&weights=untrained&photo=teapot"
FINDING = "Maps shrink and multiply: 16 of 32 × 32 become 64 of 8 × 8."


def chain(page: Page) -> Locator:
    """The part that takes the focus and the keys."""
    return page.locator(".map .figure")


def expect_chosen(page: Page, layer: str) -> None:
    """Wait until the line below is about `layer`, and the address says so."""
    expect(page.locator(".map .line code")).to_have_text(layer)
    expect(page).to_have_url(re.compile(rf"[?&]layer={re.escape(layer)}(&|$)"))


def press_until(page: Page, key: str, heard: str) -> int:
    """Press `key` until what is spoken contains `heard`; how many presses it took."""
    for presses in range(1, 120):
        chain(page).press(key)
        if heard in page.locator(".map [aria-live]").inner_text():
            return presses
    raise AssertionError(page.locator(".map [aria-live]").inner_text())


def test_find_open_and_follow_a_layer(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)
    expect(page.locator("canvas.lane")).to_be_hidden()

    field = page.get_by_role("combobox", name="Find a layer")
    field.fill("no such layer")
    expect(page.locator(".found")).to_contain_text("No layer has these words")
    field.fill("layer2.0 add")
    expect(page.locator(".found li").first).to_contain_text("layer2.0.add")
    field.press("Enter")
    expect_chosen(page, "layer2.0.add")
    expect(page.locator("canvas.lane")).to_be_visible()
    expect(page.locator(".map .facts")).to_contain_text("sum of both")

    chain(page).press("ArrowLeft")
    expect_chosen(page, "layer2.0.bn2")
    chain(page).press("ArrowLeft")
    expect_chosen(page, "layer2.0.conv2")
    page.get_by_role("button", name="Kernels").click()
    expect(page).to_have_url(re.compile(r"/kernels\?.*layer=layer2\.0\.conv2"))

    page.go_back()
    page.goto(page.url.split("/kernels")[0] + f"/map?{PLACE}&layer=layer2.0.conv2")
    expect_chosen(page, "layer2.0.conv2")
    chain(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/layers\?.*layer=layer2\.0\.conv2"))
    places.expect_channel(page, 0)


def test_the_keyboard_leads_from_the_photo_to_the_classes(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)
    chain(page).focus()
    chain(page).press("ArrowLeft")
    expect(page.locator(".map [aria-live]")).to_have_text("the photo")
    # Block by block: a stem, nine blocks, the head, and the classes.
    assert press_until(page, "ArrowRight", "the classes") == 12
    chain(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/scores\?"))

    page.goto(page.url.replace("/scores", "/map"))
    expect(page.get_by_role("heading", level=1)).to_have_text(FINDING)
    chain(page).focus()
    press_until(page, "ArrowRight", "block conv1")
    # Step by step along the edges: every layer of the longest way.
    chain(page).press("ArrowDown")
    expect(page.locator(".map [aria-live]")).to_contain_text("conv1")
    assert press_until(page, "ArrowRight", "the classes") == 3 + 9 * 7 + 3


def test_a_click_lays_a_block_open_and_another_closes_it(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}")
    box = page.locator("canvas.overview").bounding_box()
    assert box is not None
    middle = None
    for x in range(100, int(box["width"]), 6):  # the first block: what is under the pointer is said in the line below
        page.mouse.move(box["x"] + x, box["y"] + box["height"] / 2.8)
        if page.locator(".map .line code").inner_text() == "layer1.0":
            middle = (box["x"] + x + 6, box["y"] + box["height"] / 2.8)
            break
    assert middle is not None
    page.mouse.click(*middle)
    expect(page.locator("canvas.lane")).to_be_visible()
    expect(page.locator(".map .facts")).to_contain_text("8 layers, 16 × 32² at the end")
    page.mouse.click(*middle)
    expect(page.locator("canvas.lane")).to_be_hidden()


def test_an_open_block_closes_with_its_network(open_page: OpenPage) -> None:
    """The other network has fewer blocks than the number of the one that lay open; both stay in memory."""
    other = f"/map?{PLACE.replace('cifar_resnet20', 'tiny_vgg')}"
    open_page(other)
    page = open_page(f"/map?{PLACE}")
    chain(page).focus()
    press_until(page, "ArrowRight", "block layer3.1")
    chain(page).press("Enter")
    expect(page.locator(".map [aria-live]")).to_contain_text("block layer3.1, 64 × 8², open")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Network", exact=True).click()
    page.keyboard.type("Tiny")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maps shrink: 10 of 60 × 60 become 10 of 13 × 13.")
    expect(page.locator("canvas.lane")).to_be_hidden()
    expect(page.locator(".map .line code")).to_have_text("")


def test_the_fan_follows_the_chain(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}&layer=layer2.0.conv1")
    fan = page.locator(".map .fan path")
    before = fan.get_attribute("d")
    page.locator("canvas.overview").dispatch_event("wheel", {"deltaY": -200, "ctrlKey": True, "clientX": 300})
    expect(page.locator("canvas.overview")).not_to_have_attribute("data-scale", "1.000")
    assert fan.get_attribute("d") != before


def test_zoom_and_fit(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}&layer=layer1.0.conv1")
    lane = page.locator("canvas.lane")
    expect(lane).to_have_attribute("data-scale", "1.000")
    page.get_by_role("button", name="Zoom in").click()
    expect(lane).to_have_attribute("data-scale", "1.250")
    chain(page).focus()
    chain(page).press("0")
    expect(lane).to_have_attribute("data-scale", "1.000")


def test_time_is_measured_when_it_is_asked_for(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}&layer=layer1.0.conv1")
    expect(page.locator(".map .facts")).not_to_contain_text(" ms")
    page.get_by_role("button", name="time", exact=True).click()
    expect(page.locator(".map .facts")).to_contain_text(" ms.")


def test_the_module_tree_leads_to_its_layers(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}")
    page.get_by_role("button", name="Module tree").click()
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    # The row of checkboxes at the left chooses a line; the first line is the whole network, the second conv1.
    table.click(position={"x": 12, "y": 26 * 2 + 13})
    expect(page).to_have_url(re.compile(r"/layers\?.*layer=conv1\b"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_a_narrow_window_each_stage_is_a_row(open_page: OpenPage, theme: Theme) -> None:
    page = open_page(f"/map?{PLACE}&layer=layer3.0.conv1", width=390, theme=theme)
    expect_chosen(page, "layer3.0.conv1")
    assert places.page_is_as_wide_as_the_window(page)
    box = page.locator("canvas.overview").bounding_box()
    assert box is not None
    assert box["height"] > box["width"]


def test_those_who_cannot_see_it_have_a_list(open_page: OpenPage) -> None:
    page = open_page(f"/map?{PLACE}")
    expect(page.locator(".map > ul.hidden > li")).to_have_count(11)
    expect(page.locator(".map > ul.hidden ul > li")).to_have_count(3 + 6 * 8 + 1 * 8 + 2 * 9 + 3)

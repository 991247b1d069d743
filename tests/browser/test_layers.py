"""The Layers page: channels in another order, one by its number, and the cell's field on the photo."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Page, expect

from explorer.explain.receptive import map_fields
from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.arrange import as_maps
from explorer.network.capture import Capture, capture
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.weights import load
from explorer.ui.choices import samples
from tests.browser import places
from tests.browser.conftest import OpenPage

LAYER = "layer2.0.conv1"
ADDRESS = f"/layers?model=cifar_resnet20&weights=untrained&photo=teapot&layer={LAYER}"


def captured() -> Capture:
    network = load(MODELS["cifar_resnet20"], "untrained")
    photo = preprocess(read(samples()["teapot"].file), network.recipe)
    return capture(open_network(network.module, (32, 32)), photo.tensor)


def expect_order(page: Page, channels: list[int]) -> None:
    """Wait until the tiles are these channels; their list for those who hear it follows the picture."""
    options = page.locator(".grid .list [role=option]")
    expect(options).to_have_text([re.compile(rf"^channel {channel}, ") for channel in channels])


def test_sort_bound_jump_and_pin(open_page: OpenPage) -> None:
    maps = as_maps(captured(), LAYER).numpy()
    page = open_page(ADDRESS)
    places.expect_channel(page, 0)

    page.locator(".grid .order").select_option("lively")
    spread = maps.std(axis=(1, 2))
    expected = np.argsort(-spread, kind="stable").tolist()
    expect_order(page, expected)
    places.grid(page).focus()
    places.grid(page).press("Home")
    places.expect_channel(page, expected[0])
    places.grid(page).press("ArrowRight")
    places.expect_channel(page, expected[1])

    bound = float(np.sort(spread)[-5:].min()) * 0.9999
    page.locator(".grid .bound").fill(f"{bound:.6f}")
    expect_order(page, expected[:5])
    expect(page.locator(".grid .foot")).to_contain_text("of 32 channels")
    page.locator(".grid .bound").fill("1e9")
    expect(page.locator(".grid .foot")).to_contain_text("none of 32 channels is left")
    page.locator(".grid .order").select_option("number")

    page.locator(".grid .jump").fill("29")
    page.locator(".grid .jump").press("Enter")
    places.expect_channel(page, 29)
    expect(page).to_have_url(re.compile(r"channel=29\b"))
    page.locator(".grid .jump").fill("32")
    page.locator(".grid .jump").press("Enter")
    expect(page.locator(".grid .jump")).to_have_attribute("aria-invalid", "true")
    places.expect_channel(page, 29)


def test_the_field_of_the_cell_under_the_pointer_and_the_map_over_the_photo(open_page: OpenPage) -> None:
    fields = map_fields(captured().network, LAYER, 3)
    assert fields is not None
    page = open_page(f"{ADDRESS}&channel=3")
    places.expect_channel(page, 3)
    for row, column in ((7, 8), (0, 15)):
        places.hover_cell(page, row, column, 16, 16)
        (_, tall, _, seen_tall), (_, wide, _, seen_wide) = fields.rows[row], fields.columns[column]
        words = f"The cell sees {seen_tall} × {seen_wide} of the 32 × 32 pixels"
        if (tall, wide) != (seen_tall, seen_wide):
            words += f"; its field of {tall} × {wide} goes on beyond the edge"
        expect(page.locator(".photo-field .words")).to_have_text(f"{words}.")
    canvas = page.locator(".photo-field canvas")
    before = canvas.evaluate("one => one.toDataURL()")
    page.locator(".photo-field .strength").fill("60")
    expect(page.locator(".photo-field output")).to_have_text("60 %")
    assert canvas.evaluate("one => one.toDataURL()") != before


def test_on_a_telephone_the_tools_wait_behind_one_button(open_page: OpenPage) -> None:
    page = open_page(ADDRESS, width=390)
    places.expect_channel(page, 0)
    tune = page.get_by_role("button", name="Order, colours")
    expect(page.locator(".grid .order")).to_be_hidden()
    tune.click()
    expect(page.locator(".grid .order")).to_be_visible()
    box = page.locator(".grid .order").bounding_box()
    assert box is not None and box["height"] >= 44
    assert places.page_is_as_wide_as_the_window(page)
    enlarged, tiles = places.enlarged(page).bounding_box(), places.grid(page).bounding_box()
    assert enlarged is not None and tiles is not None and enlarged["y"] < tiles["y"]

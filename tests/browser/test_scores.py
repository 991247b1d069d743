"""Why this class and not that one: found by typing, read in the waterfall, followed to its channel; mouse and keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import places
from tests.browser.conftest import OpenPage, Server, start_server

SMALL = "model=cifar_resnet20&weights=untrained&photo=teapot"
CHECKPOINT = "squeezenet1_0-deepcompressed.pth"


@pytest.fixture(scope="module")
def server(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One app whose visitors may open SqueezeNet's genuine weights."""
    settings = f"checkpoints = {json.dumps(str(shared / 'weights' / 'squeezenet'))}\n"
    started = start_server(tmp_path_factory.mktemp("app"), {}, settings)
    yield started
    started.stop()


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def lines(page: Page) -> Locator:
    """The rows of the waterfall."""
    return page.locator(".lines .line")


def printed(text: str) -> Decimal:
    return Decimal(text.translate(str.maketrans("−", "-", "+,")))


def check_the_waterfall(page: Page, total: str) -> None:
    """The printed products add up to the printed total, and each bar begins where the one before ends."""
    expect(page.locator(".total .product")).to_have_text(total)
    assert sum(printed(text) for text in page.locator(".lines .product").all_inner_texts()) == printed(total)
    bars = [bar.bounding_box() for bar in page.locator(".lines .bar").all()]
    ends = {round(edge) for bar in bars[:2] if bar for edge in (bar["x"], bar["x"] + bar["width"])}
    assert len(ends) <= 3  # the first two meet


def test_a_class_is_found_read_compared_and_followed(
    open_page: OpenPage, server: Server, shared: Path, settle: Callable[[Page], None]
) -> None:
    page = open_page("/", server=server)
    places.upload(page, "Your own photos", shared / "data" / "imagenet-samples" / "409_analog-clock.jpg")
    expect(page.get_by_test_id("stSidebar").get_by_text("409_analog-clock.jpg", exact=True).first).to_be_visible()
    places.choose(page, "Network", "SqueezeNet 1.0")
    page.get_by_role("button", name="Weights and device").click()
    places.choose(page, "Weights", CHECKPOINT)
    page.keyboard.press("Escape")
    places.open_page_by_name(page, "Scores")
    expect(title(page)).to_have_text("Analog clock scores 34.73; wall clock follows with 33.36.")
    check_the_waterfall(page, "34.73")
    expect(lines(page).first).to_contain_text("81.11 × 0.1224")
    expect(page.get_by_text("All 169 shares and the bias, 0.04, add up to 34.73: exact")).to_be_visible()

    page.get_by_text("against wall clock", exact=True).click()
    expect(title(page)).to_have_text("Analog clock leads by 1.37.")
    check_the_waterfall(page, "1.37")
    expect(page).to_have_url(re.compile(r"against=892\b"))
    page.get_by_text("alone", exact=True).click()
    check_the_waterfall(page, "34.73")

    page.get_by_role("combobox", name="Find one of 1,000 classes").fill("stopw")
    page.get_by_role("option", name=re.compile("stopwatch")).click()
    expect(title(page)).to_contain_text("Stopwatch scores 23.45; analog clock leads with 34.73.")
    check_the_waterfall(page, "23.45")
    expect(page).to_have_url(re.compile(r"class=826\b"))

    largest = lines(page).first.get_by_role("button", name=re.compile("open in Layers"))
    channel = int(re.findall(r"\d+", largest.get_attribute("aria-label") or "")[0])
    largest.click()
    places.expect_channel(page, channel)
    expect(page).to_have_url(re.compile(rf"layer=features.12.cat&channel={channel}\b"))
    places.open_page_by_name(page, "Scores")
    check_the_waterfall(page, "23.45")  # the class is kept


def test_the_whole_page_by_keyboard(open_page: OpenPage, settle: Callable[[Page], None]) -> None:
    page = open_page(f"/scores?{SMALL}")
    field = page.get_by_role("combobox", name="Find one of 10 classes")
    field.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"class=\d\b"))
    settle(page)  # the strip is drawn anew for the class
    strip = page.get_by_role("slider", name=re.compile("64 averages"))
    strip.focus()
    page.keyboard.press("End")
    expect(strip).to_have_attribute("aria-valuetext", re.compile("^channel 63: "))
    page.keyboard.press("ArrowLeft")
    expect(strip).to_have_attribute("aria-valuetext", re.compile("^channel 62: "))
    shares = page.get_by_role("img", name=re.compile("^Where the .* come from"))
    shares.focus()
    page.keyboard.press("ArrowDown")
    expect(shares).to_have_attribute("aria-label", re.compile(r"Cell \d, \d (gives|takes)"))
    lines(page).first.get_by_role("button", name=re.compile("open in Layers")).focus()
    for key in ("ArrowDown", "ArrowRight"):  # to the second line, and from the channel to its number
        page.keyboard.press(key)
    expect(lines(page).nth(1).get_by_role("button", name=re.compile("open the receipt"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("The receipt holds")


def test_pointing_at_a_row_lights_its_bar(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    row = lines(page).first
    row.hover()
    expect(row).to_have_class(re.compile(r"\bhere\b"))
    expect(page.locator(".below")).to_contain_text(re.compile(r"channel \d+: .* × .* = "))
    page.mouse.move(0, 0)
    expect(page.locator(".below")).to_contain_text("orange speaks for")


def test_the_temperature_answers_at_once(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    page.get_by_text("Softmax: from scores to probabilities").click()
    first = page.locator(".scroll tbody tr").first.locator("td").last
    before = first.inner_text()
    slider = page.get_by_role("slider", name="Temperature")
    slider.focus()
    page.keyboard.press("Home")
    expect(first).not_to_have_text(before)
    terms = [printed(row.locator("td").nth(-2).inner_text()) for row in page.locator(".scroll tbody tr").all()]
    assert sum(terms) == printed(page.locator(".scroll tfoot td").first.inner_text())


def test_two_photos_side_by_side(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}&beside=oranges")
    rows = page.locator(".rows .row")
    expect(rows).to_have_count(14)
    expect(page.locator("p", has_text="moved farthest")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Where the .* come from"))).to_have_count(3)
    moved = [abs(printed(text)) for text in page.locator(".rows .moved").all_inner_texts()]
    assert moved == sorted(moved, reverse=True)
    here, there = (page.locator(f".rows .row .value:nth-of-type({at})").all_inner_texts() for at in (1, 2))
    changes = page.locator(".rows .moved").all_inner_texts()
    for one, other, change in zip(here, there, changes, strict=True):
        assert printed(other) - printed(one) == printed(change)
    page.get_by_role("button", name="50 more that moved less").click()
    expect(rows).to_have_count(64)


def test_grids_of_two_photos_go_in_step(open_page: OpenPage) -> None:
    page = open_page(f"/layers?{SMALL}&beside=oranges&layer=layer2.0.conv1&channel=0")
    there = page.locator(".pair canvas").nth(1)
    there.hover(position={"x": 60, "y": 10})
    expect(page.locator(".told")).to_contain_text(re.compile(r"channel \d+ · row \d+, column \d+ · .* and "))
    channel = int(re.findall(r"\d+", page.locator(".told").inner_text())[0])
    marks = page.locator(".pair .pointed")
    tops = [mark.bounding_box() for mark in marks.all()]
    assert tops[0] and tops[1] and tops[0]["y"] == tops[1]["y"]
    there.click(position={"x": 60, "y": 10})
    places.expect_channel(page, channel)
    page.get_by_role("listbox", name=re.compile("for two photos")).press("ArrowRight")
    places.expect_channel(page, channel + 1)
    page.get_by_role("button", name="moved farthest").click()
    expect(page.locator(".told")).to_have_text("channels whose averages are farthest apart come first")


def test_on_a_narrow_screen_rows_are_large_enough_to_touch(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}", width=390)
    expect(lines(page).first).to_be_visible()
    assert places.page_is_as_wide_as_the_window(page)
    for touched in (lines(page).first, page.locator(".fader .spot").first, page.get_by_role("button", name="Reset")):
        box = touched.bounding_box()
        assert box is not None and box["height"] >= 44

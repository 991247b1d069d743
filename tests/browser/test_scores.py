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


def desk(page: Page) -> list[str]:
    """Every number that the mixing desk and the waterfall print, once both are there."""
    expect(page.locator(".scores td").first).to_be_visible()
    expect(page.locator(".total .product")).to_be_visible()
    cells = page.locator(".scores td, .gain, .lines .product, .total .product")
    return cells.all_inner_texts()


def test_channels_are_muted_and_reset_restores_every_number(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    faders = page.get_by_role("slider", name=re.compile("^Fader of channel"))
    expect(faders).to_have_count(10)
    before, total = desk(page), page.locator(".total .product").inner_text()

    faders.first.focus()
    page.keyboard.press("Home")
    expect(page.locator(".gain").first).to_have_text("muted")
    expect(page.locator(".total .product")).not_to_have_text(total)
    # There are no receipts of what faders have changed: once these have gone, the server has answered.
    expect(page.locator(".lines button.factors")).to_have_count(0)
    lowered = page.locator(".total .product").inner_text()
    check_the_waterfall(page, lowered)
    # What speaks for a class is missed: its logit is lower by just that channel's product.
    chosen = page.locator(".scores .chosen td")
    assert printed(chosen.nth(1).inner_text()) < printed(chosen.first.inner_text())
    page.keyboard.press("ArrowUp")
    expect(page.locator(".gain").first).to_have_text("× 0.05")

    page.get_by_role("button", name="Mute the ten that speak most").click()
    expect(page.locator(".gain", has_text="muted")).to_have_count(10)
    expect(page.locator(".total .product")).not_to_have_text(lowered)
    page.get_by_role("textbox", name="Channel to put on the desk").fill("64")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Type a channel from 0 to 63.")).to_be_visible()

    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".gain", has_text="muted")).to_have_count(0)
    expect(page.locator(".total .product")).to_have_text(total)
    expect(page.locator(".lines button.factors").first).to_be_visible()  # the server has answered
    assert desk(page) == before


# Moves the first fader and reads what the page prints in the same turn: nothing can have come from the server.
MOVE = """(gain) => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  const deep = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const texts = (selector) => deep(selector).map((found) => found.textContent);
  const byName = (selector, name, numbers) => Object.fromEntries(deep(selector).map((line) =>
    [line.querySelector(name).textContent, [...line.querySelectorAll(numbers)].map((found) => found.textContent)]));
  if (gain !== null) {
    const [slider] = deep(".fader input");
    slider.value = gain;
    slider.dispatchEvent(new Event("input"));
  }
  return {
    total: texts(".total .product"), products: texts(".lines .product"),
    lines: byName(".lines .term", ".channel", ".product"), table: byName(".scores tbody tr", "th", "td"),
    list: texts(".row .logit"), probabilities: texts(".row .track + .note"),
    cell: texts(".frame + * + p span")[0],
  };
}"""


def test_a_fader_is_heard_in_the_same_frame_as_the_network_answers_it(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    told = page.evaluate(MOVE, None)
    heard = page.evaluate(MOVE, 0.35)
    assert heard["total"] != told["total"] and heard["list"] != told["list"] and heard["cell"] != told["cell"]
    assert sum(map(printed, heard["products"])) == printed(heard["total"][0])
    expect(page.locator(".lines button.factors")).to_have_count(0)  # as above
    answered = page.evaluate(MOVE, None)
    for name in ("list", "probabilities", "cell"):
        assert answered[name] == heard[name], name
    # Other classes and other channels may lead by now, and the answer may have other decimals.
    both = answered["table"].keys() & heard["table"].keys()
    assert len(both) >= 5 and all(answered["table"][label] == heard["table"][label] for label in both)
    both = answered["lines"].keys() & heard["lines"].keys()
    assert len(both) >= 9
    pairs = [(answered["lines"][one], heard["lines"][one]) for one in both] + [(answered["total"], heard["total"])]
    assert all(abs(printed(one) - printed(other)) <= Decimal("0.001") for (one,), (other,) in pairs)

    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".lines button.factors").first).to_be_visible()
    assert page.evaluate(MOVE, None) == told
    # There and back within one turn: nothing is sent that differs, and nothing of the echo stays.
    page.evaluate(MOVE, 2)
    assert page.evaluate(MOVE, 1) == told
    page.wait_for_timeout(3000)
    assert page.evaluate(MOVE, None) == told


def test_a_layer_and_a_channel_are_chosen_and_two_visitors_do_not_hear_each_other(open_page: OpenPage) -> None:
    one, other = open_page(f"/scores?{SMALL}"), open_page(f"/scores?{SMALL}")
    before = desk(other)
    layers = places.widget(one, "stSelectbox", "Layer of the desk, type to find").get_by_role("combobox")
    layers.click()
    layers.fill("layer1.0.conv1")
    one.keyboard.press("Enter")
    expect(one.get_by_role("group", name="Faders of layer1.0.conv1")).to_be_visible()
    field = one.get_by_role("textbox", name="Channel to put on the desk")
    on_the_desk = one.locator(".channel[aria-hidden]").all_inner_texts()
    channel = next(str(one) for one in range(16) if str(one) not in on_the_desk)
    field.fill(channel)
    one.keyboard.press("Enter")
    picked = one.get_by_role("slider", name=f"Fader of channel {channel}", exact=True)
    expect(picked).to_be_focused()
    one.keyboard.press("End")
    expect(one.locator(".fader.moved")).to_have_count(1)
    expect(one.locator(".scores td").nth(1)).not_to_have_text("–")
    assert desk(one) != before

    other.reload()
    expect(other.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    assert desk(other) == before
    one.reload()  # the faders are part of the visit
    expect(one.locator(".fader.moved .gain")).to_have_text("× 2")


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

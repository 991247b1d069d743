"""The lab: the post's kernels on an uploaded photo, written and compared in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.image.photo import read
from explorer.lab.convolution import Setting, window
from explorer.lab.presets import PRESETS
from explorer.lab.values import pixels_of, values_of
from explorer.render.numbers import number
from tests.browser import places
from tests.browser.conftest import OpenPage

Settle = Callable[[Page], None]
SIDE = 300


def editor(page: Page, at: int) -> Locator:
    return page.locator(".editor").nth(at)


def pointed(page: Page, frame: Locator, down: float, across: float) -> tuple[int, int]:
    """Put the pointer at this part of a map's height and width; the cell that the page says is there."""
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    where = page.locator(".window .result b").first
    before = where.inner_text()
    frame.hover(position={"x": across * box["width"], "y": down * box["height"]})
    expect(where).not_to_have_text(before)
    found = re.fullmatch(r"row (\d+), column (\d+)", where.inner_text())
    assert found is not None
    return int(found[1]), int(found[2])


def expect_sum(page: Page, at: int, values: np.ndarray, kernel: str, setting: Setting, cell: tuple[int, int]) -> None:
    """The sum below map `at` is the library's, of this kernel at this cell."""
    total = window(values, PRESETS[kernel].kernel, setting, *cell).total
    shown = page.locator(".window .result b").nth(at + 1)
    expect(shown).to_have_text(("+" if total > 0 else "") + number(total))


@pytest.fixture
def clock(shared: Path) -> Path:
    return shared / "data" / "imagenet-samples" / "409_analog-clock.jpg"


def test_the_posts_kernels_on_an_uploaded_photo(open_page: OpenPage, settle: Settle, clock: Path) -> None:
    page = open_page(f"/?{places.UNTRAINED}&kernels=outline,emboss&side={SIDE}")
    places.upload(page, "Your own photos", clock)
    expect(page.get_by_test_id("stSidebar").get_by_text(clock.name).first).to_be_visible()
    places.open_page_by_name(page, "Lab")
    expect(editor(page, 1)).to_be_visible()
    settle(page)
    for at, name in enumerate(("post-1", "post-2")):
        editor(page, at).get_by_label(re.compile("More for")).click()
        editor(page, at).get_by_label("kernel", exact=True).select_option(name)
        expect(editor(page, at).locator(".head b")).to_have_text(PRESETS[name].kernel.name)
        editor(page, at).get_by_label("kernel", exact=True).focus()
        page.keyboard.press("Escape")
        expect(editor(page, at).locator(".menu")).to_be_hidden()
    expect(page).to_have_url(re.compile("kernels=post-1%2Cpost-2"))

    values = values_of(pixels_of(read(clock), SIDE))
    maps = page.locator(".maps .rest .frame")
    for down, across in ((0.02, 0.02), (0.37, 0.57), (0.98, 0.13)):
        row, column = pointed(page, maps.nth(1), down, across)
        assert abs(row - down * SIDE) < 3 and abs(column - across * SIDE) < 3
        for at, name in enumerate(("post-1", "post-2")):
            expect_sum(page, at, values, name, Setting(padding=1), (row, column))

    page.get_by_label("stride").fill("2")
    expect(page.locator(".sizes")).to_contain_text("⌊(300 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 150")
    expect(page).to_have_url(re.compile("moves=2%2C1%2Czeros%2C1"))
    cell = pointed(page, maps.nth(0), 0.2, 0.9)
    assert max(cell) < 150
    for at, name in enumerate(("post-1", "post-2")):
        expect_sum(page, at, values, name, Setting(2, 1), cell)
    expect(page.locator(".difference-head")).to_contain_text("B − A")


def test_a_kernel_is_written_by_keyboard_and_what_is_wrong_changes_nothing(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(f"/lab?{places.UNTRAINED}&photo=teapot&kernels=identity,outline&side=64")
    expect(editor(page, 0)).to_be_visible()
    settle(page)
    first, total = editor(page, 0).get_by_label("row 1, column 1"), editor(page, 0).locator(".total")
    first.focus()
    page.keyboard.type("-5/3")
    expect(total).to_have_text("weights add up to −0.6667")
    expect(editor(page, 0).locator(".head b")).to_have_text("Custom")
    picture = "canvas => canvas.toDataURL()"
    canvas = page.locator(".maps .rest canvas").first
    before = canvas.evaluate(picture)
    for wrong in ("x", "1/0", "1e99", ""):
        first.fill(wrong)
        expect(first).to_have_attribute("aria-invalid", "true")
        assert canvas.evaluate(picture) == before
    first.fill("2")
    expect(first).to_have_attribute("aria-invalid", "false")
    assert canvas.evaluate(picture) != before
    page.keyboard.press("ArrowDown")
    page.keyboard.type("7")
    expect(total).to_have_text("weights add up to 10")
    padding = page.get_by_label("padding")
    padding.fill("65")
    expect(padding).to_have_attribute("aria-invalid", "true")
    frame = page.locator(".maps .first .frame")
    frame.focus()
    where = page.locator(".window .result b").first
    told = where.inner_text()
    page.keyboard.press("ArrowRight")
    expect(where).not_to_have_text(told)
    sent = re.compile(r"weights%22%3A%5B%5B2\.0%2C0\.0%2C0\.0%5D%2C%5B7\.0")
    expect(page).to_have_url(sent)
    page.reload()
    expect(total).to_have_text("weights add up to 10")


def test_a_graft_and_its_end(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(f"/lab?{places.UNTRAINED}&photo=teapot&kernels=post-1,outline")
    expect(editor(page, 0)).to_be_visible()
    settle(page)
    page.get_by_role("radio", name="Graft into the network").or_(
        page.get_by_role("button", name="Graft into the network")
    ).click()
    finding = page.get_by_role("heading", level=3)
    expect(finding).to_have_text(re.compile("^Without a graft, .* leads with"))
    without = finding.inner_text()
    titles = page.locator(".maps .map b")
    expect(titles).to_have_text(["The photo", "conv_1_1, channel 0"])
    places.choose(page, "Kernel", "B Outline")
    page.get_by_role("button", name="Graft", exact=True).click()
    expect(finding).to_have_text(re.compile(r"leads?:|takes the lead"))
    expect(titles).to_have_text(["as it was", "with B", "the change"] * 2)
    expect(page).to_have_url(re.compile("graft=B%2C0"))
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.get_by_role("button", name="Ungraft").click()
    expect(finding).to_have_text(without)
    expect(page).not_to_have_url(re.compile("graft="))


def test_a_chain_is_made_in_the_browser(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(f"/lab?{places.UNTRAINED}&photo=teapot&kernels=post-1,outline&side=64&lab=chain&chain=AB,max2")
    stages = page.locator(".stage")
    expect(stages).to_have_count(4)
    settle(page)
    page.get_by_role("button", name="ReLU", exact=True).click()
    expect(stages).to_have_count(5)
    expect(stages.nth(3)).to_contain_text("2 maps of 32 × 32")
    page.get_by_role("button", name="Convolution", exact=True).click()
    expect(stages.nth(4)).to_contain_text("1 map of 32 × 32")
    expect(page).to_have_url(re.compile("chain=AB%2Cmax2%2Crelu%2CA"))
    page.get_by_label("Cells a side of pool 2").select_option("8")
    expect(stages.nth(4)).to_contain_text("1 map of 8 × 8")
    for _ in range(2):
        page.get_by_role("button", name="Max pool", exact=True).click()
    page.get_by_label("Cells a side of pool 5").select_option("5")
    expect(stages.nth(6)).to_contain_text("A pool of 2 × 2 does not fit into maps of 1 × 1.")
    page.get_by_role("button", name=re.compile("Remove stage 6")).click()
    expect(page.get_by_text("does not fit")).to_have_count(0)
    expect(page).to_have_url(re.compile("chain=AB%2Cmax8%2Crelu%2CA%2Cmax5"))
    page.reload()
    expect(stages.nth(5)).to_contain_text("1 map of 1 × 1")


def test_a_learned_kernel_goes_into_the_lab(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(f"/kernels?{places.UNTRAINED}&photo=teapot&kernels=outline")
    settle(page)
    places.choose(page, "Sorted by", "norm")
    page.get_by_role("button", name="Take this kernel into the lab").click()
    expect(editor(page, 1).locator(".head b")).to_have_text("conv_1_1, kernel 0")
    expect(editor(page, 1).locator(".total")).to_contain_text("all weights add up to")

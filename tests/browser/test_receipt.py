"""The way from a class score to a pixel of the photo, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

SMALL = "model=cifar_resnet20&weights=untrained"
GoOn = Callable[[Page, Callable[[], None]], None]

# Steps from a class of ResNet-20 to the photo at most: 19 convolutions with batch norm and ReLU, nine sums, the ends.
MOST_STEPS = 80


def title(page: Page) -> Locator:
    return page.locator('[data-testid="stMainBlockContainer"] h1')


def trail(page: Page) -> Locator:
    return page.get_by_role("navigation", name="The way to this number")


def on_the_photo(page: Page) -> bool:
    return re.search(r" of one pixel, \d+ of 255\.$", title(page).inner_text()) is not None


@pytest.fixture
def go_on(settle: Callable[[Page], None]) -> GoOn:
    """`go_on(page, act)`: act, and wait for the next number's receipt."""

    def go(page: Page, act: Callable[[], None]) -> None:
        here = trail(page).locator("[aria-current]")
        before = here.inner_text()
        act()
        expect(here).not_to_have_text(before)
        settle(page)
        expect(page.locator(".verdict")).to_contain_text("The receipt holds")

    return go


def expect_the_photo(page: Page) -> None:
    expect(title(page)).to_contain_text("of 255.")
    expect(page.get_by_text("Here the way ends: on the photo.")).to_be_visible()


@pytest.mark.parametrize("number", ["score", "probability"])
def test_a_walk_from_a_class_to_the_photo_by_mouse(
    open_page: OpenPage, settle: Callable[[Page], None], go_on: GoOn, number: str
) -> None:
    page = open_page(f"/scores?{SMALL}")
    page.get_by_role("button", name=re.compile(f"Receipt of the {number} of")).click()
    expect(trail(page)).to_be_visible()
    settle(page)
    for _ in range(MOST_STEPS):
        if on_the_photo(page):
            break
        go_on(page, page.get_by_role("button", name="Open largest").click)
    expect_the_photo(page)
    steps = trail(page).get_by_role("button", name=re.compile("more$"))
    expect(steps).to_be_visible()
    steps.click()
    trail(page).get_by_role("listitem").first.get_by_role("button").click()
    expect(trail(page).get_by_role("listitem")).to_have_count(1)


def test_a_walk_from_a_class_to_the_photo_by_keyboard(
    open_page: OpenPage, settle: Callable[[Page], None], go_on: GoOn
) -> None:
    page = open_page(f"/scores?{SMALL}")
    start = page.get_by_role("button", name=re.compile("Receipt of the score of"))
    start.focus()
    page.keyboard.press("Enter")
    expect(trail(page)).to_be_visible()
    settle(page)
    for _ in range(MOST_STEPS):
        if on_the_photo(page):
            break

        def open_largest() -> None:
            page.get_by_role("button", name="Open largest").focus()
            page.keyboard.press("Enter")

        go_on(page, open_largest)
    expect_the_photo(page)
    go_on(page, lambda: page.keyboard.press("Backspace"))
    expect(title(page)).not_to_contain_text("of 255.")


def test_a_receipt_can_be_shared_and_comes_back_after_a_reload(open_page: OpenPage, go_on: GoOn) -> None:
    page = open_page(f"/receipt?{SMALL}&layer=layer2.0.conv1&channel=5&cell=3,4")
    expect(trail(page)).to_contain_text("layer2.0.conv1 [5] 3, 4")
    go_on(page, page.get_by_role("button", name="Open largest").click)
    here, count = trail(page).locator("[aria-current]").inner_text(), trail(page).get_by_role("listitem").count()
    page.reload()
    expect(trail(page).locator("[aria-current]")).to_have_text(here)
    expect(trail(page).get_by_role("listitem")).to_have_count(count)


def test_a_number_that_is_not_there_is_said(open_page: OpenPage) -> None:
    page = open_page(f"/receipt?{SMALL}&layer=conv1&channel=3&cell=99,4")
    expect(page.get_by_text("cell 99,4 was asked for")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("The receipt holds")

"""What the tests of the pages do again and again: find a control, choose in it, read a value."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect

from explorer.ui.navigation import PAGES

# The first page is the front door: Streamlit knows it by no other address.
ADDRESSES = ["", *[entry.address for section in PAGES.values() for entry in section][1:]]

# Small networks that need no download.
UNTRAINED = "model=tiny_vgg&weights=untrained"
ERROR = '[data-testid="stAlert"]'


def widget(page: Page, kind: str, label: str) -> Locator:
    """The Streamlit widget of `kind` ("stSelectbox") whose label is `label`."""
    return page.get_by_test_id(kind).filter(has=page.get_by_text(label, exact=True))


def choose(page: Page, label: str, option: str) -> None:
    """Pick `option` in the select box called `label` by typing it."""
    box = widget(page, "stSelectbox", label)
    box.get_by_role("combobox").fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()


def upload(page: Page, label: str, file: Path | dict[str, object]) -> None:
    """Give `file` to the uploader called `label`."""
    widget(page, "stFileUploader", label).locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]


def open_page_by_name(page: Page, title: str) -> None:
    """Click the page's name in the navigation."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()


def grid(page: Page) -> Locator:
    """The channel grid's part that takes the focus and the keys."""
    return page.locator(".grid .box")


def enlarged(page: Page) -> Locator:
    """The enlarged map's part that takes the focus and the keys."""
    return page.locator(".map .frame")


def exact_value(page: Page) -> Locator:
    """The value of the marked cell with all digits; empty while only the 8-bit tile is there."""
    return page.locator(".map .exact")


def value_of(text: str) -> np.float32:
    """The float32 that a page prints with all digits: "−1,538.9695", "1.5 × 10⁻⁵"."""
    plain = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789", ",")).replace(" × 10", "e")
    return np.float32(plain)


def expect_cell(page: Page, row: int, column: int, value: np.float32) -> None:
    """Wait until the enlarged map tells of this cell; then what it tells is `value`, bit by bit."""
    expect(page.locator(".map .where")).to_have_text(f"at row {row}, column {column}")
    assert value_of(exact_value(page).inner_text()) == value


def hover_cell(page: Page, row: int, column: int, height: int, width: int) -> None:
    """Put the pointer into the middle of a cell of the enlarged map."""
    enlarged(page).scroll_into_view_if_needed()
    box = enlarged(page).bounding_box()
    assert box is not None
    # A border of one pixel on each side.
    x = 1 + (column + 0.5) * (box["width"] - 2) / width
    y = 1 + (row + 0.5) * (box["height"] - 2) / height
    enlarged(page).hover(position={"x": x, "y": y})


def expect_channel(page: Page, channel: int) -> None:
    """Wait until the enlarged map shows the exact values of `channel`."""
    expect(page.locator(".map .title")).to_have_text(f"Channel {channel}")
    expect(exact_value(page)).to_have_text(re.compile(r"\S"))


def page_is_as_wide_as_the_window(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

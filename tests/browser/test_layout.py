"""Light and dark, wide and narrow, without a mouse, and for those who cannot see the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.conftest import OpenPage, Server
from tests.browser.test_deep_links import DRAWN

Theme = Literal["light", "dark"]

# (rule, part of the element's HTML): what Streamlit itself draws and no setting changes.
STREAMLITS_OWN = [
    ("list", 'data-testid="stSidebarNavItems"'),  # the headings of its sections are no list items
    ("listitem", '<li class="st-emotion-cache-'),  # and the items below them lie in a <div>
]

FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element ? element.className.toString() : "";
}"""


def each_page(page: Page, url: str, settle: Callable[[Page], None]) -> Iterator[str]:
    """Opens one page after the other and gives its address when it has been drawn."""
    for address in places.ADDRESSES:
        page.goto(f"{url}/{address}?{places.UNTRAINED}&photo=teapot")
        settle(page)
        expect(page.locator(DRAWN[address]).first).to_be_visible()
        yield address


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_the_window_and_shuts_nobody_out(
    open_page: OpenPage, app_server: Server, settle: Callable[[Page], None], theme: Theme, width: int
) -> None:
    page = open_page(f"/words?{places.UNTRAINED}", width=width, theme=theme)
    violations = []
    for address in each_page(page, app_server.url, settle):
        assert places.page_is_as_wide_as_the_window(page), address
        background = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
        assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(27, 28, 33)"}[theme]
        # The bar above hides what is scrolled below it, where there is no room beside it.
        bar = page.get_by_test_id("stHeader").evaluate("bar => getComputedStyle(bar).backgroundColor")
        assert bar == (background if width == 390 else "rgba(0, 0, 0, 0)"), address
        expect(page.locator(places.ERROR)).to_have_count(0)
        if width == 1280:
            violations += [f"/{address}: {violation}" for violation in grave_violations(page)]
    assert not violations, "\n".join(violations)


def grave_violations(page: Page) -> Iterator[str]:
    """What axe calls serious or critical, Streamlit's own left out."""
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] not in ("serious", "critical"):
            continue
        for node in violation["nodes"]:
            if not any(rule == violation["id"] and part in node["html"] for rule, part in STREAMLITS_OWN):
                yield f"{violation['id']}: {node['target']} {node['html'][:160]}"


def test_grid_and_map_are_reached_and_used_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(f"/layers?{places.UNTRAINED}&photo=teapot&layer=conv_1_1")
    places.expect_channel(page, 0)
    places.widget(page, "stSelectbox", "Layer, type to find").get_by_role("combobox").focus()
    reached = []
    while not reached or reached[-1] != "frame":
        assert len(reached) < 30, reached
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED).split(" ")[0])
        if reached[-1] == "box":
            page.keyboard.press("ArrowRight")
            places.expect_channel(page, 1)
    assert "box" in reached
    before = page.locator(".map .where").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".map .where")).not_to_have_text(before)


def test_on_a_narrow_screen_the_chosen_map_comes_first(open_page: OpenPage) -> None:
    page = open_page(f"/layers?{places.UNTRAINED}&photo=teapot", width=390)
    places.expect_channel(page, 0)
    above, below = places.enlarged(page).bounding_box(), places.grid(page).bounding_box()
    assert above is not None and below is not None
    assert above["y"] + above["height"] <= below["y"]
    assert above["width"] > 300
    places.grid(page).scroll_into_view_if_needed()
    page.locator(".grid .field").click(position={"x": 100, "y": 20})
    expect(page.locator(".map .title")).not_to_have_text("Channel 0")

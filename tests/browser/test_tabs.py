"""Several tabs of one browser: each comes back to its own place, and all offer the photos of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import places
from tests.browser.conftest import OpenPage, Server

LAYER = "Layer, type to find"
# Another network than those that are chosen.
ELSEWHERE = "model=squeezenet1_0&weights=untrained"


@dataclass(frozen=True)
class Stop:
    """What one tab looks at."""

    photo: Path
    model: str
    layer: str


@pytest.fixture(scope="module")
def stops(shared: Path) -> tuple[Stop, Stop]:
    first, second = sorted((shared / "data" / "imagenet-samples").glob("*.jpg"))[:2]
    return Stop(first, "Tiny VGG", "conv_2_1"), Stop(second, "ResNet-20 for CIFAR-10", "layer2.0.conv1")


def go(page: Page, stop: Stop) -> None:
    places.open_page_by_name(page, "Photo")
    places.upload(page, "Your own photos", stop.photo)
    expect(page.get_by_test_id("stSidebar").get_by_text(stop.photo.name, exact=True).first).to_be_visible()
    places.choose(page, "Network", stop.model)
    places.open_page_by_name(page, "Layers")
    places.choose(page, LAYER, stop.layer)
    expect_at(page, stop)


def expect_at(page: Page, stop: Stop) -> None:
    expect(page.get_by_test_id("stSidebar").get_by_text(stop.photo.name, exact=True).first).to_be_visible()
    for label, value in (("Photo", stop.photo.name), ("Network", stop.model), (LAYER, stop.layer)):
        expect(places.widget(page, "stSelectbox", label).get_by_role("combobox")).to_have_value(value)
    places.expect_channel(page, 0)


def offered_photos(page: Page) -> list[str]:
    """The first two photos in the sidebar's list."""
    box = places.widget(page, "stSelectbox", "Photo").get_by_role("combobox")
    box.click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    names = page.get_by_role("option").all_inner_texts()[:2]
    page.keyboard.press("Escape")
    return names


@pytest.fixture
def two_tabs(
    open_page: OpenPage, app_server: Server, stops: tuple[Stop, Stop], settle: Callable[[Page], None]
) -> tuple[Page, Page]:
    """Two tabs of one browser, each with a photo of its own."""
    first = open_page(f"/?{ELSEWHERE}")
    second = first.context.new_page()
    second.goto(f"{app_server.url}/?{ELSEWHERE}")
    settle(second)
    for tab, stop in zip((first, second), stops, strict=True):
        go(tab, stop)
    return first, second


def test_each_tab_comes_back_to_its_own_place(two_tabs: tuple[Page, Page], stops: tuple[Stop, Stop]) -> None:
    for tab, stop in (*zip(two_tabs, stops, strict=True), (two_tabs[0], stops[0])):
        tab.reload()
        expect_at(tab, stop)
        assert offered_photos(tab) == [stops[1].photo.name, stops[0].photo.name]


def test_a_new_tab_starts_where_the_browser_was_last_and_goes_its_own_way(
    two_tabs: tuple[Page, Page], stops: tuple[Stop, Stop], app_server: Server, settle: Callable[[Page], None]
) -> None:
    _, second = two_tabs
    third = second.context.new_page()
    third.goto(f"{app_server.url}/layers")
    expect_at(third, stops[1])
    go(third, stops[0])
    second.reload()
    expect_at(second, stops[1])
    third.reload()
    expect_at(third, stops[0])


def test_a_tab_that_the_cookie_does_not_name_comes_back_too(
    two_tabs: tuple[Page, Page], stops: tuple[Stop, Stop]
) -> None:
    """As on a phone, which throws away tabs out of sight: nothing is written when that tab goes."""
    first, second = two_tabs
    first.evaluate("Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })")
    (cookie,) = (one for one in second.context.cookies() if one["name"].startswith("convscope_"))
    assert cookie["value"] == second.evaluate(f"sessionStorage.getItem({cookie['name']!r})")
    first.reload()
    expect_at(first, stops[0])
    assert offered_photos(first) == [stops[1].photo.name, stops[0].photo.name]


def test_a_connection_that_was_cut_goes_on_where_it_was(
    open_page: OpenPage, app_server: Server, stops: tuple[Stop, Stop], settle: Callable[[Page], None]
) -> None:
    second = open_page(f"/?{ELSEWHERE}", provoked="WebSocket")
    first = second.context.new_page()
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    first.route_web_socket("**/_stcore/stream", pass_on)
    first.goto(f"{app_server.url}/?{ELSEWHERE}")
    settle(first)
    go(first, stops[0])
    go(second, stops[1])
    sockets[-1].close(code=1012)
    first.wait_for_function("document.querySelector('[data-test-connection-state=\"CONNECTED\"]') !== null")
    places.open_page_by_name(first, "Kernels")
    places.open_page_by_name(first, "Layers")
    expect_at(first, stops[0])
    assert len(sockets) > 1

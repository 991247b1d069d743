"""From an archive of products to a network trained on them, and on to its scores, as a visitor goes the way."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from explorer.render.numbers import number
from tests.browser import places
from tests.browser.conftest import OpenPage, StartServer
from tests.browser.test_layout import FOCUSED, Theme, grave_violations

ROOT = Path(__file__).resolve().parents[2]
RENDERED = ROOT / "assets" / "catalogue"
PRODUCTS = ("lemon", "globe", "teapot", "traffic-cone")
SMALL = "model=cifar_resnet20&weights=untrained"


@pytest.fixture
def archive() -> dict[str, object]:
    """Four rendered products as somebody packs a folder, with a note and a hidden file among them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for product in PRODUCTS:
            for path in sorted((RENDERED / product).iterdir()):
                packed.write(path, f"my products/{product}/{path.name}")
        packed.writestr("my products/lemon/notes.txt", "sour")
        packed.writestr("my products/.DS_Store", b"\0")
    return {"name": "shop.zip", "mimeType": "application/zip", "buffer": stream.getvalue()}


def open_tab(page: Page, name: str, settle: Callable[[Page], None]) -> None:
    settle(page)
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_from_an_archive_to_the_scores_of_a_trained_network(
    open_page: OpenPage, settle: Callable[[Page], None], archive: dict[str, object], tmp_path: Path
) -> None:
    page = open_page(f"/words?{SMALL}")
    places.open_page_by_name(page, "Catalogue")
    expect(page.get_by_role("heading", level=1)).to_contain_text("44 products")
    settle(page)
    page.get_by_role("button", name="A catalogue of your own").click()
    places.upload(page, "A .zip with one folder a product, its photos inside", archive)
    title = page.get_by_role("heading", level=1)
    photos = sum(len(list((RENDERED / product).iterdir())) for product in PRODUCTS)
    expect(title).to_have_text(f"4 products, {photos} photos, {photos - int(0.2 * photos)} to learn from.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("1 file is left out.").last).to_be_visible()
    expect(page.get_by_text("share a scene")).to_be_visible()

    open_tab(page, "Batch", settle)
    expect(page.get_by_role("list", name="Photos of the batch").get_by_role("listitem")).to_have_count(16)
    page.get_by_text("The batch as numbers, as the post prints it").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("(tensor([[[[")

    open_tab(page, "Train", settle)
    places.widget(page, "stNumberInput", "Epochs").get_by_role("spinbutton").fill("2")
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_test_id("stMain").get_by_role("button", name=re.compile("Train$")).click()
    expect(page.get_by_text("told right after 2 epochs")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("button", name="The trained network").click()
    file = tmp_path / "learner.safetensors"
    caught.value.save_as(file)

    open_tab(page, "Results", settle)
    expect(page.get_by_text("told right; ")).to_be_visible()
    worst = page.get_by_role("list", name="Photos with the largest loss").get_by_role("button").first
    product = worst.locator(".label").inner_text()
    worst.click()
    check_scores(page, file, product)

    places.open_page_by_name(page, "Replay")
    expect(title).to_contain_text("statements of the post hold")


def check_scores(page: Page, file: Path, product: str) -> None:
    """The photo stands on the Scores page with the trained network, and its numbers are the command line's."""
    first = page.locator(".list .row").first
    expect(first.locator(".name")).to_have_text(re.compile("|".join(PRODUCTS)))
    name = page.get_by_test_id("stSidebar").locator("strong").first.inner_text()
    assert name.startswith(f"{product}/")
    command = [sys.executable, "-m", "explorer", "predict", str(RENDERED / name), "--weights", str(file)]
    done = subprocess.run([*command, "--format", "json"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    top = json.loads(done.stdout)["top"]
    expect(page.locator(".list .row .name")).to_have_text([score["product"] for score in top[:4]])
    expect(first.locator(".logit")).to_have_text(number(top[0]["logit"]))


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_every_tab_fits_the_window_and_shuts_nobody_out(
    open_page: OpenPage, settle: Callable[[Page], None], width: int, theme: Theme
) -> None:
    page = open_page(f"/catalogue?{SMALL}", width=width, theme=theme)
    expect(page.get_by_role("heading", level=1)).to_contain_text("44 products")
    for tab in ("Data", "Batch", "Train", "Results"):
        open_tab(page, tab, settle)
        settle(page)
        expect(page.locator(places.ERROR)).to_have_count(0)
        assert places.page_is_as_wide_as_the_window(page), tab
        assert not list(grave_violations(page)), tab


def test_the_wall_is_walked_by_keys_and_a_photo_opened(open_page: OpenPage, settle: Callable[[Page], None]) -> None:
    page = open_page(f"/catalogue?{SMALL}")
    settle(page)
    photos = page.get_by_role("list", name=re.compile("^Photos of ")).get_by_role("button")
    photos.first.focus()
    second = photos.nth(1).locator(".label").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "tile"
    page.keyboard.press("Enter")
    expect(page.locator(".photo canvas")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text(second, exact=True).first).to_be_visible()


def test_an_archive_uploaded_at_once_to_a_fresh_server_is_taken(
    open_page: OpenPage, fresh_server: StartServer, archive: dict[str, object]
) -> None:
    page = open_page(f"/catalogue?{SMALL}", server=fresh_server())
    page.get_by_role("button", name="A catalogue of your own").click()
    places.upload(page, "A .zip with one folder a product, its photos inside", archive)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^4 products"))

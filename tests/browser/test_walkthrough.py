"""What a visitor does on the first evening: a photo in, maps, kernels, shapes and scores out.

SqueezeNet with genuine weights, and a photo of a clock; all values are compared with the command line's.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from explorer.render.numbers import number, probability
from tests.browser import places
from tests.browser.conftest import OpenPage, Server, start_server

ROOT = Path(__file__).resolve().parents[2]
LAYER = "features.12.expand3x3_activation"
CHECKPOINT = "squeezenet1_0-deepcompressed.pth"


@pytest.fixture(scope="module")
def checkpoint(shared: Path) -> Path:
    return shared / "weights" / "squeezenet" / CHECKPOINT


@pytest.fixture(scope="module")
def clock(shared: Path) -> Path:
    return shared / "data" / "imagenet-samples" / "409_analog-clock.jpg"


@pytest.fixture(scope="module")
def server(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One app for this module, whose visitors may open the checkpoint."""
    settings = f"checkpoints = {json.dumps(str(checkpoint.parent))}\n"
    # Whatever network there is: the way to published weights ends at a closed port.
    env = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
    started = start_server(tmp_path_factory.mktemp("app"), env, settings)
    yield started
    started.stop()


def explore(*arguments: str | Path) -> str:
    """What `python -m explorer` prints."""
    command = [sys.executable, "-m", "explorer", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def activation(clock: Path, checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """LAYER's value for the clock, (C, H, W), from the command line."""
    out = tmp_path_factory.mktemp("maps") / "maps.npz"
    explore("activations", clock, "--layer", LAYER, "--out", out, "--model", "squeezenet1_0", "--weights", checkpoint)
    found: np.ndarray = np.load(out)["activation"]
    return found


def look_at_the_clock(page: Page, clock: Path) -> None:
    """Upload the clock, choose SqueezeNet with its genuine weights."""
    places.upload(page, "Your own photos", clock)
    expect(page.get_by_test_id("stSidebar").get_by_text(clock.name, exact=True).first).to_be_visible()
    places.choose(page, "Network", "SqueezeNet 1.0")
    page.get_by_role("button", name="Weights and device").click()
    places.choose(page, "Weights", CHECKPOINT)
    page.keyboard.press("Escape")


def test_from_photo_to_scores(
    open_page: OpenPage, server: Server, clock: Path, checkpoint: Path, activation: np.ndarray
) -> None:
    page = open_page("/", server=server)
    look_at_the_clock(page, clock)

    places.open_page_by_name(page, "Layers")
    places.expect_channel(page, 0)
    places.choose(page, "Layer, type to find", LAYER)
    channels, height, width = activation.shape
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"This layer answers the photo with {channels} maps of {height} × {width}."
    )
    places.expect_channel(page, 0)
    check_pointer_and_keys(page, activation[0], 0)
    check_the_grid(page, activation)
    check_downloads_of_layers(page, activation)

    places.open_page_by_name(page, "Kernels")
    expect(page.get_by_role("heading", level=1)).to_contain_text("kernels")
    page.locator(".scroll canvas").hover(position={"x": 60, "y": 60})
    expect(page.locator(".readout")).to_contain_text(re.compile(r"row \d+, column \d+"))

    places.open_page_by_name(page, "Shapes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,248,424 parameters")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()

    places.open_page_by_name(page, "Scores")
    check_scores(page, clock, checkpoint)


def check_pointer_and_keys(page: Page, values: np.ndarray, channel: int) -> None:
    height, width = values.shape
    for row, column in ((0, 0), (4, 9), (height - 1, width - 1)):
        places.hover_cell(page, row, column, height, width)
        places.expect_cell(page, row, column, values[row, column])
    places.hover_cell(page, 4, 9, height, width)
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(0, 0)
    places.expect_cell(page, 4, 9, values[4, 9])
    places.enlarged(page).press("ArrowDown")
    places.enlarged(page).press("ArrowLeft")
    places.expect_cell(page, 5, 8, values[5, 8])
    spoken = re.compile(f"^Channel {channel} of {LAYER}: .* at row 5, column 8")
    expect(page.locator(".map .spoken")).to_have_text(spoken)


def check_the_grid(page: Page, activation: np.ndarray) -> None:
    """Pointing names channel and cell in the grid; a click and the keys enlarge."""
    page.locator(".grid .field").hover(position={"x": 200, "y": 100})
    told = re.search(r"channel (\d+) · row (\d+), column (\d+)", page.locator(".grid .caption").inner_text())
    assert told is not None
    channel, row, column = map(int, told.groups())
    assert channel > 0
    expect(page.locator(".map .where")).to_have_text(f"at row {row}, column {column}")
    page.locator(".grid .field").click(position={"x": 200, "y": 100})
    places.expect_channel(page, channel)
    expect(page).to_have_url(re.compile(rf"channel={channel}\b"))
    places.expect_cell(page, row, column, activation[channel, row, column])
    places.grid(page).press("ArrowRight")
    places.expect_channel(page, channel + 1)
    places.grid(page).press("End")
    places.expect_channel(page, len(activation) - 1)
    places.grid(page).press("Home")
    places.expect_channel(page, 0)
    expect(page).to_have_url(re.compile(r"channel=0\b"))
    # There and back before the server has answered.
    page.locator(".grid .field").click(position={"x": 200, "y": 100})
    page.locator(".grid .field").click(position={"x": 10, "y": 10})
    places.expect_channel(page, 0)
    # A click right after a key: the run that the click starts is broken off by what the key sends.
    places.enlarged(page).press("ArrowDown")
    page.locator(".grid .field").click(position={"x": 200, "y": 100})
    places.expect_channel(page, channel)
    places.grid(page).press("Home")
    places.expect_channel(page, 0)


def check_downloads_of_layers(page: Page, activation: np.ndarray) -> None:
    np.testing.assert_array_equal(np.load(download(page, "All maps (NPZ)"))["activation"], activation)
    assert download(page, "All maps, each channel by itself (PNG)").read_bytes().startswith(b"\x89PNG")
    rows = list(csv.reader(download(page, "Channel 0 (CSV)").read_text("utf-8").splitlines()))
    np.testing.assert_array_equal(np.array(rows, np.float32), activation[0])


def download(page: Page, label: str) -> Path:
    button = page.get_by_role("button", name=label)
    if not button.is_visible():
        page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as caught:
        button.click()
    path = caught.value.path()
    page.keyboard.press("Escape")
    return path


def check_scores(page: Page, clock: Path, checkpoint: Path) -> None:
    told = explore(
        "scores", clock, "--model", "squeezenet1_0", "--weights", checkpoint, "--top", "5", "--format", "json"
    )
    top = json.loads(told)["top"]
    assert top[0]["label"] == "analog clock"
    first = page.locator(".list .row").first
    expect(first.locator(".name")).to_have_text("analog clock")
    expect(first.locator(".logit")).to_have_text(number(top[0]["logit"]))
    expect(first.locator(".note").last).to_have_text(probability(top[0]["probability"]))
    for place, expected in enumerate(top):
        expect(page.locator(".list .row .name").nth(place)).to_have_text(expected["label"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Analog clock scores {number(top[0]['logit'])}")
    page.get_by_role("combobox", name="Find one of 1,000 classes").fill("teapot")
    expect(page.locator(".list .row .name")).to_have_text(["teapot"])
    rows = list(csv.DictReader(io.StringIO(download(page, "All classes (CSV)").read_text("utf-8"))))
    assert len(rows) == 1000
    assert rows[0]["label"] == "analog clock"
    assert float(rows[0]["probability"]) == pytest.approx(top[0]["probability"], abs=1e-6)


def test_a_reload_comes_back_and_nobody_else_sees_it(
    open_page: OpenPage, server: Server, clock: Path, settle: Callable[[Page], None]
) -> None:
    page = open_page("/", server=server)
    look_at_the_clock(page, clock)
    places.open_page_by_name(page, "Layers")
    places.choose(page, "Layer, type to find", LAYER)
    # The layer before has a channel 1, too.
    expect(places.grid(page)).to_have_attribute("aria-label", re.compile(rf"channels of {re.escape(LAYER)};"))
    places.grid(page).press("Home")
    places.grid(page).press("ArrowRight")
    places.expect_channel(page, 1)
    expect(page).to_have_url(re.compile(r"channel=1\b"))
    value = places.exact_value(page).inner_text()
    page.reload()
    places.expect_channel(page, 1)
    assert places.exact_value(page).inner_text() == value
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text(clock.name, exact=True).first).to_be_visible()
    expect(places.widget(page, "stSelectbox", "Layer, type to find").get_by_role("combobox")).to_have_value(LAYER)
    (cookie,) = (one for one in page.context.cookies() if one["name"].startswith("convscope_"))
    assert len(cookie["value"]) == 32 and cookie["sameSite"] == "Strict"

    stranger = open_page(page.url.removeprefix(server.url), server=server)
    settle(stranger)
    expect(stranger.get_by_test_id("stSidebar").get_by_text("coffee-mug.jpg", exact=True).first).to_be_visible()
    assert clock.name not in stranger.content()


def test_a_corrupt_upload_is_one_sentence_and_the_photo_before_stays(
    open_page: OpenPage, server: Server, clock: Path, shared: Path
) -> None:
    page = open_page(f"/?{places.UNTRAINED}", server=server)
    places.upload(page, "Your own photos", clock)
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("of this photo")
    shown = page.get_by_test_id("stSidebar").get_by_text(clock.name, exact=True).first
    expect(shown).to_be_visible()
    places.upload(page, "Your own photos", shared / "data" / "odd-photos" / "corrupt" / "made_text.jpg")
    error = page.locator(places.ERROR)
    expect(error).to_have_count(1)
    expect(error).to_contain_text("made_text.jpg")
    expect(shown).to_be_visible()
    expect(page.locator(".photo canvas")).to_be_visible()


def test_without_network_a_sentence_and_choices(open_page: OpenPage, server: Server, clock: Path) -> None:
    """No weights are cached, and no network reaches the publisher from where tests run, or this server's proxy."""
    page = open_page("/layers?model=squeezenet1_1", server=server)
    expect(page.locator(places.ERROR)).to_have_count(1)
    expect(page.locator(places.ERROR)).to_contain_text("cannot be fetched")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(places.ERROR)).to_contain_text("cannot be fetched")
    page.get_by_role("button", name="Go on untrained").click()
    places.expect_channel(page, 0)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("class scores mean nothing")
    expect(page.locator(places.ERROR)).to_have_count(0)

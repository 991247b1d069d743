"""From a fader that is moved on the mixing desk to the new scores on the screen, in a real browser, for ResNet50."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

from playwright.sync_api import Page, sync_playwright

from benchmarks.bench_layer_switch import wait_until_up
from tools.find_browser import find_browser
from tools.find_port import find_port

# Move a fader, then look at every frame whether the table of scores, and then the waterfall, has another number; the
# frame after is on the screen. Gives the milliseconds of both.
MOVE = """(gain) => new Promise((done) => {
  const find = (selector) => {
    for (const host of document.querySelectorAll("*")) {
      const found = host.shadowRoot?.querySelector(selector);
      if (found) return found;
    }
  };
  const scores = () => find(".scores tbody")?.innerText;
  const total = () => find(".total .product")?.innerText;
  const slider = find(".fader input");
  const before = [scores(), total()];
  const times = [0, 0];
  const began = performance.now();
  slider.value = gain;
  slider.dispatchEvent(new Event("input"));
  const look = () => {
    [scores(), total()].forEach((now, at) => {
      if (now !== before[at] && !times[at]) times[at] = performance.now() - began;
    });
    if (times.every(Boolean)) requestAnimationFrame(() => done(times));
    else requestAnimationFrame(look);
  };
  look();
})"""
MOVES = 39


def moves(page: Page, url: str) -> list[list[float]]:
    """Milliseconds until the scores, and until the waterfall, of each move to a gain never heard before."""
    page.goto(f"{url}/scores?model=resnet50&weights=untrained")
    page.get_by_role("button", name="Mute the ten that speak most").wait_for(timeout=180_000)
    page.wait_for_timeout(2000)
    times = []
    for move in range(1, MOVES + 1):
        gain = 7 * move % 40 / 20  # every step of the fader once, no two neighbours one after the other
        times.append(page.evaluate(MOVE, gain))
        page.wait_for_timeout(400)
    return times


def main() -> None:
    """Start the app, move a fader, print the medians."""
    port = find_port(8601)
    url = f"http://localhost:{port}"
    environment = {**os.environ, "TORCH_HOME": tempfile.mkdtemp()}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        wait_until_up(url)
        with sync_playwright() as playwright:
            found = find_browser()
            browser = playwright.chromium.launch(executable_path=found.path, args=[*found.flags])
            times = moves(browser.new_page(viewport={"width": 1280, "height": 900}), url)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    print(f"{MOVES} moves of a fader of ResNet50's last maps at 224 px")
    for what, values in zip(("scores on the desk", "waterfall"), zip(*times, strict=True), strict=True):
        spread = f"from {min(values):.0f} to {max(values):.0f}"
        print(f"{what}: median {statistics.median(values):.0f} ms, {spread} (target: 100)")


if __name__ == "__main__":
    main()

"""From the click on "next layer" to the new maps on the screen, in a real browser, for ResNet50 at its own size."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import Page, sync_playwright

from tools.find_browser import find_browser
from tools.find_port import find_port

# Click, then look at every frame whether the grid shows another layer; the frame after is on the screen.
SWITCH = """([button]) => new Promise((done) => {
  const grid = () => {
    for (const host of document.querySelectorAll("*")) {
      const box = host.shadowRoot?.querySelector("[aria-label*='channels of']");
      if (box) return box.getAttribute("aria-label");
    }
  };
  const before = grid();
  const began = performance.now();
  button.click();
  const look = () => grid() !== before
    ? requestAnimationFrame(() => done(performance.now() - began))
    : requestAnimationFrame(look);
  look();
})"""
SWITCHES = 40


def wait_until_up(url: str) -> None:
    """Wait until the server answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("The app did not start within a minute.")


def switches(page: Page, url: str) -> list[float]:
    """Milliseconds of each switch from the first layer on, maps never seen before included."""
    page.goto(f"{url}/layers?model=resnet50&weights=untrained&layer=conv1&channel=0")
    page.get_by_text("64 maps of 112").first.wait_for(timeout=180_000)
    page.wait_for_timeout(2000)
    times = []
    for _ in range(SWITCHES):
        button = page.get_by_role("button", name="chevron_right").first.element_handle()
        times.append(page.evaluate(SWITCH, [button]))
        page.wait_for_timeout(300)
    return times


def main() -> None:
    """Start the app, switch layers, print the median."""
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
            times = switches(browser.new_page(viewport={"width": 1280, "height": 900}), url)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    print(f"{SWITCHES} switches through ResNet50's first layers at 224 px: click to new maps on the screen")
    print(f"median {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f} (target: 200)")


if __name__ == "__main__":
    main()

"""From a keystroke in a kernel to the new picture on the screen, in a real browser."""

from __future__ import annotations

import statistics
from itertools import cycle, islice

from playwright.sync_api import Page

from benchmarks.running_app import running_app

# From the next digit's keydown on, look at every frame whether the first map's pixels changed; the frame after is on
# the screen.
ARM = """() => {
  const inside = (selector) => {
    for (const host of document.querySelectorAll("*")) {
      const found = host.shadowRoot?.querySelector(selector);
      if (found) return found;
    }
  };
  const pixels = () => {
    const canvas = inside(".maps .rest canvas");
    const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(image.data.buffer).reduce((sum, word) => (sum * 31 + word) | 0, 0);
  };
  const before = pixels();
  window.measured = new Promise((done) => {
    const start = ({ key }) => {
      if (!/^\\d$/.test(key)) return;
      document.removeEventListener("keydown", start, true);
      const began = performance.now();
      const look = () => pixels() !== before
        ? requestAnimationFrame(() => done(performance.now() - began))
        : requestAnimationFrame(look);
      requestAnimationFrame(look);
    };
    document.addEventListener("keydown", start, true);
  });
}"""
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
KEYSTROKES = 20
CASES = (
    (300, "post-1,post-2,outline", "three kernels of 3 × 3", "target: 100"),
    (300, "post-1,post-2,outline,emboss,sobel-right,sobel-down", "six kernels of 3 × 3", "no target"),
    (1024, "post-1,post-2,outline", "three kernels of 3 × 3", "no target"),
)


def keystrokes(page: Page, url: str, side: int, kernels: str) -> list[float]:
    """Milliseconds of each keystroke in the first weight of the first kernel."""
    page.goto(f"{url}/lab?model=tiny_vgg&weights=untrained&photo=wall-clock&side={side}&kernels={kernels}")
    page.locator(SETTLED).wait_for(timeout=180_000)
    page.locator(".maps .rest canvas").first.wait_for()
    page.wait_for_timeout(3000)
    page.get_by_label("row 1, column 1").first.focus()
    times = []
    for digit in islice(cycle("4721"), KEYSTROKES):
        page.evaluate(ARM)
        page.keyboard.press("Control+A")
        page.keyboard.press(digit)
        times.append(float(page.evaluate("window.measured")))
        page.wait_for_timeout(400)
    return times


def main() -> None:
    """Start the app, type, print the medians."""
    with running_app() as (page, url):
        page.goto(f"{url}/words")  # a server's first page is drawn more than once
        page.locator(SETTLED).wait_for(timeout=180_000)
        for side, kernels, what, target in CASES:
            times = keystrokes(page, url, side, kernels)
            print(f"{KEYSTROKES} keystrokes, {what} at {side} px: keystroke to new picture on the screen")
            print(f"median {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f} ({target})")


if __name__ == "__main__":
    main()

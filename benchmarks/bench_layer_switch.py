"""From the click on "next layer" to the new maps on the screen, in a real browser, for ResNet50 at its own size."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.running_app import running_app

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
    with running_app() as (page, url):
        times = switches(page, url)
    print(f"{SWITCHES} switches through ResNet50's first layers at 224 px: click to new maps on the screen")
    print(f"median {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f} (target: 200)")


if __name__ == "__main__":
    main()

"""From the click on a part to the receipt of that part on the screen, in a real browser, for ResNet50."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.running_app import running_app

# Click, then look at every frame whether the slip shows another number; the frame after is on the screen.
OPEN = """() => new Promise((done) => {
  const inside = (selector) => {
    for (const host of document.querySelectorAll("*")) {
      const found = host.shadowRoot?.querySelector(selector);
      if (found) return found;
    }
  };
  const where = () => inside("nav [aria-current]")?.textContent + inside(".proof")?.textContent;
  const before = where();
  const buttons = [...inside(".slip").getRootNode().querySelectorAll("button")];
  const next = buttons.find((one) => one.textContent.startsWith("Open largest"));
  if (!next) return done(-1);
  const began = performance.now();
  next.click();
  const look = () => inside("nav [aria-current]") && inside(".proof") && where() !== before
    ? requestAnimationFrame(() => done(performance.now() - began))
    : requestAnimationFrame(look);
  look();
})"""
WALKS = 3
MOST_STEPS = 200


def steps(page: Page, url: str, channel: int) -> list[float]:
    """Milliseconds of each step from one class's score to the photo, along the largest part."""
    page.goto(f"{url}/receipt?model=resnet50&weights=untrained&layer=fc&channel={channel}&cell=0,0")
    page.get_by_text("The receipt holds").first.wait_for(timeout=180_000)
    page.wait_for_timeout(2000)
    times: list[float] = []
    while len(times) < MOST_STEPS and (taken := page.evaluate(OPEN)) >= 0:
        times.append(taken)
        page.wait_for_timeout(300)
    return times


def main() -> None:
    """Start the app, walk from scores to the photo, print the median."""
    with running_app() as (page, url):
        times = [taken for channel in range(WALKS) for taken in steps(page, url, channel)]
    print(
        f"{len(times)} receipts of ResNet50 at 224 px, from class scores to the photo: click to receipt on the screen"
    )
    print(f"median {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f} (target: 200)")


if __name__ == "__main__":
    main()

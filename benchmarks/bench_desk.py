"""From a fader that is moved on the mixing desk to the new scores on the screen, in a real browser, for ResNet50."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.running_app import running_app

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
    with running_app() as (page, url):
        times = moves(page, url)
    print(f"{MOVES} moves of a fader of ResNet50's last maps at 224 px")
    for what, values in zip(("scores on the desk", "waterfall"), zip(*times, strict=True), strict=True):
        spread = f"from {min(values):.0f} to {max(values):.0f}"
        print(f"{what}: median {statistics.median(values):.0f} ms, {spread} (target: 100)")


if __name__ == "__main__":
    main()

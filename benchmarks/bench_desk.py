"""From a fader that is moved on the mixing desk to the new numbers on the screen, in a real browser, for ResNet50."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.running_app import running_app

# Moves a fader, and looks at every frame whether the desk's table, the waterfall and the class map say something else;
# the frame after is on the screen. The network's own answer is there when the class map is drawn from it anew. Gives
# the milliseconds of all four.
MOVE = """(gain) => new Promise((done) => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  const around = (selector) => roots.find((root) => root.querySelector(selector));
  const [desk, fall, map] = [".scores tbody", ".total .product", ".frame"].map(around);
  const read = () => [
    desk.querySelector(".scores tbody")?.textContent, fall.querySelector(".total .product")?.textContent,
    map.querySelector(".frame + * + p span")?.textContent, map.querySelector(".root"),
  ];
  const slider = desk.querySelector(".fader input");
  const before = read();
  const times = before.map(() => 0);
  const began = performance.now();
  slider.value = gain;
  slider.dispatchEvent(new Event("input"));
  const look = () => {
    const now = performance.now();
    read().forEach((one, at) => { if (one !== before[at] && !times[at]) times[at] = now - began; });
    if (times.every(Boolean)) requestAnimationFrame(() => done(times));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
WHAT = ("scores on the desk", "waterfall", "class map", "the network's own answer")
MOVES = 39


def moves(page: Page) -> list[list[float]]:
    """Milliseconds of each move to a gain never heard before."""
    times = []
    for move in range(1, MOVES + 1):
        gain = 7 * move % 40 / 20  # every step of the fader once, no two neighbours one after the other
        times.append(page.evaluate(MOVE, gain))
        page.wait_for_timeout(400)
    return times


def main() -> None:
    """Start the app, move a fader of the last maps, print the medians."""
    with running_app() as (page, url):
        page.goto(f"{url}/scores?model=resnet50&weights=untrained")
        page.get_by_role("button", name="Mute the ten that speak most").wait_for(timeout=180_000)
        page.wait_for_timeout(2000)
        times = moves(page)
    print(f"{MOVES} moves of a fader of ResNet50's last maps at 224 px (target: 100 ms)")
    for what, values in zip(WHAT, zip(*times, strict=True), strict=True):
        print(f"{what}: median {statistics.median(values):.0f} ms, from {min(values):.0f} to {max(values):.0f}")


if __name__ == "__main__":
    main()

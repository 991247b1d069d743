"""From a fader that is moved on the mixing desk to the new numbers on the screen, in a real browser, for ResNet50."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.running_app import running_app

# Moves a fader, and listens to what the desk tells scores, waterfall and maps, which draw it in the same turn: first
# what is reckoned in the browser, where it can be, then the network's own answer, with another sum. Gives the
# milliseconds to the frames that show the two, the answer first.
MOVE = """(gain) => new Promise((done) => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  const slider = roots.map((root) => root.querySelector(".fader input")).find(Boolean);
  const frame = (then) => requestAnimationFrame(() => then(performance.now() - began));
  let [began, sum, reckoned] = [null, null, null];
  const hear = ({ detail }) => {
    if (detail.sum === sum) frame((time) => { reckoned ??= time; });
    else {
      document.removeEventListener("convscope:faders", hear);
      frame((time) => requestAnimationFrame(() => done([time, reckoned])));
    }
  };
  document.addEventListener("convscope:faders", hear);
  document.dispatchEvent(new CustomEvent("convscope:faders wanted", { detail: (told) => { sum = told.sum; } }));
  began = performance.now();
  slider.value = gain;
  slider.dispatchEvent(new Event("input"));
})"""
# The last maps, and one layer after the other before them, to where the last stage begins.
STAGE = (
    "layer4.2.relu_2",
    "layer4.2.conv3",
    "layer4.2.conv1",
    "layer4.1.conv3",
    "layer4.1.conv1",
    "layer4.0.conv3",
    "layer4.0.conv1",
)
FIRST = "layer1.0.conv1"
MOVES = 39


def moves(page: Page) -> list[list[float | None]]:
    """Milliseconds of each move to a gain never heard before."""
    times = []
    for move in range(1, MOVES + 1):
        gain = 7 * move % 40 / 20  # every step of the fader once, no two neighbours one after the other
        times.append(page.evaluate(MOVE, gain))
        page.wait_for_timeout(150)  # like somebody who listens while the fader moves
    return times


def choose(page: Page, layer: str) -> None:
    """Put `layer` on the desk, with all faders at rest."""
    if page.get_by_role("button", name="Reset").is_enabled():
        page.get_by_role("button", name="Reset").click()
        page.wait_for_timeout(3000)
    box = page.get_by_role("combobox", name="Layer of the desk, type to find")
    box.click()
    box.fill(layer)
    page.keyboard.press("Enter")
    page.get_by_role("group", name=f"Faders of {layer}", exact=True).wait_for()
    page.wait_for_timeout(2000)


def tell(what: str, values: list[float]) -> None:
    """ "layer4.2.relu_2, reckoned in the browser: median 24 ms, from 15 to 37"."""
    print(f"{what}: median {statistics.median(values):.0f} ms, from {min(values):.0f} to {max(values):.0f}", flush=True)


def main() -> None:
    """Start the app, move a fader of each layer, print the medians; that of the last stage is of all its moves."""
    print(f"{MOVES} moves of a fader of ResNet50 at 224 px (target: 100 ms)")
    with running_app() as (page, url):
        page.goto(f"{url}/scores?model=resnet50&weights=untrained")
        page.get_by_role("button", name="Mute the ten that speak most").wait_for(timeout=180_000)
        stage, seen = [], []
        for layer in (*STAGE, FIRST):
            choose(page, layer)
            answers, reckoned = zip(*moves(page), strict=True)
            if None not in reckoned:
                tell(f"{layer}, reckoned in the browser", list(reckoned))
            tell(f"{layer}, the network's own answer", list(answers))
            if layer in STAGE:
                stage += answers
                seen += answers if None in reckoned else reckoned
        tell("the last stage, the network's own answer", stage)
        tell("the last stage, the first frame with the new numbers", seen)


if __name__ == "__main__":
    main()

"""The map of ResNet50: from the click on its name to its first paint, once the photo has been captured; frames while it
is panned and zoomed. In a real browser."""

from __future__ import annotations

import statistics

from playwright.sync_api import Page

from benchmarks.running_app import running_app

PLACE = "model=resnet50&weights=untrained&photo=teapot"
# Click, then look at every frame whether the chain has been painted; the frame after is on the screen.
OPEN = """(link) => new Promise((done) => {
  const drawn = (host) => host.shadowRoot?.querySelector("canvas.overview[data-scale]");
  const painted = () => [...document.querySelectorAll("*")].some(drawn);
  const began = performance.now();
  link.click();
  const look = () => painted()
    ? requestAnimationFrame(() => done(performance.now() - began))
    : requestAnimationFrame(look);
  look();
})"""
# Drags for two seconds, a step a frame, and gives how long each frame took; then the same with the wheel that zooms.
FRAMES = """async ([name, kind]) => {
  const found = (host) => host.shadowRoot?.querySelector(`canvas.${name}`);
  const canvas = [...document.querySelectorAll("*")].map(found).find(Boolean);
  const box = canvas.getBoundingClientRect();
  const at = (x) => ({ clientX: box.left + x, clientY: box.top + 60, buttons: 1, pointerId: 1, bubbles: true });
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  canvas.setPointerCapture = () => {};
  if (kind === "pan") canvas.dispatchEvent(new PointerEvent("pointerdown", at(500)));
  for (let step = 0; step < 120; step += 1) {
    if (kind === "pan") canvas.dispatchEvent(new PointerEvent("pointermove", at(500 - 3 * (step % 60))));
    else {
      const turn = { ...at(400), ctrlKey: true, deltaY: step < 60 ? -6 : 6, cancelable: true };
      canvas.dispatchEvent(new WheelEvent("wheel", turn));
    }
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  canvas.dispatchEvent(new PointerEvent("pointercancel", at(500)));
  return times;
}"""
ROUNDS = 12


def openings(page: Page, url: str) -> list[float]:
    """Milliseconds of each opening; before each, another page."""
    times = []
    page.goto(f"{url}/map?{PLACE}")
    page.locator("canvas.overview").wait_for(timeout=240_000)
    for _ in range(ROUNDS):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name="Words", exact=True).click()
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(1200)
        link = page.get_by_test_id("stSidebarNav").get_by_role("link", name="Map", exact=True).element_handle()
        times.append(page.evaluate(OPEN, link))
    return times


def main() -> None:
    """Start the app, open the map, move it, print the medians."""
    with running_app() as (page, url):
        times = openings(page, url)
        page.goto(f"{url}/map?{PLACE}&layer=layer2.0.conv2")
        page.locator("canvas.lane").wait_for(timeout=60_000)
        page.wait_for_timeout(2000)
        moves = [(name, kind) for name in ("overview", "lane") for kind in ("zoom", "pan")]
        frames = {move: page.evaluate(FRAMES, [*move]) for move in moves}
    print(f"{ROUNDS} openings of the map of ResNet50 at 224 px: click to first paint, the photo captured before")
    print(f"median {statistics.median(times):.0f} ms, from {min(times):.0f} to {max(times):.0f} (target: 300)")
    for (name, kind), spans in frames.items():
        late = sum(span > 25 for span in spans)
        print(
            f"{kind} of the {name}: median {statistics.median(spans):.1f} ms a frame, {late} of {len(spans)} above 25"
        )


if __name__ == "__main__":
    main()

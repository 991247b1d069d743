"""Faders in a real browser: heard in the same frame, answered by the network, reset to the bit, and one's own."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.browser import places
from tests.browser.conftest import OpenPage
from tests.browser.test_scores import SMALL, check_the_waterfall, printed


def desk(page: Page) -> list[str]:
    """Every number that the mixing desk and the waterfall print, once both are there."""
    expect(page.locator(".scores td").first).to_be_visible()
    expect(page.locator(".total .product")).to_be_visible()
    cells = page.locator(".scores td, .gain, .lines .product, .total .product")
    return cells.all_inner_texts()


def choose_layer(page: Page, layer: str) -> None:
    """Put `layer` on the desk."""
    layers = places.widget(page, "stSelectbox", "Layer of the desk, type to find").get_by_role("combobox")
    layers.click()
    layers.fill(layer)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name=f"Faders of {layer}", exact=True)).to_be_visible()


def test_channels_are_muted_and_reset_restores_every_number(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    faders = page.get_by_role("slider", name=re.compile("^Fader of channel"))
    expect(faders).to_have_count(10)
    before, total = desk(page), page.locator(".total .product").inner_text()

    faders.first.focus()
    page.keyboard.press("Home")
    expect(page.locator(".gain").first).to_have_text("muted")
    expect(page.locator(".total .product")).not_to_have_text(total)
    # There are no receipts of what faders have changed: once these have gone, the server has answered.
    expect(page.locator(".lines button.factors")).to_have_count(0)
    lowered = page.locator(".total .product").inner_text()
    check_the_waterfall(page, lowered)
    # What speaks for a class is missed: its logit is lower by just that channel's product.
    chosen = page.locator(".scores .chosen td")
    assert printed(chosen.nth(1).inner_text()) < printed(chosen.first.inner_text())
    page.keyboard.press("ArrowUp")
    expect(page.locator(".gain").first).to_have_text("× 0.05")

    page.get_by_role("button", name="Mute the ten that speak most").click()
    expect(page.locator(".gain", has_text="muted")).to_have_count(10)
    expect(page.locator(".total .product")).not_to_have_text(lowered)
    page.get_by_role("textbox", name="Channel to put on the desk").fill("64")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Type a channel from 0 to 63.")).to_be_visible()

    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".gain", has_text="muted")).to_have_count(0)
    expect(page.locator(".total .product")).to_have_text(total)
    expect(page.locator(".lines button.factors").first).to_be_visible()  # the server has answered
    assert desk(page) == before


# Moves the first fader and reads what the page prints in the same turn: nothing can have come from the server.
MOVE = """(gain) => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  const deep = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const texts = (selector) => deep(selector).map((found) => found.textContent);
  const byName = (selector, name, numbers) => Object.fromEntries(deep(selector).map((line) =>
    [line.querySelector(name).textContent, [...line.querySelectorAll(numbers)].map((found) => found.textContent)]));
  if (gain !== null) {
    const [slider] = deep(".fader input");
    slider.value = gain;
    slider.dispatchEvent(new Event("input"));
  }
  return {
    total: texts(".total .product"), products: texts(".lines .product"),
    lines: byName(".lines .term", ".channel", ".product"), table: byName(".scores tbody tr", "th", "td"),
    list: texts(".row .logit"), probabilities: texts(".row .track + .note"),
    cell: texts(".frame + * + p span")[0],
  };
}"""


# From now on notes at every frame what the class map and the class list say; `window.seen` has each once.
WATCH = """() => {
  window.seen = [];
  const look = () => {
    const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
    const deep = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    const texts = (selector) => deep(selector).map((one) => one.textContent);
    const now = JSON.stringify([texts(".frame + * + p span")[0], ...texts(".row .logit")]);
    if (!window.seen.includes(now)) window.seen.push(now);
    requestAnimationFrame(look);
  };
  look();
}"""

# Clicks Reset without waiting for anything.
RESET = """() => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  roots.flatMap((root) => [...root.querySelectorAll(".tools button")]).at(-1).click();
}"""


def test_a_fader_is_heard_in_the_same_frame_as_the_network_answers_it(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    told = page.evaluate(MOVE, None)
    heard = page.evaluate(MOVE, 0.35)
    assert heard["total"] != told["total"] and heard["list"] != told["list"] and heard["cell"] != told["cell"]
    assert sum(map(printed, heard["products"])) == printed(heard["total"][0])
    expect(page.locator(".lines button.factors")).to_have_count(0)  # as above
    answered = page.evaluate(MOVE, None)
    for name in ("list", "probabilities", "cell"):
        assert answered[name] == heard[name], name
    # Other classes and other channels may lead by now, and the answer may have other decimals.
    both = answered["table"].keys() & heard["table"].keys()
    assert len(both) >= 5 and all(answered["table"][label] == heard["table"][label] for label in both)
    both = answered["lines"].keys() & heard["lines"].keys()
    assert len(both) >= 9
    pairs = [(answered["lines"][one], heard["lines"][one]) for one in both] + [(answered["total"], heard["total"])]
    assert all(abs(printed(one) - printed(other)) <= Decimal("0.001") for (one,), (other,) in pairs)

    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".lines button.factors").first).to_be_visible()
    assert page.evaluate(MOVE, None) == told
    # There and back within one turn: nothing is sent that differs, and nothing of the echo stays.
    page.evaluate(MOVE, 2)
    assert page.evaluate(MOVE, 1) == told
    page.wait_for_timeout(3000)
    assert page.evaluate(MOVE, None) == told


# From now on `window.heard` has what the page prints in the very turn in which the desk tells what its faders come to.
LISTEN = """() => {
  window.heard = [];
  window.look = () => {
    const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
    const deep = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    const texts = (selector) => deep(selector).map((one) => one.textContent);
    return {
      receipts: document.querySelectorAll(".stButton").length, list: texts(".row .logit"),
      total: texts(".total .product"), lines: texts(".lines .line"), table: texts(".scores td"),
      map: [texts("h3")[0], texts(".frame + * + p")[0]],
    };
  };
  document.addEventListener("convscope:faders", () => queueMicrotask(() => window.heard.push(window.look())));
}"""


def test_a_fader_of_any_layer_is_answered_by_all_parts_at_once_and_then_the_page_settles(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    choose_layer(page, "layer3.2.conv1")
    receipts = page.get_by_role("button", name=re.compile("^Receipt of the"))
    expect(receipts).to_have_count(2)
    page.evaluate(LISTEN)
    for gain in (0, 2, 0.5):
        page.evaluate(MOVE, gain)
    expect(receipts).to_have_count(0)  # the page has been drawn anew
    expect(page.locator(".fader.moved .gain")).to_have_text("× 0.5")
    page.wait_for_timeout(1500)
    heard = page.evaluate("window.heard")
    alone = [one for one in heard if one["receipts"] == 2]  # told before the page was drawn anew
    assert len({str(one["list"]) for one in alone}) > 1
    settled = page.evaluate("window.look()")
    assert {**alone[-1], "receipts": 0} == settled
    check_the_waterfall(page, settled["total"][0])
    assert settled["map"][1].endswith(f"add up to {settled['total'][0]}: exact, nothing is estimated.")


# Moves the fader to 0.5, and to 2 while the page is drawn anew because faders rest. Gives how often it was drawn anew,
# and what the frames showed one after the other: where the fader stands, and the score of the leading class.
MOVE_AT_REST = """() => new Promise((done) => {
  const roots = [...document.querySelectorAll("*")].map((host) => host.shadowRoot).filter(Boolean);
  const find = (selector) => roots.map((root) => root.querySelector(selector)).find(Boolean);
  const move = (gain) => {
    find(".fader input").value = gain;
    find(".fader input").dispatchEvent(new Event("input"));
  };
  let runs = 0;
  const app = document.querySelector("[data-test-script-state]");
  new MutationObserver(() => {
    if (app.dataset.testScriptState !== "running") return;
    runs += 1;
    if (runs === 1) setTimeout(() => move(2), 50);
  }).observe(app, { attributeFilter: ["data-test-script-state"] });
  const seen = [];
  const look = () => {
    const now = `${find(".fader input").value} ${find(".row .logit").textContent}`;
    if (seen.at(-1) !== now) seen.push(now);
    requestAnimationFrame(look);
  };
  move(0.5);
  look();
  setTimeout(() => done([runs, seen]), 6000);
})"""


def test_a_fader_moved_while_the_page_settles_does_not_go_back(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.locator(".lines button.factors").first).to_be_visible()
    runs, seen = page.evaluate(MOVE_AT_REST)
    assert [one.split()[0] for one in seen] == ["0.5", "2"]
    assert runs == 2  # once for each move, and never for a page that has settled


def test_two_visitors_who_move_a_fader_at_once_hear_their_own(open_page: OpenPage) -> None:
    pages = [open_page(f"/scores?{SMALL}") for _ in range(2)]
    for page in pages:
        expect(page.locator(".lines button.factors").first).to_be_visible()
    heard = [page.evaluate(MOVE, gain) for page, gain in zip(pages, (0.35, 1.7), strict=True)]  # milliseconds apart
    assert heard[0]["list"] != heard[1]["list"]
    for page, own in zip(pages, heard, strict=True):
        expect(page.locator(".lines button.factors")).to_have_count(0)
        assert page.evaluate(MOVE, None)["list"] == own["list"]


def test_no_frame_shows_anything_else_until_the_answer_is_there(open_page: OpenPage) -> None:
    page = open_page(f"/scores?{SMALL}")
    expect(page.locator(".lines button.factors").first).to_be_visible()
    told = page.evaluate(MOVE, None)
    page.evaluate(WATCH)
    heard = page.evaluate(MOVE, 2)
    assert heard["cell"] != told["cell"]
    expect(page.locator(".lines button.factors")).to_have_count(0)
    page.wait_for_timeout(1000)
    seen = [json.loads(one) for one in page.evaluate("window.seen")]
    assert seen == [[told["cell"], *told["list"]], [heard["cell"], *heard["list"]]]


def test_a_fader_moved_right_after_mute_and_reset_counts_alone(open_page: OpenPage) -> None:
    """Beside another photo, whose map stays its own; the parts drawn after the desk follow, too."""
    page = open_page(f"/scores?{SMALL}&beside=oranges")
    page.get_by_text("Softmax: from scores to probabilities").click()
    expect(page.locator(".lines button.factors").first).to_be_visible()
    softmax = page.locator(".scroll tbody tr td:nth-child(2)")
    told, shown = page.evaluate(MOVE, None), softmax.all_inner_texts()
    page.get_by_role("button", name="Mute the ten that speak most").click()
    page.evaluate(RESET)
    heard = page.evaluate(MOVE, 2)
    expect(page.locator(".lines button.factors")).to_have_count(0)
    expect(page.locator(".moved .gain")).to_have_text("× 2")
    expect(page.locator(".gain", has_text="muted")).to_have_count(0)
    page.wait_for_timeout(3000)  # an answer that is older than the last move would come by then
    answered = page.evaluate(MOVE, None)
    assert (answered["list"], answered["cell"]) == (heard["list"], heard["cell"])
    expect(page.locator(".moved .gain")).to_have_text("× 2")

    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".lines button.factors").first).to_be_enabled()
    assert page.evaluate(MOVE, None) == told
    expect(softmax).to_have_text(shown)  # which classes have a row settles once the faders rest


def test_a_layer_and_a_channel_are_chosen_and_two_visitors_do_not_hear_each_other(open_page: OpenPage) -> None:
    one, other = open_page(f"/scores?{SMALL}"), open_page(f"/scores?{SMALL}")
    before = desk(other)
    choose_layer(one, "layer1.0.conv1")
    field = one.get_by_role("textbox", name="Channel to put on the desk")
    on_the_desk = one.locator(".channel[aria-hidden]").all_inner_texts()
    channel = next(str(one) for one in range(16) if str(one) not in on_the_desk)
    field.fill(channel)
    one.keyboard.press("Enter")
    picked = one.get_by_role("slider", name=f"Fader of channel {channel}", exact=True)
    expect(picked).to_be_focused()
    one.keyboard.press("End")
    expect(one.locator(".fader.moved")).to_have_count(1)
    expect(one.locator(".scores td").nth(1)).not_to_have_text("–")
    assert desk(one) != before

    other.reload()
    expect(other.get_by_role("slider", name=re.compile("^Fader of channel"))).to_have_count(10)
    assert desk(other) == before
    one.reload()  # the faders are part of the visit
    expect(one.locator(".fader.moved .gain")).to_have_text("× 2")

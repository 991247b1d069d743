import assert from "node:assert/strict";
import { test } from "node:test";

import { foldedStops, shownStops } from "../../explorer/ui/components/way_trail/folding.js";
import { asksBack } from "../../explorer/ui/components/way_trail/typing.js";

test("a short way is shown whole", () => {
  assert.deepEqual(shownStops(1, false), [0]);
  assert.deepEqual(shownStops(6, false), [0, 1, 2, 3, 4, 5]);
  assert.equal(foldedStops(6), 0);
});

test("of a long way the middle is folded, until it is unfolded", () => {
  assert.deepEqual(shownStops(9, false), [0, 1, null, 6, 7, 8]);
  assert.equal(foldedStops(9), 4);
  assert.deepEqual(shownStops(9, true), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("shown and folded stops are all stops", () => {
  for (let count = 1; count < 60; count += 1) {
    const shown = shownStops(count, false).filter((place) => place !== null);
    assert.equal(shown.length + foldedStops(count), count);
    assert.equal(shown.at(-1), count - 1);
  }
});

const pressed = (target, other = {}) => ({ key: "Backspace", composedPath: () => [target], ...other });

test("Backspace goes back from anywhere but a field", () => {
  assert.ok(asksBack(pressed({ tagName: "BODY" })));
  assert.ok(asksBack(pressed({ tagName: "BUTTON" })));
  assert.ok(asksBack(pressed({ tagName: "INPUT", type: "checkbox" })));
  for (const target of [{ tagName: "INPUT", type: "text" }, { tagName: "TEXTAREA" }, { tagName: "SELECT" }, { tagName: "DIV", isContentEditable: true }]) {
    assert.ok(!asksBack(pressed(target)), JSON.stringify(target));
  }
});

test("other keys, and Backspace with others or held down, mean something else", () => {
  for (const other of [{ key: "b" }, { ctrlKey: true }, { altKey: true }, { metaKey: true }, { shiftKey: true }, { repeat: true }, { defaultPrevented: true }]) {
    assert.ok(!asksBack(pressed({ tagName: "BODY" }, other)), JSON.stringify(other));
  }
});

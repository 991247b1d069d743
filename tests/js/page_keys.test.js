import assert from "node:assert/strict";
import { test } from "node:test";

import { meantBy } from "../../explorer/ui/components/page_keys/meaning.js";

function pressed(key, { on = { tagName: "DIV", isContentEditable: false }, altGraph = false, ...others } = {}) {
  return {
    key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, defaultPrevented: false,
    composedPath: () => [on, { tagName: "BODY" }], getModifierState: (name) => name === "AltGraph" && altGraph, ...others,
  };
}

test("three keys are meant for the page, others are not", () => {
  assert.deepEqual(["[", "]", "/", "b", "Enter", "{"].map((key) => meantBy(pressed(key))), ["[", "]", "/", null, null, null]);
});

test("what is typed into a field stays there", () => {
  for (const on of [
    { tagName: "INPUT", type: "text" }, { tagName: "INPUT", type: "search" }, { tagName: "INPUT", type: "number" },
    { tagName: "TEXTAREA" }, { tagName: "SELECT" }, { tagName: "DIV", isContentEditable: true },
  ]) assert.equal(meantBy(pressed("[", { on })), null);
  for (const type of ["radio", "checkbox", "button"]) assert.equal(meantBy(pressed("[", { on: { tagName: "INPUT", type } })), "[");
});

test("shortcuts of the browser stay its own, but AltGr writes brackets", () => {
  for (const name of ["ctrlKey", "altKey", "metaKey", "repeat", "defaultPrevented"]) {
    assert.equal(meantBy(pressed("]", { [name]: true })), null);
  }
  assert.equal(meantBy(pressed("]", { ctrlKey: true, altKey: true, altGraph: true })), "]");
});

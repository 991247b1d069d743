import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { mount } from "../../explorer/ui/components/shared/mounting.js";

let theme = "white";
globalThis.getComputedStyle = () => ({ getPropertyValue: () => theme });
globalThis.document = { createElement: () => ({ replaceWith(other) { this.gone = other; }, remove() { this.gone = true; } }) };

// A component whose view writes down what is asked of it; `made` holds what each view was created with.
function watched(withUpdate) {
  const log = [];
  const made = [];
  const parentElement = { appendChild: (root) => log.push(root.className) };
  const create = (given) => {
    made.push(given);
    const view = { restyle: () => log.push("restyle"), dispose: () => log.push("dispose") };
    if (withUpdate) return { ...view, update: (data) => log.push(`update ${data}`) };
    return { ...view, keep: () => ({ scroll: made.length }) };
  };
  const call = (data, setTriggerValue = () => {}) => mount({ data: Uint8Array.from(data), parentElement, setTriggerValue }, create);
  return { log, made, call };
}

beforeEach(() => { theme = "white"; });

test("a rerun with equal data leaves the view alone", () => {
  const { log, made, call } = watched(false);
  call([1, 2]);
  call([1, 2]);
  assert.deepEqual([made.length, log], [1, ["root"]]);
});

test("other data build the view anew from what it kept", () => {
  const { log, made, call } = watched(false);
  call([1, 2]);
  call([1, 3]);
  assert.deepEqual(log, ["root", "dispose"]);
  assert.deepEqual(made.map(({ kept }) => kept), [{}, { scroll: 1 }]);
  assert.equal(made[0].root.gone, made[1].root);
});

test("a view that can be updated is", () => {
  const { log, made, call } = watched(true);
  call([1, 2]);
  call([1, 3]);
  call([1, 3]);
  assert.deepEqual([made.length, log], [1, ["root", "update 1,3"]]);
});

test("another theme paints again, once", () => {
  const { log, call } = watched(true);
  call([1]);
  theme = "black";
  call([1]);
  call([1]);
  assert.deepEqual(log, ["root", "restyle"]);
});

test("the newest trigger is called, and the cleanup ends all", () => {
  const { log, made, call } = watched(false);
  const sent = [];
  call([1], () => sent.push("old"));
  const end = call([1], (name, value) => sent.push([name, value]));
  made[0].send("press", "[");
  assert.deepEqual(sent, [["press", "["]]);
  end();
  assert.deepEqual([log, made[0].root.gone], [["root", "dispose"], true]);
  call([1]);
  assert.equal(made.length, 2);
});

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { answerTo, Asking, RESET } from "../../explorer/ui/components/mixing_desk/asking.js";

const OURS = { headers: { "content-type": "application/octet-stream" } };
const turnOf = (bytes) => bytes[0];

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

// Answers a question with `respond`; gives what was asked, and what came of it.
async function askedOf(page, respond) {
  const sent = [];
  globalThis.document = { baseURI: page };
  globalThis.fetch = async (address, { method, body }) => {
    sent.push([String(address), method, JSON.parse(body)]);
    return respond();
  };
  return [sent, await answerTo(["key", 3, "net", "conv1", [[5, 0.5]]])];
}

test("the question goes below the app's own address, wherever that is", async () => {
  const respond = () => new Response(Uint8Array.from([1, 2]), OURS);
  for (const [page, address] of [["http://here/scores?model=x", "http://here/answers/desk"], ["http://here/base/scores", "http://here/base/answers/desk"]]) {
    const [sent, answer] = await askedOf(page, respond);
    assert.deepEqual(sent, [[address, "POST", ["key", 3, "net", "conv1", [[5, 0.5]]]]]);
    assert.deepEqual([...answer], [1, 2]);
  }
});

test("a refusal, the page of a proxy and silence are no answers", async () => {
  const refuse = () => new Response("This visit is over.", { status: 422, ...OURS });
  const page = () => new Response("<html>Log in</html>", { headers: { "content-type": "text/html" } });
  const fail = () => { throw new TypeError("Failed to fetch"); };
  for (const respond of [refuse, page, fail]) assert.equal((await askedOf("http://here/scores", respond))[1], null);
});

// A desk that shows what it is told, and a server whose answers the test gives: answers.shift()(turn), or () for none.
function begun() {
  const [asked, answers, sent, said] = [[], [], [], []];
  globalThis.document = { baseURI: "http://here/scores" };
  globalThis.fetch = (address, { body }) => {
    asked.push(JSON.parse(body));
    return new Promise((done) => answers.push((turn) => done(turn === undefined ? new Response("", { status: 422 }) : new Response(Uint8Array.from([turn]), OURS))));
  };
  const shown = { visit: "key", model: "net", turn: 0, about: ["photo"], layer: "conv1" };
  const show = (news) => {
    Object.assign(shown, news);
    asking.show(shown.turn);
  };
  const asking = new Asking(shown, {
    send: (name, value) => sent.push([name, value]), learn: (bytes) => show({ turn: turnOf(bytes) }), silent: (is) => said.push(is),
  });
  // What a run draws; whether it is shown.
  const run = (news) => {
    const drawn = { ...shown, ...news };
    const isShown = asking.hear(drawn, shown);
    if (isShown) show(drawn);
    return isShown;
  };
  return { asking, asked, answers, sent, said, shown, run };
}

// Until all that was promised has come to pass.
const settled = async () => { for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); };

test("one question at a time: what is moved meanwhile goes together, in the order of layers", async () => {
  const { asking, asked, answers } = begun();
  asking.move("conv1", [[1, 0]]);
  asking.move("conv1", [[2, 0]]);
  asking.move("conv1", [[2, 0.5], [3, 2]]);
  asking.move("conv2", [[0, 0]]);
  assert.deepEqual(asking.open, [["conv1", [[1, 0]]], ["conv1", [[2, 0]]], ["conv1", [[2, 0.5], [3, 2]]], ["conv2", [[0, 0]]]]);
  for (const turn of [1, 2, 3]) {
    answers.shift()(turn);
    await settled();
  }
  assert.deepEqual(asked, [
    ["key", 1, "net", "conv1", [[1, 0]]], ["key", 2, "net", "conv1", [[2, 0.5], [3, 2]]], ["key", 3, "net", "conv2", [[0, 0]]],
  ]);
  assert.deepEqual([asking.open, asking.last], [[], 3]);
});

test("reset takes the place of all that waits", async () => {
  const { asking, asked, answers } = begun();
  asking.move("conv1", [[1, 0]]);
  asking.move("conv1", [[2, 0]]);
  asking.reset();
  assert.deepEqual(asking.open, [["conv1", [[1, 0]]], [RESET, []]]);
  answers.shift()(1);
  await settled();
  assert.deepEqual(asked.at(-1), ["key", 2, "net", null, []]);
});

test("once the faders rest a run is asked for, and none by a page that knows of all moves", async () => {
  const { asking, answers, sent, run } = begun();
  asking.move("conv1", [[1, 0]]);
  mock.timers.tick(5000);
  assert.deepEqual(sent, []);
  answers.shift()(1);
  await settled();
  mock.timers.tick(599);
  assert.deepEqual(sent, []);
  mock.timers.tick(1);
  assert.deepEqual(sent, [["settle", true]]);
  assert.equal(run({ turn: 1 }), true);
  mock.timers.tick(60_000);
  assert.equal(sent.length, 1);
});

test("a page that knows less of the faders takes none back, and is drawn again", async () => {
  const { asking, answers, sent, shown, run } = begun();
  asking.move("conv1", [[1, 0]]);
  answers.shift()(1);
  await settled();
  assert.equal(run({ turn: 0 }), false);
  assert.equal(shown.turn, 1);
  mock.timers.tick(600);
  assert.deepEqual(sent, [["settle", true]]);
});

test("a page about another class is shown, and the faders are asked for anew", async () => {
  const { asking, asked, answers, run } = begun();
  asking.move("conv1", [[1, 0]]);
  answers.shift()(1);
  await settled();
  assert.equal(run({ turn: 0, about: ["photo, deer"] }), true);
  assert.deepEqual(asked.at(-1), ["key", 2, "net", "conv1", []]);
});

test("an answer that a run was faster than is dropped", async () => {
  const { asking, answers, shown, run } = begun();
  asking.move("conv1", [[1, 0]]);
  assert.equal(run({ turn: 1, about: ["photo, deer"] }), true);
  shown.answer = "the run's";
  answers.shift()(0);
  await settled();
  assert.deepEqual([shown.turn, shown.about, asking.current], [1, ["photo, deer"], null]);
});

test("moves are counted on from whatever a run has counted", async () => {
  const { asking, asked, run } = begun();
  run({ turn: 10 });
  asking.move("conv1", [[1, 0]]);
  assert.deepEqual(asked, [["key", 11, "net", "conv1", [[1, 0]]]]);
});

test("what only a run can answer is sent to one, and asked again under its number until it is", async () => {
  const { asking, asked, answers, sent, said, run } = begun();
  asking.move("conv1", [[1, 0]]);
  answers.shift()();
  await settled();
  const mix = ["mix", [1, "net", "conv1", [[1, 0]]]];
  assert.deepEqual([sent, said], [[mix], []]);
  mock.timers.tick(10_000);
  assert.deepEqual(said, [true]);
  answers.shift()();
  await settled();
  assert.deepEqual([sent, asked[0]], [[mix, mix], asked[1]]);
  assert.equal(run({ turn: 1 }), true);
  assert.deepEqual([said.at(-1), asking.current], [false, null]);
  mock.timers.tick(60_000);
  assert.equal(sent.length, 2);
});

test("a server that has begun anew counts from the beginning", async () => {
  const { asking, asked, answers, sent, run } = begun();
  for (const turn of [1, 2]) {
    asking.move("conv1", [[1, turn / 2]]);
    answers.shift()(turn);
    await settled();
  }
  asking.move("conv1", [[1, 0]]);
  asking.move("conv1", [[1, 2]]);
  assert.equal(run({ visit: "new", turn: 0 }), true);
  assert.deepEqual([asking.open, asking.settled], [[], true]);
  answers.shift()(3); // of the old one
  await settled();
  assert.equal(asking.last, 0);
  asking.move("conv1", [[1, 0]]);
  assert.deepEqual(asked.at(-1), ["new", 1, "net", "conv1", [[1, 0]]]);
  assert.deepEqual(sent, []);
});

test("moves of a network that is not looked at any more are not asked for", async () => {
  const { asking, asked, answers, run } = begun();
  asking.move("conv1", [[1, 0]]);
  asking.move("conv1", [[2, 0]]);
  assert.equal(run({ model: "other", about: ["other"], layer: "features.0" }), true);
  answers.shift()(1);
  await settled();
  assert.deepEqual(asked, [["key", 1, "net", "conv1", [[1, 0]]], ["key", 2, "other", "features.0", []]]);
});

test("a desk that is gone neither asks nor sends", async () => {
  const { asking, answers, sent } = begun();
  asking.move("conv1", [[1, 0]]);
  asking.stop();
  answers.shift()();
  await settled();
  mock.timers.tick(60_000);
  assert.deepEqual(sent, []);
});

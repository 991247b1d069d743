// The mixing desk: a fader for some channels of a layer, and the scores with them beside the scores without.

import { tellFaders, whenWanted } from "../shared/faders.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { answerTo } from "./asking.js";
import { echoOf, movedOf } from "./echo.js";
import { buildFaders } from "./faders.js";
import { channelOf, taken } from "./gains.js";
import { tableOfScores } from "./scores.js";

const NARROW = 560;
// The page is not drawn again while somebody moves faders; whoever has not for so long lets it follow.
const REST_MS = 600;

export default function mixingDesk(component) {
  return mount(component, view);
}

function view({ data, root, send }) {
  const model = { ...told(data), settled: true, asking: null, resting: null, queue: [], picked: null, gone: false };
  model.last = model.turn; // the number of the last question
  const parts = {
    mute: make("button", { type: "button", click: () => mute() }), reset: make("button", { type: "button", click: () => reset() }, "Reset"),
    note: make("p.note"), faders: make("div.faders", { role: "group" }), scores: make("div.scores"), complaint: make("span.note", { role: "alert" }),
  };
  let strips = null;
  root.append(...layout(parts, (text) => pick(text)));

  // One question at a time: what is moved meanwhile waits in the queue for the answer, and goes together.
  function ask(layer, gains) {
    model.queue.push([layer, gains]);
    parts.reset.disabled = false;
    if (layer === model.layer && model.arrays.voices) echo();
    next();
  }
  // Says in the same frame what the faders come to as they stand, to all parts of the page; the answer is on its way.
  function echo() {
    score();
    tellFaders(heard());
  }
  function score() {
    const now = heard();
    parts.scores.replaceChildren(tableOfScores(model, now, model.mixed || now.terms.length > 0));
  }
  function heard() {
    const { about, title, sentence, arrays, faders } = model;
    return { about, title, sentence, sum: arrays.sum.data, ...echoOf(model, movedOf(faders, strips.values())) };
  }
  function next() {
    clearTimeout(model.resting);
    if (model.asking) return;
    if (model.queue.length === 0) {
      if (!model.settled) model.resting = setTimeout(() => send("settle", true), REST_MS);
      return;
    }
    const [layer, gains] = taken(model.queue);
    model.last += 1;
    model.asking = { layer, gains };
    model.settled = false;
    answer([model.last, layer, gains]);
  }
  async function answer(question) {
    const bytes = await answerTo([model.visit, ...question]);
    if (model.gone) return;
    if (bytes) learn(told(bytes));
    else send("mix", question);
  }
  function reset() {
    model.queue = [[RESET, []]];
    if (model.elsewhere.length === 0) {
      hold();
      if (model.arrays.voices) echo();
    }
    next();
  }
  function mute() {
    const [layer, channels] = model.ten;
    const gains = channels.map((channel) => [channel, 0]);
    if (layer === model.layer) strips.set(gains);
    ask(layer, gains);
  }
  function pick(text) {
    const { channel, complaint } = channelOf(text, model.channels);
    parts.complaint.textContent = complaint ?? "";
    if (complaint) return false;
    if (!strips.focus(channel)) {
      model.picked = channel;
      ask(model.layer, [[channel, 1]]);
    }
    return true;
  }
  // A hand on a fader knows better than an answer that is older than its last move, or than a page that settles.
  function hold() {
    const asking = model.asking ? [[model.asking.layer, model.asking.gains]] : [];
    for (const [layer, gains] of [...asking, ...model.queue]) {
      if (layer === RESET) strips.set(model.faders.map(([channel]) => [channel, 1]));
      else if (layer === model.layer) strips.set(gains);
    }
  }
  function draw(before) {
    const same = before && before.layer === model.layer && String(before.faders.map(first)) === String(model.faders.map(first));
    if (same) strips.set(model.faders);
    else {
      const focused = model.picked ?? strips?.focused() ?? null;
      model.picked = null;
      strips = buildFaders(model, root, (channel, gain) => ask(model.layer, [[channel, gain]]));
      parts.faders.replaceChildren(...strips.elements);
      if (focused !== null) strips.focus(focused);
    }
    hold();
    label(model, parts);
    if (before) echo();
    else score();
  }
  // Takes the answer to the last question, or what a run has drawn.
  function learn(news) {
    const before = { layer: model.layer, faders: model.faders };
    Object.assign(model, news);
    if (model.turn === model.last) model.asking = null;
    draw(before);
    next();
  }
  draw(null);
  // A run that has begun before faders moved knows less of them, and perhaps more of what the page is about.
  const update = (data) => {
    const news = told(data);
    const behind = news.turn < model.last;
    model.settled = !behind;
    if (behind && String(news.about) === String(model.about) && news.layer === model.layer) {
      echo();
      next();
      return;
    }
    if (behind) model.queue.unshift([news.layer, []]); // the server knows where the faders are
    learn(news);
  };
  const stops = [watchWidth(root, (width) => root.classList.toggle("narrow", width < NARROW)), whenWanted((hear) => hear(heard()))];
  const dispose = () => {
    model.gone = true;
    clearTimeout(model.resting);
    stops.forEach((stop) => stop());
  };
  return { restyle: () => strips.paint(), dispose, update, keep: () => ({}) };
}

const first = ([channel]) => channel;

// In the queue in place of a layer: all faders of all layers back to 1.
const RESET = null;

function told(data) {
  const { header, arrays } = unpack(data);
  return { ...header, arrays };
}

function layout(parts, pick) {
  const field = make("input", { type: "text", inputmode: "numeric", "aria-label": "Channel to put on the desk", placeholder: "channel" });
  const submit = (event) => {
    event.preventDefault();
    if (pick(field.value)) field.value = "";
  };
  return [
    make("div.head", {}, make("h3", {}, "Mixing desk"), make("div.tools", {}, parts.mute, parts.reset)),
    parts.note,
    make("div.body", {},
      make("div.left", {}, parts.faders, make("form.pick", { submit }, field, make("button", { type: "submit" }, "Add its fader"), parts.complaint)),
      parts.scores),
  ];
}

function label(model, { mute, reset, note, faders }) {
  const many = model.ten[1].length;
  mute.hidden = many === 0;
  mute.textContent = many === 10 ? "Mute the ten that speak most" : `Mute the ${many} that speak most`;
  mute.title = `The channels of ${model.ten[0]} that add most to the score of ${model.label}`;
  reset.disabled = !model.mixed && model.faders.length === model.leading.length;
  note.textContent = model.elsewhere.length ? `Faders of ${model.elsewhere.join(", ")} are moved, too.` : "";
  faders.setAttribute("aria-label", `Faders of ${model.layer}`);
}

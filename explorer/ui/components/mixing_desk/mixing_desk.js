// The mixing desk: a fader for some channels of a layer, and the scores with them beside the scores without.

import { tellFaders, whenWanted } from "../shared/faders.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { Asking, RESET } from "./asking.js";
import { echoOf, movedOf } from "./echo.js";
import { buildFaders } from "./faders.js";
import { channelOf } from "./gains.js";
import { buildScores } from "./scores.js";

const NARROW = 560;
const SILENCE = "The server has not answered. If that stays so, load the page again.";

export default function mixingDesk(component) {
  return mount(component, view);
}

function view({ data, root, send }) {
  const model = { ...told(data), picked: null };
  const parts = {
    mute: make("button", { type: "button", click: () => mute() }), reset: make("button", { type: "button", click: () => reset() }, "Reset"),
    note: make("p.note"), faders: make("div.faders", { role: "group" }), scores: buildScores(), complaint: make("span.note", { role: "alert" }),
  };
  let strips = null;
  root.append(...layout(parts, (text) => pick(text)));

  const asking = new Asking(model, { send, learn: (bytes) => learn(told(bytes)), silent: (is) => say(is ? SILENCE : "", SILENCE) });

  function ask(layer, gains) {
    parts.reset.disabled = false;
    asking.move(layer, gains);
    if (layer === model.layer && model.arrays.voices) echo();
  }
  // Says in the same frame what the faders come to as they stand, to all parts of the page; the answer is on its way.
  function echo() {
    tellFaders(score());
  }
  function score() {
    const now = heard();
    parts.scores.tell(model, now, model.mixed || now.terms.length > 0);
    return now;
  }
  function heard() {
    const { about, title, sentence, arrays, faders } = model;
    return { about, title, sentence, sum: arrays.sum.data, ...echoOf(model, movedOf(faders, strips.values())) };
  }
  function reset() {
    asking.reset();
    if (model.elsewhere.length > 0) return;
    hold();
    if (model.arrays.voices) echo();
  }
  function mute() {
    const [layer, channels] = model.ten;
    const gains = channels.map((channel) => [channel, 0]);
    if (layer === model.layer) strips.set(gains);
    ask(layer, gains);
  }
  function pick(text) {
    const { channel, complaint } = channelOf(text, model.channels);
    say(complaint ?? "");
    if (complaint) return false;
    if (!strips.focus(channel)) {
      model.picked = channel;
      ask(model.layer, [[channel, 1]]);
    }
    return true;
  }
  // A hand on a fader knows better than an answer that is older than its last move, or than a page that settles.
  function hold() {
    for (const [layer, gains] of asking.open) {
      if (layer === RESET) strips.set(model.faders.map(([channel]) => [channel, 1]));
      else if (layer === model.layer) strips.set(gains);
    }
  }
  // Says `text` beside the field; an empty one takes back `only` that.
  function say(text, only = parts.complaint.textContent) {
    if (text || parts.complaint.textContent === only) parts.complaint.textContent = text;
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
  // Takes an answer, or what a run has drawn.
  function learn(news) {
    const before = { layer: model.layer, faders: model.faders };
    Object.assign(model, news);
    asking.show(model.turn);
    draw(before);
  }
  const update = (data) => {
    const news = told(data);
    if (asking.hear(news, model)) learn(news);
    else echo();
  };
  draw(null);
  const stops = [watchWidth(root, (width) => root.classList.toggle("narrow", width < NARROW)), whenWanted((hear) => hear(heard()))];
  const dispose = () => {
    asking.stop();
    stops.forEach((stop) => stop());
  };
  return { restyle: () => strips.paint(), dispose, update, keep: () => ({}) };
}

const first = ([channel]) => channel;

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
      make("div.scores", {}, parts.scores.element)),
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

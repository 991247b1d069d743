// Asks the server what moved faders come to: one question at a time, without a run of the page where that can be
// (explorer/ui/scores/answer.py).

import { taken } from "./gains.js";

// Below the address of the app, whose pages are one step below it, too.
const PATH = "answers/desk";
const KIND = "application/octet-stream";
// The page is not drawn again while somebody moves faders; whoever has not for so long lets it follow.
const REST_MS = 600;
// A run of the largest network takes less; what was sent while there was no connection is lost.
const PATIENCE_MS = 10_000;

// In place of a layer: all faders of all layers back to 1.
export const RESET = null;

// The answer's bytes to [visit, turn, model, layer, [[channel, gain], …]]; null where only a run of the page can answer.
export async function answerTo(question) {
  try {
    const answer = await fetch(new URL(PATH, document.baseURI), { method: "POST", body: JSON.stringify(question) });
    const isOurs = answer.ok && answer.headers.get("content-type") === KIND; // and no page of a proxy
    return isOurs ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null; // nobody there
  }
}

// Each question has a number, and whoever answers says after which move: `last` is that of the last question. A question
// names its network, for another one may be looked at before it arrives. send(name, value) reaches a run of the page,
// learn(bytes) takes an answer, silent(is) hears whether the server keeps silent.
export class Asking {
  queue = []; // [layer, gains] that wait for the answer, and go together
  current = null; // the question that waits for one
  settled = true; // whether the page around the desk knows of all moves
  gone = false;

  constructor({ visit, model, turn }, { send, learn, silent }) {
    Object.assign(this, { visit, model, last: turn, send, learn, silent });
  }

  // Moves that nobody has answered, the first first.
  get open() {
    return [...(this.current ? [[this.current.layer, this.current.gains]] : []), ...this.queue];
  }

  move(layer, gains) {
    this.queue.push([layer, gains]);
    this.next();
  }

  reset() {
    this.queue = [];
    this.move(RESET, []);
  }

  next() {
    clearTimeout(this.resting);
    if (this.current) return;
    if (this.queue.length) {
      const [layer, gains] = taken(this.queue);
      this.last += 1;
      this.settled = false;
      this.current = { turn: this.last, model: this.model, layer, gains };
      this.ask(this.current);
    } else if (!this.settled) this.resting = setTimeout(() => this.send("settle", true), REST_MS);
  }

  async ask(question) {
    const asked = [question.turn, question.model, question.layer, question.gains];
    const bytes = await answerTo([this.visit, ...asked]);
    if (this.gone || this.current !== question) return; // a run was faster
    if (bytes) {
      this.learn(bytes);
      return;
    }
    this.waiting = setTimeout(() => {
      this.silent(true);
      this.ask(question);
    }, PATIENCE_MS);
    this.send("mix", asked);
  }

  // Hears what a run has drawn, `news`, while `known` is shown; whether it is to be shown. A run that has begun before
  // the last move knows less of the faders, and perhaps more of what the page is about.
  hear(news, known) {
    if (news.visit !== this.visit) { // of a server that has begun anew
      this.answered();
      this.last = news.turn;
    }
    if (news.visit !== this.visit || news.model !== this.model) this.queue = []; // the faders are others
    Object.assign(this, { visit: news.visit, model: news.model });
    const isBehind = news.turn < this.last;
    this.settled = !isBehind;
    if (isBehind && String(news.about) === String(known.about) && news.layer === known.layer) {
      this.next();
      return false;
    }
    if (isBehind) this.queue.unshift([news.layer, []]); // the server knows where the faders are
    return true;
  }

  // From now on the desk shows what there is after move number `turn`.
  show(turn) {
    if (turn >= this.last) this.answered();
    this.last = Math.max(this.last, turn);
    this.next();
  }

  answered() {
    clearTimeout(this.waiting);
    this.current = null;
    this.silent(false);
  }

  stop() {
    this.gone = true;
    [this.resting, this.waiting].forEach(clearTimeout);
  }
}

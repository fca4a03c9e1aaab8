// The leading tab's part: gathers the proofs of all tabs into one stream and keeps it open.
// `say(kind, body)` speaks to the other tabs, `join(fresh)` lets this tab hand in its own proof by
// `add`, `spread(kind, data, cursor)` hands an event to every tab, `resign()` leaves the lead.

import { Roster } from "./roster.js";
import { Stream } from "./stream.js";

const ROLL = 250;
const BURST = 100;
const LONGEST_PAUSE = 60000;

export class Carrier {
  #stream;
  #roster = new Roster();
  #cursor = "";
  #failures = 0;
  #timer = 0;
  #leads = false;

  constructor(src, { say, join, spread, resign }) {
    Object.assign(this, { say, join, spread, resign });
    this.#stream = new Stream(src, (...heard) => this.#hear(...heard));
  }

  take() {
    this.#leads = true;
    this.#gather();
  }

  drop() {
    this.#leads = false;
    clearTimeout(this.#timer);
    this.#stream.close();
    this.#roster.clear();
  }

  add(id, proof, cursor) {
    this.#roster.add(id, proof, cursor);
    if (!this.#stream.isOpen) return; // the roll or the pause that runs takes it along
    if (this.#roster.isStale) this.#gather();
    else if (document.hidden)
      this.#open(); // timers of hidden pages are slow
    else this.#after(BURST, () => this.#open());
  }

  remove(id) {
    this.#roster.remove(id);
  }

  checkSilence() {
    this.#stream.checkSilence();
  }

  retryNow() {
    if (this.#leads && !this.#stream.isOpen) this.#gather();
  }

  #gather(fresh = false) {
    this.#stream.close();
    this.#roster.clear();
    this.say("roll", { fresh });
    this.join(fresh);
    this.#after(ROLL, () => this.#open());
  }

  #open() {
    if (this.#roster.isEmpty) this.#pause(false);
    else this.#stream.open(this.#roster.wish(this.#cursor));
  }

  #hear(kind, data, cursor) {
    if (cursor) this.#cursor = cursor;
    if (kind === "beat") return;
    if (kind === "renew" || kind === "lost" || kind === "refused") this.#over(kind);
    else if (kind === "ready") this.#ready(data, cursor);
    else this.spread(kind, data, cursor);
  }

  #ready(data, cursor) {
    this.#failures = 0;
    this.#roster.board(data);
    this.spread("ready", { ...data, aboard: this.#roster.aboard }, cursor);
    if (this.#roster.isJoined) this.#after(BURST, () => this.#open());
  }

  // The stream is over. A hidden tab leaves what follows to one that somebody looks at.
  #over(kind) {
    this.#stream.close();
    if (document.hidden) {
      this.drop();
      this.resign();
    } else if (kind === "renew") {
      this.#gather();
    } else {
      this.#pause(kind === "refused");
    }
  }

  #pause(fresh) {
    this.spread("waiting", {}, "");
    const most = Math.min(LONGEST_PAUSE, 1000 * 2 ** this.#failures++);
    this.#after(most * (0.5 + Math.random() / 2), () => this.#gather(fresh));
  }

  #after(pause, act) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, pause);
  }
}

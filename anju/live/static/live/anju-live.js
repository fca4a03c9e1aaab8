// <anju-live src="http://host:8001/live" ticket="…">: placed once by the shell. Keeps one stream per browser
// and tells the regions of this tab what changed. Shows its state (live, waiting, off) in the attribute
// `state`, by `live:state` on document, and in words in its child [data-words].

import { Carrier } from "./carrier.js";
import { Regions } from "./regions.js";
import { Off, Right } from "./right.js";
import { Tabs } from "./tabs.js";

const WORDS = { live: "已连接", waiting: "正在重连", off: "未连接" };
const JOIN_AGAIN = 4000;

class AnjuLive extends HTMLElement {
  #tabs = new Tabs((kind, body, from) => this.#hearTab(kind, body, from));
  #regions = null;
  #right = null;
  #carrier = null;
  #cursor = "";
  #joined = -Infinity;

  connectedCallback() {
    if (this.#carrier || !this.getAttribute("ticket")) return;
    this.#regions = new Regions();
    this.#right = new Right(this.getAttribute("ticket"));
    this.#carrier = new Carrier(this.getAttribute("src"), {
      say: (kind, body) => this.#tabs.say(kind, body),
      join: (fresh) => this.#join(fresh),
      spread: (kind, data, cursor) => this.#spread(kind, data, cursor),
      resign: () => this.#tabs.resign(),
    });
    this.#show("waiting");
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", (event) => event.persisted && this.#wake());
    document.addEventListener("resume", () => this.#wake());
    addEventListener("online", () => this.#carrier.retryNow());
    this.#tabs.start();
  }

  #hearTab(kind, body, from) {
    if (kind === "lead") this.#carrier.take();
    else if (kind === "follow") this.#carrier.drop();
    else if (kind === "beat") this.#beat();
    else if (kind === "bye") this.#carrier.remove(from);
    else if (kind === "event") this.#take(body.kind, body.data, body.cursor);
    else if (kind === "roll") this.#answerRoll(body.fresh);
    else if (kind === "join" && this.#tabs.leading)
      this.#carrier.add(from, body.proof, body.cursor);
  }

  #beat() {
    if (this.#tabs.leading) this.#carrier.checkSilence();
    else if (this.#right.covered || document.hidden) return;
    else if (performance.now() - this.#joined > JOIN_AGAIN) this.#join();
  }

  // Hidden tabs cost the server no renewals; they join, and fetch once, when they are shown.
  #answerRoll(fresh) {
    if (!document.hidden || (!fresh && this.#right.hasPass())) this.#join(fresh);
  }

  async #join(fresh = false) {
    this.#joined = performance.now();
    if (fresh) this.#right.distrust();
    try {
      const proof = await this.#right.proof();
      if (this.#tabs.leading) this.#carrier.add(this.#tabs.id, proof, this.#cursor);
      else this.#tabs.say("join", { proof, cursor: this.#cursor });
    } catch (refusal) {
      if (refusal instanceof Off) this.#leave("off");
    }
  }

  #spread(kind, data, cursor) {
    this.#tabs.say("event", { kind, data, cursor });
    this.#take(kind, data, cursor);
  }

  #take(kind, data, cursor) {
    if (cursor) this.#cursor = cursor;
    if (kind === "ping") this.#regions.mark(data.topic, data.version);
    if (kind === "resync") this.#regions.markAll();
    if (kind === "ready") this.#board(data);
    if (kind === "resync" && this.#right.covered) this.#show("live");
    if (kind === "waiting") this.#show("waiting");
  }

  #board(data) {
    const missed = this.#right.board(data.aboard.includes(this.#tabs.id), data);
    if (missed) this.#regions.markAll();
    this.#show(this.#right.covered ? data.state : "waiting");
  }

  #leave(state = "waiting") {
    this.#carrier?.drop();
    this.#tabs.stop();
    this.#show(state);
  }

  // Back from the page cache or from being frozen: nobody knows what was missed.
  #wake() {
    if (this.getAttribute("state") === "off") return;
    this.#right.loseTouch();
    this.#tabs.start();
    this.#tabs.ask();
  }

  #show(state) {
    if (this.getAttribute("state") === state) return;
    this.setAttribute("state", state);
    const words = this.querySelector("[data-words]");
    if (words) words.textContent = WORDS[state];
    document.dispatchEvent(
      new CustomEvent("live:state", { detail: { state, words: WORDS[state] } }),
    );
  }
}

customElements.define("anju-live", AnjuLive);

// One leader among the tabs of a browser, over BroadcastChannel alone (it works on plain http and without
// storage). Only visible tabs ask to lead; a leader answers from its message handler, which browsers do not
// throttle in hidden tabs. `hear(kind, body, from)` gets lead, follow, beat, bye and the tabs' own messages.

const BEAT = 2000;
const QUIET = 5000;
const ANSWER = 300;

export class Tabs {
  // The older tab has the smaller name and stays leader when two believe they are.
  id = `${Math.round(performance.timeOrigin)}.${Math.random().toString(36).slice(2)}`;
  leader = "";
  #channel = null;
  #claim = 0;
  #beat = 0;
  #heard = 0;
  #shown = () => this.ask();

  constructor(hear) {
    this.hear = hear;
  }

  get leading() {
    return this.leader === this.id;
  }

  start() {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel("anju-live");
    this.#channel.onmessage = (message) => this.#receive(message.data);
    this.#beat = setInterval(() => this.#tick(), BEAT);
    document.addEventListener("visibilitychange", this.#shown);
    this.ask();
  }

  stop() {
    if (!this.#channel) return;
    this.say("bye");
    this.leader = "";
    clearInterval(this.#beat);
    clearTimeout(this.#claim);
    this.#claim = 0;
    document.removeEventListener("visibilitychange", this.#shown);
    this.#channel.close();
    this.#channel = null;
  }

  say(kind, body = {}) {
    this.#channel?.postMessage({ kind, body, from: this.id });
  }

  resign() {
    this.leader = "";
    this.say("bye");
  }

  // Finds the leader, or becomes it when nobody answers.
  ask() {
    if (this.leading || this.#claim || document.hidden || !this.#channel) return;
    this.say("claim");
    this.#claim = setTimeout(() => this.#win(), ANSWER);
  }

  #win() {
    this.#claim = 0;
    if (document.hidden || !this.#channel) return;
    this.leader = this.id;
    this.say("lead");
    this.hear("lead", {}, this.id);
  }

  #tick() {
    if (this.leading) {
      this.say("lead");
      this.hear("beat", {}, this.id);
    } else if (performance.now() - this.#heard > QUIET) {
      this.ask();
    }
  }

  #receive({ kind, body, from }) {
    if (kind === "claim") this.#answer(from);
    else if (kind === "lead") this.#follow(from);
    else {
      this.hear(kind, body, from);
      if (kind === "bye" && from === this.leader) {
        this.leader = "";
        setTimeout(() => this.ask(), Math.random() * 100);
      }
    }
  }

  #answer(from) {
    if (this.leading) this.say("lead");
    else if (this.#claim && from < this.id) this.#wait();
  }

  #wait() {
    clearTimeout(this.#claim);
    this.#claim = 0;
    this.#heard = performance.now();
  }

  #follow(from) {
    if (this.leading && this.id < from) {
      this.say("lead");
      return;
    }
    this.#wait();
    const changed = this.leader !== from;
    this.leader = from;
    if (changed) this.hear("follow", {}, from);
    this.hear("beat", {}, from);
  }
}

// One EventSource to the hub. Its owner reopens it, since each connection needs fresh proofs.
// `hear(kind, data, cursor)` gets ready, ping, resync, waiting, renew, and of its own `lost` (network, silence)
// and `refused` (the hub answered and said no).

const KINDS = ["ready", "ping", "resync", "waiting", "renew", "beat"];
const SILENCE = 50000;

export class Stream {
  #source = null;
  #heard = 0;

  constructor(src, hear) {
    this.src = src;
    this.hear = hear;
  }

  get isOpen() {
    return this.#source !== null;
  }

  open({ tickets, passes, cursor }) {
    this.close();
    const url = new URL(this.src, location.href);
    for (const ticket of tickets) url.searchParams.append("t", ticket);
    for (const pass of passes) url.searchParams.append("p", pass);
    if (cursor) url.searchParams.set("since", cursor);
    const source = new EventSource(url);
    this.#source = source;
    this.#heard = Date.now();
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        if (source !== this.#source) return;
        this.#heard = Date.now();
        this.hear(kind, JSON.parse(event.data), event.lastEventId);
      });
    }
    source.addEventListener("error", () => {
      if (source !== this.#source) return;
      const refused = source.readyState === EventSource.CLOSED;
      this.close();
      this.hear(refused ? "refused" : "lost", {}, "");
    });
  }

  close() {
    this.#source?.close();
    this.#source = null;
  }

  // A network that went away without a word (another Wi-Fi, a sleeping laptop) raises no error.
  checkSilence() {
    if (!this.#source || Date.now() - this.#heard < SILENCE) return;
    this.close();
    this.hear("lost", {}, "");
  }
}

// Tells the regions of this page that their topic changed: `live:changed` on every [data-live] element that
// lists it, once per burst, with jitter (a thousand screens shall not ask at once), and only while the page is
// visible; a hidden page remembers and tells once when it is shown.

const JITTER = 400;
// The telephone rings for a few people, who wait for it: their screens ask at once.
const AT_ONCE = "calls:";

export class Regions {
  #news = new Map();
  #all = false;
  #timer = 0;
  #busy = new WeakSet();

  constructor() {
    document.addEventListener("visibilitychange", () => this.#schedule());
    // A region that is being fetched may be answered with what was true a moment ago: it is told afterwards.
    document.addEventListener("htmx:beforeSend", (event) => this.#busy.add(event.detail.elt));
    document.addEventListener("htmx:afterRequest", (event) => this.#busy.delete(event.detail.elt));
  }

  mark(topic, version) {
    this.#news.set(topic, version);
    this.#schedule({ atOnce: topic.startsWith(AT_ONCE) });
  }

  markAll() {
    this.#all = true;
    this.#schedule();
  }

  #schedule({ atOnce = false } = {}) {
    if (document.hidden || !(this.#all || this.#news.size) || (this.#timer && !atOnce)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), atOnce ? 0 : Math.random() * JITTER);
  }

  #tell() {
    this.#timer = 0;
    if (document.hidden) return;
    const [news, all] = [this.#news, this.#all];
    this.#news = new Map();
    this.#all = false;
    for (const region of document.querySelectorAll("[data-live]")) {
      const topics = region.dataset.live.split(/\s+/).filter((topic) => all || news.has(topic));
      if (!topics.length) continue;
      if (this.#busy.has(region)) {
        for (const topic of topics) this.#news.set(topic, news.get(topic) ?? 0);
        continue;
      }
      const detail = { topic: topics[0], version: news.get(topics[0]) ?? 0 };
      region.dispatchEvent(new CustomEvent("live:changed", { detail }));
    }
    this.#schedule();
  }
}

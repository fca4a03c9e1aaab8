// <outbox-line user="7" name="赵志强" ping="/p/lvyuan/offline/ping/">: «离线 · 3 条未上传» at the head of the
// phone's pages for as long as anything is unsent, and the hand that sends it: at once, when the network comes
// back, when the page is looked at again, and every twenty seconds. Opens the list of entries with their fate.

import { canWorkOffline } from "./here.js";
import { openList } from "./outbox-list.js";
import { onNews, ping, sendAll } from "./outbox-send.js";
import { allOf, isUnsent, others } from "./outbox-store.js";

const EVERY = 20_000;
const FIELD = /^\/p\/[^/]+\/field\//;
const WAYS = { "sign-in": "请重新登录后上传", other: "现在登录的是别人,请本人登录后上传" };
let unsent = 0;

export const unsentNow = () => unsent;

class OutboxLine extends HTMLElement {
  #way = "sent";
  #cannotReload = false;
  #timer = 0;

  connectedCallback() {
    this.user = Number(this.getAttribute("user"));
    this.setAttribute("role", "status");
    if (!canWorkOffline()) return this.#show(FIELD.test(location.pathname) ? ["此地址不支持离线,请联网使用"] : []);
    onNews((news) => this.#hear(news));
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.#draw());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    document.addEventListener("outbox:no-worker", () => ((this.#cannotReload = true), this.#draw()));
    this.addEventListener("click", (event) => event.target.closest("[data-open]") && openList(this));
    this.#timer = setInterval(() => unsent && this.send(), EVERY);
    this.#draw();
    ping(this.getAttribute("ping")).then((told) => ((this.#way = told === null ? "away" : this.#way), this.send()));
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  // Send what is due; asked by hand, also what was put off.
  async send({ isAsked = false } = {}) {
    try {
      const way = await sendAll(this.user, { isAsked });
      if (way !== "sent" || navigator.onLine) this.#way = way;
    } finally {
      await this.#draw();
    }
  }

  #hear({ way }) {
    if (way) this.#way = way;
    this.#draw();
  }

  async #draw() {
    const rows = await allOf(this.user);
    unsent = rows.filter(isUnsent).length;
    const stuck = rows.filter((row) => row.state === "stuck").length;
    const refused = rows.filter((row) => row.state === "refused").length;
    const held = rows.filter((row) => row.state === "held" && !row.isRead).length;
    const words = [];
    if (!navigator.onLine || this.#way === "away") words.push("离线");
    if (unsent) words.push(`${unsent} 条未上传`);
    if (stuck) words.push(`${stuck} 条传不上去,请看原因`);
    if (refused) words.push(`${refused} 条被退回,请看原因`);
    if (held) words.push(`${held} 条已转主管补录`);
    if (unsent && WAYS[this.#way]) words.push(WAYS[this.#way]);
    if (this.#cannotReload && FIELD.test(location.pathname)) words.push("此浏览器离线时打不开页面,请不要关闭本页");
    const left = await others(this.user); // that there is something of others, never what
    this.#show(words, rows.length > 0, left.map(({ name, count }) => `本机还有 ${name} 的 ${count} 条未上传,请其本人登录后上传`));
    this.dispatchEvent(new CustomEvent("outbox:drawn", { bubbles: true, detail: { rows } }));
  }

  #show(words, isOpenable = false, others = []) {
    const parts = [];
    const isQuiet = words.length === 0;
    if (!isQuiet) parts.push(this.#line(words.join(" · "), isOpenable));
    if (unsent && this.#way === "sign-in") parts.push(this.#link());
    for (const text of others) parts.push(this.#line(text, false, "outbox__others"));
    // Drawn only when it says something else, or a screen reader would repeat it every twenty seconds.
    if (parts.map((part) => part.textContent).join() !== [...this.children].map((part) => part.textContent).join()) this.replaceChildren(...parts);
    this.dataset.tone = this.#way === "away" || !navigator.onLine ? "away" : "open";
    this.hidden = parts.length === 0;
  }

  #line(text, isOpenable, look = "outbox__line") {
    const line = document.createElement(isOpenable ? "button" : "p");
    line.className = look;
    line.textContent = text;
    if (isOpenable) Object.assign(line, { type: "button" }).dataset.open = "";
    return line;
  }

  #link() {
    const link = document.createElement("a");
    link.className = "outbox__link";
    link.href = `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "去登录";
    return link;
  }
}

customElements.define("outbox-line", OutboxLine);

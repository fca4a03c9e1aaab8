// <field-steps id data-subject data-owner data-seen-at>: the steps of a piece of work. A form[data-outbox] in it is
// kept on the phone before anything is sent, so that no dead network and no restart loses it; its step is marked,
// the next one opened. When the server has it all, the region is fetched anew. Without HTTPS: plain forms.

import { askForSync, canWorkOffline, sayHere } from "./here.js";
import { onNews } from "./outbox-send.js";
import { NoRoom, add, allOf, fact, isUnsent } from "./outbox-store.js";
import { shrink } from "./photo-shrink.js";
import { formOf, giveBack, markKept, marksOf, wordsOf } from "./step-marks.js";

const FULL = "手机存储空间不够,这一条没有记下,内容还在页面上。请清理手机空间后再点一次,或到有网络的地方再提交。";
const BROKEN = "手机没能记下这一条,内容还在页面上。请再点一次;如仍不行,请到有网络的地方再提交。";
const NEEDS = "这一步要联网办理,请到有网络的地方再试。";
const TOLD = ["taken", "held", "waiting", "refused"];
const say = (text, tone = "ok") => document.dispatchEvent(new CustomEvent("said", { detail: { text, tone } }));

class FieldSteps extends HTMLElement {
  connectedCallback() {
    if (this.isReady || !canWorkOffline()) return;
    this.isReady = true;
    this.user = Number(this.dataset.owner);
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("input", () => (this.isTyping = true));
    onNews((news) => this.isConnected && this.#hear(news));
    this.#mark();
  }

  #submit(event) {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-outbox]")) return;
    event.preventDefault();
    event.stopPropagation(); // the shell must not take it for sent
    if (form.dataset.keeping) return; // an impatient hand
    form.dataset.keeping = "yes";
    this.#keep(form, event.submitter).finally(() => delete form.dataset.keeping);
  }

  async #keep(form, submitter) {
    try {
      const row = await add(await this.#entryOf(form, submitter));
      this.isTyping = false;
      markKept(this, form, row);
    } catch (error) {
      return say(error instanceof NoRoom || error?.name === "QuotaExceededError" ? FULL : BROKEN, "error");
    }
    await askForSync();
    await document.querySelector("outbox-line")?.send();
  }

  async #entryOf(form, submitter) {
    const madeAt = new Date().toISOString();
    const line = document.querySelector("outbox-line");
    const from = { user: this.user, userName: line?.getAttribute("name") ?? "", ping: line?.getAttribute("ping") };
    const what = { url: form.action, step: form.dataset.step, subject: this.dataset.subject, marks: marksOf(form), ...wordsOf(form, submitter) };
    const fields = [];
    for (const [name, value] of new FormData(form, submitter)) {
      if (name === "csrfmiddlewaretoken" || (value instanceof File && !value.name && !value.size)) continue;
      fields.push([name, value instanceof File ? await shrink(value) : value]);
    }
    const times = { madeAt, offset: await fact("offset"), seenAt: this.dataset.seenAt };
    return { entry: crypto.randomUUID(), ...from, ...what, ...times, fields, state: "queued", said: "", tries: 0, nextAt: 0 };
  }

  // On a page opened again without a network: what is on the phone, or was sent, and not on the page yet.
  async #mark() {
    const seen = Date.parse(this.dataset.seenAt);
    for (const row of await this.#rows()) {
      const isNews = isUnsent(row) || (row.toldAt > seen && row.state !== "refused");
      const form = isNews && formOf(this, row);
      if (form) markKept(this, form, row);
    }
  }

  async #hear({ entry, subject, state }) {
    if (subject !== this.dataset.subject || !TOLD.includes(state)) return;
    const rows = await this.#rows();
    const row = rows.find((each) => each.entry === entry);
    if (row?.said) say(row.said, state === "taken" ? "ok" : "error");
    if (state === "refused") return row && giveBack(this, row);
    if (rows.some(isUnsent) || !navigator.onLine) return;
    sayHere(this.user, { isNew: true });
    if (this.isTyping && this.contains(document.activeElement)) return; // nobody's typing is swept away
    if (this.isConnected && this.id) htmx.ajax("GET", location.pathname + location.search, { target: `#${this.id}`, swap: "outerHTML" });
  }

  async #rows() {
    return (await allOf(this.user)).filter((row) => row.subject === this.dataset.subject);
  }
}

customElements.define("field-steps", FieldSteps);

// What takes somebody's authority stays online: taking an order from the pool, prices, putting off, the telephone.
document.addEventListener("submit", (event) => {
  if (navigator.onLine || !event.target.matches("[data-needs-network]")) return;
  event.preventDefault();
  event.stopPropagation();
  say(NEEDS, "error");
}, { capture: true });

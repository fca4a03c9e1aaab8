// <draft-form src="…/drafts/notices.new/" form="id-of-form"><span role="status"></span></draft-form>
// keeps a draft on the server while one types, offers an older one on arrival, and shows both texts
// when another tab or device saved in between. It never submits and never takes the focus.

import { differences, readFields, writeFields } from "./draft-fields.js";
import { DraftPanel } from "./draft-panel.js";
import { DraftStore } from "./draft-store.js";

const PAUSE = 800;
// While an older draft is offered, what is typed does not replace it at the first letter.
const PAUSE_WHILE_OFFERED = 20000;
const RETRY = 5000;

class DraftForm extends HTMLElement {
  #store = null;
  #timer = 0;
  #isDirty = false;
  #isSaving = false;
  #panel = new DraftPanel(this);
  #end = null;

  connectedCallback() {
    this.#store = new DraftStore(this.getAttribute("src"));
    this.#end = new AbortController();
    const { signal } = this.#end;
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal });
    for (const kind of ["input", "change", "compositionend"]) {
      on(document, kind, (event) => this.#typed(event));
    }
    on(document, "submit", (event) => event.target === this.#form && this.#rest());
    on(document, "visibilitychange", () => document.hidden && this.#leave());
    on(window, "pagehide", () => this.#leave());
    on(window, "online", () => this.#isDirty && this.#save());
    this.#arrive();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  // A part swapped by htmx brings a new form of the same id.
  get #form() {
    return document.getElementById(this.getAttribute("form"));
  }

  async #arrive() {
    const draft = await this.#store.get();
    if (draft.status !== 200 || !this.#form) return;
    if (!differences(this.#form, readFields(this.#form), draft.fields).length) return;
    this.#panel.offer(draft, {
      restore: () => this.#write(draft.fields),
      discard: () => this.#store.remove(),
    });
  }

  #typed(event) {
    if (event.isComposing || event.target.form !== this.#form || !this.#form) return;
    if (["file", "password", "hidden"].includes(event.target.type)) return;
    this.#isDirty = true;
    this.#later(this.#panel.kind ? PAUSE_WHILE_OFFERED : PAUSE);
  }

  #later(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), pause);
  }

  // Submitted: a draft saved now would come back as a ghost. Typing again (after a 422) resumes.
  #rest() {
    clearTimeout(this.#timer);
    this.#isDirty = false;
  }

  #leave() {
    if (this.#isDirty && !this.#panel.kind && this.#form) this.#save({ leaving: true });
  }

  async #save(how = {}) {
    clearTimeout(this.#timer);
    if (!this.#form || this.#panel.kind === "conflict") return;
    if (this.#isSaving) {
      this.#later(PAUSE);
      return;
    }
    this.#isSaving = true;
    this.#isDirty = false;
    const answer = await this.#store.put(readFields(this.#form), how);
    this.#isSaving = false;
    if (answer.status === 200) this.#say(`草稿已存 ${answer.saved_at}`);
    else if (answer.status === 409) this.#compare(answer);
    else this.#failed(answer);
  }

  #failed({ status, error }) {
    if (status !== 0 && status < 500 && status !== 429) {
      this.#say(error ?? "草稿没有保存，请先复制内容，再刷新页面。");
      return;
    }
    this.#isDirty = true;
    this.#say("未保存，网络恢复后重试");
    this.#later(RETRY);
  }

  #compare(other) {
    this.#store.version = other.version;
    const rows = differences(this.#form, readFields(this.#form), other.fields);
    if (!rows.length) {
      this.#say(`草稿已存 ${other.saved_at}`);
      return;
    }
    this.#panel.compare(other, rows, {
      mine: () => this.#save(),
      other: () => this.#write(other.fields),
    });
  }

  #write(fields) {
    if (this.#form) writeFields(this.#form, fields);
  }

  #say(words) {
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = words;
  }
}

customElements.define("draft-form", DraftForm);

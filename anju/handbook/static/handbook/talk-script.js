// <talk-script data-talk="1"> shows what to say, step by step. Alt+↓ ticks the line just said, Alt+↑
// takes it back, Alt+8 asks for Mandarin; a click ticks any line. What is ticked stays while the lines
// are renewed and filled anew; data-fresh begins a new talk. It never takes the focus.

const OPEN = "anju.script.open";

class TalkScript extends HTMLElement {
  #said = new Set();
  #before = "";
  #end = null;

  connectedCallback() {
    if (this.hasAttribute("data-fresh")) this.#forget();
    this.#said = new Set(this.#kept());
    this.#end = new AbortController();
    const { signal } = this.#end;
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal });
    on(this, "click", (event) => this.#click(event));
    on(document, "keydown", (event) => this.#press(event));
    on(document, "htmx:oobBeforeSwap", (event) => this.#beforeSwap(event));
    on(document, "htmx:oobAfterSwap", () => this.#show());
    on(document, "call:ending", () => this.#ending());
    const details = this.querySelector("details");
    details.open = localStorage.getItem(OPEN) !== "no";
    on(details, "toggle", () => localStorage.setItem(OPEN, details.open ? "yes" : "no"));
    this.#show();
  }

  disconnectedCallback() {
    this.#end.abort();
  }

  get #key() {
    return `anju.script.${this.dataset.talk}`;
  }

  get #steps() {
    return [...this.querySelectorAll("[data-step]")];
  }

  #kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "[]");
    } catch {
      return [];
    }
  }

  #keep() {
    sessionStorage.setItem(this.#key, JSON.stringify([...this.#said]));
  }

  #forget() {
    sessionStorage.removeItem(this.#key);
  }

  #click(event) {
    const step = event.target.closest("[data-step]");
    if (step) this.#turn(step.dataset.step);
  }

  #turn(key) {
    if (!this.#said.delete(key)) this.#said.add(key);
    this.#keep();
    this.#show();
  }

  #press(event) {
    if (event.isComposing || event.keyCode === 229 || !event.altKey || event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]") || event.target.matches?.("select")) return;
    const steps = this.#steps;
    const next = steps.findIndex((step) => !this.#said.has(step.dataset.step));
    if (event.key === "ArrowDown") {
      if (next >= 0) this.#turn(steps[next].dataset.step);
    } else if (event.key === "ArrowUp") {
      const last = (next < 0 ? steps.length : next) - 1;
      if (last >= 0) this.#turn(steps[last].dataset.step);
    } else if (event.code === "Digit8") this.querySelector("[data-language]")?.click();
    else return;
    event.preventDefault();
  }

  // Lines that say the same stay as they are: a focus on them is kept, and nothing flickers.
  #beforeSwap(event) {
    const { target, fragment } = event.detail;
    if (target?.id !== "script-lines" || !this.contains(target)) return;
    this.#before = document.activeElement?.closest?.("#script-lines [data-step]")?.dataset.step ?? "";
    const renewed = fragment?.querySelector?.("#script-lines") ?? fragment;
    const ending = (part) => part.querySelectorAll(".speak__line--now").length;
    if (renewed?.textContent === target.textContent && ending(renewed) === ending(target)) {
      event.detail.shouldSwap = false;
    }
  }

  #show() {
    const steps = this.#steps;
    const next = steps.find((step) => !this.#said.has(step.dataset.step));
    for (const step of steps) {
      step.setAttribute("aria-pressed", String(this.#said.has(step.dataset.step)));
      if (step === next) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    this.#bringInSight(next ?? steps.at(-1));
    const name = this.querySelector("[data-script-name]");
    const lines = this.querySelector("#script-lines");
    if (name && lines?.dataset.name) name.textContent = lines.dataset.name;
    if (this.#before) steps.find((step) => step.dataset.step === this.#before)?.focus();
    this.#before = "";
  }

  // Scrolls the list of lines alone, never the page.
  #bringInSight(step) {
    const list = step?.closest("ol");
    if (!list) return;
    const line = step.closest("li");
    const top = line.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + line.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = top - line.offsetHeight / 2;
    }
  }

  #ending() {
    for (const step of this.#steps) {
      const isEnd = /^(CLOSING|MANNER)-/.test(step.dataset.step);
      step.closest("li").classList.toggle("speak__line--now", isEnd);
    }
  }
}

customElements.define("talk-script", TalkScript);

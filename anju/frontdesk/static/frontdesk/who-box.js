// <who-box>: what is typed in [data-who] is looked up after a short rest (htmx fetches #found), arrow
// keys choose a line, Enter takes it, or the first. While an input method composes, all rests.

import { isComposing } from "./fields.js";

const REST = 130;
// A number is dictated slowly, and every look-up by digits is counted.
const REST_IN_A_NUMBER = 500;

class WhoBox extends HTMLElement {
  #input = null;
  #found = null;
  #timer = 0;
  #asked = "";
  #isWaiting = false;
  #takesFirst = false;

  connectedCallback() {
    this.#input = this.querySelector("[data-who]");
    this.#found = this.querySelector("#found");
    this.#asked = this.#input.value.trim();
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": "found" };
    for (const [name, value] of Object.entries(roles)) this.#input.setAttribute(name, value);
    this.#input.setAttribute("aria-autocomplete", "list");
    this.#input.addEventListener("input", (event) => isComposing(event) || this.#soon());
    this.#input.addEventListener("compositionend", () => this.#soon());
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("htmx:afterSwap", () => this.#arrived());
    this.addEventListener("click", (event) => event.target.closest("[data-fill]") && this.#taken());
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  get #hits() {
    return [...this.#found.querySelectorAll(".who__hit")];
  }

  get #chosen() {
    return this.#hits.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  }

  #soon() {
    clearTimeout(this.#timer);
    const isNumber = /^\+?\d[\d ]{3,}$/.test(this.#input.value.trim());
    this.#timer = setTimeout(() => this.#ask(), isNumber ? REST_IN_A_NUMBER : REST);
  }

  #ask() {
    clearTimeout(this.#timer);
    const words = this.#input.value.trim();
    if (words === this.#asked) return;
    this.#asked = words;
    if (!words) return this.#clear();
    this.#isWaiting = true;
    htmx.trigger(this.#found, "who:typed");
  }

  #arrived() {
    this.#isWaiting = false;
    const list = this.#found.querySelector("ul");
    list?.setAttribute("role", "listbox");
    list?.setAttribute("aria-label", "查到的住户和房屋");
    this.#hits.forEach((hit, place) => {
      hit.parentElement.setAttribute("role", "presentation");
      hit.id = `who-hit-${place}`;
      hit.setAttribute("role", "option");
      hit.tabIndex = -1;
    });
    this.#input.setAttribute("aria-expanded", String(this.#hits.length > 0));
    this.#choose(0);
    if (this.#takesFirst) this.#take();
  }

  #choose(place) {
    const hits = this.#hits;
    hits.forEach((hit, each) => hit.setAttribute("aria-selected", String(each === place)));
    hits[place]?.scrollIntoView({ block: "nearest" });
    if (hits[place]) this.#input.setAttribute("aria-activedescendant", hits[place].id);
  }

  #take() {
    this.#takesFirst = false;
    this.#hits[Math.max(this.#chosen, 0)]?.click();
  }

  #taken() {
    this.#input.value = "";
    this.#asked = "";
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    this.#clear();
  }

  #clear() {
    this.#found.replaceChildren();
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #press(event) {
    if (isComposing(event) || event.target !== this.#input) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#hits.length) {
      event.preventDefault();
      this.#choose((this.#chosen + step + this.#hits.length) % this.#hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Whoever types fast presses Enter before the answer is there: it is waited for.
      this.#ask();
      if (this.#isWaiting) this.#takesFirst = true;
      else this.#take();
    } else if (event.key === "Escape" && this.#hits.length) {
      event.preventDefault();
      this.#clear();
    }
  }
}

customElements.define("who-box", WhoBox);

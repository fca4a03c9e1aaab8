// <intake-desk> around the form of the intake: everything by keys while one talks. It asks for the
// card of the household and for what lies ahead when what they depend on changes (htmx fetches),
// puts what is chosen into the form, opens the exits and saves. Without it the form works plainly.

import { press } from "./desk-keys.js";
import { fill, form, goTo, isComposing } from "./fields.js";

const REST = 250;
const FIRST = { ANSWERED: "answer", HELP: "department", PROMISED: "until" };
const OF_HOUSEHOLD = ["person", "unit"];
const ALONE = ["who", "answer", "question", "caller_name", "csrfmiddlewaretoken"];

class IntakeDesk extends HTMLElement {
  #timer = 0;
  #asked = {};

  connectedCallback() {
    this.addEventListener("input", (event) => isComposing(event) || this.#changed(event.target));
    this.addEventListener("change", (event) => this.#changed(event.target));
    this.addEventListener("compositionend", (event) => this.#changed(event.target));
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("htmx:afterSettle", () => this.#judge());
    this.addEventListener("htmx:oobAfterSwap", () => this.#judge());
    this.press = (event) => press(this, event) && event.preventDefault();
    document.addEventListener("keydown", this.press);
    const keys = this.querySelector("#desk-keys");
    const help = document.querySelector("#keyboard-help .keys");
    if (keys && help) help.append(keys.content.cloneNode(true));
    const wrong = this.querySelector(".field--wrong :is(input, textarea, select), .picks--wrong input");
    const refusal = this.querySelector(".refusal");
    if (wrong) wrong.focus();
    else refusal?.scrollIntoView({ block: "center" });
    this.#asked = this.#household();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("keydown", this.press);
  }

  #household() {
    return Object.fromEntries(OF_HOUSEHOLD.map((name) => [name, form()?.elements[name]?.value]));
  }

  #changed(control) {
    if (control.name === "out" && control.checked) this.#open(control);
    if (!control.name || ALONE.includes(control.name)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), REST);
  }

  #open(choice) {
    goTo(FIRST[choice.value]);
    choice.closest(".exit").querySelector(".exit__body").scrollIntoView({ block: "nearest" });
  }

  #ask() {
    const now = this.#household();
    if (OF_HOUSEHOLD.some((name) => now[name] !== this.#asked[name])) {
      this.#asked = now;
      htmx.trigger("#household", "household:wanted");
    }
    if (document.getElementById("ahead")) htmx.trigger("#ahead", "ahead:wanted");
  }

  // Beyond the remit nobody answers on the spot; the reason stands beside it.
  #judge() {
    const isWithin = this.querySelector("#ruling")?.dataset.within !== "no";
    const answered = this.querySelector('[name="out"][value="ANSWERED"]');
    if (!answered) return;
    answered.disabled = !isWithin;
    if (!isWithin) answered.checked = false;
  }

  #click(event) {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    event.preventDefault();
    fill(button.dataset.fill);
    if (button.dataset.then) goTo(button.dataset.then);
  }
}

customElements.define("intake-desk", IntakeDesk);

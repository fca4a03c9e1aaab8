// <order-board>: the cards of the board. They are one stop of the Tab key: arrows go from card to card,
// Enter opens, x chooses, a e u c act, m shows the card's menu. What is chosen and where the focus is
// outlive every refresh; a card that leaves while it is seen stays as a ghost (ghost-cards.js). Without
// script every card is a link and the chosen ones are a form.

import { address, openMenu } from "./card-menu.js";
import { Ghosts } from "./ghost-cards.js";
import { Picked } from "./picked-cards.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ACTS = { a: "assign", e: "dispatch", u: "urge", c: "cancel" };
const SEQUENCE = 1500; // after g a letter goes to a page (keyboard.js)

class OrderBoard extends HTMLElement {
  #ghosts = new Ghosts(this);
  #picked = new Picked(this);
  #at = "";
  #going = 0;

  connectedCallback() {
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("change", (event) => this.#picked.take(event.target));
    this.addEventListener("focusin", (event) => this.#rest(event.target.closest("[data-card]")));
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("htmx:beforeSwap", () => this.#ghosts.remember());
    this.addEventListener("htmx:afterSwap", () => this.#refreshed());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#ghosts.leave());
    for (const box of this.querySelectorAll("[name=id]:checked")) this.#picked.take(box);
    this.#settle();
  }

  #refreshed() {
    const lost = document.activeElement === document.body ? this.#at : "";
    this.#picked.restore();
    this.#ghosts.appear(this.#picked);
    this.#settle();
    if (lost) this.querySelector(`[data-card="${lost}"] .ocard__go`)?.focus({ preventScroll: true });
  }

  // One stop for the Tab key: the card one was at, else the first.
  #settle() {
    const cards = this.#cards();
    const here = cards.find((card) => card.dataset.card === this.#at) ?? cards[0];
    for (const card of cards) {
      for (const stop of card.querySelectorAll("a, input")) stop.tabIndex = -1;
      card.querySelector(".ocard__go").tabIndex = card === here ? 0 : -1;
    }
  }

  #rest(card) {
    if (!card) return;
    for (const each of this.querySelectorAll('.ocard__go[tabindex="0"]')) each.tabIndex = -1;
    card.querySelector(".ocard__go").tabIndex = 0;
    this.#at = card.dataset.card;
  }

  #press(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest("[data-card]");
    if (!card || document.querySelector("dialog:modal")) return;
    const going = this.#going && Date.now() - this.#going < SEQUENCE;
    this.#going = event.key === "g" ? Date.now() : 0;
    if (going || !this.#act(event.key, card)) return;
    event.preventDefault();
  }

  #act(key, card) {
    if (key in STEPS) return this.#walk(card, ...STEPS[key]);
    if (key === "m") return openMenu(this, card);
    const box = card.querySelector("[name=id]");
    if (key === "x" && box) return box.click(), true;
    if (!(key in ACTS) || !document.getElementById("picked")) return false;
    location.assign(address(card, ACTS[key]));
    return true;
  }

  #walk(card, across, down) {
    const lane = card.closest("[data-lane]");
    const column = [...lane.querySelectorAll("[data-card]")];
    const row = column.indexOf(card);
    const lanes = [...this.querySelectorAll("[data-lane]")].filter((each) => each.querySelector("[data-card]"));
    const beside = lanes[lanes.indexOf(lane) + across]?.querySelectorAll("[data-card]");
    const to = across ? beside?.[Math.min(row, beside.length - 1)] : column[row + down];
    const link = to?.querySelector(".ocard__go");
    link?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  #click(event) {
    const button = event.target.closest(".ocard__menu");
    if (event.target.closest("[data-none]")) this.#picked.none();
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openMenu(this, button.closest("[data-card]"));
  }

  #cards() {
    return [...this.querySelectorAll("[data-card]")];
  }
}

customElements.define("order-board", OrderBoard);

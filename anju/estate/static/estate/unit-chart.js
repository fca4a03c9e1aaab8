// <unit-chart>: the building chart. Its doors are one stop of the Tab key: arrow keys go from door to
// door, over gaps, Home and End to the ends of a floor, PageUp and PageDown to the top and the ground;
// Enter opens. The door one points at, walks to or taps shows its card below; a tap shows it first and
// opens on the second. A click in the legend leaves one value standing out. Without script every door
// and every line of the legend is a link.

const PATIENCE = 140;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Both outlive the element: a colleague's change swaps the chart while somebody reads a card of it.
let shown = "";
let tapped = "";

class UnitChart extends HTMLElement {
  #shown = null;
  #timer = 0;
  #finger = false;

  connectedCallback() {
    const doors = this.querySelectorAll("a.door");
    const here = this.querySelector("a.door:target") ?? this.querySelector("a.door:focus") ?? doors[0];
    for (const door of doors) door.tabIndex = door === here ? 0 : -1;
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("focusin", (event) => this.#rest(event.target.closest("a.door")));
    this.addEventListener("pointerdown", (event) => (this.#finger = event.pointerType === "touch"));
    this.addEventListener("pointerover", (event) => this.#point(event));
    this.addEventListener("click", (event) => this.#click(event));
    this.#single(new URLSearchParams(location.search).get("only"));
    const read = [...doors].find((door) => door.id === shown);
    if (read) this.#show(read);
    else if (here?.matches(":target, :focus")) this.#show(here);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const door = event.target.closest("a.door");
    const to = door && this.#target(event.key, door.parentElement);
    if (!to) return;
    event.preventDefault();
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #target(key, cell) {
    if (key in STEPS) return this.#walk(cell, ...STEPS[key]);
    const inRow = [...cell.parentElement.querySelectorAll("a.door")];
    if (key === "Home") return inRow[0];
    if (key === "End") return inRow.at(-1);
    const place = cell.cellIndex;
    const inColumn = [...cell.closest("tbody").rows].map((row) => row.cells[place]?.querySelector("a.door"));
    if (key === "PageUp") return inColumn.find(Boolean);
    if (key === "PageDown") return inColumn.findLast(Boolean);
    return null;
  }

  // The next door in a direction, over places without one.
  #walk(cell, across, down) {
    const rows = [...cell.closest("tbody").rows];
    let column = cell.cellIndex + across;
    let row = rows.indexOf(cell.parentElement) + down;
    while (rows[row]?.cells[column]) {
      const door = rows[row].cells[column].querySelector("a.door");
      if (door) return door;
      column += across;
      row += down;
    }
    return null;
  }

  #rest(door) {
    if (!door) return;
    for (const each of this.querySelectorAll('a.door[tabindex="0"]')) each.tabIndex = -1;
    door.tabIndex = 0;
    this.#show(door);
  }

  #point(event) {
    const door = event.pointerType !== "touch" && event.target.closest("a.door");
    if (door) this.#show(door);
  }

  #click(event) {
    const value = event.target.closest("a.legend__value");
    const door = event.target.closest("a.door");
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (value) this.#choose(event, value);
    // The finger's focus has shown the card already when its click comes: what counts is the click before.
    else if (door && this.#finger && tapped !== door.id) {
      event.preventDefault();
      tapped = door.id;
      this.#show(door);
    }
  }

  #choose(event, value) {
    event.preventDefault();
    const chosen = value.getAttribute("aria-current") === "true";
    const link = chosen ? this.querySelector('a.legend__value[data-only=""]') : value;
    history.replaceState(history.state, "", link.href);
    this.#single(new URL(link.href).searchParams.get("only"));
  }

  // One value stands out; the server says which code is which mark by the legend's links.
  #single(code) {
    let mark = "";
    for (const link of this.querySelectorAll("a.legend__value")) {
      const is = Boolean(code) && new URL(link.href).searchParams.get("only") === code;
      if (is) mark = link.dataset.only;
      link.toggleAttribute("aria-current", is);
      if (is) link.setAttribute("aria-current", "true");
    }
    this.dataset.only = mark;
    for (const mini of this.querySelectorAll("a.mini")) {
      const to = new URL(mini.href);
      if (mark) to.searchParams.set("only", code);
      else to.searchParams.delete("only");
      mini.href = to;
    }
  }

  #show(door) {
    const card = this.querySelector(".chart__card");
    if (!card || door === this.#shown) return;
    this.#shown?.classList.remove("is-shown");
    this.#shown = door;
    shown = door.id;
    door.classList.add("is-shown");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const url = `${this.dataset.units}${door.id.slice(1)}/card/`;
      // Said outright: the chart around it, a live region, swaps as a whole.
      htmx.ajax("GET", url, { source: card, target: card, swap: "innerHTML" });
    }, PATIENCE);
  }
}

customElements.define("unit-chart", UnitChart);

// <row-keys>: in a list of [data-row], a letter does what the row's [data-key] link does: a 改派, u 催办.
// Rests while an input method composes, in fields, and for the letter after g, which goes somewhere.

const SEQUENCE = 1500;

class RowKeys extends HTMLElement {
  #going = 0;

  connectedCallback() {
    this.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    this.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    const { key, target } = event;
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("input, textarea, select, [contenteditable]")) return;
    const goes = this.#going && Date.now() - this.#going < SEQUENCE;
    this.#going = key === "g" ? Date.now() : 0;
    if (goes || !/^[a-z]$/.test(key)) return;
    const link = target.closest("[data-row]")?.querySelector(`[data-key="${key}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  }
}

customElements.define("row-keys", RowKeys);

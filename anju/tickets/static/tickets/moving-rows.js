// <moving-rows>: on a row of a list whose order matters, Alt+↑ and Alt+↓ press the row's own button
// for up and down; after the page has come back, the row that moved (the address's #…) has the focus.

class MovingRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.press(event));
    const moved = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!moved || !this.contains(moved) || document.activeElement !== document.body) return;
    moved.tabIndex = -1;
    moved.focus();
  }

  press(event) {
    if (event.isComposing || !event.altKey || event.ctrlKey || event.metaKey) return;
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const button = way && event.target.closest("[data-row]")?.querySelector(`[data-move="${way}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }
}

customElements.define("moving-rows", MovingRows);

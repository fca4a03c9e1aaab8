// <copy-text for="list" hidden><button>: copies the lines of a list. It stays hidden where the browser gives no
// clipboard (plain http): the lines are then read, printed or selected by hand.
customElements.define("copy-text", class extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.hidden = false;
    this.addEventListener("click", () => this.copy());
  }

  async copy() {
    const lines = [...document.querySelectorAll(`#${this.getAttribute("for")} li`)];
    await navigator.clipboard.writeText(lines.map((line) => line.textContent.trim()).join("\n"));
    const detail = { text: "已复制。请粘贴到只有您能打开的地方。", tone: "ok" };
    document.dispatchEvent(new CustomEvent("said", { detail }));
  }
});

// <print-button><button>: prints the sheet.
customElements.define("print-button", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => window.print());
  }
});

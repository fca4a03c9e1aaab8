// <copy-text> around a button with data-text: puts the text on the clipboard and says so on the button.

class CopyText extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.#copy());
  }

  async #copy() {
    const text = this.button.dataset.text;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      this.#byHand(text); // without https the clipboard is closed: the old way still works
    }
    this.button.lastChild.textContent = "已复制";
  }

  #byHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    this.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    this.button.focus();
  }
}

customElements.define("copy-text", CopyText);

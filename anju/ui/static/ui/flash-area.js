// <flash-area role="status" aria-live="polite">: shows what the server said by the event `said`
// (detail {text, tone: ok|warn|error}; HX-Trigger sends it). Good news leaves after six seconds,
// not while somebody points at it; the rest stays until closed. Lines from the server do the same.

const READING_TIME = 6000;
const GOOD = "flash__line--ok";

class FlashArea extends HTMLElement {
  #hear = (event) => this.show(event.detail?.text, event.detail?.tone ?? "ok");

  connectedCallback() {
    if (!this.hasAttribute("role")) this.setAttribute("role", "status");
    if (!this.hasAttribute("aria-live")) this.setAttribute("aria-live", "polite");
    document.addEventListener("said", this.#hear);
    for (const message of this.querySelectorAll(".flash__line")) this.#furnish(message);
  }

  disconnectedCallback() {
    document.removeEventListener("said", this.#hear);
  }

  show(text, tone) {
    if (!text) return;
    // The same sentence twice is one sentence: a failing poll must not fill the screen.
    [...this.children].find((shown) => shown.textContent === text)?.remove();
    const message = document.createElement("p");
    message.className = `flash__line ${tone === "ok" ? GOOD : "flash__line--error"}`;
    message.append(text);
    this.append(message);
    this.#furnish(message);
  }

  #furnish(message) {
    if (!message.querySelector("button")) {
      const close = document.createElement("button");
      close.type = "button";
      close.className = "btn-close";
      close.setAttribute("aria-label", "关闭");
      message.append(close);
    }
    message.querySelector("button").addEventListener("click", () => message.remove());
    if (message.classList.contains(GOOD)) this.#letLeave(message);
  }

  #letLeave(message) {
    setTimeout(() => {
      if (message.matches(":hover, :focus-within")) this.#letLeave(message);
      else message.remove();
    }, READING_TIME);
  }
}

customElements.define("flash-area", FlashArea);

// <call-card> holds the calls at hand beside every page. It never takes the focus. An intake begun from it
// leaves alone the one being typed on this page: it says which slot that is, and the draft saves itself when
// the page is left. Where the hold dialog is on the page, the dialog tells a hold once it was agreed to.

const TYPED = ["who", "words", "summary", "unit", "person", "caller_name", "caller_phone"];

class CallCard extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.#submits(event), { capture: true });
  }

  #submits(event) {
    if (event.target.matches("[data-take]")) this.#sayBusy(event.target);
    if (event.target.matches("[data-holds]") && document.querySelector("talk-hold")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  #sayBusy(form) {
    const intake = document.getElementById("intake");
    const slot = intake?.elements.namedItem("slot");
    if (!slot || !TYPED.some((name) => intake.elements.namedItem(name)?.value?.trim())) return;
    const busy = form.elements.namedItem("busy") ?? form.appendChild(document.createElement("input"));
    Object.assign(busy, { type: "hidden", name: "busy", value: slot.value });
  }
}

if (!customElements.get("call-card")) customElements.define("call-card", CallCard);

// <ticket-composer> around the composer's form: the chosen tab decides where the text goes and which
// button stands there. Without script every tab has its own button. Also the page's keys: an element with
// data-press="p" is pressed (a field: focused) by that letter while nobody types.

class TicketComposer extends HTMLElement {
  #end = null;
  #buttons = [];

  connectedCallback() {
    this.#end = new AbortController();
    const { signal } = this.#end;
    this.form = this.querySelector("form");
    this.#buttons = [...this.querySelectorAll("button[data-say]")];
    this.addEventListener("change", () => this.#choose(), { signal });
    this.form.elements.template?.addEventListener("change", (event) => this.#fill(event.target), { signal });
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    const keys = this.querySelector("template");
    if (keys) document.querySelector("#keyboard-help .keys")?.append(keys.content);
    this.#choose();
  }

  disconnectedCallback() {
    this.#end.abort();
  }

  #choose() {
    const chosen = this.form.querySelector("[name=say]:checked");
    if (!chosen) return;
    this.form.action = chosen.dataset.action;
    this.dataset.say = chosen.value;
    const button = this.#buttons.find((one) => one.dataset.say === chosen.value);
    this.querySelector(".composer__send").replaceChildren(button);
  }

  // A text is put after what is typed, never over it; a text chosen before gives way.
  #fill(select) {
    const { text, channel } = select.selectedOptions[0].dataset;
    if (!text) return;
    const words = this.form.elements.words;
    const typed = words.value.trim();
    const isOurs = !typed || typed === this.filled;
    words.value = isOurs ? text : `${typed}\n${text}`;
    this.filled = text;
    const channels = this.form.elements.channel;
    if ([...channels.options].some((one) => one.value === channel)) channels.value = channel;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    words.focus();
    const open = words.value.indexOf("{");
    if (open >= 0) words.setSelectionRange(open, words.value.indexOf("}", open) + 1);
  }

  #press(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/.test(event.key)) return;
    const field = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
    const typing = event.target.closest?.(field);
    if ((typing && typing.type !== "radio") || document.querySelector("dialog:modal")) return;
    const found = document.querySelector(`[data-press="${event.key}"]`);
    if (!found || this.#follows(event)) return;
    event.preventDefault();
    if (!found.matches("input")) found.click();
    else this.#write(found);
  }

  // g and a letter lead elsewhere: the letter after g is not ours.
  #follows(event) {
    const isAfter = event.timeStamp - TicketComposer.went < 1500;
    TicketComposer.went = -Infinity;
    return isAfter;
  }

  #write(tab) {
    tab.checked = true;
    tab.dispatchEvent(new Event("change", { bubbles: true }));
    this.form.elements.words.focus();
  }
}

TicketComposer.went = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.key === "g") TicketComposer.went = event.timeStamp;
});
customElements.define("ticket-composer", TicketComposer);

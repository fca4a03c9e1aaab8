// <talk-hold warn-after="60"> leads through a hold (C6.15.6): consent, then a timer, then the apology.
// Opened by [data-hold] or Alt+9; the button may name data-hold-url and data-resume-url, to which the
// hold and its end are told. What is said comes from the page's [data-hold-line]. A hold outlives the
// page that began it. It announces itself as `call:hold` and `call:resume`.

const KEPT = "anju.hold";

class TalkHold extends HTMLElement {
  #end = null;
  #timer = 0;
  #came = null;
  #state = { step: "off" };

  connectedCallback() {
    this.#end = new AbortController();
    const { signal } = this.#end;
    document.addEventListener("click", (event) => this.#click(event), { signal });
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    try {
      this.#state = JSON.parse(sessionStorage.getItem(KEPT)) ?? this.#state;
    } catch {
      sessionStorage.removeItem(KEPT);
    }
    if (this.#state.step === "ask") this.#state = { step: "off" };
    this.#show({ takesFocus: false });
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#end.abort();
  }

  #click(event) {
    const opener = event.target.closest("[data-hold]");
    if (opener && this.#state.step === "off") return this.#open(opener);
    const go = this.contains(event.target) && event.target.closest("[data-hold-go]");
    if (go) this.#go(go.dataset.holdGo);
  }

  #press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && this.#state.step === "ask" && this.contains(event.target)) {
      event.preventDefault();
      return this.#go("off");
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "Digit9") return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const { step } = this.#state;
    if (step === "off") this.#open(document.querySelector("[data-hold][data-hold-url]") ?? document.querySelector("[data-hold]"));
    else this.#go({ ask: "wait", wait: "back", back: "off" }[step]);
  }

  #open(opener) {
    this.#came = document.activeElement;
    this.#state = {
      step: "ask",
      holdUrl: opener?.dataset.holdUrl ?? "",
      resumeUrl: opener?.dataset.resumeUrl ?? "",
      says: this.#says(),
    };
    this.#show({ takesFocus: true });
  }

  #says() {
    const lines = [...document.querySelectorAll("[data-hold-line]")];
    return Object.fromEntries(lines.map((line) => [line.dataset.holdLine, line.textContent]));
  }

  #go(step) {
    if (step === "wait") {
      this.#state.since = Date.now();
      this.#tell("call:hold", this.#state.holdUrl);
    }
    if (step === "back") this.#tell("call:resume", this.#state.resumeUrl);
    this.#state.step = step;
    if (step === "off") this.#state = { step };
    this.#show({ takesFocus: step !== "off" });
    if (step === "off" && this.#came?.isConnected) this.#came.focus();
    if (step === "off") this.#came = null;
  }

  async #tell(kind, url) {
    const seconds = Math.round((Date.now() - this.#state.since) / 1000);
    document.dispatchEvent(new CustomEvent(kind, { detail: { seconds } }));
    if (!url) return;
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    try {
      const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      const text = "等待没有记到通话记录里,通话可以继续。";
      document.dispatchEvent(new CustomEvent("said", { detail: { text, tone: "error" } }));
    }
  }

  #show({ takesFocus }) {
    const { step, says } = this.#state;
    sessionStorage.setItem(KEPT, JSON.stringify(this.#state));
    this.querySelector(".hold").hidden = step === "off";
    for (const part of this.querySelectorAll("[data-hold-step]")) {
      part.hidden = part.dataset.holdStep !== step;
      if (!part.hidden && takesFocus) part.querySelector("button").focus();
    }
    for (const line of this.querySelectorAll("[data-say]")) {
      line.textContent = says?.[line.dataset.say] ?? "";
    }
    clearInterval(this.#timer);
    if (step !== "wait") return;
    this.#timer = setInterval(() => this.#tick(), 500);
    this.#tick();
  }

  #tick() {
    const seconds = Math.max(0, Math.floor((Date.now() - this.#state.since) / 1000));
    const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.querySelector("[data-hold-timer]").textContent = shown;
    const isLate = seconds >= Number(this.getAttribute("warn-after"));
    this.querySelector(".hold").classList.toggle("hold--late", isLate);
    this.querySelector(".hold__late").hidden = !isLate;
  }
}

customElements.define("talk-hold", TalkHold);

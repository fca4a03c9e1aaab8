// <search-box data-url>: what is typed is looked up after a short rest and shown below the field.
// Arrow keys choose, Enter opens the chosen line (or the first), Escape closes; while an input
// method composes, everything rests. Without this the form leads to the page of results.

const REST = 120;

class SearchBox extends HTMLElement {
  #input = null;
  #results = null;
  #timer = 0;
  #request = null;
  #asked = "";

  connectedCallback() {
    this.#input = this.querySelector("input");
    this.#results = this.querySelector(".search__results");
    this.#results.id = "search-results";
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": "search-results" };
    for (const [name, value] of Object.entries(roles)) this.#input.setAttribute(name, value);
    this.#input.setAttribute("aria-autocomplete", "list");
    this.addEventListener("input", (event) => event.isComposing || this.#soon());
    this.addEventListener("compositionend", () => this.#soon());
    this.addEventListener("keydown", (event) => this.#press(event));
    this.#input.addEventListener("focus", () => this.#asked && this.#show(true));
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.contains(relatedTarget)) this.#show(false);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), REST);
  }

  async #ask() {
    clearTimeout(this.#timer);
    const words = this.#input.value.trim();
    if (words === this.#asked) return this.#show(Boolean(words));
    this.#request?.abort();
    this.#asked = words;
    if (!words) return this.#show(false);
    this.#request = new AbortController();
    try {
      const url = `${this.dataset.url}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(url, {
        headers: { "HX-Request": "true" },
        signal: this.#request.signal,
        cache: "no-store",
      });
      if (answer.status === 401 || answer.headers.has("HX-Redirect")) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      this.#fill(await answer.text());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#asked = "";
      this.#fill("");
      const said = document.createElement("p");
      said.className = "search__said";
      said.textContent = "暂时连不上服务器，请稍后再试。";
      this.#results.replaceChildren(said);
    }
  }

  #fill(html) {
    this.#results.innerHTML = html;
    this.#results.querySelector("ul")?.setAttribute("role", "listbox");
    this.#results.querySelector("ul")?.setAttribute("aria-label", "搜索结果");
    this.#hits.forEach((hit, place) => {
      hit.parentElement.setAttribute("role", "presentation");
      hit.parentElement.removeAttribute("data-row");
      hit.id = `search-hit-${place}`;
      hit.setAttribute("role", "option");
      hit.setAttribute("aria-selected", "false");
      hit.tabIndex = -1;
    });
    this.#show(true);
    if (this.#hits.length) this.#choose(0);
  }

  get #hits() {
    return [...this.#results.querySelectorAll(".search__hit")];
  }

  get #chosen() {
    return this.#hits.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  }

  #choose(place) {
    const hits = this.#hits;
    hits.forEach((hit, each) => hit.setAttribute("aria-selected", String(each === place)));
    hits[place]?.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", hits[place]?.id ?? "");
  }

  #show(isOpen) {
    this.#results.hidden = !isOpen;
    this.#input.setAttribute("aria-expanded", String(isOpen && this.#hits.length > 0));
    if (!isOpen) this.#input.removeAttribute("aria-activedescendant");
  }

  async #press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#hits.length && !this.#results.hidden) {
      event.preventDefault();
      this.#choose((this.#chosen + step + this.#hits.length) % this.#hits.length);
    } else if (event.key === "Enter" && this.#input.value.trim()) {
      // Whoever types fast presses Enter before the answer is there: it is waited for.
      event.preventDefault();
      if (this.#input.value.trim() !== this.#asked) await this.#ask();
      const hit = this.#hits[Math.max(this.#chosen, 0)];
      if (hit && this.#input.value.trim() === this.#asked) location.assign(hit.href);
    } else if (event.key === "Escape" && !this.#results.hidden) {
      event.preventDefault();
      this.#show(false);
    }
  }
}

customElements.define("search-box", SearchBox);

// The bar of <draft-form> that asks about a draft: a sentence, the differing texts side by side,
// and one button for each choice. `kind` says what it asks now: offer, conflict, or nothing ("").

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function comparison(rows) {
  const head = make(
    "tr",
    {},
    ...["", "我的", "另一份"].map((words) => make("th", { scope: "col" }, words)),
  );
  const lines = rows.map(({ label, mine, other }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, label),
      make("td", { class: "draft-text" }, mine || "（空）"),
      make("td", { class: "draft-text" }, other || "（空）"),
    ),
  );
  return make(
    "table",
    { class: "table table-sm" },
    make("thead", {}, head),
    make("tbody", {}, ...lines),
  );
}

export class DraftPanel {
  kind = "";
  #element = null;

  constructor(host) {
    this.host = host;
  }

  offer(draft, { restore, discard }) {
    this.#ask(
      "offer",
      "上次没有写完，要接着写吗？",
      [],
      [
        [`恢复 ${draft.saved_at} 的草稿`, restore],
        ["丢弃", discard],
      ],
    );
  }

  compare(draft, rows, { mine, other }) {
    this.#ask("conflict", `另一个页面在 ${draft.saved_at} 也改了这份草稿，请选择：`, rows, [
      ["用我的", mine],
      ["用另一份", other],
    ]);
  }

  #ask(kind, sentence, rows, choices) {
    this.#close();
    this.kind = kind;
    this.#element = make("div", { class: "alert alert-info", role: "group", "aria-label": "草稿" });
    this.#element.append(make("p", { role: "alert", class: "mb-2" }, sentence));
    if (rows.length) this.#element.append(comparison(rows));
    choices.forEach(([words, act], place) => {
      const look = place === 0 ? "btn btn-sm btn-primary me-2" : "btn btn-sm me-2";
      const button = make("button", { type: "button", class: look }, words);
      button.addEventListener("click", () => {
        this.#close();
        act();
      });
      this.#element.append(button);
    });
    this.host.append(this.#element);
  }

  #close() {
    this.kind = "";
    this.#element?.remove();
    this.#element = null;
  }
}

// <duty-grid dialog="cell">: the cells of a week as one stop of the Tab key. Arrow keys walk between
// cells, Home/End go to the ends of the row, Enter opens the cell's form in the dialog (htmx brings
// it); a form that was saved comes back to its cell by the address's #cell-…. Without script every
// cell is a link to the same form on its own page.

let last = ""; // the cell one was in, for the moment colleagues' work redraws the grid

const place = (cell) => {
  const box = cell.closest("td");
  return { column: box.cellIndex, row: box.parentElement.rowIndex };
};

class DutyGrid extends HTMLElement {
  connectedCallback() {
    this.cells = [...this.querySelectorAll("a.duty__cell")];
    if (!this.cells.length) return;
    const asked = location.hash ? this.querySelector(location.hash) : null;
    const again = last && document.activeElement === document.body ? this.find(last) : null;
    const today = this.querySelector("td.is-today a.duty__cell");
    this.rest(again ?? asked ?? today ?? this.cells[0]);
    if (again ?? asked) (again ?? asked).focus();
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("focusin", (event) => this.rest(event.target.closest("a.duty__cell")));
    this.addEventListener("focusout", () => (last = ""));
    this.onSwap = (event) => event.target.id === this.body.id && this.open();
    document.addEventListener("htmx:afterSwap", this.onSwap);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterSwap", this.onSwap);
  }

  get dialog() {
    return document.getElementById(this.getAttribute("dialog"));
  }

  get body() {
    return this.dialog.firstElementChild;
  }

  find(id) {
    return this.cells.find((cell) => cell.id === id) ?? null;
  }

  rest(cell) {
    if (!cell) return;
    for (const each of this.cells) each.tabIndex = each === cell ? 0 : -1;
    last = cell.id;
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.body.querySelector("input:not([type=hidden]), a, button")?.focus();
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = event.target.closest("a.duty__cell");
    const to = here && this.target(event.key, here);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  target(key, here) {
    const { column, row } = place(here);
    const inRow = this.cells.filter((cell) => place(cell).row === row);
    const inColumn = this.cells.filter((cell) => place(cell).column === column);
    const step = (cells, by) => cells[cells.indexOf(here) + by];
    switch (key) {
      case "ArrowLeft": return step(inRow, -1);
      case "ArrowRight": return step(inRow, 1);
      case "ArrowUp": return step(inColumn, -1);
      case "ArrowDown": return step(inColumn, 1);
      case "Home": return inRow[0];
      case "End": return inRow.at(-1);
      default: return undefined;
    }
  }
}

customElements.define("duty-grid", DutyGrid);

// 关闭 in the dialog is a link back to the table where there is no script.
document.addEventListener("click", (event) => {
  const closer = event.target.closest("dialog[open] [data-close]");
  if (!closer) return;
  event.preventDefault();
  closer.closest("dialog").close();
});

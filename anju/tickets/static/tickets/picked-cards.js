// What is chosen on the board. It outlives every refresh, with the edition that was seen when it was chosen:
// so a colleague's step in between shows in the preview instead of being overrun.

export class Picked {
  #values = new Map();
  #board;

  constructor(board) {
    this.#board = board;
  }

  has(number) {
    return this.#values.has(number);
  }

  get(number) {
    return this.#values.get(number);
  }

  take(box) {
    if (box.name !== "id") return;
    const number = box.value.split(":")[0];
    if (box.checked) this.#values.set(number, box.value);
    else this.#values.delete(number);
    this.#count();
  }

  restore() {
    for (const box of this.#board.querySelectorAll("[name=id]")) {
      const value = this.#values.get(box.value.split(":")[0]);
      if (value) Object.assign(box, { checked: true, value });
    }
  }

  none() {
    this.#values.clear();
    for (const box of this.#board.querySelectorAll("[name=id]:checked")) box.checked = false;
    for (const box of this.#board.querySelectorAll("[data-ghost] [name=id]")) box.remove();
    this.#count();
  }

  #count() {
    const words = this.#board.querySelector("[data-count]");
    if (!words) return;
    const count = this.#values.size;
    words.textContent = count ? `已选 ${count} 张` : "勾选卡片后可批量处理";
    this.#board.querySelector("[data-none]").hidden = !count;
  }
}

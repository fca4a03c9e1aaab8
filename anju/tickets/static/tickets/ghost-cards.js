// The ghosts of the board: a card that leaves its column while it is seen stays there as a dashed one that
// says where it went (the server's words). It goes by Escape, or at the first refresh after it was read.

const READ_IN = 20000;
const REGION = { "X-Anju-Live": "region" }; // fetched by itself: no sign that somebody sits in front

export class Ghosts {
  #seen = [];
  #standing = new Map();
  #board;

  constructor(board) {
    this.#board = board;
  }

  // Before a refresh: the cards on the screen, each with its column and what stood before it.
  remember() {
    this.#seen = [...this.#board.querySelectorAll("[data-card]")].filter(isSeen).map((card) => ({
      id: card.dataset.card,
      lane: card.closest("[data-lane]").dataset.lane,
      place: [...card.parentElement.children].indexOf(card),
    }));
    const now = Date.now();
    for (const [id, ghost] of this.#standing) if (now - ghost.since > READ_IN) this.#standing.delete(id);
  }

  // After it: those of them that are no longer where they were. A chosen one stays chosen.
  async appear(picked) {
    for (const was of this.#seen) {
      const card = this.#board.querySelector(`[data-card="${was.id}"]`);
      if (card?.closest("[data-lane]").dataset.lane !== was.lane) this.#standing.set(was.id, { ...was, since: Date.now() });
    }
    this.#seen = [];
    for (const [id, ghost] of this.#standing) {
      if (this.#board.querySelector(`[data-lane="${ghost.lane}"] [data-card="${id}"]`)) this.#standing.delete(id);
    }
    if (!this.#standing.size) return;
    const asked = [...this.#standing.keys()].map((id) => `id=${id}`).join("&");
    const answer = await fetch(`${this.#board.dataset.moved}?${asked}`, { headers: REGION });
    if (answer.ok) this.#place(await answer.text(), picked);
  }

  leave() {
    this.#standing.clear();
    for (const ghost of this.#board.querySelectorAll("[data-ghost]")) ghost.remove();
  }

  #place(html, picked) {
    const told = new DOMParser().parseFromString(html, "text/html");
    for (const ghost of [...told.querySelectorAll("[data-ghost]")]) {
      const was = this.#standing.get(ghost.dataset.ghost);
      if (!was) continue;
      this.#board.querySelector(`[data-ghost="${was.id}"]`)?.remove();
      const lane = this.#board.querySelector(`[data-lane="${was.lane}"]`) ?? this.#board.querySelector("[data-lane]");
      const cards = lane?.querySelector(".lane__cards");
      cards?.insertBefore(document.adoptNode(ghost), cards.children[was.place] ?? null);
      // Chosen, and on the screen no more: the change still names it and says why it cannot be.
      const isAway = !this.#board.querySelector(`[data-card="${was.id}"]`);
      if (picked.has(was.id) && isAway) ghost.append(chosen(picked.get(was.id)));
    }
  }
}

function chosen(value) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "id", value });
  field.setAttribute("form", "picked");
  return field;
}

function isSeen(card) {
  const box = card.getBoundingClientRect();
  return !document.hidden && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}

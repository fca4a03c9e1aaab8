// Whom the stream carries: the tabs aboard are vouched for by the hub's pass, those that are joining
// by their own proof ({ticket} or {pass}, and the cursor up to which they heard).

const distinct = (texts) => [...new Set(texts.filter(Boolean))];

export class Roster {
  #aboard = new Set();
  #joining = new Map();
  #sent = [];
  #pass = "";
  #passUntil = 0;

  get aboard() {
    return [...this.#aboard];
  }

  get isEmpty() {
    return !this.#aboard.size && !this.#joining.size;
  }

  get isJoined() {
    return this.#joining.size > 0;
  }

  // The tabs aboard have to be asked for their proofs again.
  get isStale() {
    const isGood = this.#pass !== "" && performance.now() < this.#passUntil;
    return this.#aboard.size > 0 && !isGood;
  }

  add(id, proof, cursor) {
    this.#joining.set(id, { ...proof, cursor });
  }

  remove(id) {
    this.#aboard.delete(id);
    this.#joining.delete(id);
  }

  clear() {
    this.#aboard.clear();
    this.#joining.clear();
  }

  // What to show the hub. Of several cursors the oldest: a ping too many is harmless.
  wish(cursor) {
    const isRunning = this.#aboard.size > 0;
    const joining = [...this.#joining.values()];
    this.#sent = [...this.#joining.keys()];
    const cursors = distinct(joining.map((proof) => proof.cursor)).sort();
    return {
      tickets: distinct(joining.map((proof) => proof.ticket)),
      passes: distinct([...joining.map((proof) => proof.pass), isRunning ? this.#pass : ""]),
      cursor: isRunning ? cursor : (cursors[0] ?? ""),
    };
  }

  board({ pass, seconds }) {
    for (const id of this.#sent) {
      this.#aboard.add(id);
      this.#joining.delete(id);
    }
    this.#pass = pass;
    this.#passUntil = performance.now() + (seconds - 5) * 1000;
  }
}

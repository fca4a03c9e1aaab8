// What this tab may hear: the page's ticket (good for a minute), renewed through the page's own door, or the
// pass of a stream that already carried this tab. `proof()` gives {ticket} or {pass}; it throws Off when the
// door says no, and an ordinary error when the network does.

const FRESH = 45000;

export class Off extends Error {}

export class Right {
  // Something may have been missed: the next stream that carries this tab fetches everything once.
  gap = false;
  // The stream that is open now carries this tab.
  covered = false;
  #ticket;
  // The page's ticket is as old as the navigation.
  #signed = 0;
  #pass = "";
  #passUntil = 0;
  #wasCovered = false;

  constructor(ticket) {
    this.#ticket = ticket;
  }

  hasPass() {
    return this.#pass !== "" && performance.now() < this.#passUntil;
  }

  async proof() {
    if (this.hasPass()) return { pass: this.#pass };
    if (performance.now() - this.#signed > FRESH) await this.#renew();
    return { ticket: this.#ticket };
  }

  // The hub refused: whatever this tab holds is not good any more.
  distrust() {
    this.#pass = "";
    this.#signed = -Infinity;
  }

  // A stream opened. Returns whether this tab has to fetch everything once.
  board(isAboard, { pass, seconds }) {
    this.covered = isAboard;
    if (!isAboard) {
      this.gap ||= this.#wasCovered;
      return false;
    }
    this.#pass = pass;
    this.#passUntil = performance.now() + (seconds - 5) * 1000;
    this.#wasCovered = true;
    const missed = this.gap;
    this.gap = false;
    return missed;
  }

  // Frozen, or back from the page cache: what happened meanwhile is unknown.
  loseTouch() {
    this.covered = false;
    this.gap = true;
  }

  async #renew() {
    const asked = performance.now();
    const answer = await fetch(location.href, {
      headers: { "X-Anju-Live": "renew" },
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
    });
    if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) {
      throw new Off("the page is not open to this reader any more");
    }
    const ticket = answer.headers.get("X-Anju-Ticket");
    if (answer.status !== 204 || !ticket) throw new Error("no ticket for now");
    this.#ticket = ticket;
    this.#signed = asked;
    // A renewed ticket says nothing about what changed since the page was made.
    this.gap ||= !this.#wasCovered;
  }
}

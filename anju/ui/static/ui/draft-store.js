// The server's side of one draft: get, put, remove. Answers {status, …body}; status 0 is no network.
// GET 200 {version, fields, saved_at} or 404 · PUT {fields, version} → 200 {version, saved_at} or
// 409 with the newer draft · DELETE → 204. `saved_at` comes in words, as people say times.

export class DraftStore {
  version = 0;

  constructor(src) {
    this.src = src;
  }

  async get() {
    const answer = await this.#ask("GET");
    if (answer.status === 200) this.version = answer.version;
    return answer;
  }

  async put(fields, { leaving = false } = {}) {
    const answer = await this.#ask(
      "PUT",
      JSON.stringify({ fields, version: this.version }),
      leaving,
    );
    if (answer.status === 200) this.version = answer.version;
    return answer;
  }

  async remove() {
    const answer = await this.#ask("DELETE");
    if (answer.status === 204) this.version = 0;
    return answer;
  }

  async #ask(method, body, keepalive = false) {
    const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = token;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const asked = { method, headers, body, keepalive, redirect: "manual", cache: "no-store" };
      const answer = await fetch(this.src, asked);
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      return { ...(isJson ? await answer.json() : {}), status: answer.status || 401 };
    } catch {
      return { status: 0 };
    }
  }
}

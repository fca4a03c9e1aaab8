// <kept-pages>: on the page without network, what can be opened all the same.

class KeptPages extends HTMLElement {
  async connectedCallback() {
    if (!("caches" in window)) return;
    const list = this.querySelector("ul");
    for (const [url, title] of await kept()) {
      const link = document.createElement("a");
      Object.assign(link, { href: url, textContent: title });
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
      list.querySelector("[data-none]")?.remove();
    }
  }
}

async function kept() {
  const found = [];
  for (const name of (await caches.keys()).filter((name) => name.startsWith("anju-pages-"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push([request.url, await titleOf(await cache.match(request))]);
  }
  return found;
}

async function titleOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main h1")?.textContent.trim() || page.title.replace(/ · 安居$/, "");
}

customElements.define("kept-pages", KeptPages);

document.querySelector("[data-again]")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
addEventListener("online", () => location.reload());

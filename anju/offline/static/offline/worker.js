// The service worker: static files by their hashed names from the cache; pages of field work from the network,
// or as they were last seen when it is slow or away; nothing else is ever kept. A page is kept for the user it
// names, for one user at a time, and goes when somebody signs in or out.

import { fact } from "./outbox-store.js";
import { sendAll } from "./outbox-send.js";

const STATIC = "anju-static-";
const PAGES = "anju-pages-";
const FIELD = /^\/p\/[^/]+\/field\//;
const GATES = ["/sign-in/", "/sign-in/code/", "/sign-out/", "/switch/"];
const HASHED = /\.[0-9a-f]{12}\./;
const OWNER = /<outbox-line[^>]*\buser="(\d+)"/;
const PART = /["'(]([^"'()\s]+\.[0-9a-f]{12}\.[a-z0-9]+)/g;
const PATIENCE = 4_000;

export function work({ version, staticUrl, offlineUrl, keep }) {
  const shelf = () => caches.open(STATIC + version);
  const isOurs = (url) => url.origin === location.origin;
  const isStatic = (url) => isOurs(url) && url.pathname.startsWith(staticUrl) && HASHED.test(url.pathname);

  addEventListener("install", (event) => {
    event.waitUntil(shelf().then((cache) => cache.addAll([offlineUrl, ...keep])).then(() => skipWaiting()));
  });

  addEventListener("activate", (event) => {
    event.waitUntil(forgetOldVersions().then(() => clients.claim()));
  });

  addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method === "POST" && isOurs(url) && GATES.includes(url.pathname)) event.respondWith(passGate(request));
    else if (request.method !== "GET") return;
    else if (isStatic(url)) event.respondWith(fromShelf(request));
    else if (request.mode === "navigate" && isOurs(url)) event.respondWith(FIELD.test(url.pathname) ? fieldPage(event) : otherPage(request));
  });

  addEventListener("message", (event) => {
    const told = event.data ?? {};
    if (told.type === "here") event.waitUntil(settle(told));
    if (told.type === "left") event.waitUntil(dropPages());
  });

  addEventListener("sync", (event) => {
    if (event.tag === "anju-outbox") event.waitUntil(sendWhatWaits());
  });

  async function fromShelf(request) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok) (await shelf()).put(request, answer.clone());
    return answer;
  }

  // The network first; after four seconds, or without it, the page as it was last seen.
  async function fieldPage(event) {
    const fresh = fetch(event.request);
    event.waitUntil(fresh.then((answer) => keepPage(event.request.url, answer.clone())).catch(() => {}));
    const kept = await keptPage(event.request.url);
    if (!kept) return fresh.catch(offlinePage);
    const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
    return Promise.race([fresh.catch(() => kept), slow]);
  }

  const otherPage = (request) => fetch(request).catch(offlinePage);
  const offlinePage = async () => (await caches.match(offlineUrl)) ?? Response.error();

  async function passGate(request) {
    const answer = await fetch(request);
    await dropPages();
    return answer;
  }

  // A page fetched ahead has loaded here nothing of what it is made of, nor of what that is made of.
  async function keepAhead(page) {
    if (await keptPage(page)) return;
    await fetchPage(page);
    const kept = await keptPage(page);
    if (kept) await keepParts(await kept.text(), page);
  }

  async function keepParts(text, base) {
    for (const name of new Set([...text.matchAll(PART)].map((found) => found[1]))) {
      const url = new URL(name, base);
      if (!isStatic(url) || (await caches.match(url.href, { ignoreVary: true }))) continue;
      const answer = await fetch(url.href).catch(() => null);
      if (!answer?.ok) continue;
      await (await shelf()).put(url.href, answer.clone());
      if (/\.(js|css)$/.test(url.pathname)) await keepParts(await answer.text(), url.href);
    }
  }

  async function settle({ user, page, assets, wanted = [], isNew }) {
    await dropPages(user);
    const cache = await shelf();
    for (const url of assets.map((name) => new URL(name)).filter(isStatic)) {
      if (!(await caches.match(url.href, { ignoreVary: true }))) await cache.add(url.href).catch(() => {});
    }
    if (isField(page) && (isNew || !(await keptPage(page)))) await fetchPage(page);
    for (const next of wanted.filter(isField)) await keepAhead(next);
  }
}

const isField = (url) => FIELD.test(new URL(url).pathname);

async function fetchPage(url) {
  await fetch(url, { headers: { "X-Anju-Live": "outbox" } })
    .then((answer) => keepPage(url, answer))
    .catch(() => {}); // without a network now: it is asked for again with the next page
}

async function keepPage(url, answer) {
  if (answer.status !== 200 || answer.redirected || !answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const text = await answer.text();
  const owner = text.match(OWNER)?.[1];
  if (!owner) return;
  await dropPages(owner);
  await (await caches.open(PAGES + owner)).put(url, new Response(text, { headers: answer.headers }));
}

async function keptPage(url) {
  for (const name of await pageCaches()) {
    const kept = await (await caches.open(name)).match(url, { ignoreVary: true });
    if (kept) return kept;
  }
  return null;
}

const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));

async function dropPages(butOf = "") {
  for (const name of await pageCaches()) if (name !== PAGES + butOf) await caches.delete(name);
}

// Pages kept before an update are made of the files of the version before: those stay one version longer.
async function forgetOldVersions() {
  const versions = (await caches.keys()).filter((name) => name.startsWith(STATIC));
  await Promise.all(versions.slice(0, -2).map((name) => caches.delete(name)));
}

async function sendWhatWaits() {
  const user = await fact("user");
  if (user && (await sendAll(user)) === "away") throw new Error("still without a network"); // the browser tries again
}

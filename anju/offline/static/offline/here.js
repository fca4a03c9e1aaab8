// What a page does so that it can be opened again without a network: the service worker, room that is not
// taken away, and the news of who is here. Without HTTPS there is none of it, and the line says so.

import { note } from "./outbox-store.js";

export const canWorkOffline = () => isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && "locks" in navigator;

export async function settleHere() {
  const line = document.querySelector("outbox-line");
  if (!line || !canWorkOffline()) return;
  const user = Number(line.getAttribute("user"));
  navigator.storage?.persist?.().catch(() => {}); // asked for; without it the browser may need the room
  await note("user", user);
  try {
    await navigator.serviceWorker.register("/sw.js", { type: "module", scope: "/", updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
    sayHere(user, { isNew: false });
  } catch {
    document.dispatchEvent(new CustomEvent("outbox:no-worker"));
  }
}

// Tell the worker who is here, what this page is made of, and which pages somebody will want without a network
// (`a[data-keep]`). `isNew`: the page has changed since it was kept.
export async function sayHere(user, { isNew }) {
  const registration = await navigator.serviceWorker?.getRegistration?.();
  const assets = performance.getEntriesByType("resource").map((entry) => entry.name);
  const wanted = [...document.querySelectorAll("a[data-keep]")].map((link) => link.href);
  registration?.active?.postMessage({ type: "here", user, page: location.href, assets, wanted, isNew });
}

// Let the worker send once there is a network, though all our pages may be closed by then.
export async function askForSync() {
  const registration = await navigator.serviceWorker?.getRegistration?.();
  await registration?.sync?.register("anju-outbox").catch(() => {});
}

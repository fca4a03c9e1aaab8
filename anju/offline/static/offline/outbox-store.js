// The outbox's store in IndexedDB: what somebody did without a network stays here until the server has it.
// One row per entry, in the order made (`seq`); every question names the user, so nobody's row is another's.

const OPEN_STATES = ["queued", "waiting", "refused", "stuck"];
const KEPT_FATES = 30;

export const isUnsent = (row) => row.state === "queued" || row.state === "stuck";
export const isOpen = (row) => OPEN_STATES.includes(row.state);

export class NoRoom extends Error {}

let opening = null;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("anju-outbox", 1);
    request.onupgradeneeded = () => {
      const entries = request.result.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
      entries.createIndex("user", "user");
      entries.createIndex("chain", ["user", "subject"]);
      entries.createIndex("entry", "entry", { unique: true });
      request.result.createObjectStore("facts");
    };
    request.onsuccess = () => {
      // Another window with a newer version may go on; this one opens again when it is asked next.
      request.result.onversionchange = () => (request.result.close(), (opening = null));
      resolve(request.result);
    };
    request.onerror = () => ((opening = null), reject(request.error));
  });
  return opening;
}

// Run `work(store)` in one transaction and give what its request found, once all of it is on the disk.
async function within(mode, work, name = "entries") {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(name, mode, { durability: "strict" });
    let found;
    work(transaction.objectStore(name), (value) => (found = value));
    transaction.oncomplete = () => resolve(found);
    transaction.onerror = transaction.onabort = () => {
      const error = transaction.error;
      reject(error?.name === "QuotaExceededError" ? new NoRoom(error.message) : error);
    };
  });
}

const asked = (request, give) => (request.onsuccess = () => give(request.result));

// Add an entry behind the last one on the same thing; in one transaction, since two tabs may add at once.
export function add(row) {
  return within("readwrite", (store, give) => {
    const chain = IDBKeyRange.only([row.user, row.subject]);
    store.index("chain").openCursor(chain, "prev").onsuccess = (event) => {
      const kept = { ...row, after: event.target.result?.value.entry ?? "" };
      asked(store.add(kept), (seq) => give({ ...kept, seq }));
    };
  });
}

export const allOf = (user) => within("readonly", (store, give) => asked(store.index("user").getAll(user), give));
export const save = (row) => within("readwrite", (store, give) => asked(store.put(row), () => give(row)));

// Take a row out; what came after it now comes after what was before it, or would wait for ever.
export function remove(row) {
  return within("readwrite", (store) => {
    store.delete(row.seq);
    relink(store, row);
  });
}

// Make a refused entry a new one, at the end of its chain: the server has answered the old number for good.
export async function renew(row) {
  const { seq, after, ...kept } = row;
  const fresh = await add({ ...kept, entry: crypto.randomUUID(), state: "queued", said: "", tries: 0, nextAt: 0 });
  await remove(row);
  return fresh;
}

function relink(store, gone) {
  store.index("chain").openCursor(IDBKeyRange.only([gone.user, gone.subject])).onsuccess = (event) => {
    const cursor = event.target.result;
    if (!cursor) return;
    if (cursor.value.after === gone.entry) cursor.update({ ...cursor.value, after: gone.after });
    cursor.continue();
  };
}

// What the server refused to read at all stays to be seen, but nothing may wait for it.
export const unlink = (row) => within("readwrite", (store) => relink(store, row));

// How many unsent entries others left on this device: names and numbers, never contents.
export async function others(user) {
  const rows = await within("readonly", (store, give) => asked(store.getAll(), give));
  const counts = new Map();
  for (const row of rows) {
    if (row.user !== user && isUnsent(row)) counts.set(row.user, { name: row.userName, count: (counts.get(row.user)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

// Fates that need nothing any more are kept short: the newest of them, to be read.
export async function tidy(user) {
  const over = (await allOf(user)).filter((row) => !isOpen(row));
  for (const row of over.slice(0, -KEPT_FATES)) await remove(row);
}

export const fact = (name) => within("readonly", (store, give) => asked(store.get(name), give), "facts");
export const note = (name, value) => within("readwrite", (store) => store.put(value, name), "facts");

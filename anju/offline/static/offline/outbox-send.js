// Sends what the outbox holds, in the order made, by one sender at a time over all tabs and the worker.
// Touches no document, so that the service worker can send as well; tells by the channel what has changed.

import { allOf, isUnsent, note, save, tidy, unlink } from "./outbox-store.js";

const PATIENCE = { ping: 8_000, post: 120_000 };
const SLOWEST = 10 * 60_000;
const channel = new BroadcastChannel("anju-outbox");

export const tell = (news = {}) => (channel.postMessage(news), hearers.forEach((hear) => hear(news)));
const hearers = new Set();
export function onNews(hear) {
  hearers.add(hear);
  channel.addEventListener("message", (event) => hear(event.data));
}

// Ask as whom we are signed in, what time it is, and for a token; null without a network.
export async function ping(url) {
  const begun = Date.now();
  try {
    // It asks by itself: no sign that somebody sits in front of it.
    const headers = { Accept: "application/json", "X-Anju-Live": "outbox" };
    const answer = await fetch(url, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE.ping) });
    if (!isJson(answer)) return answer.ok ? { status: 401 } : null; // sent on to a page: something to do there first
    const told = await answer.json();
    if (!answer.ok) return { status: answer.status, said: told.error };
    await note("offset", Math.round(Date.parse(told.now) - (begun + Date.now()) / 2));
    return { status: 200, ...told };
  } catch {
    return null;
  }
}

// Send all that is due of one user, when nobody else is sending; says how it went: sent, away, sign-in, other.
// Whoever asks while a send is under way gets one more afterwards, for what was kept meanwhile.
let next = null;
let isAsked = false;
export function sendAll(user, how = {}) {
  isAsked ||= how.isAsked === true;
  next ??= navigator.locks.request("anju-outbox-send", () => {
    const asked = isAsked;
    [next, isAsked] = [null, false];
    return sendDue(user, asked);
  });
  return next;
}

async function sendDue(user, wasAsked) {
  const asks = (row) => ["queued", "waiting", "stuck"].includes(row.state);
  const due = (await allOf(user)).filter((row) => asks(row) && (wasAsked || (row.nextAt ?? 0) <= Date.now()));
  if (!due.length) return "sent";
  const held = new Set();
  let signed = null;
  for (const row of due) {
    if (held.has(row.subject)) continue; // what comes after one that is stuck must not overtake it
    if (signed?.url !== row.ping) signed = { url: row.ping, told: await ping(row.ping) };
    const { told } = signed;
    if (told === null) return end("away");
    if (told.status === 401) return end("sign-in");
    if (told.user && told.user !== user) return end("other");
    const now = told.status === 200 ? await sendOne(row, told.csrf) : await stick(row, told.said);
    tell({ entry: row.entry, subject: row.subject, state: now });
    if (now === "away" || now === "sign-in") return end(now);
    if (now === "stuck" || now === "queued") held.add(row.subject);
  }
  await tidy(user);
  return end("sent");
}

const end = (way) => (tell({ way }), way);

async function sendOne(row, csrf) {
  const body = new FormData();
  for (const [name, value] of row.fields) body.append(name, value, ...nameOf(value));
  const envelope = { entry: row.entry, after: row.after, made_at: row.madeAt, offset: row.offset ?? "", seen_at: row.seenAt, owner: row.user };
  for (const [name, value] of Object.entries(envelope)) body.append(name, value);
  let answer, told;
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": csrf, "X-Anju-Live": "outbox" };
    answer = await fetch(row.url, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE.post) });
    told = isJson(answer) ? await answer.json() : {};
  } catch {
    return later(row, "away");
  }
  if (answer.status === 200 && told.state) return settled(row, told);
  if (answer.status === 401 || answer.redirected) return "sign-in";
  if ([403, 404, 405, 409, 410].includes(answer.status)) return stick(row, told.error);
  if (answer.status === 413 || answer.status === 422) return refused(row, told.error);
  return later(row, "queued"); // 429, 5xx: it is there, but not well
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
const nameOf = (value) => (value instanceof File ? [value.name] : []);

async function settled(row, { state, said }) {
  // What the server has for good leaves the phone; only the words of its fate stay, to be read.
  const fields = state === "refused" || state === "waiting" ? row.fields : [];
  await save({ ...row, fields, state, said, toldAt: Date.now(), nextAt: state === "waiting" ? Date.now() + 60_000 : 0 });
  return state;
}

async function refused(row, said) {
  await save({ ...row, state: "refused", said: said ?? "系统没有收下这一条。", toldAt: Date.now() });
  await unlink(row);
  return "refused";
}

async function stick(row, said) {
  await save({ ...row, state: "stuck", said: said ?? "现在不能上传,请联系客户服务主管。", toldAt: Date.now(), nextAt: Date.now() + SLOWEST });
  return "stuck";
}

async function later(row, way) {
  if (way === "away") return way;
  const tries = (row.tries ?? 0) + 1;
  await save({ ...row, tries, nextAt: Date.now() + Math.min(SLOWEST, 20_000 * 2 ** (tries - 1)) });
  return way;
}

export const countUnsent = async (user) => (await allOf(user)).filter(isUnsent).length;

// Sets htmx up for Anju: 422 and 409 swap like good answers, other refusals become a sentence in
// the flash area (header X-Anju-Sentence, URI-encoded, or a default), and unsafe requests carry the
// token of <meta name="csrf-token">. Load it after htmx, as a module or with `defer`.

const NO_NETWORK = "网络不通，内容还在，请稍后再试。";
const SENTENCES = {
  401: "登录已过期，请重新登录。",
  403: "您没有权限做这件事。",
  404: "没有找到，可能已被删除或移走。",
  405: "这里不能这样操作，请刷新页面。",
  410: "链接已经失效。",
  413: "内容太大，请减少后再试。",
  429: "操作太频繁，请稍后再试。",
};
const FAULT = "系统出错了，内容还在，请稍后再试。";

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  // What has been swapped in listens at once: a ping within the usual 20 ms would find it deaf.
  defaultSettleDelay: 0,
  selfRequestsOnly: true,
  reportValidityOfForms: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "4(09|22)", swap: true },
    { code: "[45]..", swap: false, error: true },
    { code: "...", swap: false },
  ],
});

function say(text) {
  document.dispatchEvent(new CustomEvent("said", { detail: { text, tone: "error" } }));
}

function sentence(answer) {
  try {
    const told = answer.getResponseHeader("X-Anju-Sentence");
    if (told) return decodeURIComponent(told);
  } catch {
    // A header that is not URI-encoded: the default says enough.
  }
  return SENTENCES[answer.status] ?? FAULT;
}

// Nobody asked for what a live region fetches; the connection's dot tells of the network.
function isOfItself(event) {
  return event.detail.requestConfig?.triggeringEvent?.type === "live:changed";
}

document.addEventListener("htmx:configRequest", (event) => {
  // What the page fetches by itself is no sign that somebody sits in front of it.
  if (event.detail.triggeringEvent?.type === "live:changed") event.detail.headers["X-Anju-Live"] = "region";
  if (event.detail.verb === "get") return;
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// A region that renews itself leaves open what somebody has unfolded in it, by the words it bears.
const unfolded = new Map();
const bears = (details) => details.querySelector("summary")?.textContent.trim();

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (!isOfItself(event) || !target?.id) return;
  unfolded.set(target.id, [...target.querySelectorAll("details[open]")].map(bears));
});
document.addEventListener("htmx:afterSwap", (event) => {
  const id = event.detail.target?.id;
  const open = unfolded.get(id) ?? [];
  unfolded.delete(id);
  if (!open.length) return;
  for (const details of document.getElementById(id)?.querySelectorAll("details") ?? []) {
    if (open.includes(bears(details))) details.open = true;
  }
});
document.addEventListener("htmx:responseError", (event) => {
  if (!isOfItself(event)) say(sentence(event.detail.xhr));
});
for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => {
    if (!isOfItself(event)) say(NO_NETWORK);
  });
}

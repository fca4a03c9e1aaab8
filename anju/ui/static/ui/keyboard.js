// Keys for the whole page: / search · f narrow the list · ? keys · g + letter goes to [data-go] · j k walk through
// [data-row], Enter opens the row's first link · Esc closes a dialog or leaves the search ·
// Ctrl/⌘+Enter submits. They rest while an input method composes; in fields only the last two work.

const SEQUENCE = 1500;
let going = 0;

const isSeen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

function isField(element) {
  return element.matches?.(
    "input, textarea, select, [contenteditable]:not([contenteditable=false])",
  );
}

function focusField(kind) {
  const field = [...document.querySelectorAll(kind)].find(isSeen);
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

function search() {
  // Where the shell has no room for the box, its link leads to the page of the search.
  if (focusField("[data-search]")) return true;
  const link = document.querySelector("[data-search-link]");
  link?.click();
  return Boolean(link);
}

function openHelp() {
  const help = document.querySelector("dialog#keyboard-help");
  if (help && !help.open) help.showModal();
  return Boolean(help);
}

function go(letter) {
  going = 0;
  const links = document.querySelectorAll(`[data-go="${CSS.escape(letter)}"]`);
  const link = [...links].find(isSeen) ?? links[0];
  link?.click();
  return Boolean(link);
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(isSeen);
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function openRow(target) {
  // Only when the row itself has the focus: a focused button inside it keeps its own Enter.
  const link = target.matches?.("[data-row]") && target.querySelector("a[href]");
  link?.click?.();
  return Boolean(link);
}

function leave(target) {
  const open = [...document.querySelectorAll("dialog[open]")].pop();
  if (open && !open.matches(":modal")) open.close();
  else if (!open && target.matches?.("[data-search], [data-filter]")) target.blur();
  return false; // the browser closes modal dialogs by itself
}

function submit(target) {
  const form = target.form ?? target.closest?.("form");
  form?.requestSubmit();
  return Boolean(form);
}

function press(event) {
  const { key, target } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) return submit(target);
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (key === "Escape") return leave(target);
  if (isField(target) || document.querySelector("dialog:modal")) return false;
  if (going && Date.now() - going < SEQUENCE && /^[a-z0-9]$/.test(key)) return go(key);
  going = key === "g" ? Date.now() : 0;
  if (key === "/") return search();
  if (key === "f") return focusField("[data-filter]");
  if (key === "?") return openHelp();
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1);
  return key === "Enter" && openRow(target);
}

document.addEventListener("keydown", (event) => {
  // 229: some input methods send their keys without isComposing.
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (event.repeat && !["j", "k"].includes(event.key)) return;
  if (press(event)) event.preventDefault();
});

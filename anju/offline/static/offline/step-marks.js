// How a step that is kept on the phone looks on its page, what it is called, and which form it came from.

const text = (node) => node?.textContent.replace(/\s+/g, " ").trim().slice(0, 60) ?? "";

// The words of a form: its own, else its button's or its step's; and what the page is about.
export function wordsOf(form, submitter) {
  const step = form.closest("li[data-step]");
  const label = form.dataset.words || text(submitter ?? form.querySelector("button:not([type=button])")) || text(step?.querySelector("h2, h3, summary"));
  return { label: label || "登记", about: text(document.querySelector("main h1")) };
}

// What tells a form from others of the same step: its hidden fields, e.g. which item it ticks.
export const marksOf = (form) =>
  [...form.querySelectorAll("input[type=hidden]")]
    .filter((input) => input.name !== "csrfmiddlewaretoken")
    .map((input) => `${input.name}=${input.value}`)
    .join("&");

// The form of a page that an entry came from.
export const formOf = (region, row) =>
  [...region.querySelectorAll("form[data-outbox]")].find(
    (form) => form.dataset.step === row.step && form.action === row.url && !form.dataset.kept && marksOf(form) === row.marks,
  );

// Mark a step as kept and open the next; a form that may be used again (one more photo) is empty again.
export function markKept(region, form, row) {
  const told = toldIn(form);
  told.className = "kept";
  told.textContent = form.hasAttribute("data-again") ? `${row.label}:已记下,待上传` : "已记下,待上传";
  form.dataset.entry = row.entry;
  for (const input of form.querySelectorAll("input[type=file]")) input.value = ""; // the same photo goes in once
  if (form.hasAttribute("data-again")) return form.reset();
  form.dataset.kept = "yes";
  const step = form.closest("li[data-step]");
  if (!step || step.querySelector("form[data-outbox]:not([data-again], [data-kept])")) return;
  step.dataset.state = "kept";
  if (region.querySelector('li[data-state="now"]')) return;
  const next = region.querySelector('li[data-state="kept"] ~ li[data-state="later"]');
  if (!next) return;
  next.dataset.state = "now";
  next.scrollIntoView({ block: "center" });
}

// A refused step is open again with what was typed and the reason; its entry stays in the list as well.
export function giveBack(region, row) {
  const form = [...region.querySelectorAll("form[data-outbox]")].find((each) => each.dataset.entry === row.entry);
  if (!form) return;
  delete form.dataset.kept;
  Object.assign(toldIn(form), { textContent: `没有办成:${row.said}`, className: "kept kept--refused" });
  const step = form.closest("li[data-step]");
  if (step?.dataset.state === "kept") step.dataset.state = "now";
}

function toldIn(form) {
  const told = form.querySelector(":scope > [data-told]") ?? form.appendChild(document.createElement("p"));
  told.dataset.told = "";
  told.setAttribute("role", "status");
  return told;
}

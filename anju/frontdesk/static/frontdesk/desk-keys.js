// The keys of the desk: F2 F4 F8 (Alt+1 2 3) open the exits, F9 the other slot, Alt+0 is a wrong number,
// 1–6 choose in the row that has the focus, Enter goes on, and saves within an exit. They rest while
// an input method composes and while a dialog is open; digits rest where text is typed.

import { form, goTo, isComposing, takesText } from "./fields.js";

const EXITS = { F2: "ANSWERED", F4: "HELP", F8: "PROMISED" };
const BY_DIGIT = { Digit1: "ANSWERED", Digit2: "HELP", Digit3: "PROMISED" };

// Does what a key means on the desk; true if it meant something.
export function press(desk, event) {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (document.querySelector("dialog[open]")) return false;
  return event.altKey ? withAlt(desk, event) : plain(desk, event);
}

function withAlt(desk, { code }) {
  if (BY_DIGIT[code]) return leaveBy(desk, BY_DIGIT[code]);
  if (code === "Digit0") desk.querySelector('[data-key="0"]')?.click();
  return code === "Digit0";
}

function plain(desk, { key, target }) {
  if (EXITS[key]) return leaveBy(desk, EXITS[key]);
  if (key === "F9") {
    desk.querySelector("[data-other-slot]")?.click();
    return true;
  }
  if (!desk.contains(target)) return false;
  if (/^[1-6]$/.test(key) && !takesText(target)) return pick(key, target);
  return key === "Enter" && enter(target);
}

function leaveBy(desk, value) {
  const choice = desk.querySelector(`[name="out"][value="${value}"]`);
  if (!choice) return false;
  if (choice.disabled) {
    desk.querySelector("#ruling")?.scrollIntoView({ block: "center" });
    return true;
  }
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function pick(key, target) {
  const row = target.closest("[data-picks]");
  const choice = row?.querySelectorAll("input[type=radio], button")[Number(key) - 1];
  if (!choice) return false;
  choice.click();
  if (row.dataset.picks === "kind") goTo("words");
  return true;
}

// In an exit Enter saves; elsewhere it goes on to the next field, and in the words to a new line.
function enter(target) {
  if (target.matches("button, a, summary, [data-who]")) return false;
  const save = target.closest(".exit__body")?.querySelector(":scope > button.btn-primary");
  if (save) {
    save.click();
    return true;
  }
  if (target.matches("textarea")) return false;
  const fields = [...form().elements].filter(
    (each) => each.checkVisibility() && !each.disabled && (each.type !== "radio" || each.checked),
  );
  fields[fields.indexOf(target) + 1]?.focus();
  return true;
}

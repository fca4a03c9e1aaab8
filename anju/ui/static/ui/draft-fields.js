// Reads and writes the fields of a form for its draft. Files, passwords, hidden fields (the CSRF
// token among them), buttons and what is marked `data-undrafted` (an identity number) never enter a
// draft. One value is a string, several are a list.

const NEVER = ["file", "password", "hidden", "submit", "button", "reset", "image"];

const controls = (form) =>
  [...form.elements].filter(
    (control) =>
      control.name &&
      control.type &&
      !NEVER.includes(control.type) &&
      !("undrafted" in control.dataset),
  );
const asList = (value) => (value === undefined ? [] : [].concat(value));
const isTicked = (control) => control.type === "checkbox" || control.type === "radio";

function valuesOf(control) {
  if (isTicked(control)) return control.checked ? [control.value] : [];
  if (control.multiple && control.selectedOptions)
    return [...control.selectedOptions].map((one) => one.value);
  return [control.value];
}

export function readFields(form) {
  const fields = {};
  for (const control of controls(form)) {
    (fields[control.name] ??= []).push(...valuesOf(control));
  }
  for (const [name, values] of Object.entries(fields)) {
    if (values.length === 1) fields[name] = values[0];
  }
  return fields;
}

export function writeFields(form, fields) {
  const used = {};
  for (const control of controls(form)) {
    if (!(control.name in fields)) continue;
    const values = asList(fields[control.name]);
    if (isTicked(control)) control.checked = values.includes(control.value);
    else if (control.multiple && control.options) {
      for (const option of control.options) option.selected = values.includes(option.value);
    } else {
      const place = (used[control.name] = (used[control.name] ?? -1) + 1);
      control.value = values[place] ?? "";
    }
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Where two drafts differ: [{label, mine, other}], in the order of the form.
export function differences(form, mine, other) {
  const names = [...new Set(controls(form).map((control) => control.name))];
  const words = (value) => asList(value).join("、");
  return names
    .filter((name) => words(mine[name]) !== words(other[name]))
    .map((name) => ({
      label: labelOf(form, name),
      mine: words(mine[name]),
      other: words(other[name]),
    }));
}

function labelOf(form, name) {
  const control = controls(form).find((one) => one.name === name);
  const label = control.closest("fieldset")?.querySelector("legend") ?? control.labels?.[0];
  const words = isTicked(control) ? label : (control.labels?.[0] ?? label);
  return control.getAttribute("aria-label") ?? words?.firstChild?.textContent.trim() ?? name;
}

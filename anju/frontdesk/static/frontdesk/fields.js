// What the elements of the desk share: putting values into the form, and moving on to a field.

export const form = () => document.getElementById("intake");

const named = (name) => [...(form()?.elements ?? [])].filter((control) => control.name === name);

// Puts `person=3&unit=3-1-502` into the fields of these names and lets everybody know.
export function fill(query) {
  for (const [name, value] of new URLSearchParams(query)) {
    for (const control of named(name)) {
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = Boolean(value);
      else control.value = value;
    }
    const control = named(name).find((each) => each.type !== "radio" || each.checked);
    for (const kind of ["input", "change"]) {
      control?.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }
}

// Focuses a field by its name; of radio buttons the chosen one.
export function goTo(name) {
  const controls = named(name).filter((control) => !control.disabled && !control.hidden);
  (controls.find((control) => control.checked) ?? controls[0])?.focus();
}

export const isComposing = (event) => event.isComposing || event.keyCode === 229;

// A field in which letters and digits are typed, not chosen.
export const takesText = (element) =>
  element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])") ?? false;

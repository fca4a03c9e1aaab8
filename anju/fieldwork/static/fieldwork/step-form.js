// <step-form> around a form whose buttons want different fields: a button's data-wants names the field that must be
// filled in before the browser lets the form go. Without script the server says what is missing.

class StepForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.#ask(event.target.closest("button")), { capture: true });
  }

  #ask(button) {
    if (!button?.form || !this.contains(button.form) || button.dataset.wants === undefined) return;
    for (const field of button.form.elements) {
      if (field.name === "reason" || field.type === "file") field.required = field.name === button.dataset.wants;
    }
  }
}

customElements.define("step-form", StepForm);

// Signing out with something unsent asks first; what is unsent stays on the phone for its owner alone.

import { unsentNow } from "./outbox-line.js";

const FORM = 'form[action$="/sign-out/"]';
let agreed = null;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches(FORM)) return;
    const count = unsentNow();
    if (!count || agreed === form) return leave();
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(count, form);
  },
  { capture: true },
);

function ask(count, form) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "leaving-title");
  dialog.innerHTML = `<div class="dialog__head"><h2 id="leaving-title">还有 ${count} 条未上传</h2></div>
    <p>退出后,这 ${count} 条留在本机,别人看不到也传不了;您再次登录后才会上传。存在手机上的页面会清除。</p>
    <div class="form__actions"><button class="btn btn-primary" type="button" data-stay>先不退出</button><button class="btn" type="button" data-go>仍然退出</button></div>`;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-go]").addEventListener("click", () => {
    agreed = form;
    dialog.close();
    form.requestSubmit();
  });
  document.body.append(dialog);
  dialog.showModal();
}

// Without a network nobody is signed out, and the pages are still needed.
async function leave() {
  if (!navigator.onLine) return;
  const registration = await navigator.serviceWorker?.getRegistration?.();
  registration?.active?.postMessage({ type: "left" });
}

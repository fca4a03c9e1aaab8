// The shell: dialogs opened by [data-dialog], open menus closed from outside, the live dot in words.

const WORDS = { live: "已连接", waiting: "正在重连", off: "未连接" };

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  for (const menu of document.querySelectorAll("details.bar__menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.bar__menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

document.addEventListener("live:state", (event) => {
  const dot = document.getElementById("live-state");
  if (!dot) return;
  dot.dataset.state = event.detail.state;
  dot.querySelector("span").textContent = WORDS[event.detail.state] ?? WORDS.off;
});

// A form sent twice by an impatient hand is sent once; it wakes again if the browser comes back.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") event.preventDefault();
  else if (form.method === "post" && form.target !== "_blank" && !form.hasAttribute("hx-post")) form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

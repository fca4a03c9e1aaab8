// The list behind the line: each entry's words, time and fate; what was not taken can be tried again, or taken
// out by hand after a question. Nothing leaves it by itself but what the server has for good.

import { askForSync } from "./here.js";
import { tell } from "./outbox-send.js";
import { allOf, remove, renew, save } from "./outbox-store.js";

const FATES = {
  queued: "未上传", waiting: "已收到,等前一步", taken: "已上传", held: "已转主管补录", refused: "被退回", stuck: "传不上去",
};
const TIME = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });

export async function openList(line) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog outbox";
  dialog.setAttribute("aria-labelledby", "outbox-title");
  dialog.append(made("h2", "本机的登记", { id: "outbox-title" }));
  const list = dialog.appendChild(made("ol", "", { className: "outbox__list", tabIndex: 0 }));
  const foot = dialog.appendChild(made("div", "", { className: "form__actions" }));
  foot.append(button("全部重试", () => line.send({ isAsked: true }), "btn btn-primary"), button("关闭", () => dialog.close()));
  const fill = async () => list.replaceChildren(...(await allOf(line.user)).reverse().map((row) => item(row, line)));
  line.addEventListener("outbox:drawn", fill);
  dialog.addEventListener("close", () => (line.removeEventListener("outbox:drawn", fill), dialog.remove(), read(line)));
  await fill();
  document.body.append(dialog);
  dialog.showModal();
}

// What went on to the supervisor has been read, and the line need not speak of it any more.
async function read(line) {
  for (const row of (await allOf(line.user)).filter((row) => row.state === "held" && !row.isRead)) await save({ ...row, isRead: true });
  line.send();
}

function item(row, line) {
  const entry = made("li", "", { className: "outbox__item" });
  entry.dataset.state = row.state;
  entry.append(made("strong", row.label), made("span", row.about, { className: "muted" }));
  entry.append(made("small", `${TIME.format(new Date(row.madeAt))} · ${FATES[row.state]}`));
  if (row.said) entry.append(made("p", row.said));
  if (row.state === "queued" && row.tries) entry.append(button("重试", () => again(row, line)));
  if (row.state === "refused" || row.state === "stuck") entry.append(button("重试", () => again(row, line)), button("移除", () => question(entry, row, line)));
  return entry;
}

async function again(row, line) {
  // A refused number is answered for good, so it goes in anew; a stuck one never got in.
  if (row.state === "refused") await renew(row);
  else await save({ ...row, state: "queued", nextAt: 0 });
  await askForSync();
  await line.send({ isAsked: true });
}

// Taken out by hand only, and asked first: on this phone it is the only copy.
function question(entry, row, line) {
  const ask = made("div", "", { className: "outbox__ask" });
  const sure = button("确定移除", () => remove(row).then(() => (tell({ subject: row.subject }), line.send())), "btn btn-danger");
  ask.append(made("p", "移除后,本机不再保留这条登记和照片,不能恢复。确定移除吗?"), sure, button("保留", () => ask.remove()));
  entry.querySelector(".outbox__ask")?.remove();
  entry.append(ask);
  sure.focus();
}

function button(text, act, look = "btn") {
  const made_ = made("button", text, { type: "button", className: look });
  made_.addEventListener("click", act);
  return made_;
}

const made = (tag, text, facts = {}) => Object.assign(document.createElement(tag), { textContent: text, ...facts });

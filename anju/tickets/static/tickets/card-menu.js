// The menu of a card on the board: one dialog for all of them, filled for the card it is opened on.

// Where a step on one card begins, and how it comes back to the board as it is narrowed.
export function address(card, step) {
  const form = document.getElementById("picked");
  const back = encodeURIComponent(form.elements.back.value);
  return `${form.action}?do=${step}&id=${card.querySelector("[name=id]").value}&back=${back}`;
}

export function openMenu(board, card) {
  const menu = board.querySelector("#card-menu");
  const order = card.querySelector(".ocard__go");
  menu.querySelector("h2").textContent = order.textContent;
  menu.querySelector("[data-go-order]").href = order.href;
  menu.querySelector("[data-print]").href = `${order.href}print/`;
  for (const link of menu.querySelectorAll("[data-do]")) link.href = address(card, link.dataset.do);
  offerChoice(menu, card.querySelector("[name=id]"));
  // A refresh may have drawn the card anew meanwhile: it is found again by its number.
  menu.onclose = () => board.querySelector(`[data-card="${card.dataset.card}"] .ocard__go`)?.focus();
  menu.showModal();
  return true;
}

function offerChoice(menu, box) {
  const pick = menu.querySelector("[data-pick]");
  if (!pick) return;
  pick.textContent = box.checked ? "取消选择" : "选择";
  pick.onclick = () => {
    const now = menu.ownerDocument.querySelector(`[name=id][value="${box.value}"]`) ?? box;
    now.click();
    menu.close();
  };
}

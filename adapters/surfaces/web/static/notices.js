// Short words about what was done or refused.

const page = document.body;
const toasts = document.querySelector("[data-toasts]");
const STAYS = 7000;

// Show a notice that the server drew. A refusal stays until it is closed.
export function toast(node) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.dataset.closeToast = "";
  close.setAttribute("aria-label", page.dataset.sayClose);
  close.textContent = "×";
  node.append(close);
  if ("refused" in node.dataset) node.setAttribute("role", "alert");
  else setTimeout(() => node.remove(), STAYS);
  toasts.append(node);
  while (toasts.children.length > 3) toasts.firstChild.remove();
}

// Say something that the page noticed itself.
export function say(words) {
  const node = document.createElement("div");
  node.className = "toast refused";
  node.dataset.toast = "";
  const text = document.createElement("p");
  text.textContent = words;
  node.append(text);
  toast(node);
}

// Tell screen readers.
export function announce(words) {
  document.querySelector("[data-announce]").textContent = words;
}

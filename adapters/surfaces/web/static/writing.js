// Tells the others that somebody writes: while the dialog of a draft is open, and no longer.

const page = document.body;
const EVERY = 45000;
let item = "";
let beat = null;

export function writes(form) {
  if (form.dataset.action !== "edit") return stops();
  if (item && item !== form.dataset.item) stops();
  item = form.dataset.item;
  clearInterval(beat);
  beat = setInterval(() => tell("1"), EVERY);
}

export function stops() {
  clearInterval(beat);
  if (item) tell("");
  item = "";
}

function tell(still) {
  const body = new URLSearchParams({ item, still });
  // It arrives also when the page is left; when it does not, the next one or the time says the same.
  fetch(`${page.dataset.base}/writing`, { method: "POST", body, keepalive: true, headers: { "X-CSRF": page.dataset.csrf } }).catch(() => {});
}

addEventListener("pagehide", stops);

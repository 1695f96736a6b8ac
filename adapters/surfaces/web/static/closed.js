// Closed comments are one stop each for who walks with Tab: Enter goes into one, Escape out again.
// A mouse, and a screen reader's own cursor, reach what they always reached.

const CLOSED = "[data-cards] > article.done";
const CONTROLS = "a[href], button, summary";
const hint = document.querySelector("#closed-keys");
let last = null;

export function keepClosed(list) {
  const settle = () => list.querySelectorAll(CLOSED).forEach(setStops);
  settle();
  new MutationObserver(settle).observe(list, { childList: true, subtree: true });
  document.addEventListener("focusin", follow);
  list.addEventListener("keydown", walkInOrOut);
}

// Whoever is inside can walk through all of it, however they came there.
function follow(event) {
  const left = last;
  last = event.target.closest(CLOSED);
  if (left) setStops(left);
  if (last) setStops(last);
}

function setStops(card) {
  const inside = card !== document.activeElement && card.contains(document.activeElement);
  for (const control of card.querySelectorAll(CONTROLS)) control.tabIndex = inside ? 0 : -1;
  card.tabIndex = 0;
  card.dataset.keys = hint.textContent;
  card.setAttribute("aria-describedby", hint.id);
}

function walkInOrOut(event) {
  const card = event.target.closest(CLOSED);
  if (!card) return;
  if (event.key === "Enter" && event.target === card) {
    event.preventDefault();
    card.querySelector(CONTROLS)?.focus();
  }
  if (event.key === "Escape" && event.target !== card) {
    event.stopPropagation();
    card.focus({ preventScroll: true });
  }
}

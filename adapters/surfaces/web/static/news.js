// What the reader was told: said once while the page is open, and new until they have seen it.
import { toast } from "./notices.js";
import { send } from "./server.js";

const LOOKS = 1200;
let said = newest(document);

// What came since the last look; the count at the top follows.
export function showNews(now) {
  const old = document.querySelector("[data-news]");
  if (!now || !old) return;
  for (const note of [...now.querySelectorAll("[data-note]")].reverse()) {
    if (Number(note.dataset.note) > said) say(note.cloneNode(true));
  }
  said = Math.max(said, newest(now));
  if (old.outerHTML !== now.outerHTML) old.replaceWith(now);
}

function newest(root) {
  return Math.max(0, ...[...root.querySelectorAll("[data-note]")].map((note) => Number(note.dataset.note)));
}

function say(note) {
  note.dataset.toast = "";
  toast(note);
  // Whoever closes it or follows it has read it.
  note.addEventListener("click", (event) => {
    if (event.target.closest("a, button")) see([note.dataset.note]);
  });
}

// What stands before the reader's eyes for a moment is seen.
const eyes = new IntersectionObserver((looks) => {
  for (const look of looks) {
    clearTimeout(look.target.seen);
    if (look.isIntersecting) look.target.seen = setTimeout(() => noted(look.target), LOOKS);
  }
}, { threshold: 0.6 });
let waiting = [];

export function watch(root) {
  for (const line of root.querySelectorAll("[data-unseen]")) eyes.observe(line);
}

function noted(line) {
  eyes.unobserve(line);
  if (!waiting.length) setTimeout(() => see(waiting.splice(0)), 50);
  waiting.push(line.dataset.unseen);
}

async function see(numbers) {
  for (const number of numbers) document.querySelector(`[data-toasts] [data-note="${number}"]`)?.remove();
  try {
    const part = await send("/seen", { numbers: numbers.join(",") });
    showNews(part.querySelector("[data-news]"));
  } catch {
    // It stays new, and is seen the next time.
  }
}

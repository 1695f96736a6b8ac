// Keeps the cards as they are on the server, without taking away what somebody is reading or doing.
import { showForm } from "./dialog.js";
import { showNews } from "./news.js";
import { announce, toast } from "./notices.js";
import { ask } from "./server.js";
import { tick } from "./times.js";

const SETTLES = 900;
let running = null;
let again = false;

// Put an answer of the server where it belongs: notices, changed cards, a dialog.
export function apply(part) {
  const form = part.querySelector("form[data-dialog]");
  if (form) showForm(form);
  for (const view of part.querySelectorAll("[data-view]")) showView(view);
  for (const note of part.querySelectorAll("[data-toast]")) toast(note);
  for (const card of part.querySelectorAll("article[data-item]")) {
    for (const old of document.querySelectorAll(`article[data-item="${card.dataset.item}"]`)) {
      if (old.dataset.etag !== card.dataset.etag) swap(old, card.cloneNode(true), true);
    }
  }
  tick();
}

// A view that is no card stands once on the page: where it was, or in the panel in place of what was there.
function showView(view) {
  const old = document.querySelector(`[data-view="${CSS.escape(view.dataset.view)}"]`);
  // Of another comment nobody is put on a button: Enter twice must not approve two.
  if (old) return supersede(old, view, view.dataset.view !== "next");
  const panel = document.querySelector("[data-panel]");
  panel.replaceChildren(panel.querySelector(":scope > .close"), view);
  // What stands there now keeps itself up to date.
  delete panel.dataset.refresh;
  panel.hidden = false;
  const { top } = panel.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight / 2) panel.scrollIntoView({ block: "start", behavior: "smooth" });
  if (!document.activeElement.matches("input, textarea")) focusOn(view);
}

// Put something in the place of its older self: whoever stood in it stands on the same button again.
function supersede(old, now, same = true) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const key = same && focused?.dataset.key;
  old.replaceWith(now);
  if (focused) focusOn((key && now.querySelector(`[data-key="${CSS.escape(key)}"]`)) || now);
}

function focusOn(node) {
  if (node.tabIndex < 0) node.tabIndex = -1;
  node.focus({ preventScroll: true });
}

// Fetch every list anew. Asked again meanwhile, it runs once more afterwards.
export async function refresh() {
  again = true;
  running ??= (async () => {
    while (again) {
      again = false;
      for (const list of document.querySelectorAll("[data-refresh]")) await refreshOnce(list);
    }
  })().finally(() => (running = null));
  return running.catch(() => {});
}

async function refreshOnce(list) {
  const url = list.dataset.refresh;
  const part = await fetched(list);
  showStrip(part.querySelector("[data-strip]"));
  showNews(part.querySelector("[data-news]"));
  // Somebody may have asked for something else in this place meanwhile.
  if (list.dataset.refresh !== url || !part.querySelector("[data-cards], article[data-item]")) return;
  const box = list.querySelector("[data-cards]") ?? list;
  const place = keepPlace();
  reconcile(box, [...part.querySelectorAll("article[data-item]")]);
  for (const what of ["[data-questions]", "[data-empty]", "[data-waiting]", "[data-older]"]) replaceEnd(box, part, what);
  tick();
  place();
}

// What stands at the top about the reader's shift follows, too.
function showStrip(now) {
  const old = document.querySelector("[data-strip]");
  if (now && old && old.outerHTML !== now.outerHTML) supersede(old, now);
}

// All pages of a list that somebody opened, one after the other: each begins where the one before ended.
async function fetched(list) {
  const whole = await ask(list.dataset.refresh);
  for (let page = 1; page < Number(list.dataset.pages || 1); page++) {
    const more = whole.querySelector("[data-older]");
    if (!more) break;
    const part = await ask(`${list.dataset.refresh}&before=${more.dataset.older}`);
    more.remove();
    const older = part.querySelector("[data-older]");
    whole.querySelector("[data-cards]").append(...part.querySelectorAll("article[data-item]"), ...(older ? [older] : []));
  }
  return whole;
}

function reconcile(box, cards) {
  const known = new Map([...box.querySelectorAll("article[data-item]")].map((card) => [card.dataset.item, card]));
  const newest = Math.max(0, ...[...known.keys()].map(Number));
  let before = null;
  for (const card of cards) {
    const old = known.get(card.dataset.item);
    known.delete(card.dataset.item);
    let node = old ?? card;
    if (old && old.dataset.etag !== card.dataset.etag) node = swap(old, card);
    if (!old) {
      place(box, before, card);
      if (Number(card.dataset.item) > newest) arrived(card);
    } else if (before && before.nextElementSibling !== node) before.after(node);
    before = node;
  }
  for (const gone of known.values()) gone.remove();
}

function place(box, before, card) {
  if (before) return before.after(card);
  const first = box.querySelector("article[data-item]");
  if (first) first.before(card);
  else box.append(card);
}

function arrived(card) {
  card.classList.add("new");
  announce(document.body.dataset.sayNew);
}

function replaceEnd(box, part, what) {
  const now = part.querySelector(what);
  const old = box.querySelector(what);
  if (!now) return old?.remove();
  if (old?.outerHTML === now.outerHTML) return;
  if (old) old.replaceWith(now);
  else if (what === "[data-older]") box.append(now);
  else box.prepend(now);
}

// Replace a card by its newer self, keeping what is unfolded and where the focus is.
function swap(old, card, mine = false) {
  for (const fold of old.querySelectorAll("[data-fold]")) {
    const same = card.querySelector(`[data-fold="${CSS.escape(fold.dataset.fold)}"]`);
    if (!same) continue;
    if (fold.open) same.open = true;
    if (fold.classList.contains("unfolded")) setFold(same, true);
  }
  if (!mine && old.dataset.seen !== card.dataset.seen) settle(card);
  supersede(old, card);
  return card;
}

// A click that was on its way to the old draft must not approve the new one.
function settle(card) {
  card.classList.add("settling");
  setTimeout(() => card.classList.remove("settling"), SETTLES);
}

// Remember what stands where; afterwards put it back there.
function keepPlace() {
  if (window.scrollY < 8) return () => {};
  const seen = [...document.querySelectorAll("article[data-item]")].find((card) => card.getBoundingClientRect().bottom > 60);
  const top = seen?.getBoundingClientRect().top;
  return () => {
    const now = seen && document.querySelector(`#cards article[data-item="${seen.dataset.item}"]`);
    if (now) window.scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

export function unfold(button) {
  const fold = button.closest("[data-fold]");
  setFold(fold, !fold.classList.contains("unfolded"));
}

function setFold(fold, open) {
  fold.classList.toggle("unfolded", open);
  fold.querySelector(":scope > [data-more]")?.setAttribute("aria-expanded", String(open));
}

// Go to a card of this page, if it is here.
export function jumpTo(item) {
  const card = document.querySelector(`#cards article[data-item="${item}"]`);
  card?.scrollIntoView({ block: "start", behavior: "smooth" });
  card?.focus({ preventScroll: true });
  return Boolean(card);
}

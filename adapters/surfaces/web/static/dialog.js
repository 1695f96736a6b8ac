// The dialog with one text field. Nothing typed is lost: not by Esc, a reload, a refusal or a lost connection.
import { apply, refresh } from "./cards.js";
import { say } from "./notices.js";
import { ask, Lost, newKey, send } from "./server.js";
import { stops, writes } from "./writing.js";

const page = document.body;
const dialog = document.querySelector("#dialog");
const graphemes = "Segmenter" in Intl ? new Intl.Segmenter() : null;
const MEASURES = {
  bytes: (text) => new TextEncoder().encode(text).length,
  graphemes: (text) => (graphemes ? [...graphemes.segment(text)].length : [...text].length),
  characters: (text) => [...text].length,
};

export async function openForm(url) {
  let part;
  try {
    part = await ask(url);
  } catch {
    return say(page.dataset.sayAway);
  }
  apply(part);
}

// Show a dialog that the server drew; also one that it drew anew because the text was refused.
export function showForm(form) {
  dialog.replaceChildren(form);
  const field = text();
  field.dataset.start = field.value;
  form.dataset.key = newKey();
  if (!("offered" in field.dataset)) restore(form, field);
  if (!dialog.open) dialog.showModal();
  writes(form);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  count();
}

export function wireDialog() {
  dialog.addEventListener("close", stops);
  dialog.addEventListener("input", () => {
    remember();
    count();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) dialog.close();
    if (event.target.closest("[data-discard]")) discard();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      dialog.querySelector("[data-main]").click();
    }
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target, event.submitter?.value ?? "");
  });
}

async function submit(form, post) {
  const buttons = form.querySelectorAll("button[type=submit]");
  const tone = form.querySelector("[data-tone]")?.value;
  const written = [tone, text().value].filter(Boolean).join(". ");
  const slot = slotOf(form);
  remember(true);
  for (const button of buttons) button.disabled = true;
  problem(form, "");
  try {
    const checked = form.elements.checked?.checked ? "1" : "";
    const fields = { button: form.dataset.button, text: written, post, checked, key: form.dataset.key };
    for (const more of form.querySelectorAll("[data-more-field]")) fields[more.name] = more.value;
    settle(await send("/do", fields), slot);
  } catch (error) {
    problem(form, error instanceof Lost ? page.dataset.sayLost : String(error));
  }
  for (const button of buttons) button.disabled = false;
  count();
  refresh();
}

// Done: the dialog closes. Refused: it stays, with the reason.
function settle(part, slot) {
  const form = part.querySelector("form[data-dialog]");
  const refused = part.querySelector("[data-refused]");
  if (refused && !form) return refusedFor(refused, part);
  if (!form) {
    sessionStorage.removeItem(slot);
    dialog.close();
  }
  apply(part);
}

function refusedFor(refused, part) {
  problem(dialog.querySelector("form"), refused.querySelector("p").textContent);
  refused.remove();
  apply(part);
}

function problem(form, words) {
  const place = form.querySelector("[data-problem]");
  place.textContent = words;
  place.hidden = !words;
}

// How long the text is, counted as the platform counts.
function count() {
  const form = dialog.querySelector("form[data-dialog]");
  const longest = Number(form?.dataset.longest || 0);
  if (!longest) return;
  const used = MEASURES[form.dataset.unit]?.(text().value) ?? text().value.length;
  const counter = form.querySelector("[data-counter]");
  const over = used > longest;
  const words = over ? counter.dataset.over : counter.dataset.left;
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const values = { used, longest, over: used - longest };
  counter.value = words.replace(/\{(\w+)\}/g, (_, name) => numbers.format(values[name]));
  counter.classList.toggle("over", over);
  form.querySelector("[data-main]").disabled = over;
}

// A text that is not sent yet is kept in this tab until it is.
const slotOf = (form) => `unsent:${page.dataset.who}:${form.dataset.item}:${form.dataset.action}`;
const text = () => dialog.querySelector("#dialog-text");

function remember(always = false) {
  const form = dialog.querySelector("form[data-dialog]");
  const field = text();
  if (always || field.value !== field.dataset.start) sessionStorage.setItem(slotOf(form), field.value);
  else sessionStorage.removeItem(slotOf(form));
}

function restore(form, field) {
  const kept = sessionStorage.getItem(slotOf(form));
  if (kept === null || kept === field.value) return;
  field.value = kept;
  form.querySelector("[data-restored]").hidden = false;
}

function discard() {
  const form = dialog.querySelector("form[data-dialog]");
  text().value = text().dataset.start;
  sessionStorage.removeItem(slotOf(form));
  form.querySelector("[data-restored]").hidden = true;
  text().focus();
  count();
}

// Ask back before something that cannot be undone.
export function sure(button) {
  const box = document.querySelector("#confirm");
  box.querySelector("p").textContent = button.dataset.confirm;
  // What is said yes to stands on the button that says it.
  box.querySelector("[value=yes]").textContent = button.textContent.trim();
  box.returnValue = "";
  box.showModal();
  return new Promise((tell) => box.addEventListener("close", () => tell(box.returnValue === "yes"), { once: true }));
}

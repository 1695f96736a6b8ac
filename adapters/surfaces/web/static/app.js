// The team's page: finds out what was clicked or typed and passes it on.
import { apply, refresh, jumpTo, unfold } from "./cards.js";
import { keepClosed } from "./closed.js";
import { openForm, sure, wireDialog } from "./dialog.js";
import { listen } from "./live.js";
import { watch } from "./news.js";
import { Lost, newKey, send } from "./server.js";
import { say } from "./notices.js";
import { keepTime } from "./times.js";

const page = document.body;
const panel = document.querySelector("[data-panel]");
const line = document.querySelector("#line");

const CLICKS = {
  do: press,
  form: (button) => openForm(button.dataset.form),
  more: unfold,
  older: showOlder,
  manyDo: pressMany,
  ask: (button) => command(button.dataset.ask),
  closeToast: (button) => button.closest("[data-toast]").remove(),
  closePanel: closePanel,
};

document.addEventListener("click", (event) => {
  const jump = event.target.closest("[data-jump]");
  if (jump && jumpTo(jump.dataset.jump)) return event.preventDefault();
  const button = event.target.closest("button");
  if (!button) return;
  for (const [name, act] of Object.entries(CLICKS)) {
    if (name in button.dataset) return void act(button);
  }
});

async function press(button) {
  if (button.classList.contains("busy")) return;
  if (button.dataset.confirm && !(await sure(button))) return;
  button.classList.add("busy");
  try {
    apply(await send("/do", { button: button.dataset.do, key: newKey() }), button);
    // A refusal that offered this is answered.
    button.closest("[data-toast]")?.remove();
  } catch (error) {
    say(error instanceof Lost ? page.dataset.sayAway : String(error));
  }
  button.classList.remove("busy");
  refresh();
}

// Everything that is ticked, closed or handed over together.
async function pressMany(button) {
  const list = button.closest("[data-many]");
  const ticked = [...list.querySelectorAll("[data-one]:checked")].map((one) => one.value);
  if (button.dataset.confirm && !(await sure(button))) return;
  const fields = { button: `many:${button.dataset.manyDo}:${ticked.join(",")}`, key: newKey() };
  fields.person = list.querySelector("[data-to]")?.value ?? "";
  try {
    apply(await send("/do", fields), button);
  } catch (error) {
    say(error instanceof Lost ? page.dataset.sayAway : String(error));
  }
  refresh();
}

async function command(text) {
  try {
    const part = await send("/command", { line: text, key: newKey() });
    const card = part.querySelector("article[data-item]");
    panel.replaceChildren(closer("closePanel"), part);
    panel.hidden = false;
    watch(panel);
    // A card in the panel stays up to date like any other.
    if (card) panel.dataset.refresh = `${page.dataset.base}/cards?item=${card.dataset.item}`;
    else delete panel.dataset.refresh;
    line.value = "";
  } catch (error) {
    say(error instanceof Lost ? page.dataset.sayLost : String(error));
  }
  refresh();
}

function closePanel() {
  panel.hidden = true;
  panel.replaceChildren(closer("closePanel"));
  delete panel.dataset.refresh;
  line.focus();
}

function closer(what) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.dataset[what] = "";
  button.setAttribute("aria-label", page.dataset.sayClose);
  button.textContent = "×";
  return button;
}

async function showOlder(button) {
  button.disabled = true;
  const list = button.closest("[data-refresh]");
  list.dataset.pages = Number(list.dataset.pages || 1) + 1;
  await refresh();
  button.disabled = false;
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-sign-out]")) sessionStorage.clear();
  if (!event.target.matches("[data-command]")) return;
  event.preventDefault();
  command(line.value);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-auto-submit]")) event.target.form.requestSubmit();
});

// j and k walk from card to card, / goes to the command line; never while somebody writes.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Escape" && event.target === line && !panel.hidden) closePanel();
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (step) walk(step);
  if (event.key === "/") {
    event.preventDefault();
    line.focus();
  }
  if (event.key === "Escape" && !panel.hidden) closePanel();
});

function walk(step) {
  const cards = [...document.querySelectorAll("#cards article[data-item]")];
  const at = cards.indexOf(document.activeElement.closest("article[data-item]"));
  const next = cards[at < 0 ? 0 : Math.max(0, Math.min(cards.length - 1, at + step))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start", behavior: "smooth" });
}

wireDialog();
keepTime();
keepClosed(document.querySelector("#cards"));
listen(refresh);

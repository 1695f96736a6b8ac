// Times that pass: “since 12 min”, “due in 40 min”, and the seconds until a reply goes out.

const page = document.body;
const language = document.documentElement.lang;
// The server's clock counts, not the one of this computer.
const offset = Date.parse(page.dataset.now) - Date.now();
const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

export function keepTime() {
  tick();
  setInterval(tick, 1000);
}

export function tick() {
  const now = Date.now() + offset;
  for (const node of document.querySelectorAll("time[data-live]")) relative(node, now);
  for (const node of document.querySelectorAll("[data-countdown]")) countdown(node, now);
}

function relative(node, now) {
  const ahead = Date.parse(node.dateTime) - now;
  const words = (ahead > 0 ? node.dataset.ahead : node.dataset.past).replace("{span}", span(Math.abs(ahead) / 1000));
  if (node.textContent !== words) node.textContent = words;
  if (node.classList.contains("due")) node.classList.toggle("late", ahead <= 0);
}

// The same steps as in bot/catalogue.py, so that nothing jumps when the page takes over from the server.
export function span(seconds) {
  const large = UNITS.findIndex(([, length]) => seconds / length >= 1.5);
  const [unit, size] = UNITS[large] ?? UNITS.at(-1);
  if (unit !== "day" && unit !== "hour") return told(Math.max(seconds > 0 ? 1 : 0, Math.round(seconds / size)), unit);
  const [small, part] = UNITS[large + 1];
  const parts = Math.round(seconds / part);
  const rest = parts % (size / part);
  return told(Math.floor(parts / (size / part)), unit) + (rest ? ` ${told(rest, small)}` : "");
}

function told(number, unit) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(number);
}

function countdown(node, now) {
  const left = Math.ceil((Date.parse(node.dataset.countdown) - now) / 1000);
  const words = left > 0 ? node.dataset.left.replace("{seconds}", left) : node.dataset.now;
  const place = node.querySelector(".left");
  if (left < 3600 && place.textContent !== words) place.textContent = words;
}

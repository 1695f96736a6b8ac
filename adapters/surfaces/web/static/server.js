// Asking the server. Every answer is a piece of the page; every change carries a key that a retry repeats.

const page = document.body;

// The server could not be reached, or had no answer.
export class Lost extends Error {}

export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

export async function ask(path) {
  return piece(await reach(path, {}));
}

export async function send(path, fields) {
  const options = { method: "POST", body: new URLSearchParams(fields) };
  try {
    return piece(await reach(page.dataset.base + path, options));
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    // Once more, with the same key: if the first one did arrive, it is not done twice.
    await new Promise((later) => setTimeout(later, 900));
    return piece(await reach(page.dataset.base + path, options));
  }
}

async function reach(path, options) {
  const headers = { "X-Part": "1", "X-CSRF": page.dataset.csrf };
  let answer;
  try {
    answer = await fetch(path, { ...options, headers, signal: AbortSignal.timeout(20000) });
  } catch {
    throw new Lost();
  }
  const who = answer.headers.get("x-who");
  // The browser acts for somebody else now (another tab): this page would show one person and act as another.
  if (who && who !== page.dataset.who) location.reload();
  if (answer.status >= 502) throw new Lost();
  return answer.text();
}

async function piece(text) {
  const template = document.createElement("template");
  template.innerHTML = await text;
  return template.content;
}

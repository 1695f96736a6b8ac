// Every other second: what has changed? Only the parts marked data-live are replaced, so that nobody loses
// what they are writing. Without this script the page works too; one reloads it oneself.
"use strict";

const PAUSE = 2000;

async function look() {
  if (!document.hidden) {
    try {
      const seen = document.querySelector("[data-state]").dataset.state;
      const answer = await fetch(location.href, { headers: { "X-Seen": seen } });
      if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The server is away for a moment; the next look will tell.
    }
  }
  setTimeout(look, PAUSE);
}

function show(page) {
  const known = new Set([...document.querySelectorAll("[data-live] [id]")].map((part) => part.id));
  for (const fresh of page.querySelectorAll("[data-live]")) {
    for (const part of fresh.querySelectorAll("[id]")) {
      if (!known.has(part.id)) part.classList.add("fresh");
    }
    document.getElementById(fresh.id)?.replaceWith(document.adoptNode(fresh));
  }
}

setTimeout(look, PAUSE);

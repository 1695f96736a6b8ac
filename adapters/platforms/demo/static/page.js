// Every other second: what has changed? Only the parts marked data-live are replaced, so that nobody loses
// what they are writing. Without this script the page works too; one reloads it oneself.
"use strict";

const PAUSE = 2000;
const TIME = new Intl.DateTimeFormat("de", { timeStyle: "short" });
const MOMENT = new Intl.DateTimeFormat("de", { dateStyle: "medium", timeStyle: "short" });

// The page comes with times in UTC; the browser knows where its reader is.
function tell(part) {
  for (const time of part.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.textContent = TIME.format(at);
    time.title = MOMENT.format(at);
  }
}

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
    tell(fresh);
    for (const part of fresh.querySelectorAll("[id]")) {
      if (!known.has(part.id)) part.classList.add("fresh");
    }
    document.getElementById(fresh.id)?.replaceWith(document.adoptNode(fresh));
  }
}

tell(document);
setTimeout(look, PAUSE);

// Learns when to look again: by server-sent events, and by asking every few seconds where they do not arrive.

const page = document.body;
const POLL = 3000;
let source = null;
let polling = null;

export function listen(refresh) {
  connect(refresh);
  // A tab in the background needs no connection: browsers allow only a few to one server.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) disconnect();
    else connect(refresh);
  });
}

function connect(refresh) {
  disconnect();
  source = new EventSource(`${page.dataset.base}/events`);
  source.addEventListener("mark", () => {
    poll(null);
    refresh();
  });
  source.addEventListener("open", () => poll(null));
  source.addEventListener("error", () => {
    poll(refresh);
    // After some refusals a browser gives up for good; then it is asked to try again.
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => source?.readyState === EventSource.CLOSED && connect(refresh), 5000);
  });
}

function disconnect() {
  source?.close();
  source = null;
  poll(null);
}

function poll(refresh) {
  document.querySelector("[data-connection]").textContent = refresh ? page.dataset.sayAway : "";
  clearInterval(polling);
  polling = refresh ? setInterval(refresh, POLL) : null;
}

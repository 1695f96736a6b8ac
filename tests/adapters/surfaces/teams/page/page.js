// Draws cards with the official renderer, as Teams does, and tells the server what people do.
// The colours are those of the two themes of Teams; a card itself names none.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const tone = (light, night) => (dark ? night : light);
const colour = (main) => ({ default: main, subtle: main.replace("#", "#b0") });  // alpha comes first here
const foreground = {
  default: colour(tone("#242424", "#ffffff")),
  accent: colour(tone("#4f52b2", "#a6a7dc")),
  good: colour(tone("#0e700e", "#9ad29a")),
  warning: colour(tone("#8a5200", "#fce100")),
  attention: colour(tone("#b10e1c", "#eeacb2")),
};
for (const one of Object.values(foreground))
  one.highlightColors = { default: tone("#fff29d", "#5c5000"), subtle: tone("#fff29d", "#5c5000") };
const box = (light, night) => ({ backgroundColor: tone(light, night), foregroundColors: foreground });
const config = {
  fontFamily: '"Segoe UI", system-ui, "Noto Sans", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: tone("#e0e0e0", "#484848") },
  containerStyles: {
    default: box("#ffffff", "#292929"),
    emphasis: box("#f5f5f5", "#1f1f1f"),
    accent: box("#e8ebfa", "#2f2f4a"),
    good: box("#e7f2da", "#1e3314"),
    warning: box("#fbf6d9", "#463100"),
    attention: box("#fcf4f6", "#3e1f25"),
  },
  actions: {
    maxActions: 6, buttonSpacing: 8, spacing: "default", actionsOrientation: "horizontal",
    actionAlignment: "left", showCard: { actionMode: "inline", inlineTopMargin: 8, style: "emphasis" },
  },
  adaptiveCard: { allowCustomStyle: false },
};

const post = async (path, body) => {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  return answer.json();
};

const toast = (text) => {
  const shown = document.querySelector(".toast");
  shown.textContent = text;
  shown.hidden = false;
};

// What the renderer finds wrong with a card is an error of this page. Behind “…” there may be any number.
const complain = ({ event, message }) => {
  if (event !== AdaptiveCards.ValidationEvent.TooManyActions) console.error(message);
};

const draw = (content, into) => {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(config);
  card.onExecuteAction = (action) => act(action, into);
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  card.parse(content, context);
  for (let at = 0; at < context.eventCount; at++) complain(context.getEventAt(at));
  for (const one of card.validateProperties().validationEvents) complain(one);
  into.replaceChildren(card.render());
};

const act = async (action, into) => {
  const sent = { user: document.body.dataset.user, message: into.dataset.message };
  if (action instanceof AdaptiveCards.OpenUrlAction) return open(action.url, "_blank", "noopener");
  if (action instanceof AdaptiveCards.ExecuteAction) {
    const answer = await post("act", { ...sent, verb: action.verb, data: action.data });
    return answer.type.endsWith("adaptive") ? draw(answer.value, into) : toast(answer.value);
  }
  if (!(action instanceof AdaptiveCards.SubmitAction)) return undefined;  // “…” opens by itself
  const kind = action.data.msteams?.type === "task/fetch" && !into.closest("dialog") ? "fetch" : "submit";
  return show(await post(kind, { ...sent, data: action.data }), sent.message);
};

const show = ({ task }, message) => {
  const dialog = document.querySelector("dialog");
  if (task?.type === "continue") {
    dialog.querySelector("h2").textContent = task.value.title;
    const into = dialog.querySelector(".card");
    into.dataset.message = message;
    draw(task.value.card.content, into);
    if (!dialog.open) dialog.showModal();
    return;
  }
  dialog.close();
  if (task?.value) toast(task.value);
};

const redraw = async () => {
  const user = document.body.dataset.user;
  const messages = await (await fetch(`messages?user=${user}`)).json();
  const feed = document.querySelector("main");
  for (const one of messages) {
    let place = feed.querySelector(`[data-message="${one.id}"]`);
    if (!place) {
      place = document.createElement("article");
      place.className = "card";
      place.dataset.message = one.id;
      feed.append(place);
    }
    const now = JSON.stringify(one.card);
    if (place.dataset.shown !== now) draw(one.card, place);
    place.dataset.shown = now;
  }
  document.body.dataset.drawn = messages.length;
};

document.body.dataset.user = new URLSearchParams(location.search).get("user") ?? "";
setInterval(redraw, 500);
redraw();

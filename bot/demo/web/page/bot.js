import { act } from "./api.js";
import { title } from "./avatar.js";
import { bubble, dayLine, fillAuthor, fillKeys, fillMeta, fillQuote, fillSide, withDays } from "./bubble.js";
import { Composer } from "./composer.js";
import { $, h, icon, patch, setAttr, sync } from "./dom.js";
import { preview } from "./format.js";
import { Log } from "./log.js";
import { toggleMenu } from "./menu.js";
import { copyHTML } from "./safe.js";
import { say } from "./ui.js";

const log = new Log($("bot-log"));
const cards = new Set(); // messages that have or had buttons, see isCard
let latest = null; // the state drawn last
let newest = -1; // the newest message drawn; -1: nothing drawn yet
let toasts = -1; // the number of the last answer to a tap; -1: none seen yet
let head = null;
let openChat = () => {};

const menuButton = h("button", { type: "button", class: "menu-button", "data-testid": "bot-menu", "aria-label": "Menu of commands", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("menu"), h("span", { text: "Menu" }));
menuButton.addEventListener("click", () => {
  const items = latest.commands.map((c) => ({ label: "/" + c.command, detail: c.description, run: () => { composer.input.focus(); attempt("/" + c.command); } }));
  if (items.length) toggleMenu(menuButton, "Commands", items);
});

const composer = new Composer({
  name: "bot",
  label: "Message to the bot",
  placeholder: "Message or command",
  before: [menuButton],
  send: (text, about) => send(text, about?.id ?? 0),
});
$("bot-foot").append(composer.node);

async function send(text, replyTo) {
  await act("botSend", { text, replyTo });
  log.toEnd();
}

const attempt = (text) => send(text, 0).catch((error) => say(error.message));

// onOpenChat sets what a link to a fan's profile does.
export function onOpenChat(open) { openChat = open; }

// render draws the creator's chat with the bot.
export function render(state) {
  latest = state;
  patch($("bot-bar"), JSON.stringify(state.bot), (bar) => {
    head = title(state.bot.id || 3, state.bot.name);
    bar.replaceChildren(head.node);
  });
  head.status(state.process.up ? "bot" : "bot, stopped: starting again…", !state.process.up);
  renderLog(state.botChat);
  renderToast(state.toast);
}

function renderLog(messages) {
  for (const m of messages) if (isCard(m)) cards.add(m.id);
  const fresh = messages.filter((m) => m.id > newest);
  const first = newest < 0;
  newest = messages.at(-1)?.id ?? 0;
  if (composer.about && !messages.some((m) => m.id === composer.about.id)) composer.drop();
  const items = messages.length ? withDays(messages) : [{ id: "empty", day: "Cards appear here when a fan writes." }];
  log.update((node) => sync(node, items, (m) => m.id, (m) => (m.day ? dayLine(m.day) : bubble()), (el, m) => m.day || fill(el, m)), first ? 0 : fresh.length);
  const asks = fresh.filter((m) => m.forceReply).at(-1);
  if (!asks || (first && asks !== messages.at(-1))) return;
  replyTo(asks, !first);
  log.toEnd();
}

// isCard: a message with buttons, or one that quotes a fan: a card may have lost
// its buttons before the page first saw it.
function isCard(message) {
  return message.from === "bot" && (message.buttons.length > 0 || message.html.includes("<blockquote>"));
}

function fill(node, message) {
  const bot = message.from === "bot";
  node.latest = message;
  fillAuthor(node, !bot, bot ? latest.bot.name : latest.creator.name);
  node.classList.add("from-bot-chat");
  setAttr(node, "data-testid", cards.has(message.id) ? "card" : null);
  setAttr(node, "data-id", message.id);
  patch(node.parts.body, message.html, (body) => {
    if (bot && message.html) copyHTML(body, message.html, handlers);
    else body.replaceChildren(h("span", { class: "text", dir: "auto", text: message.text }));
  });
  const target = latest.botChat.find((m) => m.id === message.replyTo);
  fillQuote(node, target?.from === "bot" ? latest.bot.name : latest.creator.name, target, () => reveal(message.replyTo));
  fillMeta(node, message.edited ? ["edited"] : [], message.date, bot ? "" : "read");
  fillKeys(node, message.buttons, (button) => press(node.latest, button));
  fillSide(node, bot ? "reply" : "", "Reply to this message", () => replyTo(node.latest));
}

async function press(message, button) {
  if (button.url) return followLink(button.url);
  try {
    await act("tap", { message: message.id, data: button.data });
  } catch (error) {
    say(error.message, "tap-toast");
  }
}

function replyTo(message, focus = true) {
  const visible = $("bot-log").clientHeight > 0;
  composer.set({ kind: "reply", id: message.id, title: `Reply to ${message.from === "bot" ? latest.bot.name : "yourself"}`, quote: preview({ kind: "text", text: message.text }) }, focus && visible);
}

function reveal(id) {
  const node = $("bot-log").querySelector(`[data-id="${id}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.classList.remove("flash");
  requestAnimationFrame(() => node.classList.add("flash"));
}

// followLink keeps links inside the demo: a profile opens the chat with that fan,
// a link to the bot is pressed Start on. It reports whether it took the link.
function followLink(url) {
  const [, name, query] = url.match(/^https?:\/\/t\.me\/(\w+)(?:\?(.*))?$/) || [];
  if (!name) return false;
  const start = new URLSearchParams(query || "").get("start");
  if (name === latest.bot.username) attempt(start ? `/start ${start}` : "/start");
  else openChat(name);
  return true;
}

const handlers = {
  known: (text) => text === "/privacy" || latest.commands.some((c) => "/" + c.command === text),
  command: attempt,
  link: (url, e) => { if (followLink(url)) e.preventDefault(); },
  copy: (text) => navigator.clipboard.writeText(text).then(() => say("Copied.", "tap-toast"), () => { composer.write(text); composer.input.focus(); }),
};

// renderToast shows the bot's answer to a tap, as Telegram does.
function renderToast(toast) {
  if (!toast || toast.n === toasts) return;
  const old = toasts < 0;
  toasts = toast.n;
  if (old || !toast.text) return;
  if (!toast.alert) return say(toast.text, "tap-toast");
  $("alert-text").textContent = toast.text;
  if (!$("alert").open) $("alert").showModal();
}

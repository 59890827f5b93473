import { act } from "./api.js";
import { avatar, title } from "./avatar.js";
import { bubble, dayLine, fillAuthor, fillMeta, fillPerson, withDays } from "./bubble.js";
import { Composer } from "./composer.js";
import { $, h, iconButton, patch, setAttr, sync } from "./dom.js";
import { clock, language, preview } from "./format.js";
import { Log } from "./log.js";
import { choose, ui } from "./ui.js";

// The creator's own profile: the list of chats, and one of them opened, to
// answer a fan by hand.

const list = h("div", { class: "chat-list" });
const bar = h("div", { class: "bar" });
const logNode = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
const wall = h("div", { class: "wall" }, logNode);
const foot = h("div", { class: "foot" });
$("panel-chats").append(list, bar, wall, foot);

const log = new Log(logNode);
let shown = 0;
let newest = 0;
let head = null;

const composer = new Composer({
  name: "chat",
  label: "Message to the fan, by hand",
  placeholder: "Message",
  send: async (text) => {
    await act("creatorWrites", { fan: ui.chat, text });
    log.toEnd();
  },
});
foot.append(composer.node);

// render draws the list, or the open chat.
export function render(state) {
  const fan = state.fans.find((f) => f.id === ui.chat);
  list.hidden = !!fan;
  for (const node of [bar, wall, foot]) node.hidden = !fan;
  if (fan) renderChat(state, fan);
  else renderList(state);
}

function renderList(state) {
  const last = (fan) => (state.chats[fan.id] || []).filter((m) => !m.deleted).at(-1);
  const rows = state.fans.filter(last).sort((a, b) => last(b).date - last(a).date);
  const items = rows.length ? rows : [{ id: 0 }];
  sync(list, items, (f) => f.id, (f) => (f.id ? h("button", { type: "button", class: "chat-row", on: { click: () => open(f.id) } }) : h("p", { class: "empty", text: "Nobody has written yet." })),
    (node, f) => f.id && fillRow(node, f, last(f)));
}

function fillRow(node, fan, message) {
  patch(node, JSON.stringify([fan.name, fan.unread, fan.blocked, message]), () => {
    const own = message.from === "creator" ? "You: " : "";
    node.replaceChildren(avatar(fan.id, fan.name),
      h("span", { class: "chat-words" }, h("b", { text: fan.name }), h("span", { class: "chat-last", text: own + preview(message) })),
      h("span", { class: "chat-end" }, h("time", { text: clock(message.date) }), fan.unread ? h("span", { class: "badge", text: String(fan.unread), "aria-label": `${fan.unread} unread` }) : null));
  });
}

function open(id) {
  choose({ chat: id });
  composer.input.focus();
}

function renderChat(state, fan) {
  const switched = shown !== fan.id;
  shown = fan.id;
  patch(bar, JSON.stringify([fan.id, fan.name]), () => {
    head = title(fan.id, fan.name);
    bar.replaceChildren(iconButton("back", "All chats", () => { choose({ chat: 0 }); list.querySelector("button")?.focus(); }), head.node);
  });
  head.status([fan.handle ? "@" + fan.handle : "no handle", fan.language && language(fan.language), fan.blocked && "has blocked you"].filter(Boolean).join(", "));
  composer.input.placeholder = `Answer ${fan.name} by hand`;
  setAttr(logNode, "aria-label", `${state.creator.name}’s chat with ${fan.name}`);
  const messages = (state.chats[fan.id] || []).filter((m) => !m.deleted);
  const added = switched ? 0 : messages.filter((m) => m.id > newest).length;
  newest = messages.at(-1)?.id ?? 0;
  if (switched) log.toEnd();
  const items = messages.length ? withDays(messages) : [{ id: "empty", day: `${fan.name} has not written yet.` }];
  log.update(() => sync(logNode, items, (m) => `${fan.id} ${m.id}`, (m) => (m.day ? dayLine(m.day) : bubble()), (node, m) => m.day || fill(node, state, fan, m)), added);
}

const by = { bot: "by the secretary", hand: "by hand" };

function fill(node, state, fan, message) {
  const own = message.from === "creator";
  fillAuthor(node, own, own ? state.creator.name : fan.name);
  fillPerson(node, message);
  const notes = [own && by[message.via], message.edited && "edited"].filter(Boolean);
  fillMeta(node, notes, message.date, own && (message.read ? "read" : "sent"));
}

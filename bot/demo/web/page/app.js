import { listen } from "./api.js";
import * as bot from "./bot.js";
import * as chats from "./chats.js";
import { $, h, icon, patch, setText } from "./dom.js";
import * as fan from "./fan.js";
import * as happened from "./happened.js";
import * as scenes from "./scenes.js";
import { tabs } from "./tabs.js";
import { choose, onChange, say, ui } from "./ui.js";

// The server sends the whole state on every change; every part draws what of it
// concerns it and leaves alone what has not changed.

const nav = [...document.querySelectorAll(".bottom button")];
const seen = new Map(); // pane -> what was newest when the reader last saw it
let state = null;

const selectTab = tabs($("creator-tabs"), () => draw());
bot.onOpenChat((handle) => {
  const found = state.fans.find((f) => f.handle.toLowerCase() === handle.toLowerCase());
  if (!found) return say(`@${handle} is nobody in this demo.`);
  selectTab("tab-chats");
  choose({ chat: found.id });
});
for (const button of nav) button.addEventListener("click", () => choose({ pane: button.dataset.to }));
onChange(draw);
listen(receive, online);

function receive(next) {
  follow(next);
  state = next;
  draw();
}

// follow shows the fan a scene is about, or one whom a switch has brought: the
// one whose message has just come.
function follow(next) {
  const newest = (s, id) => (s.chats[id] || []).filter((m) => m.from === "fan").at(-1)?.id ?? 0;
  const led = (f) => next.scene.running || !state.fans.some((old) => old.id === f.id);
  const writer = state && next.fans.find((f) => led(f) && newest(next, f.id) > newest(state, f.id));
  if (writer) ui.fan = writer.id;
  if (!next.fans.some((f) => f.id === ui.fan)) ui.fan = next.fans[0]?.id ?? 0;
}

function draw() {
  if (!state) return;
  document.body.dataset.pane = ui.pane;
  drawPersona();
  drawHeadings();
  for (const part of [scenes, fan, bot, chats, happened]) part.render(state);
  drawNav();
}

function drawPersona() {
  const { drafter, label } = state.persona;
  patch($("persona"), drafter + label, (node) => node.replaceChildren(icon(drafter === "ollama" ? "chip" : "book"), h("span", { text: label })));
}

function drawHeadings() {
  const name = state.fans.find((f) => f.id === ui.fan)?.name;
  setText($("fan-heading"), name ? "Phone of" : "The fan’s phone");
  setText($("creator-heading"), `${state.creator.name}’s phone`);
  const unread = state.fans.reduce((sum, f) => sum + (f.unread || 0), 0);
  patch($("tab-chats"), String(unread), (tab) => {
    tab.replaceChildren("My chats");
    if (unread) tab.append(h("span", { class: "badge", text: String(unread), "aria-label": `${unread} unread` }));
  });
}

// drawNav marks the panes in which something has happened unseen.
function drawNav() {
  const newest = {
    fan: (state.chats[ui.fan] || []).filter((m) => m.from === "creator").at(-1)?.id ?? 0,
    creator: state.botChat.filter((m) => m.from === "bot").at(-1)?.id ?? 0,
    happened: 0,
  };
  for (const button of nav) {
    const pane = button.dataset.to;
    const here = pane === ui.pane;
    if (here || !seen.has(pane)) seen.set(pane, newest[pane]);
    button.classList.toggle("news", newest[pane] !== seen.get(pane));
    if (here) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function online(on) {
  setText($("offline"), on ? "" : "The connection to the demo is lost. Trying again…");
  document.body.classList.toggle("is-offline", !on);
}

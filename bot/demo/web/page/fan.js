import { act } from "./api.js";
import { title } from "./avatar.js";
import { bubble, dayLine, fillAuthor, fillMeta, fillPerson, fillSide, withDays } from "./bubble.js";
import { Composer } from "./composer.js";
import { $, h, iconButton, patch, setAttr, setText, sync } from "./dom.js";
import { language } from "./format.js";
import { Log } from "./log.js";
import { openMenu, toggleMenu } from "./menu.js";
import { choose, say, ui } from "./ui.js";

const log = new Log($("fan-log"));
const select = $("fan-select");
let creator = { name: "", handle: "" };
let shown = 0; // the fan whose chat is in the log
let newest = 0; // the newest message of that chat
let head = null;

const attempt = (verb, args) => act(verb, args).then(() => log.toEnd(), (error) => say(error.message));

const composer = new Composer({
  name: "fan",
  label: "Message to the creator",
  placeholder: "Message",
  before: [iconButton("photo", "Send a photo (what is typed becomes its caption)", () => attempt("fanPhoto", { fan: ui.fan, caption: composer.take() }))],
  after: [iconButton("mic", "Send a voice message of seven seconds", () => attempt("fanVoice", { fan: ui.fan, seconds: 7 }))],
  send: async (text, about) => {
    if (about) await act("fanEdits", { fan: ui.fan, id: about.id, text });
    else await act("fanWrites", { fan: ui.fan, text });
    log.toEnd();
  },
});
const unblock = h("button", { type: "button", class: "unblock", text: "Unblock", on: { click: () => attempt("fanBlocks", { fan: ui.fan, on: false }) } });
$("fan-foot").append(composer.node, unblock);
select.addEventListener("change", () => choose({ fan: Number(select.value) }));
addDialog();

// render draws the phone of the chosen fan.
export function render(state) {
  creator = state.creator;
  const fan = state.fans.find((f) => f.id === ui.fan);
  patch(select, JSON.stringify(state.fans.map((f) => [f.id, f.name])), () => {
    select.replaceChildren(...state.fans.map((f) => h("option", { value: String(f.id), text: f.name })));
  });
  if (!fan) return;
  if (select.value !== String(fan.id)) select.value = String(fan.id);
  renderBar(fan);
  composer.node.hidden = fan.blocked;
  unblock.hidden = !fan.blocked;
  composer.input.placeholder = `Write as ${fan.name}`;
  renderLog(fan, (state.chats[fan.id] || []).filter((m) => !m.deleted));
}

function renderBar(fan) {
  patch($("fan-bar"), JSON.stringify([creator.id, creator.name, fan.id, fan.blocked]), (bar) => {
    head = title(creator.id, creator.name);
    const item = fan.blocked
      ? { label: "Unblock", icon: "block", run: () => attempt("fanBlocks", { fan: fan.id, on: false }) }
      : { label: `Block ${creator.name}`, icon: "block", run: () => attempt("fanBlocks", { fan: fan.id, on: true }) };
    const more = iconButton("more", "More", () => toggleMenu(more, "More", [item]), { "aria-haspopup": "menu", "aria-expanded": "false" });
    bar.replaceChildren(head.node, more);
  });
  head.status(fan.typing ? "typing…" : "@" + creator.handle, fan.typing);
  setText($("fan-about"), [fan.handle && "@" + fan.handle, fan.language && language(fan.language)].filter(Boolean).join(", "));
}

function renderLog(fan, messages) {
  if (shown !== fan.id) {
    if (shown) composer.drop();
    shown = fan.id;
    log.toEnd();
    newest = Infinity;
  }
  if (composer.about && !messages.some((m) => m.id === composer.about.id)) composer.drop();
  const added = messages.filter((m) => m.id > newest).length;
  newest = messages.at(-1)?.id ?? 0;
  const items = messages.length ? withDays(messages) : [{ id: "empty", day: `No messages yet. Write something as ${fan.name}.` }];
  log.update((node) => {
    setAttr(node, "aria-label", `${fan.name}’s chat with ${creator.name}`);
    sync(node, items, (m) => `${fan.id} ${m.id}`, (m) => (m.day ? dayLine(m.day) : bubble()), (el, m) => m.day || fill(el, fan, m));
  }, added);
}

function fill(node, fan, message) {
  const own = message.from === "fan";
  fillAuthor(node, own, own ? fan.name : creator.name);
  fillPerson(node, message);
  const read = message.read || message.id <= fan.readUpTo;
  fillMeta(node, message.edited ? ["edited"] : [], message.date, own && (read ? "read" : "sent"));
  node.latest = message;
  fillSide(node, own && !fan.blocked ? "more" : "", "Edit or delete", (button) => ownMenu(button, node.latest));
}

function ownMenu(button, message) {
  const edit = { label: "Edit", icon: "edit", run: () => composer.set({ kind: "edit", id: message.id, title: "Edit message", quote: message.text, text: message.text }) };
  const remove = { label: "Delete for both", icon: "trash", run: () => attempt("fanDeletes", { fan: ui.fan, id: message.id }) };
  openMenu(button, "Message", message.kind === "text" || message.text ? [edit, remove] : [remove]);
}

function addDialog() {
  const dialog = $("add-fan");
  const form = $("add-fan-form");
  $("fan-add").addEventListener("click", () => { form.reset(); $("add-error").textContent = ""; dialog.showModal(); });
  $("add-cancel").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const { name, handle, language: code } = Object.fromEntries(new FormData(form));
    try {
      const answer = await act("fanAdd", { name: name.trim(), handle: handle.replace(/^@/, ""), language: code });
      dialog.close();
      choose({ fan: answer.fan });
    } catch (error) {
      $("add-error").textContent = error.message;
    }
  });
}

import { h, icon, iconButton, patch, setAttr, setText } from "./dom.js";
import { clock, day, preview } from "./format.js";

// withDays puts a line before the first message of each day.
export function withDays(messages) {
  const out = [];
  let last = "";
  for (const message of messages) {
    const name = message.date ? day(message.date) : last;
    if (name !== last) out.push({ id: "day " + name, day: name });
    last = name;
    out.push(message);
  }
  return out;
}

// dayLine and emptyLine are the pills in the middle of a chat.
export const dayLine = (text) => h("div", { class: "service" }, h("span", { text }));

// bubble makes an empty message; its parts are filled by the functions below.
export function bubble() {
  const parts = {
    author: h("span", { class: "hidden-words" }),
    quote: h("div", { class: "quote", hidden: true }),
    body: h("div", { class: "body" }),
    meta: h("span", { class: "meta" }),
    keys: h("div", { class: "keys", hidden: true }),
    side: h("div", { class: "side" }),
  };
  const box = h("div", { class: "bubble" }, parts.author, parts.quote, parts.body, parts.meta);
  const node = h("div", { class: "message" }, h("div", { class: "column" }, box, parts.keys), parts.side);
  node.parts = parts;
  return node;
}

// fillAuthor says for a screen reader who wrote, and puts the bubble on its side.
export function fillAuthor(node, own, name) {
  node.classList.toggle("own", own);
  setText(node.parts.author, `${name}: `);
}

// fillMeta writes the small line of a bubble: notes such as "edited", the time,
// and ticks ("", "sent" or "read").
export function fillMeta(node, notes, date, ticks = "") {
  patch(node.parts.meta, JSON.stringify([notes, date, ticks]), (meta) => {
    meta.replaceChildren(...notes.map((text) => h("span", { text })), h("time", { text: date ? clock(date) : "" }));
    if (!ticks) return;
    meta.append(icon(ticks === "read" ? "ticks" : "tick", "ticks"), h("span", { class: "hidden-words", text: ticks === "read" ? ", read" : ", sent" }));
  });
}

// fillPerson writes a message between people: text, photo, voice or sticker.
export function fillPerson(node, message) {
  patch(node.parts.body, JSON.stringify([message.kind, message.text, message.note]), (body) => {
    body.replaceChildren(...media(message));
    if (message.text && message.kind !== "sticker") body.append(h("span", { class: "text", dir: "auto", text: message.text }));
  });
  node.classList.toggle("big", message.kind === "sticker");
}

const waves = 28;

function media(message) {
  switch (message.kind) {
    case "photo":
      return [h("div", { class: "photo", role: "img", "aria-label": "Photo" })];
    case "voice": {
      const bars = Array.from({ length: waves }, (_, i) => h("i", { class: `w${((message.id + i * 7) * (i + 3)) % 6}` }));
      return [h("div", { class: "voice" }, h("span", { class: "voice-play" }, icon("play")), h("span", { class: "wave", "aria-hidden": "true" }, ...bars), h("span", { class: "voice-time", text: message.note || "Voice message" }))];
    }
    case "sticker":
      return [h("span", { class: "sticker", text: message.note || message.text || "🙂" })];
    case "text":
    case "":
      return [];
    default:
      return [h("span", { class: "other-kind", text: preview({ ...message, text: message.note }) })];
  }
}

// fillQuote shows what a message replies to; go scrolls there.
export function fillQuote(node, name, target, go) {
  patch(node.parts.quote, JSON.stringify([name, target?.id, target?.text]), (quote) => {
    quote.hidden = !target;
    if (!target) return;
    quote.replaceChildren(h("button", { type: "button", on: { click: go } }, h("b", { text: name }), h("span", { text: preview({ kind: "text", text: target.text }) })));
  });
}

// fillKeys draws the inline keyboard; press(button, node) is called on a tap.
export function fillKeys(node, keyboard, press) {
  patch(node.parts.keys, JSON.stringify(keyboard), (keys) => {
    keys.hidden = keyboard.length === 0;
    keys.replaceChildren(...keyboard.map((row) => h("div", { class: "keys-row" }, ...row.map((button) => keyButton(button, press)))));
  });
}

function keyButton(button, press) {
  const node = h("button", { type: "button", "data-testid": `card-button-${button.text}`, text: button.text });
  if (button.url) node.append(icon("open", "corner"));
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy") === "true") return; // one tap at a time
    setAttr(node, "aria-busy", "true");
    await press(button);
    setAttr(node, "aria-busy", null);
  });
  return node;
}

// fillSide puts one small button beside a bubble, or none.
export function fillSide(node, name, label, click) {
  patch(node.parts.side, name + label, (side) => {
    side.replaceChildren();
    if (name) side.append(iconButton(name, label, (e) => click(e.currentTarget), name === "more" ? { "aria-haspopup": "menu", "aria-expanded": "false" } : {}));
  });
}

import { h, setText } from "./dom.js";
import { initials } from "./format.js";

// avatar is a round picture with initials; its colour follows the id.
export function avatar(id, name) {
  return h("span", { class: `avatar tint-${Math.abs(id) % 7}`, "aria-hidden": "true", text: initials(name) });
}

// title is the head of a chat: avatar, name, and a line of status below.
export function title(id, name) {
  const line = h("span", { class: "status" });
  const who = h("span", { class: "who", text: name });
  const node = h("div", { class: "title" }, avatar(id, name), h("div", { class: "title-words" }, who, line));
  return { node, status: (text, live = false) => { setText(line, text); line.classList.toggle("live", live); } };
}

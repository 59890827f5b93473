import { h, icon } from "./dom.js";

// The server has sanitised the HTML of cards; this copies it element by element
// all the same, so that nothing but these tags can ever reach the page.
const tags = new Set(["B", "STRONG", "I", "EM", "U", "S", "CODE", "PRE", "BLOCKQUOTE", "BR"]);

// copyHTML fills node with the allowed parts of html. Links call on.link(url),
// commands such as /inbox call on.command(text), the button of a <pre> calls
// on.copy(text). The parsed document is inert: it loads and runs nothing.
export function copyHTML(node, html, on) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  node.replaceChildren(...children(parsed.body, on));
}

function children(from, on) {
  return [...from.childNodes].filter((child) => !besideBlock(child)).flatMap((child) => copy(child, on));
}

const blocks = new Set(["PRE", "BLOCKQUOTE"]);

// besideBlock: one of the line ends around a block, which stands on lines of its
// own and has its own distance.
function besideBlock(child) {
  const reaches = (node, next) => {
    while (node?.nodeName === "BR") node = node[next];
    return blocks.has(node?.nodeName);
  };
  return child.nodeName === "BR" && (reaches(child, "previousSibling") || reaches(child, "nextSibling"));
}

function copy(child, on) {
  if (child.nodeType === Node.TEXT_NODE) return commands(child.data, on);
  if (child.nodeType !== Node.ELEMENT_NODE) return [];
  if (child.tagName === "A") return [link(child, on)];
  if (child.tagName === "PRE") return [pre(child.textContent, on)];
  if (!tags.has(child.tagName)) return children(child, on);
  return [h(child.tagName.toLowerCase(), {}, ...children(child, on))];
}

function link(a, on) {
  const url = a.getAttribute("href") || "";
  if (!/^https?:\/\//i.test(url)) return document.createTextNode(a.textContent);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: a.textContent, on: { click: (e) => on.link(url, e) } });
}

function pre(text, on) {
  const copyButton = h("button", { type: "button", class: "copy", "aria-label": "Copy this text", title: "Copy", on: { click: () => on.copy(text) } }, icon("copy"));
  return h("div", { class: "pre" }, h("pre", { text }), copyButton);
}

// commands turns /word at the start of a word into a button, as Telegram does.
function commands(text, on) {
  return text.split(/((?<=^|\s)\/[a-z]{2,32}\b)/).filter(Boolean).map((part) => {
    if (!on.known(part)) return document.createTextNode(part);
    return h("button", { type: "button", class: "command", text: part, on: { click: () => on.command(part) } });
  });
}

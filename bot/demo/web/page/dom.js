// Small helpers to build and to update the page. Texts go in as text nodes only.

const svg = "http://www.w3.org/2000/svg";

// h makes an element. Props: class, text, on (map of listeners); true makes an
// empty attribute, false and null none; anything else becomes an attribute.
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, listen] of Object.entries(value)) node.addEventListener(event, listen);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// icon draws a symbol of icons.svg.
export function icon(name, cls = "") {
  const node = document.createElementNS(svg, "svg");
  const use = document.createElementNS(svg, "use");
  use.setAttribute("href", "/icons.svg#" + name);
  node.setAttribute("aria-hidden", "true");
  if (cls) node.setAttribute("class", cls);
  node.append(use);
  return node;
}

// iconButton is a button that shows only an icon; label names it.
export function iconButton(name, label, click, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click }, ...props }, icon(name));
}

export const $ = (id) => document.getElementById(id);

// setText avoids touching a node that says the right thing already: a live
// region would be read out again, and a selection would be lost.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// setAttr sets or (value null, undefined or false) removes an attribute, only
// where that changes something.
export function setAttr(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

const marks = new WeakMap();

// patch calls fill only when the mark of a node has changed. If the focus was
// inside, it returns to the element with the same data-testid, or to the node.
export function patch(node, mark, fill) {
  if (marks.get(node) === mark) return;
  marks.set(node, mark);
  const held = node.contains(document.activeElement) && node !== document.activeElement ? document.activeElement : null;
  fill(node);
  if (!held || node.contains(held)) return;
  const same = held.dataset.testid && node.querySelector(`[data-testid="${CSS.escape(held.dataset.testid)}"]`);
  focusNear(same || node);
}

const rows = new WeakMap();

// sync makes the children of parent show items, in their order: make(item)
// creates a node, update(node, item) brings one up to date. Nodes are kept by
// key, so that focus, selection and scroll position survive.
export function sync(parent, items, key, make, update) {
  const old = rows.get(parent) || new Map();
  const now = new Map();
  let at = parent.firstChild;
  for (const item of items) {
    const k = key(item);
    const node = old.get(k) || make(item);
    update(node, item);
    now.set(k, node);
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  for (const [k, node] of old) {
    if (now.has(k)) continue;
    const held = node.contains(document.activeElement);
    node.remove();
    if (held) focusNear(parent);
  }
  rows.set(parent, now);
}

// focusNear focuses an element, or the nearest one around it that can be.
function focusNear(node) {
  for (let n = node; n; n = n.parentElement) {
    if (!n.matches("button, a, input, textarea, select, [tabindex]")) continue;
    n.focus({ preventScroll: true });
    return;
  }
}

// What the reader has chosen on this page; the server knows nothing of it.
export const ui = {
  fan: 0, // whose phone the left pane shows
  chat: 0, // the open chat of the creator's profile; 0: the list
  pane: "fan", // the pane shown at phone width
};

let redraw = () => {};

// onChange sets what draws the page again after a choice.
export function onChange(draw) { redraw = draw; }

// choose changes choices and draws the page.
export function choose(changes) {
  Object.assign(ui, changes);
  redraw();
}

// say shows a sentence for a few seconds: at the bottom of the page, or in the
// element named by where.
export function say(text, where = "toast") {
  const node = document.getElementById(where);
  if (!node || !text) return;
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(timers.get(node));
  timers.set(node, setTimeout(() => { node.classList.remove("shown"); }, 3200 + 40 * text.length));
}

const timers = new Map();

import { act } from "./api.js";
import { $, h, icon, patch, setAttr, setText, sync } from "./dom.js";
import { clock, seconds } from "./format.js";
import { Log } from "./log.js";
import { say, ui } from "./ui.js";

// The third pane: the way of the last message, and the bad days.

const log = new Log($("steps"));
const days = [
  ["flood", "Telegram answers 429", "The next reply has to wait five seconds."],
  ["drop", "The line breaks while sending", "Did the next reply arrive? You are asked."],
  ["noRight", "No right to reply", "Taken away in Telegram’s settings."],
  ["poller", "A second program polls", "The same token elsewhere: answer 409."],
  ["modelAway", "Nothing to draft with", "Messages still reach you, without a draft."],
  ["windowSoon", "The window closes in 10 s", "A message nearly a day old arrives."],
];
const switches = new Map(days.map(([name, label, text]) => [name, toggle(name, label, text)]));
$("switches").append(...[...switches.values()].map((s) => s.row));

const reconnect = action("link", "New connection", "The bot is connected to the profile again, under a new id", "reconnect", () => act("switch", { name: "reconnect", on: true, fan: ui.fan }));
const restart = action("restart", "Kill and restart", "The bot is killed for real and started again on the same data", "restart", () => act("restart"));
$("actions").append(reconnect, restart);

function toggle(name, label, text) {
  const id = `switch-${name}`;
  const button = h("button", { type: "button", role: "switch", "aria-checked": "false", class: "switch", "data-testid": id, "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-text` });
  const row = h("div", { class: "switch-row" }, h("div", { class: "switch-words" }, h("b", { id: `${id}-label`, text: label }), h("span", { id: `${id}-text`, text })), button);
  row.addEventListener("click", () => once(button, () => act("switch", { name, on: button.getAttribute("aria-checked") !== "true", fan: ui.fan })));
  return { row, button, label: row.querySelector("b") };
}

function action(symbol, label, explanation, testid, run) {
  const button = h("button", { type: "button", class: "action", "data-testid": testid, title: explanation }, icon(symbol), h("span", { text: label }));
  button.addEventListener("click", () => once(button, run));
  return button;
}

// once runs a verb for a button that takes no second press meanwhile.
async function once(button, run) {
  if (button.getAttribute("aria-busy") === "true") return;
  setAttr(button, "aria-busy", "true");
  try {
    await run();
  } catch (error) {
    say(error.message);
  }
  setAttr(button, "aria-busy", null);
}

// render draws the steps and the switches.
export function render(state) {
  for (const [name, { button }] of switches) setAttr(button, "aria-checked", String(!!state.switches[name]));
  const away = switches.get("modelAway");
  setText(away.label, state.persona.drafter === "ollama" ? "The model is away" : "The persona file is away");
  away.row.title = state.persona.away || "";
  const { up, pid, restarts } = state.process;
  setText($("life"), up ? `process ${pid}${restarts ? `, restarted ${restarts}×` : ""}` : "stopped, starting again…");
  renderSteps(state);
}

const starts = new Set(["received"]);
const early = new Set(["received", "stored", "waited"]);

// ways cuts the steps into the ways of messages: a message received after the
// one before it was worked on begins a new one; a burst stays together.
function ways(steps) {
  const out = [];
  let way = null;
  let worked = true; // the way has got beyond waiting
  for (const step of steps) {
    if (!way || (starts.has(step.what) && (worked || step.fan !== way.fan))) {
      way = { id: `${step.at} ${step.fan} ${step.what}`, at: step.at, fan: step.fan, steps: [] };
      out.push(way);
      worked = false;
    }
    worked ||= !early.has(step.what);
    way.steps.push(step);
  }
  return out;
}

function renderSteps(state) {
  const all = ways(state.steps);
  const items = all.length ? all.map((way, i) => ({ ...way, last: i === all.length - 1 })) : [{ id: "empty" }];
  log.update((node) => sync(node, items, (w) => w.id, (w) => (w.steps ? makeWay() : h("p", { class: "empty", text: "Nothing yet. Start the first scene, or write as the fan." })),
    (el, w) => w.steps && fillWay(el, w, state)), 0);
}

function makeWay() {
  const head = h("h3");
  const list = h("ol", { class: "way-steps" });
  return Object.assign(h("section", { class: "way" }, head, list), { head, list });
}

function fillWay(node, way, state) {
  const fan = state.fans.find((f) => f.id === way.fan);
  const title = way.steps[0].what === "received" && fan ? `A message of ${fan.name}` : "The secretary";
  setText(node.head, `${title}, ${clock(way.at / 1000)}`);
  node.classList.toggle("last", way.last);
  const seen = new Map();
  const key = (step) => {
    const k = `${step.at} ${step.what} ${step.text}`;
    seen.set(k, (seen.get(k) || 0) + 1);
    return `${k} ${seen.get(k)}`;
  };
  sync(node.list, way.steps, key, makeStep, () => {});
}

function makeStep(step) {
  return h("li", { class: `step is-${step.what}` }, h("time", { text: seconds(step.at) }), h("span", { class: "step-text", text: step.text || step.what }));
}

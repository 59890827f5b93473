import { act } from "./api.js";
import { $, h, patch, setText } from "./dom.js";
import { say } from "./ui.js";

// The strip on top that leads a newcomer: one sentence, one button, Skip.

const start = $("scene-start");
const skip = $("scene-skip");
let scene = null;

start.addEventListener("click", () => run(...verb()));
skip.addEventListener("click", () => run("sceneSkip"));

// over: the end of the tour, which the server counts as one scene more.
const over = () => scene.n > scene.of;

// verb is what the one button does now: start this scene, go on to the next
// one, or begin again.
function verb() {
  if (over()) return ["scene", { n: 1 }];
  return scene.done ? ["sceneNext"] : ["scene", { n: scene.n }];
}

async function run(name, args) {
  try {
    await act(name, args);
  } catch (error) {
    say(error.message);
  }
}

// render draws the strip.
export function render(state) {
  scene = state.scene;
  setText($("scene-count"), over() ? "" : `Scene ${scene.n} of ${scene.of}`);
  setText($("scene-title"), scene.title);
  setText($("scene-text"), scene.text);
  setText(start, label());
  start.title = scene.action;
  start.disabled = scene.running;
  skip.disabled = false;
  skip.hidden = scene.done;
  patch($("scene-dots"), `${scene.n} ${scene.of} ${scene.done}`, (list) => {
    list.replaceChildren(...Array.from({ length: scene.of }, (_, i) => h("li", { class: dot(i + 1) })));
  });
}

function label() {
  if (over()) return "Start over";
  if (scene.running) return "Running…";
  return scene.done && scene.n < scene.of ? "Next scene" : scene.action;
}

function dot(n) {
  if (n < scene.n || over()) return "done";
  if (n > scene.n) return "";
  return scene.done ? "now done" : "now";
}

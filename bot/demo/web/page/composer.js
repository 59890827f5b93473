import { h, icon, iconButton, setText } from "./dom.js";
import { say } from "./ui.js";

// Composer is the line to write in, with the bar of a reply or an edit above it.
// Enter sends, Shift+Enter begins a line, Esc cancels the reply or the edit.
// send(text, about) acts and may throw; about is what the bar shows, or null:
// {kind: "reply" or "edit", id, title, quote, text}.
export class Composer {
  constructor({ name, label, placeholder, before = [], after = [], send }) {
    this.send = send;
    this.about = null;
    this.busy = false;
    this.input = h("textarea", { rows: "1", "data-testid": `${name}-input`, "aria-label": label, placeholder, autocomplete: "off", enterkeyhint: "send", maxlength: "4096" });
    this.barTitle = h("b");
    this.barQuote = h("span");
    this.barIcon = h("span", { class: "about-icon" });
    this.bar = h("div", { class: "about", hidden: true },
      this.barIcon, h("div", { class: "about-words" }, this.barTitle, this.barQuote), iconButton("close", "Cancel", () => this.cancel()));
    this.button = h("button", { type: "submit", class: "send", "data-testid": `${name}-send`, "aria-label": "Send", title: "Send" }, icon("send"));
    this.node = h("form", { class: "composer", autocomplete: "off" }, this.bar, h("div", { class: "line" }, ...before, this.input, ...after, this.button));
    this.node.addEventListener("submit", (e) => { e.preventDefault(); this.submit(); });
    this.input.addEventListener("input", () => this.fit());
    this.input.addEventListener("keydown", (e) => this.key(e));
  }

  key(e) {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      this.submit();
    } else if (e.key === "Escape" && this.about) {
      e.preventDefault();
      this.cancel();
    }
  }

  // set shows a bar. An edit brings its text along, a reply keeps what is typed.
  set(about, focus = true) {
    if (this.about?.kind === "edit") this.write("");
    this.about = about;
    setText(this.barTitle, about.title);
    setText(this.barQuote, about.quote);
    this.barIcon.replaceChildren(icon(about.kind));
    this.bar.hidden = false;
    if (about.kind === "edit") this.write(about.text);
    if (focus) this.input.focus();
  }

  cancel() {
    if (this.about?.kind === "edit") this.write("");
    this.about = null;
    this.bar.hidden = true;
    this.input.focus();
  }

  // drop takes the bar away when its message is gone; what is typed stays.
  drop() {
    this.about = null;
    this.bar.hidden = true;
  }

  write(text) {
    this.input.value = text;
    this.fit();
  }

  // take returns what is typed and empties the line.
  take() {
    const text = this.input.value.trim();
    this.write("");
    return text;
  }

  fit() {
    const style = this.input.style;
    style.height = "auto";
    style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    this.node.classList.toggle("filled", this.input.value.trim() !== "");
  }

  async submit() {
    const text = this.input.value.trim();
    const about = this.about;
    if (!text || this.busy) return;
    this.busy = true;
    try {
      await this.send(text, about);
      if (this.about === about) this.drop();
      if (this.input.value.trim() === text) this.write("");
    } catch (error) {
      say(error.message);
    }
    this.busy = false;
  }
}

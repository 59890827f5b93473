import { h, icon } from "./dom.js";

const near = 60; // px from the end that still count as reading the newest

// Log is a scrolling list of messages. It follows the newest only while the
// reader is at the end, and offers a way back otherwise.
export class Log {
  constructor(node) {
    this.node = node;
    this.atEnd = true;
    this.missed = 0;
    this.count = h("span", { class: "badge" });
    this.button = h("button", { type: "button", class: "to-end", "aria-label": "To the newest message", hidden: true, on: { click: () => this.toEnd() } }, icon("down"), this.count);
    node.after(this.button);
    node.addEventListener("scroll", () => this.look(), { passive: true });
    // Shown again after being hidden, or squeezed by the keyboard: stay at the end.
    new ResizeObserver(() => this.settle()).observe(node);
  }

  // update lets change alter the content; added says how many messages are new.
  update(change, added = 0) {
    change(this.node);
    if (!this.atEnd) this.missed += added;
    this.settle();
  }

  toEnd() {
    this.atEnd = true;
    this.settle();
  }

  look() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    if (clientHeight === 0) return; // hidden: says nothing about the reader
    this.atEnd = scrollHeight - scrollTop - clientHeight < near;
    this.show();
  }

  settle() {
    if (this.atEnd) this.node.scrollTop = this.node.scrollHeight;
    this.show();
  }

  show() {
    if (this.atEnd) this.missed = 0;
    this.button.hidden = this.atEnd;
    this.count.textContent = this.missed || "";
    this.count.hidden = this.missed === 0;
  }
}

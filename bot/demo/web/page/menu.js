import { h, icon } from "./dom.js";

let close = () => {};

// openMenu shows a menu beside its button. Items: {label, detail, icon, run}.
// Arrow keys move, Enter chooses, Esc and Tab close; the focus returns to the
// button unless the choice put it elsewhere.
export function openMenu(button, name, items) {
  close();
  const menu = h("div", { class: "menu", role: "menu", "aria-label": name });
  for (const item of items) {
    menu.append(h("button", { type: "button", role: "menuitem", tabindex: "-1", on: { click: () => { shut(true); item.run(); } } },
      item.icon ? icon(item.icon) : null, h("span", { class: "menu-label", text: item.label }), item.detail ? h("span", { class: "menu-detail", text: item.detail }) : null));
  }
  const outside = (e) => { if (!menu.contains(e.target) && !button.contains(e.target)) shut(false); };
  const shut = (back) => {
    if (!menu.isConnected) return;
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", gone);
    if (back) button.focus({ preventScroll: true });
    close = () => {};
  };
  const gone = () => shut(false);
  close = gone;
  menu.addEventListener("keydown", (e) => keys(e, menu, shut));
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", gone);
  document.body.append(menu);
  button.setAttribute("aria-expanded", "true");
  place(menu, button.getBoundingClientRect());
  menu.firstElementChild.focus({ preventScroll: true });
}

// toggleMenu is openMenu for a button that closes its own menu too.
export function toggleMenu(button, name, items) {
  if (button.getAttribute("aria-expanded") === "true") close();
  else openMenu(button, name, items);
}

function keys(e, menu, shut) {
  const all = [...menu.children];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key];
  if (to !== undefined) {
    e.preventDefault();
    all[to % all.length].focus();
  } else if (e.key === "Escape") {
    e.stopPropagation();
    shut(true);
  } else if (e.key === "Tab") shut(true);
}

// place puts the menu above or below its button, inside the window.
function place(menu, at) {
  const gap = 6;
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + gap + height < innerHeight;
  const left = Math.min(Math.max(gap, at.left), innerWidth - width - gap);
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(gap, below ? at.bottom + gap : at.top - gap - height)}px`;
}

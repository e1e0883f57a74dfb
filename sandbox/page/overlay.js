import { el } from "./dom.js";

const SHORTEST_TOAST = 3000;
const MILLISECONDS_PER_LETTER = 55;

/** A short line over the chat's foot that goes away by itself. */
export function toast(host, text, { failed = false } = {}) {
  const node = el("div", { class: "toast", "data-failed": failed }, text);
  host.replaceChildren(node);
  setTimeout(() => node.remove(), Math.max(SHORTEST_TOAST, text.length * MILLISECONDS_PER_LETTER));
}

/** Alerts of one chat, one at a time; the chat behind is inert and gets its focus back. */
export class Alerts {
  #queue = [];
  #open = null;

  constructor(pane, behind) {
    this.pane = pane;
    this.behind = behind;
  }

  show(title, text, { link } = {}) {
    this.#queue.push({ title, text, link });
    if (!this.#open) this.#next(document.activeElement);
  }

  #next(back) {
    const alert = this.#queue.shift();
    if (!alert) return;
    const ok = el("button", { type: "button", class: "alert-ok" }, alert.link ? "Cancel" : "OK");
    const open = alert.link
      ? el("a", { class: "alert-open", href: alert.link, target: "_blank", rel: "noopener noreferrer" }, "Open")
      : null;
    const heading = el("h3", {}, alert.title);
    const words = el("p", {}, alert.text);
    heading.id = `alert-title-${this.pane.dataset.chatId}`;
    words.id = `alert-text-${this.pane.dataset.chatId}`;
    const dialog = el(
      "div",
      { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-labelledby": heading.id, "aria-describedby": words.id },
      heading, words, el("div", { class: "alert-actions" }, ok, open),
    );
    this.#open = el("div", { class: "alert-cover" }, dialog);
    const close = () => {
      this.#open.remove();
      this.#open = null;
      for (const node of this.behind) node.inert = false;
      if (back?.isConnected && this.pane.contains(back)) back.focus({ preventScroll: true });
      this.#next(back);
    };
    ok.addEventListener("click", close);
    open?.addEventListener("click", () => setTimeout(close));
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && close());
    for (const node of this.behind) node.inert = true;
    this.pane.append(this.#open);
    (open ?? ok).focus({ preventScroll: true });
  }
}

/** A small menu inside a pane, at a point of the window. Items: {label, act, checked?, icon?}. */
export function openMenu(pane, { x, y, fromRight = false }, items, opener) {
  const buttons = items.map((item) =>
    el(
      "button",
      {
        type: "button",
        role: item.checked === undefined ? "menuitem" : "menuitemcheckbox",
        "aria-checked": item.checked === undefined ? undefined : String(item.checked),
        tabindex: "-1",
        click: () => (close(), item.act()),
      },
      item.icon,
      el("span", {}, item.label),
      item.checked === undefined ? null : el("span", { class: "switch", "aria-hidden": "true" }),
    ),
  );
  const menu = el("div", { class: "menu", role: "menu" }, ...buttons);

  function close() {
    menu.remove();
    removeEventListener("pointerdown", outside, true);
    opener?.setAttribute("aria-expanded", "false");
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  }
  function outside(event) {
    if (!menu.contains(event.target) && !opener?.contains(event.target)) close();
  }
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) buttons.at(to % buttons.length).focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  pane.querySelector(":scope > .menu")?.remove();
  pane.append(menu);
  opener?.setAttribute("aria-expanded", "true");
  addEventListener("pointerdown", outside, true);
  place(menu, pane.getBoundingClientRect(), x, y, fromRight);
  buttons[0].focus({ preventScroll: true });
  return close;
}

function place(menu, frame, x, y, fromRight) {
  const left = x - frame.left - (fromRight ? menu.offsetWidth : 0);
  const clamp = (value, size, room) => Math.max(8, Math.min(value, room - size - 8));
  menu.style.left = `${clamp(left, menu.offsetWidth, frame.width)}px`;
  menu.style.top = `${clamp(y - frame.top, menu.offsetHeight, frame.height)}px`;
}

/** A photo at its full size. */
export function openPhoto(source, description) {
  const dialog = el("dialog", { class: "photo-view", "aria-label": description });
  const close = el("button", { type: "button", class: "photo-close", "aria-label": "Close", click: () => dialog.close() }, "✕");
  dialog.append(el("img", { src: source, alt: description }), close);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

import { arrange, el, icon, setText } from "./dom.js";
import { dayKey, dayTitle } from "./format.js";
import { isService, MessageView } from "./message.js";

const NEAR_BOTTOM = 48;

/** The scrolling part of a chat: messages by id, days between them, the way back to the newest. */
export class Log {
  #views = new Map();
  #days = new Map();
  #isStuck = true;
  #unread = 0;

  /** `pane` is what MessageView wants, and onUnread(count), isShown(). */
  constructor(pane, label) {
    this.pane = pane;
    this.list = el("div", {
      class: "log", role: "log", tabindex: "0", "aria-label": label,
      "aria-description": "Arrow keys move between messages, Enter replies",
    });
    this.badge = el("span", { class: "badge" });
    this.jump = el(
      "button",
      { type: "button", class: "round jump", "aria-label": "To the newest message", hidden: true },
      icon("down"), this.badge,
    );
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.node = el("div", { class: "log-frame" }, this.list, this.jump, this.toasts);
    this.jump.addEventListener("click", () => this.toBottom());
    this.list.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.#onKey(event));
    // Also fires when a hidden chat is shown, a keyboard opens or the reply bar appears.
    new ResizeObserver(() => this.settle()).observe(this.list);
    this.list.addEventListener("load", () => this.settle(), true);
  }

  /** Returns the messages that were not there before. */
  update(messages, { actorId, locale, now, isFirst }) {
    const shown = new Set();
    const nodes = [];
    const arrived = [];
    let previous = null;
    let day = null;
    for (const message of messages) {
      const key = dayKey(message.date);
      if (key !== day) nodes.push(this.#dayNode(key, dayTitle(message.date, locale, now)));
      const view = this.#viewOf(message, isFirst, arrived);
      const isOwn = message.from?.id === actorId && !isService(message);
      view.place({ own: isOwn, continued: key === day && follows(previous, message) });
      nodes.push(view.node);
      shown.add(message.message_id);
      previous = message;
      day = key;
    }
    for (const id of this.#views.keys()) if (!shown.has(id)) this.#views.delete(id);
    arrange(this.list, nodes);
    if (!isFirst) this.#count(arrived.filter((message) => message.from?.id !== actorId).length);
    if (arrived.some((message) => message.from?.id === actorId)) this.#isStuck = true;
    this.settle();
    return arrived;
  }

  find(messageId) {
    return this.#views.get(messageId);
  }

  settle() {
    if (this.#isStuck) this.list.scrollTop = this.list.scrollHeight;
    if (this.#isStuck && this.#unread && this.pane.isShown()) this.#count(-this.#unread);
  }

  toBottom() {
    this.#isStuck = true;
    this.settle();
    this.#onScroll();
  }

  jumpTo(messageId) {
    const view = this.find(messageId);
    if (!view) return;
    view.node.scrollIntoView({ block: "center" });
    view.highlight();
  }

  #viewOf(message, isFirst, arrived) {
    const known = this.#views.get(message.message_id);
    if (known) {
      if (known.update(message)) known.highlight();
      return known;
    }
    const view = new MessageView(message, this.pane);
    if (!isFirst) view.node.classList.add("new");
    this.#views.set(message.message_id, view);
    arrived.push(message);
    return view;
  }

  #dayNode(key, title) {
    if (!this.#days.has(key)) this.#days.set(key, el("div", { class: "day" }, el("span")));
    const node = this.#days.get(key);
    setText(node.firstChild, title);
    return node;
  }

  #count(change) {
    if (change > 0 && this.#isStuck && this.pane.isShown()) return;
    this.#unread += change;
    setText(this.badge, this.#unread ? String(this.#unread) : "");
    this.pane.onUnread(this.#unread);
  }

  #onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (!clientHeight) return;
    this.#isStuck = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    this.jump.hidden = this.#isStuck;
    if (this.#isStuck && this.#unread) this.#count(-this.#unread);
  }

  #onKey(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const messages = [...this.list.querySelectorAll(":scope > .message")];
    const at = messages.indexOf(document.activeElement);
    if (!step || (at < 0 && event.target !== this.list) || !messages.length) return;
    const next = at < 0 ? messages.at(-1) : messages[at + step];
    next?.focus();
    event.preventDefault();
  }
}

const follows = (previous, message) =>
  previous !== null && !isService(previous) && previous.from?.id === message.from?.id && message.date - previous.date < 900;

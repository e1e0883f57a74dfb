import { el, icon } from "./dom.js";
import { excerpt, senderName } from "./message.js";

const LONGEST_TEXT = 4096;

/** The foot of a chat: reply bar, command menu, text. `send(text, replyTo)` rejects when nothing was sent. */
export class Composer {
  #commands = [];
  #shown = [];
  #active = -1;
  #reply = null;

  constructor(chatId, send) {
    this.send = send;
    this.listId = `commands-${chatId}`;
    this.text = el("textarea", {
      rows: "1", maxlength: LONGEST_TEXT, placeholder: "Message", autocomplete: "off", enterkeyhint: "send",
      "aria-haspopup": "listbox", "aria-controls": this.listId,
      input: () => this.#onInput(),
      keydown: (event) => this.#onKey(event),
      blur: () => this.#showCommands([]),
    });
    this.list = el("div", {
      class: "commands", role: "listbox", id: this.listId, "aria-label": "The bot's commands", hidden: true,
    });
    this.opener = el("button", {
      type: "button", class: "round opener", "aria-label": "The bot's commands", title: "Commands", "aria-expanded": "false",
      pointerdown: (event) => event.preventDefault(),
      click: () => this.#toggleCommands(),
    }, "/");
    this.sender = el(
      "button",
      { type: "submit", class: "round sender-button", "aria-label": "Send", title: "Send", disabled: true },
      icon("send"),
    );
    this.form = el("form", { class: "writing" }, this.opener, this.text, this.sender);
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.replyBar = el("div", { class: "reply-bar", hidden: true });
    this.node = el("div", { class: "composer" }, this.list, this.replyBar, this.form);
  }

  update({ label, commands }) {
    this.text.setAttribute("aria-label", label);
    this.opener.hidden = !commands.length;
    this.#commands = commands;
  }

  get replyId() {
    return this.#reply?.message_id ?? null;
  }

  replyTo(message, { focus = true, placeholder } = {}) {
    this.#reply = message;
    this.replyBar.hidden = !message;
    this.text.placeholder = (message && placeholder) || "Message";
    this.replyBar.replaceChildren();
    if (message) {
      this.replyBar.append(
        icon("reply"),
        el("div", { class: "reply-words" }, el("b", {}, `Reply to ${senderName(message)}`), el("span", {}, excerpt(message))),
        el(
          "button",
          { type: "button", class: "round", "aria-label": "Do not reply", click: () => (this.replyTo(null), this.text.focus()) },
          icon("close"),
        ),
      );
    }
    if (message && focus) this.text.focus({ preventScroll: true });
  }

  async #submit() {
    const written = this.text.value;
    const text = written.trim();
    if (!text) return;
    const reply = this.#reply;
    this.#write("");
    this.replyTo(null);
    const isSent = await this.send(text, reply?.message_id);
    if (isSent || this.text.value) return;
    this.#write(written);
    this.replyTo(reply, { focus: false });
  }

  #write(text) {
    this.text.value = text;
    this.#onInput();
  }

  #onInput() {
    this.sender.disabled = !this.text.value.trim();
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    const typed = /^\/(\w*)$/u.exec(this.text.value)?.[1];
    this.#showCommands(typed === undefined ? [] : this.#commands.filter(({ command }) => command.startsWith(typed)));
  }

  #onKey(event) {
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (isOpen && step) this.#highlight((this.#active + step + this.#shown.length) % this.#shown.length);
    else if (isOpen && event.key === "Tab" && this.#active >= 0) this.#write(`/${this.#shown[this.#active].command} `);
    else if (event.key === "Escape" && isOpen) this.#showCommands([]);
    else if (event.key === "Escape" && this.#reply) this.replyTo(null);
    else if (event.key === "Enter" && !event.shiftKey) {
      if (isOpen && this.#active >= 0) this.#choose(this.#shown[this.#active]);
      else this.#submit();
    } else return;
    event.preventDefault();
  }

  #toggleCommands() {
    if (!this.list.hidden) return this.#showCommands([]);
    this.text.focus({ preventScroll: true });
    this.#showCommands(this.#commands);
    this.#highlight(0);
  }

  #showCommands(commands) {
    this.#shown = commands;
    this.list.hidden = !commands.length;
    this.list.replaceChildren(
      ...commands.map((command, index) =>
        el(
          "div",
          {
            role: "option", id: `${this.listId}-${index}`, "aria-selected": "false",
            // A press must not take the focus away first: the list closes on blur.
            pointerdown: (event) => event.preventDefault(),
            click: () => this.#choose(command),
          },
          el("b", {}, `/${command.command}`),
          el("span", {}, command.description),
        ),
      ),
    );
    this.opener.setAttribute("aria-expanded", String(commands.length > 0));
    this.#highlight(-1);
  }

  #highlight(index) {
    this.#active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const option = this.list.children[index];
    if (!option) return this.text.removeAttribute("aria-activedescendant");
    this.text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #choose(command) {
    this.#write("");
    this.send(`/${command.command}`, null);
  }
}

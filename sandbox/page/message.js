import { fileUrl } from "./api.js";
import { el, icon, setText } from "./dom.js";
import { fileSize, fullName, fullTime, hue, messageTime } from "./format.js";
import { Keyboard } from "./keyboard.js";
import { openPhoto } from "./overlay.js";
import { renderText } from "./text.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:[\u{1F3FB}-\u{1F3FF}\uFE0F]|\u200D\p{Extended_Pictographic})*\s?){1,3}$/u;

const HIGHLIGHT = 1200;
const LONG_PRESS = 500;

/**
 * One message. `pane` offers reader, onPress(message, button, cell), onReply(message),
 * onJump(messageId), onMenu(event, message) and isGroup.
 */
export class MessageView {
  #bodyKey = "";
  #markupKey = "";
  #keyboard = null;
  #highlighted = 0;

  constructor(message, pane) {
    this.pane = pane;
    this.bubble = el("div", { class: "bubble" });
    this.node = el("article", { class: "message", "data-message-id": message.message_id, tabindex: "-1" });
    this.node.append(this.bubble);
    this.#listen();
    this.update(message);
  }

  /** True when anything a person sees has changed. */
  update(message) {
    const { reply_markup: markup, ...body } = message;
    this.message = message;
    const bodyKey = JSON.stringify(body);
    const markupKey = JSON.stringify(markup?.inline_keyboard ?? []);
    const isChanged = bodyKey !== this.#bodyKey || markupKey !== this.#markupKey;
    if (bodyKey !== this.#bodyKey) this.#showBody(message);
    if (markupKey !== this.#markupKey) this.#showKeyboard(markup?.inline_keyboard ?? []);
    this.#bodyKey = bodyKey;
    this.#markupKey = markupKey;
    return isChanged;
  }

  /** Whose side it is on, and whether the one before is by the same hand; cheap, as it changes often. */
  place({ own, continued }) {
    this.node.dataset.own = own;
    this.node.dataset.continued = continued;
  }

  highlight() {
    this.node.classList.remove("edited-now");
    void this.node.offsetWidth;
    this.node.classList.add("edited-now");
    clearTimeout(this.#highlighted);
    this.#highlighted = setTimeout(() => this.node.classList.remove("edited-now"), HIGHLIGHT);
  }

  #listen() {
    const openMenu = (event) => {
      if (isService(this.message) || event.target.closest("a, button") || String(getSelection())) return;
      event.preventDefault();
      this.pane.onMenu(event, this.message);
    };
    this.bubble.addEventListener("contextmenu", openMenu);
    onLongPress(this.bubble, openMenu);
    this.node.addEventListener("keydown", (event) => {
      if (event.target !== this.node || isService(this.message)) return;
      if (event.key === "Enter" || event.key.toLowerCase() === "r") this.pane.onReply(this.message);
      else return;
      event.preventDefault();
    });
  }

  #showBody(message) {
    const service = isService(message) ? serviceText(message) : null;
    this.node.dataset.service = service !== null;
    if (service !== null) {
      setText(this.bubble, service);
      return;
    }
    this.bubble.replaceChildren(...this.#parts(message).filter(Boolean));
    this.node.dataset.big = ONLY_EMOJI.test(message.text ?? "") || Boolean(message.sticker);
    this.node.dataset.photo = Boolean(message.photo?.length);
  }

  #parts(message) {
    const text = message.text ?? message.caption ?? "";
    const entities = message.entities ?? message.caption_entities;
    return [
      this.pane.isGroup ? sender(message) : null,
      message.reply_to_message ? this.#quote(message.reply_to_message) : null,
      ...media(message),
      text ? el("div", { class: "text" }, renderText(text, entities, this.pane.reader)) : null,
      meta(message, this.pane.reader.locale),
      this.#replyButton(),
    ];
  }

  #quote(original) {
    return el(
      "button",
      {
        type: "button",
        class: "quote",
        tabindex: "-1",
        "data-hue": hue(original.from?.id ?? 0),
        "aria-label": `Reply to ${senderName(original)}: ${excerpt(original)}`,
        click: () => this.pane.onJump(original.message_id),
      },
      el("b", {}, senderName(original)),
      el("span", {}, excerpt(original)),
    );
  }

  #replyButton() {
    return el(
      "button",
      {
        type: "button", class: "reply-to", tabindex: "-1", "aria-label": "Reply", title: "Reply",
        click: () => this.pane.onReply(this.message),
      },
      icon("reply"),
    );
  }

  #showKeyboard(rows) {
    if (!rows.length) {
      this.#keyboard?.node.remove();
      this.#keyboard = null;
      return;
    }
    if (!this.#keyboard) {
      this.#keyboard = new Keyboard((button, cell) => this.pane.onPress(this.message, button, cell));
      this.node.append(this.#keyboard.node);
    }
    this.#keyboard.update(rows);
  }
}

/** For iOS, which sends no contextmenu event; where one comes as well, the menu is just opened anew. */
function onLongPress(node, act) {
  let timer = 0;
  let from = null;
  const cancel = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    cancel();
    if (event.pointerType !== "touch") return;
    from = event;
    timer = setTimeout(() => act(event), LONG_PRESS);
  });
  node.addEventListener("pointermove", (event) => {
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > 10) cancel();
  });
  for (const end of ["pointerup", "pointercancel", "contextmenu"]) node.addEventListener(end, cancel);
}

export const senderName = (message) => (message.from ? fullName(message.from) : message.sender_chat?.title ?? "");

/** One line that stands for the message. */
export function excerpt(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/g, " ").slice(0, 120);
  if (message.photo) return "Photo";
  if (message.document) return message.document.file_name ?? "File";
  if (message.sticker) return `${message.sticker.emoji ?? ""} Sticker`.trim();
  return serviceText(message);
}

function sender(message) {
  if (!message.from) return null;
  return el("div", { class: "sender", "data-hue": hue(message.from.id) }, senderName(message));
}

function meta(message, locale) {
  const edited = message.edit_date ? el("span", { class: "edited" }, "edited") : null;
  const time = el(
    "time",
    { datetime: new Date(message.date * 1000).toISOString(), title: fullTime(message.date, locale) },
    messageTime(message.date),
  );
  return el("span", { class: "meta" }, edited, edited ? " " : null, time);
}

function media(message) {
  return [
    message.photo?.length ? photo(message) : null,
    message.document ? file(message.document) : null,
    message.sticker ? el("div", { class: "text" }, message.sticker.emoji ?? "Sticker") : null,
    hasContent(message) ? null : el("div", { class: "text muted" }, "This kind of message is not shown here"),
  ];
}

function photo(message) {
  const largest = [...message.photo].sort((a, b) => a.width * a.height - b.width * b.height).at(-1);
  const source = fileUrl(largest.file_id);
  const description = message.caption ?? "Photo";
  const image = el("img", { src: source, alt: description, width: largest.width, height: largest.height });
  const open = () => openPhoto(source, description);
  return el("button", { type: "button", class: "photo", "aria-label": "Open the photo", click: open }, image);
}

function file(document) {
  return el(
    "a",
    { class: "file", href: fileUrl(document.file_id), download: document.file_name ?? "file" },
    el("span", { class: "file-icon" }, icon("file")),
    el(
      "span",
      { class: "file-words" },
      el("b", {}, document.file_name ?? "File"),
      document.file_size === undefined ? null : el("span", {}, fileSize(document.file_size)),
    ),
  );
}

const hasContent = (message) => Boolean(message.text ?? message.photo ?? message.document ?? message.sticker);

const names = (users) => users.map(fullName).join(", ");

const SERVICE = {
  new_chat_members: (users, by) =>
    users.length === 1 && users[0].id === by?.id
      ? `${names(users)} joined the group`
      : `${fullName(by ?? {})} added ${names(users)}`,
  left_chat_member: (user, by) =>
    user.id === by?.id ? `${fullName(user)} left the group` : `${fullName(by ?? {})} removed ${fullName(user)}`,
  group_chat_created: (_, by) => `${fullName(by ?? {})} created the group`,
  supergroup_chat_created: (_, by) => `${fullName(by ?? {})} created the group`,
  new_chat_title: (title, by) => `${fullName(by ?? {})} renamed the group to “${title}”`,
  migrate_to_chat_id: () => "The group became a supergroup",
  migrate_from_chat_id: () => "The group became a supergroup",
  pinned_message: (message, by) => `${fullName(by ?? {})} pinned “${excerpt(message)}”`,
};

const serviceKind = (message) => Object.keys(SERVICE).find((kind) => message[kind]);

export const isService = (message) => serviceKind(message) !== undefined;

function serviceText(message) {
  const kind = serviceKind(message);
  return kind ? SERVICE[kind](message[kind], message.from) : "Message";
}

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { arrange, el, icon, setText } from "./dom.js";
import { fullName } from "./format.js";
import { address } from "./keyboard.js";
import { startPayload } from "./links.js";
import { Log } from "./log.js";
import { Alerts, openMenu, toast } from "./overlay.js";

/**
 * One chat as a person sees it; in the group, as the chosen member sees it.
 * `app` offers bot, clock, person(id), onAnswer(id, callback), enter(chatId), isShown(chatId), onUnread(chatId, n).
 */
export class Chat {
  actorId = null;
  #isFirst = true;
  #promptId = null;

  constructor(chat, app) {
    this.app = app;
    this.id = chat.id;
    this.isGroup = chat.type !== "private";
    this.reader = {
      locale: "en",
      now: () => app.clock.now(),
      command: (text) => this.#send(text),
      link: (event, url) => this.#follow(event, url),
    };
    this.#build(chat);
  }

  #build(chat) {
    this.title = el("h2");
    this.hint = el("p");
    this.picture = avatar(chat.id, chat.title);
    this.more = el(
      "button",
      {
        type: "button", class: "round more", "aria-label": "Chat menu", "aria-haspopup": "menu", "aria-expanded": "false",
        click: () => this.#openChatMenu(),
      },
      icon("more"),
    );
    const words = el("div", { class: "chat-words" }, this.title, this.hint);
    this.head = el("header", { class: "chat-head" }, this.picture, words, this.isGroup ? null : this.more);
    this.actors = this.isGroup ? el("div", { class: "actors", role: "group", "aria-label": "Who acts in this chat" }) : null;
    this.log = new Log(this, `Messages: ${chat.title}`);
    this.empty = el("div", { class: "empty" });
    this.composer = new Composer(chat.id, (text, replyTo) => this.#send(text, replyTo));
    this.startButton = el("button", { type: "button", class: "big-start", click: () => this.#start() }, "START");
    this.unblockButton = el("button", { type: "button", class: "big-start", click: () => this.#block(false) }, "UNBLOCK");
    this.foot = el("footer", { class: "chat-foot" });
    const parts = [this.head, this.actors, this.log.node, this.foot].filter(Boolean);
    this.node = el("section", { class: "chat", "data-chat-id": chat.id, "data-kind": this.isGroup ? "group" : "private" }, ...parts);
    this.log.node.append(this.empty);
    this.alerts = new Alerts(this.node, parts);
  }

  update(chat) {
    this.chat = chat;
    this.#chooseActor();
    const actor = this.app.person(this.actorId);
    this.reader.locale = this.isGroup ? "en" : actor?.language_code || "en";
    this.#showHead(chat, actor);
    if (this.isGroup) this.#showActors();
    this.#showLog();
    this.composer.update({
      label: actor ? `Message as ${actor.first_name}` : "Message",
      commands: chat.commands?.[this.actorId] ?? [],
    });
    this.#showFoot(chat, actor);
    this.#isFirst = false;
  }

  isShown() {
    return this.app.isShown(this.id);
  }

  onUnread(count) {
    this.app.onUnread(this.id, count);
  }

  #members() {
    return this.chat.members.map((id) => this.app.person(id)).filter(Boolean);
  }

  #chooseActor() {
    const ids = this.#members().map((person) => person.id);
    if (!this.isGroup) this.actorId = this.id;
    else if (!ids.includes(this.actorId)) this.actorId = ids[0] ?? null;
  }

  #showHead(chat, actor) {
    setText(this.title, chat.title);
    this.title.title = chat.title;
    const kind = this.isGroup ? "group" : `private chat with ${this.app.bot.first_name}`;
    this.node.setAttribute("aria-label", `${chat.title}, ${kind}`);
    const fresh = avatar(chat.id, chat.title);
    if (fresh.textContent !== this.picture.textContent) this.picture.replaceWith((this.picture = fresh));
    const count = this.#members().length;
    const isBlocked = Boolean(actor?.blocked) && !this.isGroup;
    this.hint.dataset.blocked = isBlocked;
    if (this.isGroup) setText(this.hint, `group, ${count} ${count === 1 ? "member" : "members"}`);
    else if (isBlocked) setText(this.hint, `has blocked ${this.app.bot.first_name}`);
    else setText(this.hint, [actor?.username && `@${actor.username}`, actor?.language_code].filter(Boolean).join(" · ") || "private chat");
  }

  #showActors() {
    const known = new Map([...this.actors.querySelectorAll("[data-actor-id]")].map((node) => [Number(node.dataset.actorId), node]));
    const nodes = this.#members().map((person) => {
      const node = known.get(person.id) ?? this.#actorButton(person);
      setText(node.querySelector(".actor-name"), person.first_name);
      node.setAttribute("aria-label", `Act as ${fullName(person)}`);
      node.setAttribute("aria-pressed", String(person.id === this.actorId));
      return node;
    });
    arrange(this.actors, nodes);
  }

  #actorButton(person) {
    return el(
      "button",
      { type: "button", "data-actor-id": person.id, click: () => this.#act(person.id) },
      avatar(person.id, fullName(person), "small"),
      el("span", { class: "actor-name" }),
    );
  }

  #act(personId) {
    this.actorId = personId;
    this.update(this.chat);
  }

  #showLog() {
    const arrived = this.log.update(this.chat.messages, {
      actorId: this.actorId,
      locale: this.reader.locale,
      now: this.app.clock.now(),
      isFirst: this.#isFirst,
    });
    this.#dropStaleReply();
    const prompts = this.#isFirst ? this.chat.messages.slice(-1) : arrived;
    const prompt = prompts.findLast((message) => this.#isPrompt(message));
    if (prompt) {
      this.#promptId = prompt.message_id;
      this.composer.replyTo(prompt, {
        focus: !this.#isFirst && this.isShown() && !isWritingElsewhere(this.node),
        placeholder: prompt.reply_markup.input_field_placeholder,
      });
    }
  }

  /** A deleted message cannot be answered, and a prompt that was edited into something else asks no more. */
  #dropStaleReply() {
    const id = this.composer.replyId;
    if (id === null) return;
    const message = this.log.find(id)?.message;
    if (!message || (id === this.#promptId && !this.#isPrompt(message))) this.composer.replyTo(null);
  }

  #isPrompt(message) {
    const markup = message.reply_markup;
    if (!markup?.force_reply || message.from?.id !== this.app.bot.id) return false;
    if (!markup.selective) return true;
    const actor = this.app.person(this.actorId);
    return (
      message.reply_to_message?.from?.id === this.actorId ||
      Boolean(actor?.username && (message.text ?? "").includes(`@${actor.username}`)) ||
      (message.entities ?? []).some((entity) => entity.user?.id === this.actorId)
    );
  }

  #showFoot(chat, actor) {
    const isEmpty = chat.messages.length === 0;
    const isBlocked = !this.isGroup && Boolean(actor?.blocked);
    const part = isBlocked ? this.unblockButton : isEmpty && !this.isGroup ? this.startButton : this.composer.node;
    const hadFocus = this.foot.contains(document.activeElement);
    if (this.foot.firstChild !== part) {
      this.foot.replaceChildren(part);
      if (hadFocus) (part === this.composer.node ? this.composer.text : part).focus({ preventScroll: true });
    }
    this.empty.hidden = !isEmpty;
    if (!isEmpty || this.empty.childElementCount) return;
    const words = this.isGroup ? "No messages yet" : `Press START to meet ${this.app.bot.first_name} as ${actor?.first_name ?? chat.title}`;
    this.empty.append(avatar(this.app.bot.id, this.app.bot.first_name, "large"), el("p", {}, words));
  }

  #openChatMenu() {
    const spot = this.more.getBoundingClientRect();
    const isBlocked = Boolean(this.app.person(this.id)?.blocked);
    const item = { label: `Block ${this.app.bot.first_name}`, checked: isBlocked, act: () => this.#block(!isBlocked) };
    openMenu(this.node, { x: spot.right, y: spot.bottom + 4, fromRight: true }, [item], this.more);
  }

  onMenu(event, message) {
    const items = [{ label: "Reply", icon: icon("reply"), act: () => this.onReply(message) }];
    const text = message.text ?? message.caption;
    if (text) items.push({ label: "Copy text", icon: icon("copy"), act: () => this.#copy(text) });
    openMenu(this.node, { x: event.clientX, y: event.clientY }, items);
  }

  onReply(message) {
    if (this.composer.node.isConnected) this.composer.replyTo(message);
  }

  onJump(messageId) {
    this.log.jumpTo(messageId);
  }

  onPress(message, button, cell) {
    if (button.callback_data !== undefined) return this.#tap(message, button, cell);
    if (button.copy_text) return this.#copy(button.copy_text.text);
    const url = address(button);
    if (url) return this.#follow(null, url);
    this.say("This kind of button does nothing in the sandbox", { failed: true });
  }

  async #tap(message, button, cell) {
    const actorId = this.actorId;
    cell.begin();
    const answer = await this.#attempt(() => api.tap(actorId, this.id, message.message_id, button.callback_data));
    if (!answer) return cell.end();
    this.app.onAnswer(answer.callback_query_id, ({ text, show_alert: isAlert, url }) => {
      cell.end();
      if (url) this.#follow(null, url, { ask: true });
      else if (text && isAlert) this.alerts.show(this.app.bot.first_name, text);
      else if (text) this.say(text);
    });
  }

  /** A link into the bot's private chat stays in the sandbox; any other opens in a new tab. */
  #follow(event, url, { ask = false } = {}) {
    const payload = startPayload(url, this.app.bot.username);
    if (payload === null) {
      if (ask) this.alerts.show("Open this link?", url, { link: url });
      else if (!event) window.open(url, "_blank", "noopener,noreferrer");
      return;
    }
    event?.preventDefault();
    const personId = this.actorId;
    if (payload) this.#attempt(() => api.start(personId, payload));
    this.app.enter(personId);
  }

  #send(text, replyTo) {
    const actorId = this.actorId;
    this.log.toBottom();
    return this.#attempt(() => api.say(actorId, this.id, text, replyTo));
  }

  #start() {
    return this.#attempt(() => api.start(this.id));
  }

  #block(blocked) {
    return this.#attempt(() => api.block(this.id, blocked));
  }

  async #attempt(action) {
    try {
      return (await action()) ?? true;
    } catch (error) {
      this.say(api.explain(error), { failed: true });
      return null;
    }
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.say("Copied");
    } catch {
      this.alerts.show("Copy this text", text);
    }
  }

  say(text, options) {
    toast(this.log.toasts, text, options);
  }
}

function isWritingElsewhere(pane) {
  const focused = document.activeElement;
  return focused instanceof HTMLTextAreaElement && focused.value !== "" && !pane.contains(focused);
}

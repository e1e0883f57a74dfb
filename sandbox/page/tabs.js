import { avatar } from "./avatar.js";
import { arrange, el, setText } from "./dom.js";

/** On a narrow screen: one chat at a time, chosen here; the style sheet hides it elsewhere. */
export class Tabs {
  #buttons = new Map();

  constructor(nav, onChoose) {
    this.nav = nav;
    this.onChoose = onChoose;
  }

  update(chats, person) {
    const nodes = chats.map((chat) => {
      if (!this.#buttons.has(chat.id)) this.#buttons.set(chat.id, this.#button(chat));
      const { node, name } = this.#buttons.get(chat.id);
      setText(name, chat.type === "private" ? person(chat.id)?.first_name ?? chat.title : chat.title);
      return node;
    });
    arrange(this.nav, nodes);
  }

  choose(chatId) {
    for (const [id, { node }] of this.#buttons) {
      if (id === chatId) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
    this.#buttons.get(chatId)?.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  unread(chatId, count) {
    const button = this.#buttons.get(chatId);
    if (!button) return;
    setText(button.dot, count ? String(count) : "");
    button.dot.setAttribute("aria-label", count ? `${count} new` : "");
    button.dot.hidden = !count;
  }

  #button(chat) {
    const name = el("span", { class: "tab-name" });
    const dot = el("span", { class: "badge", role: "img", hidden: true });
    const picture = el("span", { class: "tab-picture" }, avatar(chat.id, chat.title), dot);
    const node = el("button", { type: "button", "data-tab-id": chat.id, click: () => this.onChoose(chat.id) }, picture, name);
    return { node, name, dot };
  }
}

import * as api from "./api.js";
import { arrange, el, setText } from "./dom.js";

/** A link that the bot offers to whoever opens it first: a button for each person. */
export class Offer {
  #buttons = new Map();

  /** `app` offers enter(chatId) and onTrouble(text). */
  constructor(node, app) {
    this.node = node;
    this.app = app;
    this.words = node.firstElementChild;
  }

  update(payload, people) {
    this.node.hidden = !payload;
    this.payload = payload;
    const nodes = people.map((person) => {
      if (!this.#buttons.has(person.id)) this.#buttons.set(person.id, this.#button(person.id));
      const node = this.#buttons.get(person.id);
      setText(node, person.first_name);
      return node;
    });
    arrange(this.node, [this.words, ...nodes]);
  }

  #button(personId) {
    return el("button", { type: "button", "data-offer-id": personId, click: () => this.#open(personId) });
  }

  async #open(personId) {
    this.app.enter(personId);
    try {
      await api.start(personId, this.payload);
    } catch (error) {
      this.app.onTrouble(api.explain(error));
    }
  }
}

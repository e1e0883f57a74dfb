import { el, icon } from "./dom.js";

const LONGEST_WAIT = 15_000;

/**
 * An inline keyboard. Buttons are patched where they are, never replaced while they stay in place,
 * so the focus survives a month turned in a calendar.
 */
export class Keyboard {
  node = el("div", { class: "keyboard" });
  #rows = [];

  /** `onPress(button, cell)`; a cell shows progress between `begin()` and `end()`. */
  constructor(onPress) {
    this.onPress = onPress;
  }

  update(rows) {
    this.#rows.splice(rows.length).forEach((row) => row.node.remove());
    rows.forEach((buttons, index) => {
      if (!this.#rows[index]) {
        this.#rows[index] = { node: el("div", { class: "keyboard-row" }), cells: [] };
        this.node.append(this.#rows[index].node);
      }
      const row = this.#rows[index];
      row.node.dataset.columns = buttons.length;
      row.cells.splice(buttons.length).forEach((cell) => cell.node.remove());
      buttons.forEach((button, column) => {
        if (!row.cells[column]) {
          row.cells[column] = new Cell(this.onPress);
          row.node.append(row.cells[column].node);
        }
        row.cells[column].update(button);
      });
    });
    this.node.dataset.columns = Math.max(0, ...rows.map((buttons) => buttons.length));
  }
}

class Cell {
  node = el("button", { type: "button" });
  #label = el("span", { class: "label" });
  #key = "";
  #pressed = null;
  #timer = 0;

  constructor(onPress) {
    this.node.append(this.#label);
    this.node.addEventListener("pointerdown", () => (this.#pressed = this.#key));
    this.node.addEventListener("click", (event) => {
      // The button became another one between press and release: nobody meant to press that.
      const isStale = event.detail > 0 && this.#pressed !== null && this.#pressed !== this.#key;
      this.#pressed = null;
      if (!isStale && !this.isBusy) onPress(this.button, this);
    });
  }

  get isBusy() {
    return this.node.ariaBusy === "true";
  }

  update(button) {
    const key = JSON.stringify(button);
    if (key === this.#key) return;
    this.#key = key;
    this.button = button;
    this.end();
    this.#label.textContent = button.text;
    this.node.disabled = isDisabled(button);
    this.node.dataset.style = button.style ?? "";
    this.node.querySelector(".icon")?.remove();
    const sign = button.copy_text ? "copy" : address(button) ? "arrow" : null;
    if (sign) this.node.append(icon(sign));
    this.node.title = button.url ?? "";
  }

  begin() {
    this.node.ariaBusy = "true";
    this.#timer = setTimeout(() => this.end(), LONGEST_WAIT);
  }

  end() {
    clearTimeout(this.#timer);
    this.node.ariaBusy = null;
  }
}

// Telegram's DisabledButton is an empty object.
const isDisabled = (button) => Boolean(button.disabled);

/** Where a button leads outside the chat, if it does. */
export const address = (button) => button.url ?? button.login_url?.url ?? button.web_app?.url ?? null;

import { advance, explain } from "./api.js";
import { setText } from "./dom.js";
import { clockDate, clockTime, duration } from "./format.js";

/** The sandbox's time: the server's `now` and what has passed here since. */
export class Clock {
  #base = Date.now() / 1000;
  #at = performance.now();
  offset = null;

  now() {
    return this.#base + (performance.now() - this.#at) / 1000;
  }

  set(now, offset) {
    // `now` may be in whole seconds and late by the answer's way; following it exactly would make the face stutter.
    if (offset === this.offset && Math.abs(now - this.now()) < 2) return;
    this.#base = now;
    this.#at = performance.now();
    this.offset = offset;
  }
}

/** The face in the top bar and its three buttons. `onTick` is called with each shown second. */
export function wind(clock, { onTick, onTrouble }) {
  const time = document.getElementById("clock-time");
  const date = document.getElementById("clock-date");
  const moved = document.getElementById("clock-offset");
  const buttons = [...document.querySelectorAll("[data-advance]")];

  function show() {
    if (clock.offset === null) return;
    const now = clock.now();
    setText(time, clockTime(now));
    setText(date, clockDate(now));
    moved.hidden = Math.round(clock.offset) === 0;
    setText(moved, `+${duration(clock.offset)}`);
    onTick(now);
  }

  function tick() {
    show();
    setTimeout(tick, 1000 - ((clock.now() * 1000) % 1000) + 5);
  }

  async function move(event) {
    try {
      // Quick clicks add up: each is a step of its own.
      const answer = await advance(Number(event.currentTarget.dataset.advance));
      if (typeof answer.now === "number") clock.set(answer.now, answer.offset ?? clock.offset);
      show();
    } catch (error) {
      onTrouble(explain(error));
    }
  }

  for (const button of buttons) button.addEventListener("click", move);
  tick();
  return show;
}

import { el } from "./dom.js";
import { hue, initials } from "./format.js";

/** A person's or a group's round picture: initials on a colour that follows from the id. */
export function avatar(id, name, size = "") {
  return el("span", { class: `avatar ${size}`.trim(), "data-hue": hue(id), "aria-hidden": "true" }, initials(name));
}

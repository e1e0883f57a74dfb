import { el } from "./dom.js";
import { entityTime, fullTime } from "./format.js";
import { safeUrl } from "./links.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
// A longer quotation starts folded. Counting beats measuring: a hidden chat has no size.
const FOLD_LINES = 3;
const FOLD_LENGTH = 140;

/**
 * A message's text as nodes. Entity offsets are UTF-16 code units, as JavaScript's are.
 * `reader` is {locale, now(), command(text), link(event, url)}.
 */
export function renderText(text, entities, reader) {
  const fragment = document.createDocumentFragment();
  const outermostFirst = [...(entities ?? [])].sort(
    (a, b) => a.offset - b.offset || b.length - a.length || BLOCKS.has(b.type) - BLOCKS.has(a.type),
  );
  fill(fragment, text, 0, text.length, outermostFirst, reader);
  return fragment;
}

function fill(parent, text, from, to, entities, reader) {
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index++];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    while (index < entities.length && entities[index].offset < end) inner.push(entities[index++]);
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const { node, content = node, filled = false } = element(entity, text.slice(start, end), reader);
    if (!filled) fill(content, text, start, end, inner, reader);
    parent.append(node);
    at = end;
    // A block ends its line by itself.
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
  }
  parent.append(text.slice(at, to));
}

function element(entity, text, reader) {
  if (entity.type in PLAIN) return { node: el(PLAIN[entity.type]) };
  const make = MAKERS[entity.type];
  return make ? make(entity, text, reader) : { node: el("span", { class: `entity-${entity.type}` }) };
}

const MAKERS = {
  spoiler: () => ({ node: spoiler() }),
  pre: (entity) => {
    const content = el("code");
    return { node: el("pre", { "data-language": entity.language }, content), content };
  },
  blockquote: () => ({ node: el("blockquote") }),
  expandable_blockquote: (entity, text) => foldable(text),
  text_link: (entity, text, reader) => ({ node: anchor(entity.url, reader) }),
  url: (entity, text, reader) => ({ node: anchor(text, reader) }),
  email: (entity, text, reader) => ({ node: anchor(`mailto:${text}`, reader) }),
  phone_number: (entity, text, reader) => ({ node: anchor(`tel:${text.replace(/[^+\d]/g, "")}`, reader) }),
  mention: () => ({ node: el("span", { class: "mention" }) }),
  text_mention: () => ({ node: el("span", { class: "mention" }) }),
  bot_command: (entity, text, reader) => ({
    node: el("button", { type: "button", class: "command", click: () => reader.command(text) }),
  }),
  date_time: (entity, text, reader) => dateTime(entity, text, reader),
};

function anchor(address, reader) {
  const href = safeUrl(address);
  if (!href) return el("span");
  return el("a", {
    href,
    target: "_blank",
    rel: "noopener noreferrer",
    click: (event) => reader.link(event, href),
  });
}

function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, press to show" });
  const reveal = (event) => {
    if (node.dataset.shown === "true" || (event.key && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    node.dataset.shown = "true";
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", reveal);
  return node;
}

function foldable(text) {
  if (text.split("\n").length <= FOLD_LINES && text.length <= FOLD_LENGTH) return { node: el("blockquote") };
  const content = el("div", { class: "folded" });
  const toggle = el("button", { type: "button", class: "unfold", "aria-expanded": "false" }, "Show more");
  toggle.addEventListener("click", () => {
    const folded = content.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.textContent = folded ? "Show more" : "Show less";
  });
  return { node: el("blockquote", { class: "expandable" }, content, toggle), content };
}

function dateTime(entity, text, reader) {
  const seconds = entity.unix_time;
  if (typeof seconds !== "number") return { node: el("span") };
  const format = entity.date_time_format ?? "";
  const node = el("time", {
    datetime: new Date(seconds * 1000).toISOString(),
    title: fullTime(seconds, reader.locale),
    "data-relative": format === "r" ? seconds : undefined,
    "data-locale": reader.locale,
  });
  if (!format) return { node };
  node.append(entityTime(seconds, format, reader.locale, reader.now()));
  return { node, filled: true };
}

/** Keeps "in 5 minutes" true while the clock goes. */
export function refreshRelativeTimes(now) {
  for (const node of document.querySelectorAll("time[data-relative]")) {
    const shown = entityTime(Number(node.dataset.relative), "r", node.dataset.locale, now);
    if (node.textContent !== shown) node.textContent = shown;
  }
}

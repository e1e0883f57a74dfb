/** Names, colours and times as people read them. Times are unix seconds, shown in the browser's zone. */

const formats = new Map();

function formatted(seconds, locale, options) {
  const key = `${locale} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(knownLocale(locale), options));
  return formats.get(key).format(new Date(seconds * 1000));
}

function knownLocale(locale) {
  try {
    return Intl.getCanonicalLocales(locale === "en" ? "en-GB" : locale);
  } catch {
    return ["en-GB"];
  }
}

export const messageTime = (seconds) =>
  formatted(seconds, "en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const fullTime = (seconds, locale) =>
  formatted(seconds, locale, { dateStyle: "full", timeStyle: "long" });
export const clockTime = (seconds) =>
  formatted(seconds, "en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
export const clockDate = (seconds) =>
  `${formatted(seconds, "en", { weekday: "short", day: "numeric", month: "short" })} · ${zoneName(seconds)}`;
/** Such as "UTC" or "GMT+2": the browser's own, in which the page shows its times. */
const zoneName = (seconds) =>
  new Intl.DateTimeFormat("en", { timeZoneName: "short" })
    .formatToParts(new Date(seconds * 1000))
    .find((part) => part.type === "timeZoneName").value;
export const dayKey = (seconds) => formatted(seconds, "en", { dateStyle: "short" });
export const dayTitle = (seconds, locale, now) => {
  const year = (at) => new Date(at * 1000).getFullYear();
  return formatted(seconds, locale, {
    day: "numeric",
    month: "long",
    year: year(seconds) === year(now) ? undefined : "numeric",
  });
};

/** 93600 -> "1 d 2 h" */
export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ];
  return parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`).join(" ") || "0 min";
}

/** Telegram's date_time entity: format `r|w?[dD]?[tT]?`. */
export function entityTime(seconds, format, locale, now) {
  if (format === "r") return relativeTime(seconds - now, locale);
  const has = (letter) => format.includes(letter);
  const options = { hourCycle: "h23" };
  if (has("w")) options.weekday = "long";
  if (has("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (has("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (has("t") || has("T")) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (has("T")) options.second = "2-digit";
  return formatted(seconds, locale, options);
}

function relativeTime(seconds, locale) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(knownLocale(locale), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

export const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

export function initials(name) {
  const words = name.trim().split(/\s+/u);
  const first = (word) => [...new Intl.Segmenter().segment(word)][0]?.segment ?? "";
  return (words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0])).toLocaleUpperCase();
}

export const hue = (id) => Math.abs(id) % 7;

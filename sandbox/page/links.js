const SCHEMES = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/** An absolute, harmless URL, or null. Telegram lets people write "example.org". */
export function safeUrl(text) {
  for (const candidate of [text, `https://${text}`]) {
    try {
      const url = new URL(candidate);
      if (SCHEMES.has(url.protocol)) return url.href;
    } catch {
      continue;
    }
  }
  return null;
}

/** The payload of a link into the private chat with the bot ("" when it has none); null for any other link. */
export function startPayload(text, username) {
  const href = safeUrl(text);
  if (!href) return null;
  const url = new URL(href);
  const query = url.searchParams;
  const isWeb = /^https?:$/.test(url.protocol) && /^(www\.)?(t|telegram)\.me$/i.test(url.hostname);
  const isApp = url.protocol === "tg:" && (url.hostname || url.pathname.replace(/^\/+/, "")) === "resolve";
  const name = isWeb ? url.pathname.slice(1).replace(/\/$/, "") : isApp ? query.get("domain") : null;
  if (name?.toLowerCase() !== username.toLowerCase() || query.has("startgroup")) return null;
  return query.get("start") ?? "";
}

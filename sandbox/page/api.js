/** The people's side of the sandbox over HTTP. */

const POLL_SECONDS = 25;
const LONGEST_PAUSE = 15;

async function request(path, { body, timeout = 20 } = {}) {
  const options = { signal: AbortSignal.timeout(timeout * 1000), cache: "no-store" };
  if (body !== undefined) {
    options.method = "POST";
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}`);
  return answer;
}

const person = (id, action, body) => request(`/sandbox/people/${id}/${action}`, { body });

export const say = (id, chatId, text, replyTo) =>
  person(id, "say", { text, chat_id: chatId, ...(replyTo ? { reply_to_message_id: replyTo } : {}) });
export const tap = (id, chatId, messageId, data) =>
  person(id, "tap", { data, message_id: messageId, chat_id: chatId });
export const start = (id, payload) => person(id, "start", payload ? { payload } : {});
export const block = (id, blocked) => person(id, "block", { blocked });
export const advance = (seconds) => request("/sandbox/clock", { body: { advance: seconds } });
export const fileUrl = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

/** What to tell a person about a failed request. */
export const explain = (error) =>
  error instanceof TypeError || error.name === "TimeoutError" ? "The sandbox does not answer." : error.message;

/**
 * Long-polls the state for ever. `onLost(seconds)` tells when the next attempt is.
 * Returns a function that cuts the present pause short.
 */
export function follow(onState, onLost) {
  let hurry = () => {};
  const pause = (seconds) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      hurry = () => (clearTimeout(timer), resolve());
    });

  async function run() {
    let version = -1;
    let failures = 0;
    for (;;) {
      let state;
      const asked = performance.now();
      try {
        const timeout = version < 0 ? 0 : POLL_SECONDS;
        state = await request(`/sandbox/state?after=${version}&timeout=${timeout}`, { timeout: timeout + 15 });
      } catch {
        // A restarted sandbox counts its versions from the beginning.
        version = -1;
        const seconds = Math.min(LONGEST_PAUSE, 2 ** failures++);
        onLost(seconds);
        await pause(seconds);
        continue;
      }
      failures = 0;
      const idle = state.version === version && performance.now() - asked < 500;
      version = state.version;
      onState(state);
      if (idle) await pause(0.5);
    }
  }

  run();
  addEventListener("online", () => hurry());
  return () => hurry();
}

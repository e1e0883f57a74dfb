import { follow } from "./api.js";
import { Chat } from "./chat.js";
import { Clock, wind } from "./clock.js";
import { arrange, setText } from "./dom.js";
import { Offer } from "./offer.js";
import { Tabs } from "./tabs.js";
import { refreshRelativeTimes } from "./text.js";

const narrow = matchMedia("(max-width: 719px)");
const find = (id) => document.getElementById(id);

const deck = find("deck");
const chats = new Map();
const waiting = new Map();
const clock = new Clock();
let state = null;
let shownId = null;

const app = {
  clock,
  get bot() {
    return state.bot;
  },
  person: (id) => state.people.find((person) => person.id === id),
  isShown: (chatId) => !narrow.matches || chatId === shownId,
  onUnread: (chatId, count) => tabs.unread(chatId, count),
  enter(chatId) {
    show(chatId);
    chats.get(chatId)?.node.scrollIntoView({ inline: "nearest", block: "nearest" });
  },
  onAnswer(id, callback) {
    // The answer may overtake the response to the tap.
    const known = state.answers.find((answer) => answer.callback_query_id === id);
    if (known) callback(known);
    else waiting.set(id, callback);
  },
};

const tabs = new Tabs(find("tabs"), show);
const offer = new Offer(find("offer"), { enter: app.enter, onTrouble });

function show(chatId) {
  shownId = chatId;
  for (const [id, chat] of chats) chat.node.dataset.shown = id === chatId;
  tabs.choose(chatId);
  chats.get(chatId)?.log.settle();
}

function onState(fresh) {
  state = fresh;
  find("banner").hidden = true;
  find("loading").hidden = true;
  clock.set(fresh.now, fresh.offset);
  refreshClock();
  for (const id of chats.keys()) if (!fresh.chats.some((chat) => chat.id === id)) chats.delete(id);
  tabs.update(fresh.chats, app.person);
  offer.update(fresh.offered, fresh.people);
  for (const chat of fresh.chats) {
    if (!chats.has(chat.id)) chats.set(chat.id, new Chat(chat, app));
    chats.get(chat.id).update(chat);
  }
  arrange(deck, [find("loading"), ...fresh.chats.map((chat) => chats.get(chat.id).node)]);
  deck.dataset.count = fresh.chats.length;
  if (!chats.has(shownId)) show(fresh.chats[0]?.id ?? null);
  for (const chat of chats.values()) chat.log.settle();
  for (const answer of fresh.answers) {
    waiting.get(answer.callback_query_id)?.(answer);
    waiting.delete(answer.callback_query_id);
  }
  document.documentElement.dataset.version = fresh.version;
}

function onLost(seconds) {
  waiting.clear();
  find("loading").hidden = true;
  setText(find("banner-text"), state ? "Connection lost. Trying again…" : "The sandbox does not answer yet. Trying again…");
  find("banner").hidden = false;
  find("banner-retry").disabled = false;
  find("banner").title = `Next attempt in ${seconds} s`;
}

function onTrouble(text) {
  chats.get(shownId)?.say(text, { failed: true });
}

const refreshClock = wind(clock, { onTick: refreshRelativeTimes, onTrouble });
const hurry = follow(onState, onLost);
find("banner-retry").addEventListener("click", (event) => {
  event.currentTarget.disabled = true;
  hurry();
});
narrow.addEventListener("change", () => chats.get(shownId)?.log.settle());

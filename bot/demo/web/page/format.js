// How names, times and previews are written.

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const secondFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

// clock takes Unix seconds, seconds takes Unix milliseconds.
export const clock = (date) => clockFormat.format(date * 1000);
export const seconds = (at) => secondFormat.format(at);

// day names the day of a Unix time in seconds.
export function day(date) {
  const d = new Date(date * 1000);
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (d.toDateString() === now.toDateString()) return "Today";
  return d.toDateString() === yesterday.toDateString() ? "Yesterday" : dayFormat.format(d);
}

// initials are the first signs of up to two words; an emoji counts as one sign.
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = (word) => [...new Intl.Segmenter().segment(word)][0]?.segment ?? "";
  const signs = words.slice(0, 2).map(first);
  if (signs.some((s) => /\p{Extended_Pictographic}/u.test(s))) return signs.find((s) => /\p{Extended_Pictographic}/u.test(s));
  return signs.join("").toLocaleUpperCase() || "?";
}

const nouns = { photo: "Photo", voice: "Voice message", sticker: "Sticker" };

// preview is one line that stands for a message of a chat.
export function preview(message) {
  const noun = nouns[message.kind];
  if (message.kind === "sticker") return `${message.note || ""} ${noun}`.trim();
  return [noun, message.text].filter(Boolean).join(", ").replace(/\s+/g, " ") || "Message";
}

const languages = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

// language names a language code; an odd code is shown as it is.
export function language(code) {
  try { return languages.of(code); } catch { return code; }
}

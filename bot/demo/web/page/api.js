// The server: one stream of states, one verb to act.

const patience = 20000; // ms; the longest verb waits for the bot's answer to a tap, or for its restart

// act does a verb of /api/do. It returns the answer; a refusal or a server out
// of reach is an Error whose message is a sentence to show.
export async function act(verb, args = {}) {
  let answer;
  try {
    answer = await fetch("/api/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ do: verb, ...args }),
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Error("The demo does not answer. Is it still running in the terminal?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || body.ok === false) throw new Error(body.error || "The demo refused it.");
  return body;
}

// listen calls onState with every state and onLine with true or false when the
// stream opens or breaks. The browser reconnects; where it gives up (the server
// answered with an error), a new stream is opened.
export function listen(onState, onLine) {
  const stream = new EventSource("/api/events");
  stream.addEventListener("open", () => onLine(true));
  stream.addEventListener("state", (e) => onState(JSON.parse(e.data)));
  stream.addEventListener("error", () => {
    onLine(false);
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(onState, onLine), 1500);
  });
}

// Package web is the page of `secretary demo`: a fan's phone, the creator's
// phone, and what just happened, in a browser on this machine.
//
// Nothing is simulated but Telegram itself. The sandbox plays Telegram; the
// secretary is this program once more, as a child process with a configuration
// and data of its own, so that a restart is a real one (SIGKILL, start). What
// it did is read from its JSON log, which holds ids and no words.
//
// The page and the tests use the same API, on one loopback port:
//
//	GET  /            the page; its files are embedded
//	GET  /api/state   State, as JSON
//	GET  /api/events  server-sent events: "event: state" with a State as data,
//	                  after every change, at most ten a second; a comment every 15 s
//	POST /api/do      {"do": VERB, ...}: 200 {"ok":true,...}, or {"ok":false,"error":"a sentence"} with 4xx, 5xx for
//	                  trouble of the demo's own
//
// Verbs, with their arguments (type Deed); numbers called fan, id, message and
// replyTo are ids from State:
//
//	fanAdd {name, handle, language}        answers {"fan": id}
//	fanWrites {fan, text}                  answers {"id": message}
//	fanEdits {fan, id, text}, fanDeletes {fan, id}
//	fanPhoto {fan, caption}, fanVoice {fan, seconds}
//	fanBlocks {fan, on}
//	creatorWrites {fan, text}              the creator, by hand
//	tap {message, data}                    a button in the bot's chat; answers {"text", "alert"}
//	botSend {text, replyTo}                the creator to the bot: commands, replies to cards
//	switch {name, on, fan}                 a bad day, see Switches; windowSoon answers {"fan": whom it is about}
//	restart                                kill the secretary, start it on the same data
//	scene {n}                              start scene n, from 1
//	sceneNext                              start the scene after this one; after the last, the tour is over
//	sceneSkip                              leave this scene; the next one waits for its start
//
// Only requests of the page itself are answered: Host must be this machine,
// Origin and Sec-Fetch-Site this page. Every answer carries a strict content
// security policy. What the bot wrote reaches the page as HTML of a few tags.
//
// All words for people are in words.go.
package web

package web

import (
	"fmt"
	"strings"
	"time"

	"secretary/bot/words"
)

// Who is who.
const (
	creatorName = "Mila"
	botName     = "Mila's secretary"
	fanName     = "Anna"
	lateName    = "Nora"
	lateText    = "hi mila, where can I book the saturday workshop?"
)

// How the secretary is set up: shorter waits than the defaults, so that a
// newcomer sees something happen.
const (
	quiet = 1500 * time.Millisecond
	hold  = 10 * time.Second
)

func openThis(url string) string { return "Open " + url + " in a browser. Ctrl-C ends it." }

// Who drafts.
func noOllama(url string) string { return "Ollama does not answer at " + url }
func noModel(model string) string {
	return "Ollama has no " + model + "; get it with: ollama pull " + model
}
func remoteModel(model string) string { return model + " would run on somebody else's computer" }

func embeddedDrafts(why string) string {
	return "Embedded drafter (no model): quotes the example persona file. " + why + "."
}

func modelDrafts(model, version string) string {
	return "Ollama " + version + ", model " + model + "."
}

const (
	personaHidden = "The persona file is hidden: the embedded drafter has no model that could go away."
	doorClosed    = "The way to Ollama is closed, as if Ollama were not running."
)

// Refusals of the API.
const (
	onlyHere     = "This page is only for this computer."
	onlyThisPage = "Only the demo page itself may ask this."
	onlyJSON     = "Send application/json."
	tooMuch      = "That is too much for one request."
	noSuchFan    = "There is no such fan."
	badText      = "A message needs between 1 and 4096 characters."
	badName      = "A name needs between 1 and 64 characters."
	badHandle    = "A handle begins with a letter and has 4 to 32 letters, digits or _; it may also be left empty."
	badLanguage  = "A language is a code like en or pt-BR; it may also be left empty."
	badVoice     = "A voice note has between 1 and 3600 seconds."
	badButton    = "There is no such button any more."
	tooManyFans  = "There are enough fans for a demo."
	noSuchScene  = "There is no such scene."
	noAnswer     = "The bot does not answer. Is the secretary running?"
)

func notUnderstood(err error) string  { return "This is not understood: " + err.Error() }
func noSuchVerb(name string) string   { return fmt.Sprintf("There is no verb %q.", name) }
func noSuchSwitch(name string) string { return fmt.Sprintf("There is no switch %q.", name) }
func duration(seconds int) string     { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }
func endedBySurprise(last string) string {
	return strings.TrimSpace("The secretary ended by itself. " + last)
}

const (
	killed     = "Killed, as by a power cut. It starts again on the same data."
	ruleBroken = "The secretary broke a rule of the Bot API. That is a bug: please report it."
	outOfDate  = "Out of date: " // how words.Stale begins
)

func cardStale(line string) string { return "The card is void. " + line }

// didToTelegram says what a fan did, by the kind of the event; "" for nothing
// worth a step.
func didToTelegram(kind, who string, blocked bool) string {
	switch kind {
	case "message":
		return "Received: Telegram has " + who + "'s message for the secretary."
	case "edit":
		return "Received: " + who + " edited a message."
	case "delete":
		return "Received: " + who + " deleted a message."
	case "block":
		if blocked {
			return who + " blocked " + creatorName + ". Telegram tells nobody."
		}
		return who + " unblocked " + creatorName + "."
	}
	return ""
}

func waited(d time.Duration) string {
	return "Waited " + seconds(d) + " for more messages, so that a burst gets one answer."
}

func draftMade(took time.Duration, confidence float64, known bool, model string) string {
	by := "from the persona file, without a model"
	if model != "" {
		by = "by " + model
	}
	how := "Drafted in " + seconds(took)
	if took < 50*time.Millisecond {
		how = "Drafted at once"
	}
	if !known {
		return how + " " + by + ", confidence unknown."
	}
	return how + " at " + words.Percent(confidence) + " " + by + "."
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func windowCloses(who string) string {
	return who + " wrote nearly 24 hours ago, and it arrives only now: the secretary may answer for 10 s."
}

func switched(name string, on bool, away string) string {
	if name == "reconnect" {
		return creatorName + "'s connection changed: it has a new id."
	}
	texts := map[string][2]string{
		"flood":     {"Telegram will answer the next send with 429: wait five seconds.", "Telegram takes sends again."},
		"drop":      {"The next send will be carried out, but the line is cut before the answer.", "The line holds again."},
		"noRight":   {creatorName + " took away the bot's right to reply.", creatorName + " gave the right to reply back."},
		"poller":    {"Another program polls with the same token.", "The other program is gone."},
		"modelAway": {away, "What drafts come from is back."},
	}
	if on {
		return texts[name][0]
	}
	return texts[name][1]
}

// Lines of the secretary's log that more than a saying hangs on.
const (
	logStored    = "fan message stored"
	logDrafted   = "draft made"
	logNoDraft   = "no draft"
	logOffered   = "draft offered"
	logCardShown = "card shown"
)

// saying makes a step of a log line; an empty text makes none.
type saying struct {
	what string
	text func(e entry, model string) string
}

func always(text string) func(entry, string) string {
	return func(entry, string) string { return text }
}

// sayings are the lines of the secretary's log that the page tells.
var sayings = map[string]saying{
	"secretary starts":                    {"started", always("The secretary starts.")},
	"connected to Telegram; receiving":    {"started", always("Connected to Telegram; receiving.")},
	logStored:                             {"stored", always("Stored, sealed, in the data file. It cannot get lost any more.")},
	logNoDraft:                            {"trouble", noDraft},
	logCardShown:                          {"asked", cardIsShown},
	"reply approved":                      {"approved", always("Approved: " + creatorName + " pressed Send.")},
	"automatic reply approved":            {"approved", always("The countdown ended, and nobody pressed Stop.")},
	"reply written by the creator":        {"approved", always("Approved: " + creatorName + " wrote the reply.")},
	"skipped":                             {"skipped", always("Skipped: " + creatorName + " does not answer this.")},
	"automatic reply stopped":             {"stopped", always("Stopped: the reply stays here until " + creatorName + " presses Send.")},
	"another draft is wanted":             {"again", always("Another draft is wanted.")},
	"reply sent":                          {"sent", always("Sent. Telegram has confirmed it.")},
	"the creator says it arrived":         {"sent", always(creatorName + " looked: it had arrived.")},
	"the creator sends it again":          {"approved", always(creatorName + " looked: it had not arrived. It is sent again.")},
	"a reply failed; the creator is told": {"failed", func(e entry, _ string) string { return words.Failed(e.Code, "see the card") }},
	"Telegram asks to wait; the reply goes out later": {"later", func(e entry, _ string) string {
		return "Telegram answered 429 and asks for " + e.RetryAfter + ". The reply goes out then."
	}},
	"Telegram was not reached; the reply goes out later":                                        {"later", always("Telegram was not reached. The reply goes out later.")},
	"it is unknown whether a reply arrived; the creator is asked":                               {"unknown", always("Unknown: the line was cut while sending. It is not sent again by itself; " + creatorName + " is asked.")},
	"the business connection changed under a reply; reading it again":                           {"connection", always("The connection changed under the reply; it is read again.")},
	"draft came too late; what it answered has changed":                                         {"stale", always("The draft came too late: what it answers has changed. A new one is made.")},
	"an automatic reply was not sent":                                                           {"stopped", always("The automatic reply was held back at the last moment.")},
	"the reply window closed":                                                                   {"failed", always(words.WindowClosed)},
	"business connection":                                                                       {"connection", connectionIs},
	"the other program is gone; receiving again":                                                {"connection", always("The other program is gone; receiving again.")},
	"another program uses this token (409 Conflict); stop it or make a new token; trying again": {"trouble", always("Telegram answers 409: another program uses this token. Messages wait until it is gone.")},
	"cannot reach Telegram; trying again":                                                       {"trouble", always("Telegram cannot be reached; trying again.")},
	"the model is ready":                                                                        {"note", func(_ entry, model string) string { return readyOnly(model) }},
	"the model is not ready; cards come without a draft until it is":                            {"trouble", always("The model is not ready; cards come without a draft until it is.")},
	"mode": {"note", func(e entry, _ string) string { return "Mode: " + e.Mode + "." }},
	"pause": {"note", func(e entry, _ string) string {
		if e.On {
			return "Paused: nothing is drafted."
		}
		return "Going on: drafts are made again."
	}},
	"secretary stopped; nothing was left half done": {"note", always("The secretary stopped; nothing was left half done.")},
}

func noDraft(e entry, model string) string {
	if model == "" && e.Kind == "empty" { // there is no model that answered nothing
		return words.Problem("nothing", "")
	}
	return words.Problem(e.Kind, model)
}

func readyOnly(model string) string {
	if model == "" {
		return ""
	}
	return "The model is warm."
}

func cardIsShown(e entry, _ string) string {
	switch e.State {
	case "open":
		return "Asked: a card is in " + creatorName + "'s chat with the bot."
	case "holding":
		return "A card counts down in " + creatorName + "'s chat: the reply goes out by itself unless she presses Stop."
	}
	return ""
}

func connectionIs(e entry, _ string) string {
	switch {
	case !e.Enabled:
		return "The bot is not connected to " + creatorName + "'s profile any more."
	case !strings.Contains(strings.Join(e.Rights, " "), "can_reply"):
		return "Connected to " + creatorName + "'s profile, without the right to reply."
	}
	return "Connected to " + creatorName + "'s profile."
}

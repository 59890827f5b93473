package words

import (
	"fmt"
	"strings"
	"time"
)

// Buttons of a card. The creator's fingers learn these words: keep them short.
const (
	Send      = "Send"
	Anyway    = "Send anyway"
	Edit      = "Edit"
	Again     = "Again"
	Skip      = "Skip"
	Stop      = "Stop"
	Arrived   = "It arrived"
	SendAgain = "Send again"
	OpenChat  = "Open chat"

	LineArrived = "Line arrived"
	LineLost    = "Line did not"
)

// Clock prints a time of day as the creator's screens show it.
func Clock(t time.Time) string { return t.Local().Format("15:04") }

// ClockSeconds prints a time of day to the second, for countdowns.
func ClockSeconds(t time.Time) string { return t.Local().Format("15:04:05") }

// Span prints a duration in the two units a person would say: "3 h 12 min".
func Span(d time.Duration) string {
	switch {
	case d < time.Second:
		return "0 s"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
	default:
		return fmt.Sprintf("%d d %d h", int(d.Hours())/24, int(d.Hours())%24)
	}
}

// Percent prints a confidence from 0 to 1; it rounds down, so that 69.9 % is
// never shown as the 70 % it does not reach.
func Percent(p float64) string { return fmt.Sprintf("%d %%", int(p*100+1e-9)) }

// Waits says since when a fan waits.
func Waits(since, now time.Time) string {
	return fmt.Sprintf("waits since %s (%s)", Clock(since), Span(now.Sub(since)))
}

// Window says how long a reply is possible and how long before the end sending stops.
func Window(closes, now time.Time, margin time.Duration) string {
	left := closes.Add(-margin).Sub(now)
	if left <= 0 {
		return WindowClosed
	}
	return fmt.Sprintf("Reply window: %s left (until %s; sending stops %s earlier).", Span(closes.Sub(now)), Clock(closes), Span(margin))
}

// Lines of a card.
const (
	DraftTitle   = "Draft"
	OwnTitle     = "Your reply"
	WindowClosed = "The 24-hour reply window is closed: only you can write first, by hand."
	Drafting     = "A new draft is being made…"
	NotSent      = "Not sent. "
	CutHere      = "(cut here; it is sent in full)"
	Above        = "Their newest message is complete in the message above."
	NoText       = "(no text)"
	ByHand       = "To answer by yourself, reply to this card."
)

// Earlier says how many older messages a card leaves out.
func Earlier(n int) string {
	if n == 1 {
		return "1 earlier message is not shown here."
	}
	return fmt.Sprintf("%d earlier messages are not shown here.", n)
}

// Hold is the countdown of an automatic reply. What is left is rounded up to
// steps of five seconds, so that the card is not edited every second.
func Hold(until, now time.Time) string {
	const step = 5 * time.Second
	left := max(until.Sub(now), time.Second)
	left = (left + step - 1).Truncate(step)
	return fmt.Sprintf("Goes out by itself at %s (within %s). Press Stop to keep it.", ClockSeconds(until), Span(left))
}

// HoldSoon is the countdown before its end is known.
func HoldSoon(hold time.Duration) string {
	return fmt.Sprintf("Goes out by itself in %s. Press Stop to keep it.", Span(hold))
}

// Ended is the last line of a card, in the state it ended in. who is the fan's
// name; text is HTML-escaped by the caller.
func Ended(state, code, who string, at time.Time, auto bool) string {
	switch state {
	case "sent":
		if auto {
			return "Sent by itself " + Clock(at) + "."
		}
		return "Sent " + Clock(at) + "."
	case "edited":
		return "Sent as you wrote it " + Clock(at) + "."
	case "skipped":
		return "Skipped " + Clock(at) + ". It stays quoted on the next card."
	case "expired":
		return WindowClosed
	case "stale":
		return Stale(code, who)
	}
	return state
}

// Stale says why a card is out of date.
func Stale(code, who string) string {
	switch code {
	case "edited":
		return "Out of date: " + who + " edited the message."
	case "deleted":
		return "Out of date: " + who + " deleted the message."
	case "hand":
		return "Out of date: answered by hand."
	case "restored":
		return "Out of date: the data was restored from a backup. Look into the chat before you answer."
	case "connection":
		return "Out of date: the connection to your profile changed."
	case "answered":
		return "Out of date: an earlier reply turned out to have arrived."
	default:
		return "Out of date: " + who + " wrote again."
	}
}

// CardComes stands where a card is about to be, and for ever where the program died
// before it was: it is true at any time.
const CardComes = "A card comes here, unless I am interrupted. /inbox shows who waits."

// Queued is the state between the approval and Telegram's answer.
func Queued(notBefore, now time.Time, why string) string {
	if notBefore.Sub(now) < 2*time.Second {
		return "Sending…"
	}
	if why == "" {
		why = "Telegram asks to wait"
	}
	return fmt.Sprintf("Waiting: %s. Goes out at %s if nothing changes.", why, ClockSeconds(notBefore))
}

// Unknown asks the creator to look; who is HTML.
func Unknown(who string) string {
	return "Unknown: the connection broke while sending, so this may or may not have arrived. Look into the chat with " + who + ", then press a button."
}

// Lines about the disclosure line, after another sentence.
const (
	LineFirst = " The disclosure line goes first."
	LineWith  = " With the disclosure line."
	LineSent  = " The disclosure line was sent."
)

// LineUnknown asks the creator to look whether the disclosure line arrived; who
// is HTML.
func LineUnknown(who string) string {
	return "The disclosure line to " + who + " may or may not have arrived. Look into the chat, then press a button; until then nothing goes to them by itself."
}

// Failed says what went wrong with a reply and what to do next. code is the
// store's failure code, detail Telegram's own words.
func Failed(code, detail string) string {
	reason := map[string]string{
		"window":     "Telegram says the 24-hour window is closed. Write to them by hand.",
		"excluded":   "this chat is excluded from the bot. In Telegram: Settings → Chat Automation → add this chat. Or write by hand.",
		"right":      "the permission to reply is missing. In Telegram: Settings → Chat Automation → your bot → allow “Reply to messages”, then open the fan with /inbox.",
		"connection": "the bot is not connected to your profile any more. In Telegram: Settings → Chat Automation → choose your bot, then open the fan with /inbox.",
		"mode_off":   "Secretary Mode is off. In @BotFather: /mybots → your bot → Bot Settings → Secretary Mode → on, then open the fan with /inbox.",
		"blocked":    "this fan has blocked you or deleted the account.",
		"too_long":   "Telegram says the text is too long. Reply to the newer card with a shorter one.",
		"paid":       "this fan charges for messages, and this bot never pays. Write by hand.",
		"token":      "the bot's token is no longer accepted. Get the new token from @BotFather and put it into the configuration.",
	}[code]
	if reason == "" {
		reason = "Telegram refused it: " + detail + ". Open the fan with /inbox to try again, or write by hand."
	}
	return "Failed: " + reason + " The text is kept above."
}

// Why explains in a few words why a person is needed. Unknown codes come
// through as they are: better an odd word than a silent card.
func Why(code, detail string) string {
	if w := whyNotEarned(code, detail); w != "" {
		return w
	}
	w, ok := map[string]string{
		"mode":          "you approve every reply",
		"threshold":     "below your threshold",
		"unknown":       "the model gives no confidence",
		"unsettled":     "an earlier reply may or may not have arrived",
		"late":          "the message is old by now",
		"away":          "it came while I was away",
		"daily":         "that many replies went to this fan by themselves today",
		"automatic":     "it was written by an automatic reply or sent on schedule",
		"stopped":       "you pressed Stop",
		"delayed":       "it could not go out right after its countdown",
		"again":         "you asked for another draft",
		"paused":        "paused",
		"opened":        "you opened it",
		"unanswered":    "a question is left open",
		"language":      "the draft is in another language",
		"too_long":      "the draft is unusually long",
		"style":         "the draft does not sound like your own messages",
		"cut":           "the draft looks cut off",
		"empty":         "the draft is empty",
		"instruction":   "without a model your wish cannot be followed",
		"handed":        "the creator must answer this",
		"unread":        "my lists of words do not know this language or these letters",
		"unseen":        "it is longer than what the model is shown",
		"disclosed":     "there was doubt whether the disclosure line before it arrived",
		"model_changed": "another model than before answers under this name",
	}[code]
	if !ok {
		w = Rule(code)
	}
	if w == "" {
		w = strings.ReplaceAll(code, "_", " ")
	}
	if detail != "" {
		w += " (" + detail + ")"
	}
	return w
}

// NotAnswered names a question of the fan that the draft leaves open; question is HTML.
func NotAnswered(question string) string { return "Not answered: <i>" + question + "</i>" }

// WhyTitle leads the list of reasons.
const WhyTitle = "Needs you: "

// Problem says why a card comes without a draft, and what happens next. model
// and url are the configured ones.
func Problem(code, model string) string {
	p, ok := map[string]string{
		"down":         "No draft: Ollama does not answer. Is it running? Drafting resumes by itself.",
		"slow":         "No draft: the model took too long and was stopped. Drafting is tried again by itself.",
		"working":      "No draft yet: the model is still working. It appears here as soon as it is ready.",
		"no_model":     "No draft: the model is not installed. On the server: ollama pull " + model,
		"remote":       "No draft: this model would run on somebody else's computer, so it is refused. Choose a local one (ollama.model).",
		"cut":          "No draft: the model broke off in the middle. It is tried again by itself.",
		"empty":        "No draft: the model answered nothing, or only thought aloud. It is tried again by itself; if that stays, choose a model that does not think.",
		"absurd":       "No draft: the model answered nonsense or repeated itself. Press Again to retry, or reply to this card.",
		"too_long":     "No draft: the conversation does not fit into the model's memory (ollama.num_ctx).",
		"busy":         "No draft: Ollama is busy. It is tried again by itself.",
		"server":       "No draft: Ollama reported an error. It is tried again by itself.",
		"persona":      "No draft: the persona file cannot be used (missing, empty, too big, or not plain UTF-8 text). On the server, “secretary persona check” says what to do; drafting resumes by itself.",
		"bot_question": "No draft: they ask whether this is a bot. The model never answers that; please answer yourself.",
		"media":        "No draft: the model cannot see what came. Please answer yourself.",
		"human":        "No draft: they asked for a person, and heard that you will answer. Again makes a draft all the same.",
		"unshowable":   "No draft: it was too long to be shown in full. Press Again for a shorter one.",
		"no_right":     "No draft: the bot may not reply. In Telegram: Settings → Chat Automation → your bot → allow “Reply to messages”.",
		"connection":   "No draft: the bot is not connected to your profile. In Telegram: Settings → Chat Automation → choose your bot.",
		"window":       "No draft: the 24-hour reply window is closed. Only you can write, by hand.",
		"paused":       "No draft: drafting is paused. /resume turns it on again.",
		"off":          "No draft: drafting is off (/mode).",
		"selfharm":     "No draft: they mention self-harm. The model is not asked; please answer in your own words, now.",
		"minor":        "No draft: they may be under 18. The model is not asked; please look, and answer in your own words.",
		"alarm":        "No draft: their words are for a person only. Please answer in your own words.",
		"secret":       "No draft: the model gave away its own instructions, which nobody should send. Press Again for another one.",
		"nothing":      "No draft: nothing in the persona file fits.",
		"effort":       "No draft: the model has worked long enough for this fan today (ollama.per_fan). Again makes one all the same.",
	}[code]
	if !ok {
		p = "No draft: " + strings.ReplaceAll(code, "_", " ") + "."
	}
	return p
}

// Kind names what came in one word, for messages that are not plain text.
func Kind(kind string) string {
	w, ok := map[string]string{
		"photo": "Photo", "video": "Video", "voice": "Voice message", "video_note": "Video message", "audio": "Audio",
		"document": "File", "animation": "GIF", "sticker": "Sticker", "location": "Location", "contact": "Contact",
		"poll": "Poll", "dice": "Dice", "story": "Story", "paid_media": "Paid media", "gift": "Gift",
	}[kind]
	if !ok {
		return "Something the bot cannot show"
	}
	return w
}

// EditPrompt leads the force-reply message of the Edit button.
func EditPrompt(who string) string {
	return "Write your reply to " + who + " as an answer to this message. It is sent exactly as you write it. The draft, ready to copy:"
}

// EditPromptEmpty is the same where there is no draft.
func EditPromptEmpty(who string) string {
	return "Write your reply to " + who + " as an answer to this message. It is sent exactly as you write it."
}

// EditPlaceholder stands in the input field; Telegram allows 64 characters.
func EditPlaceholder(who string) string {
	r := []rune("Your reply to " + who)
	if len(r) > 64 {
		r = r[:64]
	}
	return string(r)
}

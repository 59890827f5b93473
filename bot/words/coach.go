package words

import (
	"fmt"
	"strings"
	"time"
)

// Help texts of the persona commands.
const (
	CommandPersona       = "Look at your persona before your fans do"
	CommandPersonaCheck  = "What is missing, contradictory or too long in the persona file (exit 0 good, 1 improve it, 2 unusable)"
	CommandPersonaTry    = "Talk with your persona in the terminal: nothing is sent"
	CommandPersonaReplay = "Draft answers to real messages anew and set them beside what was sent: nothing is sent"

	FlagPersonaFile  = "another persona `file` than the configured one"
	FlagPersonaModel = "another `model` than the configured one"
	FlagLast         = "how many of the newest decided situations"
	FlagReplayJSON   = "one line of JSON for each situation"
)

// PersonaQuestion is what the example answer answers.
const PersonaQuestion = "hey! how are you today?"

// PersonaGood ends a check that found nothing.
const PersonaGood = "Nothing is missing and nothing contradicts itself."

// PersonaUnusable says why no draft can be made from the file; why names the way out.
func PersonaUnusable(why string) string {
	return "✗ " + strings.ToUpper(why[:1]) + why[1:] + "."
}

// PersonaRead says what was found in the file.
func PersonaRead(name, language string, examples, facts, tokens, context int) string {
	if language == "" {
		language = "language unknown"
	}
	return fmt.Sprintf("%s, %s: %s, %s. With the rules it takes about %d tokens, %d %% of the model's %d (ollama.num_ctx); the rest is for the conversation.",
		name, language, count(examples, "example"), count(facts, "fact"), tokens, tokens*100/max(context, 1), context)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// PersonaFinding is one thing to improve, and how.
func PersonaFinding(code, detail string, minor bool) string {
	text := map[string]string{
		"voice":        "Voice is missing: nothing says how you write. Add a few lines such as: warm, short, lower case, one emoji at most.",
		"facts":        "Facts are missing: what may everybody know? Put them under a heading such as “## Facts”, one a line; prices too, or no draft may name one.",
		"boundaries":   "Boundaries are missing: what do you never talk about, never promise? One line each, such as: Never talk about family.",
		"examples":     "Examples are missing: a few real answers show your voice best. “Fan: how are you?”, and below it “Me: tired but happy 🙂”.",
		"few_examples": "Only " + detail + " example of how you answer; three to six make the voice much clearer.",
		"prices":       "Two prices for one thing: " + detail + ". Keep one, or name what differs.",
		"against":      "One line forbids what another offers: " + detail + ". Keep one.",
		"long":         "Too long: it takes " + detail + " % of the model's context, so little of each conversation is remembered. Shorten it, or raise ollama.num_ctx.",
	}[code]
	if text == "" {
		text = strings.TrimSpace(code + " " + detail)
	}
	if minor {
		return "· " + text
	}
	return "✗ " + text
}

// PersonaExample shows what the drafter makes of the file.
func PersonaExample(question, draft, confidence string) string {
	return "\nTo “" + question + "” it answers (" + confidence + "):\n  " + draft
}

// PersonaNoExample says why there is no example answer.
func PersonaNoExample(why string) string { return "\nNo example answer: " + why + "." }

// Lines that mean something in a trial; the rest are a fan's messages.
const (
	TryAgain  = "/again"
	TryForget = "/new"
	TryQuit   = "/quit"
)

// Words of a trial.
const (
	TryPrompt    = "fan> "
	TryHelp      = "Write as a fan would. /again [how] makes another draft, /new starts a new talk, /quit ends it. Nothing is sent."
	TryForgotten = "A new talk."
	TryNothing   = "There is nothing to draft again yet."
	TryAlone     = "The data cannot be read, so this goes without what was learned (rules, style, earlier answers): "
)

// TryUnlearned says that what was learned cannot be had.
func TryUnlearned(why string) string { return TryAlone + why + "." }

// TryDraft shows a draft.
func TryDraft(text, confidence string, fixed bool, took string) string {
	if fixed {
		if text == "" {
			return "no draft · asks whether this is a bot: the model never answers that (set persona.bot_answer for a fixed sentence)"
		}
		return "fixed answer · never the model's\n  " + text
	}
	return "draft · " + confidence + " · " + took + "\n  " + strings.ReplaceAll(text, "\n", "\n  ")
}

// TryNoDraft says why there is none.
func TryNoDraft(why string) string { return "no draft · " + why }

// TryRetrieved shows an earlier answer that stood in the prompt.
func TryRetrieved(question, answer string, near float64) string {
	if question == "" { // it was personal
		return fmt.Sprintf("  retrieved (%s): “%s”", Percent(near), answer)
	}
	return fmt.Sprintf("  retrieved (%s): “%s” → “%s”", Percent(near), question, answer)
}

// TryQuoted says what the embedded drafter quoted.
func TryQuoted(source string, cover float64) string {
	if source == "earlier" {
		return fmt.Sprintf("  quotes an earlier answer whose question covers %s of this one", Percent(cover))
	}
	return fmt.Sprintf("  quotes %s of the persona file that covers %s of the question", article(source), Percent(cover))
}

func article(noun string) string {
	if strings.HasPrefix(noun, "e") {
		return "an " + noun
	}
	return "a " + noun
}

// TryChecks lists the checks that hit.
func TryChecks(hits []string) string {
	if len(hits) == 0 {
		return "  checks: none hit"
	}
	return "  checks: " + strings.Join(hits, " · ")
}

// Heads of the columns of a replay.
const (
	ReplayOld  = "OLD DRAFT"
	ReplayNew  = "NEW DRAFT"
	ReplaySent = "SENT"
)

// ReplayNothing says that there is nothing to replay.
const ReplayNothing = "Nothing to replay yet: answer some cards first (Send, Edit, Skip)."

// ReplayHead leads a situation.
func ReplayHead(draft uint64, at time.Time, model string) string {
	return fmt.Sprintf("── draft %d · %s · %s", draft, at.Local().Format("2006-01-02 15:04"), model)
}

// ReplayFan is a message of the fan.
func ReplayFan(text string) string { return "  fan: " + strings.ReplaceAll(text, "\n", "\n       ") }

// ReplayNone stands where no new draft could be made.
func ReplayNone(why string) string { return "(no draft: " + why + ")" }

// ReplayUnsent stands where nothing is known to have been sent.
func ReplayUnsent(act string) string { return "(nothing: " + act + ")" }

// ReplayNote says how sure the new draft is and which checks hit it.
func ReplayNote(confidence string, flags []string) string {
	if len(flags) == 0 {
		return "  new: " + confidence
	}
	return "  new: " + confidence + "; checks: " + strings.Join(flags, ", ")
}

// ReplaySummary ends a replay.
func ReplaySummary(all, compared, nearer, farther, failed int) string {
	text := fmt.Sprintf("%s. Of %d with a sent answer the new draft is nearer to it in %d, farther in %d, as near in %d.",
		count(all, "situation"), compared, nearer, farther, compared-nearer-farther)
	if failed > 0 {
		text += fmt.Sprintf(" No draft in %d.", failed)
	}
	return text
}
